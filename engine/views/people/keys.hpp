// By what people are listed in a PeopleFinder; for its own files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/views/address/grams.hpp"
#include "engine/views/address/signs.hpp"

namespace muster::views {

// So many last digits of a number are typed at least.
constexpr std::size_t shortest_tail = 3;

// The grams of names and those of addresses are told apart by this bit, which no gram has.
constexpr std::uint64_t of_address = std::uint64_t{1} << 62;

inline std::vector<std::uint64_t> name_keys(std::u32string_view folded) {
    std::vector<std::uint64_t> keys;
    if (folded.size() > 1) add_grams(folded, keys);
    return keys;
}
inline std::vector<std::uint64_t> address_keys(std::u32string_view folded) {
    std::vector<std::uint64_t> keys;
    if (folded.size() > 1) add_grams(folded, keys);
    for (std::uint64_t& key : keys)
        key |= of_address;
    return keys;
}
inline std::vector<std::uint64_t> initials_keys(std::string_view initials) {
    std::vector<std::uint64_t> keys;
    add_grams(initials, keys);
    for (std::uint64_t& key : keys)
        key |= of_address;
    return keys;
}
// Of one sign of a name.
[[nodiscard]] constexpr std::uint64_t sign_key(char32_t sign) {
    return std::uint64_t{sign} << 21;
}

// All that somebody is listed by, each once.
inline std::vector<std::uint64_t> people_keys(std::string_view name, std::string_view address,
                                              std::string_view address_initials) {
    const std::u32string signs = signs_of(name);
    std::vector<std::uint64_t> keys = name_keys(signs);
    for (const char32_t sign : signs)
        keys.push_back(sign_key(sign));
    const auto add = [&keys](const std::vector<std::uint64_t>& more) {
        keys.insert(keys.end(), more.begin(), more.end());
    };
    add(address_keys(signs_of(address)));
    add(initials_keys(address_initials));
    sort_grams(keys);
    return keys;
}

// A number without what is written between its digits, and without its extension.
struct Digits {
    std::uint64_t value = 0;
    std::size_t size = 0;
};
[[nodiscard]] inline std::optional<Digits> digits_of(std::string_view text) {
    constexpr std::size_t most = 19;
    Digits digits;
    for (const char sign : text) {
        if (sign == ';') break;
        if (sign < '0' || sign > '9') continue;
        if (++digits.size > most) return std::nullopt;
        digits.value = digits.value * 10 + static_cast<std::uint64_t>(sign - '0');
    }
    if (digits.size == 0) return std::nullopt;
    return digits;
}

// Of a small letter or a digit, with which a sound begins.
[[nodiscard]] constexpr std::size_t letter_place(char letter) {
    return static_cast<std::size_t>(letter >= 'a' ? letter - 'a' : letter - '0' + 26);
}

}  // namespace muster::views
