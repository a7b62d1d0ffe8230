#include "engine/views/address/signs.hpp"

#include <algorithm>

#include "engine/roads/fold_name.hpp"

namespace muster::views {
namespace {

constexpr std::int64_t most_number = 99'999;

// What follows a number of a house or a block, the longer ones first.
struct Unit {
    std::u32string_view sign;
    NumberKind kind;
};
constexpr Unit units[] = {
    {U"号楼", NumberKind::block}, {U"號樓", NumberKind::block}, {U"号院", NumberKind::house},
    {U"号", NumberKind::house},   {U"號", NumberKind::house},   {U"弄", NumberKind::house},
    {U"#", NumberKind::house},    {U"栋", NumberKind::block},   {U"棟", NumberKind::block},
    {U"幢", NumberKind::block},   {U"座", NumberKind::block}};

constexpr std::u32string_view indoors = U"单元室楼层户门梯之东西南北左右-";

bool is_digit(char32_t sign) {
    return sign >= U'0' && sign <= U'9';
}

// 0 to 9, 10 for 十, 100 for 百; -1 for anything else.
int han_digit(char32_t sign) {
    constexpr std::u32string_view digits = U"零一二三四五六七八九";
    if (const auto at = digits.find(sign); at != std::u32string_view::npos) {
        return static_cast<int>(at);
    }
    if (sign == U'〇') return 0;
    if (sign == U'两') return 2;
    if (sign == U'十') return 10;
    return sign == U'百' ? 100 : -1;
}

// 二百一十八 is 218, 一〇五 is 105.
std::int64_t han_number(std::u32string_view signs) {
    std::int64_t all = 0;
    std::int64_t last = 0;
    bool by_place = true;
    for (const char32_t sign : signs)
        by_place &= han_digit(sign) < 10;
    for (const char32_t sign : signs) {
        const int digit = han_digit(sign);
        if (by_place) {
            all = all * 10 + digit;
        } else if (digit >= 10) {
            all += std::max<std::int64_t>(last, 1) * digit;
            last = 0;
        } else {
            last = digit;
        }
    }
    return by_place ? all : all + last;
}

const Unit* unit_at(std::u32string_view signs) {
    for (const Unit& unit : units) {
        if (signs.starts_with(unit.sign)) return &unit;
    }
    return nullptr;
}

// Chinese numbers before a unit become digits; elsewhere they are a part of a name (二十四桥).
std::u32string with_digits(const std::u32string& signs) {
    std::u32string out;
    for (std::size_t at = 0; at < signs.size();) {
        std::size_t end = at;
        while (end < signs.size() && end - at < 7 && han_digit(signs[end]) >= 0)
            ++end;
        const std::u32string_view rest = std::u32string_view(signs).substr(end);
        const bool counts =
            unit_at(rest) != nullptr || rest.starts_with(U"单元") || rest.starts_with(U"室");
        if (end == at || !counts) {
            out += signs[at++];
            continue;
        }
        for (const char digit :
             std::to_string(han_number(std::u32string_view(signs).substr(at, end - at))))
            out += static_cast<char32_t>(digit);
        at = end;
    }
    return out;
}

}  // namespace

std::u32string signs_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
        const unsigned char first = byte(at);
        std::size_t more = 0;
        if (first >= 0xC2) more = 1;
        if (first >= 0xE0) more = 2;
        if (first >= 0xF0) more = 3;
        const bool broken =
            (first >= 0x80 && first < 0xC2) || first > 0xF4 || at + more >= text.size();
        if (broken) {
            ++at;
            continue;
        }
        char32_t sign = more == 0 ? first : first & (0x3Fu >> more);
        for (std::size_t i = 1; i <= more; ++i)
            sign = sign << 6 | (byte(at + i) & 0x3Fu);
        out += sign;
        at += more + 1;
    }
    return out;
}

std::string text_of(std::u32string_view signs) {
    std::string out;
    const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
    for (const char32_t sign : signs) {
        if (sign < 0x80) {
            add(sign);
        } else if (sign < 0x800) {
            add(0xC0u | sign >> 6);
            add(0x80u | (sign & 0x3Fu));
        } else if (sign < 0x10000) {
            add(0xE0u | sign >> 12);
            add(0x80u | (sign >> 6 & 0x3Fu));
            add(0x80u | (sign & 0x3Fu));
        } else {
            add(0xF0u | sign >> 18);
            add(0x80u | (sign >> 12 & 0x3Fu));
            add(0x80u | (sign >> 6 & 0x3Fu));
            add(0x80u | (sign & 0x3Fu));
        }
    }
    return out;
}

std::u32string folded_address(std::string_view text) {
    std::u32string signs = signs_of(roads::folded_name(text));
    std::erase_if(signs, [](char32_t sign) {
        return sign == U',' || sign == U'，' || sign == U'。' || sign == U'、' || sign == U'(' ||
               sign == U')' || sign == U'/' || sign == U';' || sign == U':';
    });
    return with_digits(signs);
}

AddressParts parts_of(const std::u32string& folded) {
    const std::u32string_view all = folded;
    AddressParts parts;
    for (std::size_t at = 1; at < all.size(); ++at) {
        if (!is_digit(all[at]) || is_digit(all[at - 1])) continue;
        std::size_t end = at;
        std::int64_t number = 0;
        while (end < all.size() && is_digit(all[end]) && number <= most_number)
            number = number * 10 + (all[end++] - U'0');
        if (number == 0 || number > most_number) continue;
        const Unit* const unit = unit_at(all.substr(end));
        if (unit == nullptr && end != all.size()) continue;
        parts.base = all.substr(0, at);
        parts.kind = unit == nullptr ? NumberKind::house : unit->kind;
        parts.number = number;
        parts.rest = all.substr(unit == nullptr ? end : end + unit->sign.size());
        return parts;
    }
    parts.base = folded;
    return parts;
}

bool is_indoors(std::u32string_view rest) {
    return std::all_of(rest.begin(), rest.end(), [](char32_t sign) {
        return is_digit(sign) || indoors.find(sign) != std::u32string_view::npos ||
               unit_at(std::u32string_view(&sign, 1)) != nullptr;
    });
}

}  // namespace muster::views
