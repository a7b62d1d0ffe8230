#include "adapters/dc09/message.hpp"

#include <algorithm>

#include "engine/codec/protocol_text.hpp"
#include "muster/date.hpp"

namespace muster::dc09 {
namespace {

constexpr std::size_t sequence_digits = 4;
constexpr std::size_t most_prefix_digits = 6;  // of receiver and line
constexpr std::size_t fewest_account_digits = 3;
constexpr std::size_t most_account_digits = 16;
constexpr std::int64_t ms_a_day = 86'400'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_hex(char c) {
    return codec::hex_digit(c) >= 0;
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Takes the longest front of such characters, at most so many.
template <class Test>
std::string_view take_while(std::string_view& text, std::size_t most, Test test) {
    std::size_t size = 0;
    while (size < text.size() && size < most && test(text[size]))
        ++size;
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

// "R1A": the letter and its digits; empty when it is not there.
std::string_view take_prefix(std::string_view& text, char letter) {
    if (!text.starts_with(letter)) return {};
    std::string_view digits = text.substr(1);
    const std::size_t size = 1 + take_while(digits, most_prefix_digits, is_hex).size();
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

Token token_of(std::string_view id) {
    if (id == "NULL") return Token::null;
    if (id == "SIA-DCS") return Token::sia_dcs;
    if (id == "ADM-CID") return Token::adm_cid;
    return Token::other;
}

int two_digits(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

void append_two(std::string& out, std::int64_t number) {
    out += static_cast<char>('0' + number / 10 % 10);
    out += static_cast<char>('0' + number % 10);
}

// `"ACK"0311L0#7A31[`
std::string answer_head(std::string_view id, const Header& header) {
    std::string body = "\"";
    body.append(id).append("\"").append(header.sequence).append(header.receiver);
    body.append(header.line).append("#").append(header.account).append("[");
    return body;
}

}  // namespace

Expected<Header, std::string> read_header(std::string_view body) {
    if (!body.starts_with('"')) return std::string("does not begin with a quote");
    const std::size_t quote = body.find('"', 1);
    if (quote == std::string_view::npos) return std::string("has no closing quote");
    Header header;
    header.id = body.substr(1, quote - 1);
    header.encrypted = header.id.starts_with('*');
    if (header.encrypted) header.id.remove_prefix(1);
    header.token = token_of(header.id);
    body.remove_prefix(quote + 1);
    header.sequence = take_while(body, sequence_digits, is_digit);
    if (header.sequence.size() != sequence_digits) {
        return std::string("has no sequence of four digits");
    }
    header.receiver = take_prefix(body, 'R');
    header.line = take_prefix(body, 'L');
    if (!body.starts_with('#')) return std::string("has no account behind a #");
    body.remove_prefix(1);
    header.account = take_while(body, most_account_digits, is_hex);
    if (header.account.size() < fewest_account_digits) {
        return std::string("has no account of 3 to 16 hex digits");
    }
    if (!body.starts_with('[')) return std::string("has no bracket behind the account");
    header.content = body.substr(1);
    return header;
}

std::string device_name(const Header& header) {
    std::string name;
    std::string_view prefix = header.line.empty() ? header.line : header.line.substr(1);
    prefix.remove_prefix(std::min(prefix.find_first_not_of('0'), prefix.size()));
    name.append(prefix);
    if (!prefix.empty()) name += '/';
    name.append(header.account);
    std::transform(name.begin(), name.end(), name.begin(), upper);
    return name;
}

std::optional<TimePoint> read_stamp(std::string_view text) {
    constexpr std::string_view form = "_00:00:00,00-00-0000";
    static_assert(form.size() == stamp_bytes);
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) return std::nullopt;
    }
    const int hour = two_digits(text, 1);
    const int minute = two_digits(text, 4);
    const int second = two_digits(text, 7);
    const int year = two_digits(text, 16) * 100 + two_digits(text, 18);
    const auto date = Date::of(year, two_digits(text, 10), two_digits(text, 13));
    if (!date || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const std::int64_t of_day = (std::int64_t{hour} * 60 + minute) * 60 + second;
    return TimePoint{date->days * ms_a_day + of_day * 1000};
}

std::string write_stamp(TimePoint time) {
    const YearMonthDay day = year_month_day(Date{static_cast<std::int32_t>(time.value / ms_a_day)});
    const std::int64_t second = time.value % ms_a_day / 1000;
    std::string text = "_";
    append_two(text, second / 3600);
    text += ':';
    append_two(text, second / 60 % 60);
    text += ':';
    append_two(text, second % 60);
    text += ',';
    append_two(text, day.month);
    text += '-';
    append_two(text, day.day);
    text += '-';
    append_two(text, day.year / 100);
    append_two(text, day.year % 100);
    return text;
}

std::string write_ack(const Header& header, const Seal* seal) {
    if (seal == nullptr) return answer_head("ACK", header) + "]";
    std::string content = seal->form == AckPad::bracket ? "]" : "|]";
    content += write_stamp(seal->now);
    return answer_head("*ACK", header) + seal->cipher.seal(content, seal->pad);
}

std::string write_duh(const Header& header) {
    return answer_head("DUH", header) + "]";
}

std::string write_nak(TimePoint now) {
    return "\"NAK\"0000R0L0A0[]" + write_stamp(now);
}

}  // namespace muster::dc09
