#include "engine/roads/fold_name.hpp"

#include <array>
#include <cstdint>

namespace muster::roads {
namespace {

struct Sign {
    char32_t code;
    std::size_t bytes;
};

// One code point; a byte that begins none stands for itself, with bit 31 set.
Sign next_sign(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};
    std::size_t size = 0;
    if (first >= 0xC2 && first <= 0xDF) size = 2;
    if (first >= 0xE0 && first <= 0xEF) size = 3;
    if (first >= 0xF0 && first <= 0xF4) size = 4;
    const Sign broken{0x80000000u | first, 1};
    if (size == 0 || text.size() < size) return broken;
    char32_t code = first & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) return broken;
        code = code << 6 | (byte(i) & 0x3Fu);
    }
    return {code, size};
}

void append(std::string& out, char32_t code) {
    const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if ((code & 0x80000000u) != 0) {
        add(code & 0xFFu);
    } else if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0u | code >> 6);
        add(0x80u | (code & 0x3Fu));
    } else if (code < 0x10000) {
        add(0xE0u | code >> 12);
        add(0x80u | (code >> 6 & 0x3Fu));
        add(0x80u | (code & 0x3Fu));
    } else {
        add(0xF0u | code >> 18);
        add(0x80u | (code >> 12 & 0x3Fu));
        add(0x80u | (code >> 6 & 0x3Fu));
        add(0x80u | (code & 0x3Fu));
    }
}

bool is_dropped(char32_t code) {
    // Blanks of all widths, and signs that people leave out or write in several ways.
    return code <= U' ' || code == U'-' || code == U'.' || code == U'\'' || code == U'`' ||
           code == 0xA0 || code == 0xAD || code == 0xB4 || code == 0xB7 ||
           (code >= 0x300 && code <= 0x36F) || (code >= 0x2000 && code <= 0x201B) ||
           code == 0x2027 || code == 0x202F || code == 0x3000 || code == 0x30FB || code == 0xFEFF;
}

// U+00C0 to U+00FF and U+0100 to U+017F without their accents.
constexpr std::string_view latin_1 =
    "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
constexpr std::string_view latin_a =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_1.size() == 64 && latin_a.size() == 128);

char32_t small(char32_t code) {
    // Full-width forms of U+0021 to U+007E.
    if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
    if (code >= U'A' && code <= U'Z') return code + 32;
    if (code >= 0xC0 && code <= 0xFF) return static_cast<unsigned char>(latin_1[code - 0xC0]);
    if (code >= 0x100 && code <= 0x17F) return static_cast<unsigned char>(latin_a[code - 0x100]);
    // Greek and Cyrillic.
    if (code >= 0x391 && code <= 0x3A9) return code + 32;
    if (code >= 0x410 && code <= 0x42F) return code + 32;
    if (code == 0x401 || code == 0x451) return 0x435;
    if (code >= 0x402 && code <= 0x40F) return code + 80;
    return code;
}

template <class Wanted>
bool has_any(std::string_view text, Wanted wanted) {
    while (!text.empty()) {
        const Sign sign = next_sign(text);
        if (wanted(sign.code)) return true;
        text.remove_prefix(sign.bytes);
    }
    return false;
}

}  // namespace

bool has_ideograph(std::string_view text) {
    // The unified ideographs with their first extension, compatibility forms, and planes 2 and 3.
    return has_any(text, [](char32_t code) {
        return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
               (code >= 0x20000 && code <= 0x3FFFF);
    });
}

bool has_latin_letter(std::string_view text) {
    return has_any(text, [](char32_t code) {
        const char32_t plain = small(code);
        return plain >= U'a' && plain <= U'z';
    });
}

std::string folded_name(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Sign sign = next_sign(text);
        text.remove_prefix(sign.bytes);
        if (is_dropped(sign.code)) continue;
        const char32_t code = small(sign.code);
        // Full-width hyphens and dots go with their narrow ones.
        if (!is_dropped(code)) append(out, code);
    }
    return out;
}

}  // namespace muster::roads
