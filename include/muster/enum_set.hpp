// A set of values of one enumeration.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace muster {

// One bit for each of at most 32 values.
template <class Enum>
struct EnumSet {
    std::uint32_t bits = 0;

    constexpr EnumSet() = default;
    constexpr EnumSet(Enum value) { add(value); }  // NOLINT: a value is a set of one
    constexpr EnumSet(std::initializer_list<Enum> values) {
        for (const Enum value : values)
            add(value);
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
