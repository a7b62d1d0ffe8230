// Byte-level helpers that reading and writing JSON share: runs of plain text and UTF-8.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace muster::codec {

// Length of the run of bytes at the start of [p, end) that stand for themselves in a JSON string:
// ASCII from 0x20 on, without quote and backslash. Looks at eight bytes at a time; each test is the
// classic "does a word hold a byte less than n", exact for the lowest byte that matches.
inline std::size_t plain_run(const char* p, const char* end) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101010101010101ull;
    constexpr std::uint64_t highs = 0x8080808080808080ull;
    const char* const begin = p;
    while (end - p >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        const std::uint64_t quote = (word ^ (ones * '"')) - ones;
        const std::uint64_t backslash = (word ^ (ones * '\\')) - ones;
        const std::uint64_t control = word - ones * 0x20;
        const std::uint64_t special = (quote | backslash | control | word) & highs;
        if (special != 0) {
            return static_cast<std::size_t>(p - begin) +
                   static_cast<std::size_t>(std::countr_zero(special)) / 8;
        }
        p += 8;
    }
    while (p < end) {
        const auto byte = static_cast<unsigned char>(*p);
        if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') break;
        ++p;
    }
    return static_cast<std::size_t>(p - begin);
}

// Length of the valid UTF-8 sequence of two to four bytes at p, 0 when there is none (RFC 3629: no
// overlong forms, no surrogates, nothing above U+10FFFF).
[[nodiscard]] std::size_t utf8_sequence(const char* p, const char* end);

[[nodiscard]] bool is_valid_utf8(std::string_view text);

// The front of the text, at most so many bytes of it; no character is cut in two.
[[nodiscard]] std::string_view utf8_front(std::string_view text, std::size_t most);

// Appends a code point. Precondition: a Unicode scalar value.
void append_utf8(std::string& out, std::uint32_t code_point);

}  // namespace muster::codec
