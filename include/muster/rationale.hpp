// Why a decision fell as it did.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

// What the rolling policy adds to time on the way (DispatchRule::late_permille).
struct CostTerms {
    std::int64_t weight = 1;  // of the request's class
    Millis waited_ms;         // so far, credits included
    Millis late_ms;           // beyond the class's target when the responder arrives
    Millis switch_ms;         // for sending somebody who is, or instead of who is, on the way
    Millis coverage_ms;       // for what is left uncovered when this responder leaves
};
BOOST_DESCRIBE_STRUCT(CostTerms, (), (weight, waited_ms, late_ms, switch_ms, coverage_ms))

// One responder weighed for one slot. cost_ms = eta_ms + penalty_ms; the least cost wins, then the
// longest idle, then the smallest id. Where there are terms,
//   cost_ms = weight * (waited_ms + eta_ms + penalty_ms + late_permille / 1000 * late_ms) +
//   switch_ms + coverage_ms
// and the least sum over all slots wins.
struct Candidate {
    ResponderId responder;
    Metres distance_m;
    Millis eta_ms;
    Millis penalty_ms;  // for a place that is not known well
    Millis cost_ms;
    std::optional<CostTerms> terms;
    // Why there is a penalty; nothing = a position of late, or a post without any position.
    std::optional<PlaceBasis> basis = {};
};
BOOST_DESCRIBE_STRUCT(Candidate, (),
                      (responder, distance_m, eta_ms, penalty_ms, cost_ms, terms, basis))

// What the record of a decision keeps; the full list of candidates is found by replaying to it.
struct Rationale {
    Policy policy = Policy::closest;
    std::uint32_t considered = 0;  // able candidates whose cost was worked out
    std::optional<Candidate> winner;
    std::optional<Candidate> next;
    // Set where the winner, or the place, lies so far off the road or behind water that the
    // winner's time is doubtful: how far.
    std::optional<Metres> start_off_road_m;
    std::optional<Metres> place_off_road_m;
};
BOOST_DESCRIBE_STRUCT(Rationale, (),
                      (policy, considered, winner, next, start_off_road_m, place_off_road_m))

}  // namespace muster
