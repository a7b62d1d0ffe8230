// Addresses as people type them, brought to one form, and taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::views {

// Unicode code points; what is no UTF-8 is left out.
[[nodiscard]] std::u32string signs_of(std::string_view text);
[[nodiscard]] std::string text_of(std::u32string_view signs);
[[nodiscard]] constexpr bool is_han(char32_t sign) {
    return (sign >= 0x4E00 && sign <= 0x9FFF) || (sign >= 0x3400 && sign <= 0x4DBF) ||
           (sign >= 0x20000 && sign <= 0x323AF);
}
[[nodiscard]] constexpr bool is_letter(char32_t sign) {
    return sign >= U'a' && sign <= U'z';
}

// house: 18号, 18弄 or a bare 18 at the end: of a street. block: 18栋, 18幢, 18座, 18号楼: of an
// estate.
enum class NumberKind : std::uint8_t { none, house, block };

struct AddressParts {
    std::u32string base;  // before the number: the street, the estate; all, when there is none
    NumberKind kind = NumberKind::none;
    std::int64_t number = 0;
    std::u32string rest;  // behind it: entrance, floor, room, or the name of what stands there
};

// Width, case, accents, blanks and signs between words do not matter; 十八号 is 18号.
[[nodiscard]] std::u32string folded_address(std::string_view text);
// Of a folded text: at its first number that counts houses or blocks.
[[nodiscard]] AddressParts parts_of(const std::u32string& folded);
// Without what only says where in a building (2单元301室): nobody's name.
[[nodiscard]] bool is_indoors(std::u32string_view rest);

}  // namespace muster::views
