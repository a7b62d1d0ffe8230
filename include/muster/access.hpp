// Who may do what.
#pragma once

#include <string>

#include "muster/enum_set.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"

namespace muster {

using Roles = EnumSet<Role>;

// Whoever answers calls and sends people.
constexpr Roles desk_roles{Role::dispatcher, Role::call_taker, Role::supervisor};
// Whoever decides who goes where.
constexpr Roles dispatch_roles{Role::dispatcher, Role::supervisor};
// Whoever keeps the books of the service.
constexpr Roles office_roles{Role::supervisor, Role::admin};
// Gateways and devices.
constexpr Roles adapter_roles{Role::adapter};

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

    // What is more confidential does not exist for it (engine/views/DESIGN.md).
    [[nodiscard]] Confidentiality clearance() const {
        if (roles.has(Role::supervisor)) return Confidentiality::confidential;
        return roles.has(Role::admin) ? Confidentiality::internal : Confidentiality::open;
    }
};

// Which form of entities somebody reads, and which there are for him.
struct ReaderRight {
    bool masked = false;
    Confidentiality clearance = Confidentiality::open;

    auto operator<=>(const ReaderRight&) const = default;
};

}  // namespace muster
