// A set of values of a described enum: statuses, actions. The values must count up from 0.
#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace muster::core {

template <class Enum>
constexpr std::size_t enum_count =
    boost::mp11::mp_size<boost::describe::describe_enumerators<Enum>>::value;

// Whether the values are 0, 1, 2... in the order in which they are declared.
template <class Enum>
constexpr bool counts_up() {
    std::size_t next = 0;
    bool counts = true;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        counts = counts && static_cast<std::size_t>(described.value) == next;
        ++next;
    });
    return counts;
}

template <class Enum>
class EnumSet {
    static_assert(counts_up<Enum>() && enum_count<Enum> <= 32);

  public:
    constexpr EnumSet() = default;
    constexpr EnumSet(std::initializer_list<Enum> values) {
        for (const Enum value : values)
            bits_ |= bit(value);
    }
    [[nodiscard]] static constexpr EnumSet all() {
        EnumSet set;
        for (std::size_t i = 0; i < enum_count<Enum>; ++i)
            set.bits_ |= bit(static_cast<Enum>(i));
        return set;
    }

    [[nodiscard]] constexpr bool has(Enum value) const { return (bits_ & bit(value)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr bool meets(EnumSet other) const { return (bits_ & other.bits_) != 0; }
    // Bit n is the value n: the form in which a row of the vocabulary names statuses.
    [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }

    constexpr void insert(Enum value) { bits_ |= bit(value); }
    friend constexpr bool operator==(EnumSet, EnumSet) = default;
    friend constexpr EnumSet operator|(EnumSet a, EnumSet b) {
        a.bits_ |= b.bits_;
        return a;
    }
    // The values of `a` that are not in `b`.
    friend constexpr EnumSet operator-(EnumSet a, EnumSet b) {
        a.bits_ &= ~b.bits_;
        return a;
    }

  private:
    [[nodiscard]] static constexpr std::uint32_t bit(Enum value) {
        return std::uint32_t{1} << static_cast<unsigned>(value);
    }

    std::uint32_t bits_ = 0;
};

}  // namespace muster::core
