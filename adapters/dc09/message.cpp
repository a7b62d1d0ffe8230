#include "adapters/dc09/message.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "adapters/dc09/cipher.hpp"
#include "engine/codec/text.hpp"

namespace muster::dc09 {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

// The longest front of `text` of such characters, taken off.
template <class Test>
std::string_view take_while(std::string_view& text, Test test, std::size_t most) {
    std::size_t size = 0;
    while (size < text.size() && size < most && test(text[size]))
        ++size;
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(size);
    return taken;
}

// Panels send Windows-1252; of that the part that is Latin-1 is read.
std::string utf8_of(std::string_view bytes) {
    if (codec::is_valid_utf8(bytes)) return std::string(bytes);
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}

// "_08:15:30,03-02-2026" at the end of the content.
std::optional<TimePoint> read_time(std::string_view text) {
    const std::size_t at = text.rfind('_');
    if (at == std::string_view::npos || text.size() - at != 20) return std::nullopt;
    const std::string_view stamp = text.substr(at + 1);
    const std::string_view form = "00:00:00,00-00-0000";
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (form[i] == '0' ? !is_digit(stamp[i]) : stamp[i] != form[i]) return std::nullopt;
    }
    const auto number = [&](std::size_t from, std::size_t size) {
        int value = 0;
        std::from_chars(stamp.data() + from, stamp.data() + from + size, value);
        return value;
    };
    namespace chrono = std::chrono;
    const chrono::year_month_day day(chrono::year(number(15, 4)),
                                     chrono::month(static_cast<unsigned>(number(9, 2))),
                                     chrono::day(static_cast<unsigned>(number(12, 2))));
    const int hour = number(0, 2), minute = number(3, 2), second = number(6, 2);
    if (!day.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    const std::int64_t days = chrono::sys_days(day).time_since_epoch().count();
    return TimePoint{((days * 24 + hour) * 60 + minute) * 60'000 + second * 1000};
}

// As the standard writes it: "_08:15:30,03-02-2026".
std::string time_stamp(TimePoint now) {
    namespace chrono = std::chrono;
    const std::int64_t seconds = now.value / 1000;
    const chrono::year_month_day day{chrono::sys_days(chrono::days(seconds / 86'400))};
    const auto of_day = static_cast<unsigned>(seconds % 86'400);
    std::string text = "_00:00:00,00-00-0000";
    const auto put = [&](std::size_t at, std::size_t digits, unsigned value) {
        for (std::size_t i = digits; i-- > 0; value /= 10)
            text[at + i] = static_cast<char>('0' + value % 10);
    };
    put(1, 2, of_day / 3600);
    put(4, 2, of_day / 60 % 60);
    put(7, 2, of_day % 60);
    put(10, 2, static_cast<unsigned>(day.month()));
    put(13, 2, static_cast<unsigned>(day.day()));
    put(16, 4, static_cast<unsigned>(static_cast<int>(day.year())));
    return text;
}

// "093W23.456": degrees, the side, minutes; in ten-millionths of a degree.
std::optional<std::int64_t> read_angle(std::string_view text, char plus, char minus) {
    const std::string_view degrees = take_while(text, is_digit, 3);
    if (degrees.empty() || text.empty() || (text[0] != plus && text[0] != minus)) {
        return std::nullopt;
    }
    const bool negative = text[0] == minus;
    text.remove_prefix(1);
    const std::string_view whole = take_while(text, is_digit, 2);
    std::string_view part;
    if (!text.empty() && text[0] == '.') {
        text.remove_prefix(1);
        part = take_while(text, is_digit, 6);
    }
    if (whole.empty() || !text.empty()) return std::nullopt;
    std::int64_t d = 0, m = 0, p = 0;
    std::from_chars(degrees.data(), degrees.data() + degrees.size(), d);
    std::from_chars(whole.data(), whole.data() + whole.size(), m);
    if (!part.empty()) std::from_chars(part.data(), part.data() + part.size(), p);
    for (std::size_t i = part.size(); i < 6; ++i)
        p *= 10;
    if (m >= 60) return std::nullopt;
    // A minute is 1e7/60 ten-millionths.
    const std::int64_t angle = d * 10'000'000 + (m * 1'000'000 + p) / 6;
    return negative ? -angle : angle;
}

// The fields in brackets behind the data: [X...] and [Y...] say where.
std::optional<Point> read_place(std::string_view text) {
    std::optional<std::int64_t> lat, lon;
    for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at)) {
        const std::size_t end = text.find(']', at);
        if (end == std::string_view::npos) break;
        const std::string_view field = text.substr(at + 1, end - at - 1);
        if (field.starts_with('X')) lon = read_angle(field.substr(1), 'E', 'W');
        if (field.starts_with('Y')) lat = read_angle(field.substr(1), 'N', 'S');
        at = end;
    }
    const auto within = [](std::int64_t angle, std::int64_t most) {
        return angle >= -most && angle <= most;
    };
    if (!lat || !lon || !within(*lat, 900'000'000) || !within(*lon, 1'800'000'000) ||
        (*lat == 0 && *lon == 0)) {
        return std::nullopt;
    }
    return Point{static_cast<std::int32_t>(*lat), static_cast<std::int32_t>(*lon)};
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// "Nri2/MA4": new or old, modifiers in small letters with their numbers, two letters, the zone.
// What stands behind that is text, and may hold anything.
void read_sia(std::string_view data, Said& out) {
    const bool flag = data.size() > 2 && (data[0] == 'N' || data[0] == 'O') &&
                      (!is_upper(data[1]) || is_upper(data[2]));
    if (flag) data.remove_prefix(1);
    while (!data.empty() && (is_lower(data[0]) || data[0] == '/')) {
        // Up to the slash that ends it, or to the code where there is none.
        const auto end =
            std::find_if(data.begin(), data.end(), [](char c) { return c == '/' || is_upper(c); });
        data.remove_prefix(static_cast<std::size_t>(end - data.begin()));
        if (data.starts_with('/')) data.remove_prefix(1);
    }
    if (data.size() < 2 || !is_upper(data[0]) || !is_upper(data[1])) return;
    out.meaning = meaning_of_sia(data.substr(0, 2));
    data.remove_prefix(2);
    out.zone = take_while(data, is_digit, 8);
}

// "1101 02 004".
void read_cid(std::string_view data, Said& out) {
    if (data.size() < 4 || !std::all_of(data.begin(), data.begin() + 4, is_digit)) return;
    out.meaning = meaning_of_cid(data[0], data.substr(1, 3));
    const std::size_t last = data.rfind(' ');
    if (last == std::string_view::npos || data.size() - last != 4) return;
    const std::string_view zone = data.substr(last + 1);
    if (std::all_of(zone.begin(), zone.end(), is_digit)) out.zone = zone;
}

struct Row {
    std::string_view code;
    Code signal;
    bool life = false;
};

const Row* find(const auto& rows, std::string_view code) {
    const auto found = std::find_if(std::begin(rows), std::end(rows),
                                    [&](const Row& row) { return row.code == code; });
    return found == std::end(rows) ? nullptr : &*found;
}

// By what a home alarm says; the hundreds that are left are shown as not understood.
const Row cid_rows[] = {
    {"100", "medical"},     {"101", "pendant"},     {"102", "inactivity"},  {"110", "smoke"},
    {"111", "smoke"},       {"113", "water"},       {"114", "smoke"},       {"115", "smoke"},
    {"118", "smoke"},       {"120", "panic"},       {"121", "duress"},      {"122", "panic"},
    {"123", "panic"},       {"130", "intrusion"},   {"131", "intrusion"},   {"132", "intrusion"},
    {"133", "intrusion"},   {"134", "intrusion"},   {"137", "tamper"},      {"144", "tamper"},
    {"145", "tamper"},      {"151", "gas"},         {"154", "water"},       {"162", "gas"},
    {"300", "fault"},       {"301", "mains_lost"},  {"302", "battery_low"}, {"305", "fault"},
    {"309", "fault"},       {"311", "battery_low"}, {"321", "fault"},       {"330", "fault"},
    {"350", "fault"},       {"351", "fault"},       {"354", "fault"},       {"370", "fault"},
    {"373", "fault"},       {"380", "fault"},       {"381", "fault"},       {"383", "tamper"},
    {"384", "battery_low"}, {"406", "cancel"},      {"601", "", true},      {"602", "", true},
    {"603", "", true},      {"608", "", true},      {"641", "inactivity"},  {"654", "inactivity"}};

const Row sia_rows[] = {
    {"MA", "medical"},     {"QA", "sos"},         {"PA", "panic"},       {"HA", "duress"},
    {"FA", "smoke"},       {"KA", "smoke"},       {"GA", "gas"},         {"WA", "water"},
    {"BA", "intrusion"},   {"TA", "tamper"},      {"ES", "tamper"},      {"AT", "mains_lost"},
    {"YT", "battery_low"}, {"XT", "battery_low"}, {"YM", "battery_low"}, {"BT", "fault"},
    {"FT", "fault"},       {"MT", "fault"},       {"PT", "fault"},       {"QT", "fault"},
    {"XQ", "fault"},       {"YC", "fault"},       {"YP", "fault"},       {"NA", "inactivity"},
    {"BC", "cancel"},      {"MC", "cancel"},      {"PC", "cancel"},      {"QC", "cancel"},
    {"MR", "restore"},     {"QR", "restore"},     {"PR", "restore"},     {"HR", "restore"},
    {"FR", "restore"},     {"KR", "restore"},     {"GR", "restore"},     {"WR", "restore"},
    {"BR", "restore"},     {"TR", "restore"},     {"AR", "restore"},     {"YR", "restore"},
    {"XR", "restore"},     {"MH", "restore"},     {"QH", "restore"},     {"PH", "restore"},
    {"FH", "restore"},     {"GH", "restore"},     {"BH", "restore"},     {"RP", "", true},
    {"RX", "", true},      {"RY", "", true},      {"TX", "", true}};

}  // namespace

Expected<Header, std::string> read_header(std::string_view body) {
    Header header;
    if (!body.starts_with('"')) return std::string("does not begin with a quote");
    const std::size_t quote = body.find('"', 1);
    if (quote == std::string_view::npos) return std::string("has no token in quotes");
    std::string_view id = body.substr(1, quote - 1);
    body.remove_prefix(quote + 1);
    header.encrypted = id.starts_with('*');
    if (header.encrypted) id.remove_prefix(1);
    header.id = id;
    if (id == "NULL") header.token = Token::null;
    if (id == "SIA-DCS") header.token = Token::sia_dcs;
    if (id == "ADM-CID") header.token = Token::adm_cid;
    header.sequence = take_while(body, is_digit, 4);
    if (header.sequence.size() != 4) return std::string("has no sequence of four digits");
    const auto prefixed = [&](char letter) {
        if (!body.starts_with(letter)) return std::string();
        std::string text(1, letter);
        body.remove_prefix(1);
        return text.append(take_while(body, is_hex, 6));
    };
    header.receiver = prefixed('R');
    header.line = prefixed('L');
    if (!body.starts_with('#')) return std::string("has no account behind a #");
    body.remove_prefix(1);
    const std::string account = upper(take_while(body, is_hex, 17));
    if (account.size() < 3 || account.size() > 16) {
        return std::string("has no account of 3 to 16 digits");
    }
    header.account = account;
    if (!body.starts_with('[')) return std::string("has no bracket behind the account");
    header.content = body.substr(1);
    return header;
}

Meaning meaning_of_cid(char qualifier, std::string_view event) {
    if (qualifier == '6') return {"present", false};
    const Row* const row = find(cid_rows, event);
    if (row != nullptr && row->life) return {{}, true};
    if (qualifier == '3') return {"restore", false};
    return qualifier == '1' && row != nullptr ? Meaning{row->signal, false} : Meaning{};
}

Meaning meaning_of_sia(std::string_view code) {
    const Row* const row = find(sia_rows, code);
    return row == nullptr ? Meaning{} : Meaning{row->signal, row->life};
}

Said read_content(Token token, std::string_view content) {
    Said out;
    out.at = read_time(content);
    const std::size_t end = std::min(content.find(']'), content.size());
    std::string_view data = content.substr(0, end);
    if (end < content.size()) out.place = read_place(content.substr(end + 1));
    // Behind a pad stands a bar of its own.
    if (data.starts_with('|')) data.remove_prefix(1);
    if (data.starts_with('#')) {
        const std::size_t bar = data.find('|');
        data = bar == std::string_view::npos ? std::string_view{} : data.substr(bar + 1);
    }
    out.text = utf8_of(data);
    if (token == Token::sia_dcs) read_sia(data, out);
    if (token == Token::adm_cid) read_cid(data, out);
    return out;
}

std::string_view without_pad(std::string_view decrypted) {
    const std::size_t at = decrypted.find_first_of("|]");
    return at == std::string_view::npos ? std::string_view{} : decrypted.substr(at);
}

std::string write_answer(Answer answer, const Header& header, TimePoint now, const Cipher* cipher) {
    const std::string_view id = answer == Answer::ack ? "ACK" : "DUH";
    const bool sealed = header.encrypted && cipher != nullptr && answer == Answer::ack;
    std::string body;
    body.reserve(128);
    body.append(sealed ? "\"*" : "\"").append(id).append("\"").append(header.sequence);
    body.append(header.receiver).append(header.line);
    body.append("#").append(header.account).append("[");
    // The pad stands before the bar, so that whoever looks for either finds its end.
    if (sealed) return body.append(cipher->encrypt("|]" + time_stamp(now)));
    return body.append("]");
}

std::string write_nak(TimePoint now) {
    return "\"NAK\"0000R0L0A0[]" + time_stamp(now);
}

}  // namespace muster::dc09
