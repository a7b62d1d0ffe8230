// Whom a service is for. Pure.
#pragma once

#include <string>

#include "muster/member.hpp"
#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster::core {

// What the rule asks for and the member has not, in words; empty when nothing. It tells what is
// asked for and never what is known of the member. Age counts at the time `on`.
[[nodiscard]] std::string missing_for(const EligibilityRule& rule, const Member& member,
                                      const Rules& rules, TimePoint now, TimePoint on);

}  // namespace muster::core
