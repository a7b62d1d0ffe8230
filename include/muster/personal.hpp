// Marks a field about a person, so that masking, access rules and erasure have one place to act.
#pragma once

#include <compare>
#include <type_traits>
#include <utility>

namespace muster {

// A value that tells something about a person: name, phone, address, health, whereabouts, and every
// text in which people write about people, such as the reason of a decision.
// In JSON: as T; a reader without the right to it gets the masked form (engine/views).
template <class T>
struct Personal {
    T value{};

    Personal() = default;
    Personal(T v) : value(std::move(v)) {}  // NOLINT: wrapping is always safe, unwrapping is not
    // From whatever makes a T, such as a literal.
    template <class U>
    requires std::is_convertible_v<const U&, T> Personal(const U& v)  // NOLINT: as above
        : value(v) {}
    auto operator<=>(const Personal&) const = default;
    bool operator==(const Personal&) const = default;
};

}  // namespace muster
