// A set of values of one enumeration.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "muster/enum_names.hpp"

namespace muster {

// One bit for each of at most 32 values: bit n is the value n.
template <class Enum>
struct EnumSet {
    static_assert(enum_is_dense<Enum> && enum_count<Enum> <= 32);

    std::uint32_t bits = 0;

    constexpr EnumSet() = default;
    constexpr EnumSet(Enum value) { add(value); }  // NOLINT: a value is a set of one
    constexpr EnumSet(std::initializer_list<Enum> values) {
        for (const Enum value : values)
            add(value);
    }
    [[nodiscard]] static constexpr EnumSet all() {
        EnumSet set;
        for (std::size_t i = 0; i < enum_count<Enum>; ++i)
            set.add(static_cast<Enum>(i));
        return set;
    }

    constexpr void add(Enum value) { bits |= 1u << static_cast<unsigned>(value); }
    [[nodiscard]] constexpr bool has(Enum value) const {
        return (bits >> static_cast<unsigned>(value) & 1u) != 0;
    }
    [[nodiscard]] constexpr bool has_any(EnumSet other) const { return (bits & other.bits) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits == 0; }

    friend constexpr EnumSet operator|(EnumSet a, EnumSet b) {
        a.bits |= b.bits;
        return a;
    }
    constexpr bool operator==(const EnumSet&) const = default;
};

}  // namespace muster
