// Why a decision fell as it did.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// One responder weighed for one slot. cost_ms = eta_ms + penalty_ms; the least cost wins, then the
// longest idle, then the smallest id.
struct Candidate {
    ResponderId responder;
    Metres distance_m;
    Millis eta_ms;
    Millis penalty_ms;  // for a stale position
    Millis cost_ms;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (responder, distance_m, eta_ms, penalty_ms, cost_ms))

// What the record of a decision keeps; the full list of candidates is found by replaying to it.
struct Rationale {
    Policy policy = Policy::closest;
    std::uint32_t considered = 0;  // able candidates whose cost was worked out
    std::optional<Candidate> winner;
    std::optional<Candidate> next;
};
BOOST_DESCRIBE_STRUCT(Rationale, (), (policy, considered, winner, next))

}  // namespace muster
