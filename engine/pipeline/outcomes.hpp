// How well a stretch of time went, in figures that can be compared.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

// Of the requests received in the stretch, by the class that they had then. Response: from received
// to the first responder on scene.
struct ClassOutcome {
    Urgency urgency = Urgency::P0;
    std::uint64_t requests = 0;
    std::uint64_t reached = 0;  // somebody came
    std::uint64_t late = 0;     // the promise to be on site was broken
    Millis response_mean_ms;
    Millis response_p50_ms;
    Millis response_p90_ms;
};
BOOST_DESCRIBE_STRUCT(ClassOutcome, (),
                      (urgency, requests, reached, late, response_mean_ms, response_p50_ms,
                       response_p90_ms))

// What became of the minutes of services that were approved in the stretch, and of the credits that
// were kept ready. served = credited + over_limit + over_cap + cut.
struct CreditOutcome {
    std::uint64_t services = 0;
    std::int64_t served_min = 0;
    std::int64_t credited_min = 0;
    std::int64_t over_limit_min = 0;
    std::int64_t over_cap_min = 0;
    std::int64_t cut_min = 0;
    std::int64_t kept_ready_min = 0;
    std::int64_t settled_min = 0;   // of what was kept ready
    std::int64_t reversed_min = 0;  // of any entries
};
BOOST_DESCRIBE_STRUCT(CreditOutcome, (),
                      (services, served_min, credited_min, over_limit_min, over_cap_min, cut_min,
                       kept_ready_min, settled_min, reversed_min))

struct Outcomes {
    std::vector<ClassOutcome> classes;  // P0..P4
    std::uint64_t offers = 0;
    std::uint64_t offers_accepted = 0;
    std::uint64_t assignments = 0;
    std::uint64_t diversions = 0;  // taken from one request for another
    // Share of the time on duty that was spent on requests, in thousandths; volunteers left out,
    // since they are on duty as long as they are willing.
    std::int64_t utilisation_permille = 0;
    CreditOutcome credits;
};
BOOST_DESCRIBE_STRUCT(Outcomes, (),
                      (classes, offers, offers_accepted, assignments, diversions,
                       utilisation_permille, credits))

// Watches events and adds up. Give it each record once it is applied.
class OutcomeCollector {
  public:
    // From now on: who is on duty or busy at this moment counts from here.
    OutcomeCollector(const core::Board& board, TimePoint from);

    void see(std::span<const Event> events, TimePoint at, const core::Board& board);
    [[nodiscard]] Outcomes finish(TimePoint to);

  private:
    struct Received {
        TimePoint at;
        Urgency urgency = Urgency::P4;
        TimePoint reached_at;
        bool late = false;
    };
    struct Work {
        TimePoint on_duty_since;  // 0 = off
        TimePoint busy_since;     // 0 = not
    };

    void see_past(const Request& request);
    // Brings the times of one responder in line with the board.
    void account(ResponderId id, TimePoint at, const core::Board& board);

    TimePoint from_;
    boost::unordered_flat_map<std::uint64_t, Received> received_;
    boost::unordered_flat_map<std::uint64_t, Work> work_;
    Millis on_duty_;
    Millis busy_;
    Outcomes outcomes_;
};

}  // namespace muster::pipeline
