#include "engine/codec/protocol_text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace muster::codec {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Takes `width` digits off the front; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return -1;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take_character(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

bool take_between(std::string_view& text, int low, int high) {
    const int value = take_digits(text, 2);
    return value >= low && value <= high;
}

}  // namespace

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t at = text.find(separator);
    const std::string_view piece = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return piece;
}

bool decode_escapes(std::string_view text, bool plus_is_space, std::string& out) {
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return false;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return false;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return true;
}

bool decode_pairs(std::string_view text, std::size_t max_pairs,
                  std::vector<std::pair<std::string, std::string>>& out) {
    while (!text.empty()) {
        std::string_view value = take_until(text, '&');
        if (value.empty()) continue;
        if (out.size() == max_pairs) return false;
        const std::string_view name = take_until(value, '=');
        auto& pair = out.emplace_back();
        if (!decode_escapes(name, true, pair.first) || !decode_escapes(value, true, pair.second)) {
            return false;
        }
    }
    return true;
}

bool is_token_char(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
}

bool is_media_type(std::string_view content_type, std::string_view wanted) {
    return equal_ignoring_case(trimmed(take_until(content_type, ';')), wanted);
}

bool is_json_type(std::string_view content_type) {
    const std::string_view type = trimmed(take_until(content_type, ';'));
    const std::size_t slash = type.find('/');
    if (slash == std::string_view::npos || slash == 0) return false;
    const std::string_view name = type.substr(slash + 1);
    return equal_ignoring_case(name, "json") ||
           (name.size() > 5 && equal_ignoring_case(name.substr(name.size() - 5), "+json"));
}

bool is_rfc3339(std::string_view text) {
    const int year = take_digits(text, 4);
    if (year < 0 || !take_character(text, "-")) return false;
    const int month = take_digits(text, 2);
    if (month < 1 || !take_character(text, "-")) return false;
    const int day = take_digits(text, 2);
    if (day < 1) return false;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || !take_character(text, "Tt")) return false;
    if (!take_between(text, 0, 23) || !take_character(text, ":")) return false;
    if (!take_between(text, 0, 59) || !take_character(text, ":")) return false;
    if (!take_between(text, 0, 60)) return false;
    if (take_character(text, ".")) {
        const std::size_t digits = std::min(text.size(), text.find_first_not_of("0123456789"));
        if (digits == 0) return false;
        text.remove_prefix(digits);
    }
    if (take_character(text, "Zz")) return text.empty();
    return take_character(text, "+-") && take_between(text, 0, 23) && take_character(text, ":") &&
           take_between(text, 0, 59) && text.empty();
}

}  // namespace muster::codec
