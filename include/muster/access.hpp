// Who may do what.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

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

// Three who watch each other: nobody is two of them, and whoever reads what all did does nothing
// else (GB/T 22239-2019, 8.1.5).
constexpr Roles administrator_roles{Role::admin, Role::security_admin, Role::auditor};
// Whoever reads who got at what.
constexpr Roles audit_roles{Role::supervisor, Role::auditor};

[[nodiscard]] constexpr bool are_separate(Roles roles) {
    if (roles.has(Role::auditor)) return roles == Roles{Role::auditor};
    return !(roles.has(Role::admin) && roles.has(Role::security_admin));
}

// The parts of the city that somebody sees. None named: all of them.
class Districts {
  public:
    Districts() = default;
    Districts(std::vector<Code> named) : named_(std::move(named)) {  // NOLINT: so they are written
        std::sort(named_.begin(), named_.end());
    }

    [[nodiscard]] bool all() const { return named_.empty(); }
    [[nodiscard]] const std::vector<Code>& named() const { return named_; }
    [[nodiscard]] bool has(const Code& district) const {
        return all() || std::binary_search(named_.begin(), named_.end(), district);
    }

    auto operator<=>(const Districts&) const = default;

  private:
    std::vector<Code> named_;
};

// Whoever holds a valid token.
struct Principal {
    std::string name;
    Roles roles;
    ResponderId responder;  // a responder's own token: whose offers and assignments it may touch
    // What lies in others does not exist for it (engine/views/DESIGN.md).
    Districts districts{};
    // An adapter speaks for these alone: serials, a '*' at the end for any rest; none = all.
    std::vector<std::string> devices{};
    bool unmasked = false;  // for one read, of which the log knows why (UnmaskEntity)

    // Names, phones, places: whoever answers calls or sends people needs them.
    [[nodiscard]] bool may_see_personal() const {
        return unmasked || roles.has(Role::dispatcher) || roles.has(Role::call_taker) ||
               roles.has(Role::supervisor);
    }

    // All that followed from what it did, also in other districts.
    [[nodiscard]] bool may_hear_consequences() const {
        return may_see_personal() && districts.all();
    }

    // What is more confidential does not exist for it (engine/views/DESIGN.md).
    [[nodiscard]] Confidentiality clearance() const {
        if (roles.has(Role::supervisor)) return Confidentiality::confidential;
        return roles.has(Role::admin) ? Confidentiality::internal : Confidentiality::open;
    }
};

// Who may know that something is there at all.
struct Scope {
    Confidentiality confidentiality = Confidentiality::open;
    // Where it lies; empty: nowhere in particular, or not known, and then no desk must miss it.
    Code district;
    // It is about several: only who sees all of them knows of it.
    bool of_several = false;
};

// Which form of entities somebody reads, and which there are for him.
struct ReaderRight {
    bool masked = false;
    Confidentiality clearance = Confidentiality::open;
    Districts districts{};

    [[nodiscard]] bool is_near(const Scope& scope) const {
        if (districts.all()) return true;
        return !scope.of_several && (scope.district.empty() || districts.has(scope.district));
    }
    [[nodiscard]] bool sees(const Scope& scope) const {
        return scope.confidentiality <= clearance && is_near(scope);
    }

    auto operator<=>(const ReaderRight&) const = default;
};

[[nodiscard]] inline ReaderRight reader_right(const Principal& principal) {
    return {!principal.may_see_personal(), principal.clearance(), principal.districts};
}

}  // namespace muster
