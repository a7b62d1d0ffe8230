// What counts as waiting before a request has waited: who it is for.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/step.hpp"
#include "muster/member.hpp"

namespace muster::core {

struct Raise {
    Millis credit_ms;                        // the largest of those of the flags and of the tier
    std::vector<MemberFlag> flags;           // that have one, in the order of the rules
    std::optional<Personal<RiskTier>> tier;  // that has one
};

// What a request of this member is raised for now.
[[nodiscard]] Raise raise_for(const Step& step, const Member& member);

// Ends an open request that the new status of its member makes needless; where somebody may be in
// danger, or is on the way, it is said to be in doubt, and a person decides.
void call_off(Step& step, RequestId request, MemberStatus status);

// What was given in working days, by the calendar now in force.
void recompute_requests(Step& step);

}  // namespace muster::core
