// What the texts of protocols are made of: numbers, names, lists, media types, dates. Only ASCII
// has cases and classes here. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::codec {

[[nodiscard]] constexpr bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// 0..15, or -1 for what is no hexadecimal digit.
[[nodiscard]] int hex_digit(char c);

// Digits only, no sign, at most 2^64-1.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

[[nodiscard]] std::string lower_case(std::string_view text);

// As names are compared in HTTP and SIP.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

// Without the blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Takes the text up to the separator off the front, and the separator too.
[[nodiscard]] std::string_view take_until(std::string_view& text, char separator);

// The text without its %-escapes, in `out`; false when one is broken. In a form '+' is a space.
[[nodiscard]] bool decode_escapes(std::string_view text, bool plus_is_space, std::string& out);

// Adds the pairs of a query or a form to `out`. False when an escape is broken or a pair is too
// many.
[[nodiscard]] bool decode_pairs(std::string_view text, std::size_t max_pairs,
                                std::vector<std::pair<std::string, std::string>>& out);

// True for the characters of names: of headers, methods and parameters (RFC 9110, 5.6.2).
[[nodiscard]] bool is_token_char(char c);

// True when the media type without its parameters is `wanted` (lower case).
[[nodiscard]] bool is_media_type(std::string_view content_type, std::string_view wanted);

// True for JSON and for what is written in it: a type whose name is json or ends with +json.
[[nodiscard]] bool is_json_type(std::string_view content_type);

// RFC 3339 date and time with an offset, such as 2025-01-31T08:00:05.25+08:00; dates are checked
// against the calendar. A leap second is let through.
[[nodiscard]] bool is_rfc3339(std::string_view text);

}  // namespace muster::codec
