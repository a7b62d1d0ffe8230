// Who may do what.
#pragma once

#include <cstdint>
#include <string>

#include "muster/enums.hpp"
#include "muster/ids.hpp"

namespace muster {

// A set of roles, one bit each.
struct Roles {
    std::uint32_t bits = 0;

    constexpr void add(Role role) { bits |= 1u << static_cast<unsigned>(role); }
    [[nodiscard]] constexpr bool has(Role role) const {
        return (bits >> static_cast<unsigned>(role) & 1u) != 0;
    }
    [[nodiscard]] constexpr bool empty() const { return bits == 0; }
};

// Whoever holds a valid token.
struct Principal {
    std::string name;
    Roles roles;
    ResponderId responder;  // a responder's own token: whose offers and assignments it may touch

    // Names, phones, places: whoever answers calls or sends people needs them.
    [[nodiscard]] bool may_see_personal() const {
        return roles.has(Role::dispatcher) || roles.has(Role::call_taker) ||
               roles.has(Role::supervisor);
    }
};

}  // namespace muster
