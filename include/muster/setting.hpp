// What a struct of settings says about itself. The struct stands where its values are used; the
// section of config/muster.toml that has its name is read straight into it. So a new setting is a
// field of such a struct, in its type the range, behind it the default, its name in the struct's
// description; and a line in config/muster.toml. Nothing else.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "muster/units.hpp"

namespace muster {

// The upper end of what has none by nature: more than any machine has, and yet far from where sums
// overflow.
constexpr std::int64_t plenty = std::int64_t{1} << 40;

// A number with the range, both ends included, in which a configuration may set it. Else it is a T
// like any other. The range binds whoever configures the program and is checked where that is read;
// who fills the struct in code, a test for example, may go beyond it.
template <class T, std::int64_t Low, std::int64_t High>
class Bounded {
    static_assert(std::integral<T> && !std::same_as<T, bool>);
    static_assert(Low <= High && std::in_range<T>(Low) && std::in_range<T>(High));

  public:
    static constexpr std::int64_t low = Low;
    static constexpr std::int64_t high = High;

    constexpr Bounded(T value) : value_(value) {}    // NOLINT: stands for a T
    constexpr operator T() const { return value_; }  // NOLINT

    // As the configuration has it. Precondition of of(): within the range.
    [[nodiscard]] static constexpr Bounded of(std::int64_t number) {
        return static_cast<T>(number);
    }
    [[nodiscard]] constexpr std::int64_t number() const {
        return static_cast<std::int64_t>(value_);
    }

  private:
    T value_;
};

template <std::int64_t Low, std::int64_t High>
class Bounded<Millis, Low, High> : public Millis {
    static_assert(Low <= High);

  public:
    static constexpr std::int64_t low = Low;
    static constexpr std::int64_t high = High;

    constexpr Bounded(Millis time) : Millis(time) {}  // NOLINT: stands for a Millis

    [[nodiscard]] static constexpr Bounded of(std::int64_t number) { return Millis{number}; }
    [[nodiscard]] constexpr std::int64_t number() const { return value; }
};

// "is 0; must be from 1 to 1024"
[[nodiscard]] inline std::string outside(std::int64_t number, std::int64_t low, std::int64_t high) {
    return "is " + std::to_string(number) + "; must be from " + std::to_string(low) + " to " +
           std::to_string(high);
}

// A struct of settings has a function check(const Settings&) beside it where some of its values
// must suit each other. It returns the first that does not, or nothing.
struct SettingProblem {
    std::string pointer;  // JSON pointer to the wrong value, from the struct on
    std::string message;  // what is wrong and what would be right
};

// For such a check: the upper end is not that of the type, but another setting.
template <class T, std::int64_t Low, std::int64_t High>
[[nodiscard]] std::optional<SettingProblem> check_at_most(std::string_view pointer,
                                                          const Bounded<T, Low, High>& value,
                                                          std::int64_t high) {
    if (value.number() <= high) return std::nullopt;
    return SettingProblem{std::string(pointer), outside(value.number(), Low, high)};
}

}  // namespace muster
