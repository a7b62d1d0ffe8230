// The rules of care: how often members are visited, and who looks after how many of them.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <vector>

#include "muster/ids.hpp"
#include "muster/member.hpp"
#include "muster/units.hpp"

namespace muster {

// How often the members of a tier are visited. Either days or months; months are those of the
// calendar, with the day clamped to the month's end.
struct VisitRule {
    RiskTier tier = RiskTier::general;
    std::int64_t every_days = 0;    // 0..366
    std::int64_t every_months = 0;  // 0..12
    // Before the day on which it is due: its window opens, and the desk is warned. 0 to less than
    // the interval.
    std::int64_t early_days = 0;
    std::int64_t warn_days = 0;
    std::int64_t late_days = 0;  // after that day it is missed; 0 to less than the interval
};
BOOST_DESCRIBE_STRUCT(VisitRule, (),
                      (tier, every_days, every_months, early_days, warn_days, late_days))

// Without it nobody is visited by an interval (engine/core/care/DESIGN.md).
struct CareRule {
    Code consultant_skill;        // of Rules::skills; empty = there are no consultants
    std::int64_t case_load = 60;  // members of one consultant at most, 1..1000
    // At most one of each tier. A tier without one is not visited.
    std::vector<VisitRule> visits{
        {RiskTier::high, 7, 0, 2, 1, 2},
        {RiskTier::key, 0, 1, 7, 5, 7},
        {RiskTier::general, 0, 3, 14, 14, 14},
    };
    Millis event_within_ms = hours(24);  // after a major event. 1 s..366 days
    std::int64_t warn_permille = 800;    // of that, and of the time to answer, 1..999
    Code visit_service;                  // by which somebody is sent to a visit; empty = nobody
    bool dispatched = false;             // whoever is due is sent somebody, by itself
    Millis ask_within_ms = hours(1);     // requests are spread over so long. 1 s..1 day
    Millis ask_again_ms = minutes(1);    // when no request could be made. 1 s..1 day
    std::int64_t review_months = 6;      // of a plan, 1..120
    std::int64_t review_warn_days = 14;  // 0..28
    std::int64_t answer_days = 3;        // working days, of a referral, 0..366
    Millis keep_ms = hours(24 * 70);     // what is over stays on the board. 1 s..366 days
    // A day of visits (engine/views/visit_day.hpp): how long one takes; how long whoever is sent to
    // a request is expected to stay there; by so much delay of a day somebody else than the owner
    // of a visit is the worse choice.
    Millis visit_ms = minutes(45);    // 1 min..1 day
    Millis away_ms = hours(1);        // 0..1 day
    Millis unusual_ms = minutes(15);  // 0..1 day
};
BOOST_DESCRIBE_STRUCT(CareRule, (),
                      (consultant_skill, case_load, visits, event_within_ms, warn_permille,
                       visit_service, dispatched, ask_within_ms, ask_again_ms, review_months,
                       review_warn_days, answer_days, keep_ms, visit_ms, away_ms, unusual_ms))

}  // namespace muster
