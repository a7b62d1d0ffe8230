#include "engine/core/registry/phone.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::core {
namespace {

constexpr std::size_t max_text = 256;     // bytes of a number with its address
constexpr std::size_t most_digits = 15;   // E.164
constexpr std::size_t fewest_digits = 7;  // of a number with its country
constexpr std::size_t extension_digits = 6;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// The next character of UTF-8, or nothing where the bytes are none.
std::optional<char32_t> next_character(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || size > text.size()) return std::nullopt;
    char32_t value = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0u) != 0x80u) return std::nullopt;
        value = value << 6 | (byte & 0x3Fu);
    }
    text.remove_prefix(size);
    return value;
}

bool is_one_of(char32_t c, std::u32string_view set) {
    return set.find(c) != std::u32string_view::npos;
}

// What a character stands for: a digit, '+', a small letter, 'E' for a word before an extension,
// '-' for whatever only separates, 0 for what is not seen at all, '?' for what no number has.
char plain(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width
    if (c >= '0' && c <= '9') return static_cast<char>(c);
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z') return static_cast<char>(c);
    if (c == '+' || c == 0x207A || c == 0xFE62) return '+';
    if (is_one_of(c,
                  U" \t()[]<>{}.-_/,#'\"\u00A0\u00AD\u00B7\u2212\u3000\u30FB\u30FC\u4E00\uFE63")) {
        return '-';
    }
    if (is_one_of(c, U"\u3008\u3009\u300A\u300B\u300C\u300D\u3010\u3011\u3014\u3015")) return '-';
    if ((c >= 0x2000 && c <= 0x200A) || (c >= 0x2010 && c <= 0x2015) || c == 0x202F) return '-';
    const bool unseen = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                        (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
    if (unseen) return 0;
    if (c == ':') return ':';
    if (is_one_of(c, U"转轉分内")) return 'E';
    return is_one_of(c, U"机機线号拨接") ? 0 : '?';
}

bool starts_with_word(std::string_view text, std::string_view word) {
    if (text.size() < word.size()) return false;
    return std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
        return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
    });
}

// An address of RFC 3966 or RFC 3261 taken apart: what is dialled, and what is said about it.
struct Address {
    std::string number;
    std::string extension;
    std::string context;  // "+86514" of a local number
};

int hex(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded =
            text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        out += coded ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        if (coded) i += 2;
    }
    return out;
}

Address take_apart(std::string_view text) {
    // "Name" <sip:...>;tag=1
    const std::size_t open = text.find('<');
    const std::size_t close = text.find('>', open == std::string_view::npos ? 0 : open);
    if (open != std::string_view::npos && close != std::string_view::npos) {
        text = text.substr(open + 1, close - open - 1);
    }
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    for (const std::string_view scheme : {"tel:", "sips:", "sip:", "callto:"}) {
        if (!starts_with_word(text, scheme)) continue;
        text.remove_prefix(scheme.size());
        break;
    }
    // The parameters of a number stand before the host, those of the address behind it.
    text = text.substr(0, text.find('@'));
    Address out;
    out.number = percent_decoded(text.substr(0, text.find(';')));
    for (std::size_t at = text.find(';'); at != std::string_view::npos;) {
        const std::size_t end = text.find(';', at + 1);
        const std::string_view parameter = text.substr(at + 1, end - at - 1);
        // A second number is not said about the first one.
        if (!parameter.empty() && is_digit(parameter[0])) return {};
        if (starts_with_word(parameter, "ext=")) out.extension = parameter.substr(4);
        if (starts_with_word(parameter, "phone-context=")) out.context = parameter.substr(14);
        at = end;
    }
    return out;
}

// Words that stand before a number in lists of people.
std::string_view without_label(std::string_view text) {
    for (const std::string_view label : {"联系电话", "电话", "手机", "座机", "固话", "宅电",
                                         "telephone", "tel", "phone", "mobile"}) {
        if (!starts_with_word(text, label)) continue;
        text.remove_prefix(label.size());
        for (const std::string_view colon : {":", "：", "."}) {
            if (text.starts_with(colon)) text.remove_prefix(colon.size());
        }
        break;
    }
    return text;
}

struct Groups {
    bool plus = false;
    std::string digits;
    std::size_t first = 0;  // digits of the first group
    std::size_t last = 0;   // where the last group begins
    std::string extension;  // after a word that says so
};

// The extension behind "ext", "x", "转分机" and the like.
std::optional<std::string> behind_word(std::string_view line) {
    std::string word;
    while (!line.empty() && !is_digit(line.front())) {
        if (line.front() != '-' && line.front() != ':') word += line.front();
        line.remove_prefix(1);
    }
    static constexpr std::array<std::string_view, 5> words{"x", "ext", "extn", "extension", "p"};
    const bool known = word.find_first_not_of('E') == std::string::npos ||
                       std::find(words.begin(), words.end(), word) != words.end();
    while (!line.empty() && (line.back() == '-' || line.back() == 'E'))
        line.remove_suffix(1);
    if (word.empty() || !known || !all_digits(line)) return std::nullopt;
    return std::string(line);
}

// Nothing when the text holds what no number has.
std::optional<Groups> groups_of(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const auto c = next_character(text);
        if (!c) return std::nullopt;
        const char simple = plain(*c);
        if (simple == '?') return std::nullopt;
        if (simple != 0) line += simple;
    }
    Groups out;
    bool in_group = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (is_digit(c)) {
            if (!in_group) out.last = out.digits.size();
            in_group = true;
            out.digits += c;
            if (out.last == 0) out.first = out.digits.size();
        } else if (c == '-') {
            in_group = false;
        } else if (c == '+' && out.digits.empty() && !out.plus) {
            out.plus = true;
        } else {
            if (out.digits.empty()) return std::nullopt;
            auto extension = behind_word(std::string_view(line).substr(i));
            if (!extension) return std::nullopt;
            out.extension = std::move(*extension);
            break;
        }
    }
    return out;
}

bool is_mobile(std::string_view d) {
    return d.size() == 11 && d[0] == '1' && d[1] >= '3';
}

// Numbers that are dialled alike everywhere: 110, 12345, 95588, 400 and 800, senders of messages.
bool is_service(std::string_view d) {
    if (d.size() >= 3 && d.size() <= 6) return d[0] != '0';
    if (d.size() == 10 && (d.starts_with("400") || d.starts_with("800"))) return true;
    if (d.starts_with("95") || d.starts_with("96")) return d.size() <= 10 && d.size() >= 5;
    return d.starts_with("106") && d.size() >= 8;
}

bool is_local(std::string_view d, char first) {
    return (d.size() == 7 || d.size() == 8) && d[0] >= first && d[0] <= '8';
}

// Digits of the area code at the start of a number without its 0; 0 where there can be none.
std::size_t area_size(std::string_view d) {
    if (d.starts_with("10") || d.starts_with('2')) return 2;
    return d.empty() || d[0] < '3' ? 0 : 3;
}

std::optional<std::string> chinese(std::string_view d, const PhoneRule& rule, bool country_known,
                                   int depth = 0);

// A number behind the 0 of its area: 0514..., and 0 before a mobile number, which some exchanges
// add.
std::optional<std::string> behind_zero(std::string_view d, const PhoneRule& rule) {
    if (is_mobile(d)) return "+86" + std::string(d);
    const std::size_t size = area_size(d);
    if (size == 0 || d.size() <= size) return std::nullopt;
    const std::string_view local = d.substr(size);
    if (is_local(local, '1')) return "+86" + std::string(d);
    if (is_mobile(local)) return "+86" + std::string(local);
    if (!is_service(local)) return std::nullopt;
    return d.substr(0, size) == rule.area_code ? std::string(local) : "+86" + std::string(d);
}

// Digits dialled before a number to choose who carries the call.
std::optional<std::string> behind_prefix(std::string_view d, const PhoneRule& rule, int depth) {
    static constexpr std::array<std::string_view, 19> prefixes{
        "17951", "17950", "17909", "17908", "17911", "17910", "17931", "17930", "17901", "17900",
        "17969", "17968", "17990", "17991", "12593", "12583", "10193", "11808", "10131"};
    for (const std::string_view prefix : prefixes) {
        if (!d.starts_with(prefix)) continue;
        std::string_view rest = d.substr(prefix.size());
        const bool abroad = rest.starts_with("00");
        if (abroad) rest.remove_prefix(2);
        if (abroad && !rest.starts_with("86")) {
            return rest.size() < fewest_digits ? std::nullopt
                                               : std::optional("+" + std::string(rest));
        }
        if (abroad) rest.remove_prefix(2);
        auto found = chinese(rest, rule, abroad, depth + 1);
        if (found && found->starts_with('+')) return found;
    }
    return std::nullopt;
}

std::optional<std::string> chinese(std::string_view d, const PhoneRule& rule, bool country_known,
                                   int depth) {
    if (d.empty() || depth > 2) return std::nullopt;
    if (is_mobile(d)) return "+86" + std::string(d);
    if (is_service(d)) return std::string(d);
    if (is_local(d, '2')) {
        return rule.area_code.empty() ? std::string(d) : "+86" + rule.area_code + std::string(d);
    }
    if (d[0] == '0') return behind_zero(d.substr(1), rule);
    const std::size_t area = area_size(d);
    if (area != 0 && d.size() > area && is_local(d.substr(area), '2'))
        return "+86" + std::string(d);
    // With the country named, any number of the right length may be one of an area.
    if (country_known && area != 0 && d.size() > area && is_local(d.substr(area), '1')) {
        return "+86" + std::string(d);
    }
    if (!country_known && d.starts_with("86")) {
        auto found = chinese(d.substr(2), rule, true, depth + 1);
        if (found && found->starts_with('+') && d.size() >= 12) return found;
    }
    return behind_prefix(d, rule, depth);
}

constexpr std::string_view china = "86";

std::string_view country_of(const PhoneRule& rule) {
    return rule.country_code.empty() ? china : rule.country_code;
}

std::optional<std::string> behind_country(std::string_view d, const PhoneRule& rule) {
    if (d.starts_with("00")) d.remove_prefix(2);  // +0086
    if (d.starts_with('0')) return std::nullopt;
    std::string number(d);
    const std::string_view own = country_of(rule);
    if (d.starts_with(own)) {
        const std::string_view rest = d.substr(own.size());
        if (own == china) {
            if (auto found = chinese(rest, rule, true)) return found;
        } else if (rest.starts_with('0')) {
            number.erase(own.size(), 1);  // +44 (0)20...
        }
    }
    if (number.size() < fewest_digits || number.size() > most_digits) return std::nullopt;
    return "+" + number;
}

std::optional<std::string> number_of(bool plus, std::string_view d, const PhoneRule& rule) {
    if (plus) return behind_country(d, rule);
    if (d.starts_with("00")) return behind_country(d.substr(2), rule);
    if (country_of(rule) == china) return chinese(d, rule, false);
    // Elsewhere: short numbers are as they are dialled, 0 stands before an area.
    const bool with_area = d.starts_with('0');
    if (!with_area && d.size() >= 3 && d.size() <= 6) return std::string(d);
    if (with_area) d.remove_prefix(1);
    const bool local = !with_area && !rule.area_code.empty() && d.size() < 9;
    std::string number(country_of(rule));
    number += local ? rule.area_code : "";
    number += d;
    if (number.size() < fewest_digits || number.size() > most_digits) return std::nullopt;
    return "+" + number;
}

// "0514-85550104-801": the last group is an extension when the rest is a number without it.
std::optional<PhoneNumber> with_last_as_extension(const Groups& groups, const PhoneRule& rule) {
    constexpr std::size_t fewest_with_plus = 12;
    if (groups.last == 0 || groups.digits.size() - groups.last > extension_digits) {
        return std::nullopt;
    }
    auto found = number_of(groups.plus, groups.digits.substr(0, groups.last), rule);
    const bool whole =
        found && found->size() >= (found->starts_with('+') ? fewest_with_plus : fewest_digits);
    if (!whole) return std::nullopt;
    return PhoneNumber{std::move(*found), groups.digits.substr(groups.last)};
}

// "85550104-801" is as long as an area's number without its 0, but an area would stand apart.
bool looks_local(const Groups& groups) {
    constexpr std::size_t most_of_area = 3;
    return !groups.plus && groups.first > most_of_area && groups.digits.size() >= 10 &&
           groups.digits[0] >= '2' && !is_service(groups.digits);
}

// Most callers come in their one form already: a mobile number or one of an area.
bool is_canonical(std::string_view text, const PhoneRule& rule) {
    if (country_of(rule) != china || text.size() > most_digits || !text.starts_with("+86")) {
        return false;
    }
    const std::string_view d = text.substr(3);
    if (!all_digits(d) || is_service(d)) return false;
    const std::size_t area = area_size(d);
    return is_mobile(d) || (area != 0 && d.size() > area && is_local(d.substr(area), '1'));
}

}  // namespace

std::optional<PhoneNumber> parse_phone(std::string_view text, const PhoneRule& rule) {
    if (text.empty() || text.size() > max_text) return std::nullopt;
    if (is_canonical(text, rule)) return PhoneNumber{std::string(text), {}};
    const Address address = take_apart(text);
    const auto groups = groups_of(without_label(address.number));
    if (!groups || groups->digits.empty()) return std::nullopt;
    const std::string& digits = groups->digits;
    std::string extension = address.extension.empty() ? groups->extension : address.extension;
    if (!extension.empty() && (!all_digits(extension) || extension.size() > extension_digits)) {
        return std::nullopt;
    }
    if (!groups->plus && address.context.starts_with('+')) {
        const auto context = groups_of(address.context);
        if (!context) return std::nullopt;
        auto found = number_of(true, context->digits + digits, rule);
        if (found) return PhoneNumber{std::move(*found), std::move(extension)};
    }
    const bool may_have_one = extension.empty();
    if (may_have_one && looks_local(*groups)) {
        if (auto found = with_last_as_extension(*groups, rule)) return found;
    }
    if (auto found = number_of(groups->plus, digits, rule)) {
        return PhoneNumber{std::move(*found), std::move(extension)};
    }
    return may_have_one ? with_last_as_extension(*groups, rule) : std::nullopt;
}

std::string to_text(const PhoneNumber& phone) {
    return phone.extension.empty() ? phone.number : phone.number + ";ext=" + phone.extension;
}

std::string canonical_phone(std::string_view text, const PhoneRule& rule) {
    const auto phone = parse_phone(text, rule);
    return phone ? to_text(*phone) : std::string(text);
}

bool may_be_same(const PhoneNumber& a, const PhoneNumber& b) {
    return a.number == b.number &&
           (a.extension == b.extension || a.extension.empty() || b.extension.empty());
}

}  // namespace muster::core
