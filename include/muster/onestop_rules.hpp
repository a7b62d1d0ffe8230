// What is promised of requests in working days, and what links to them are like, as data.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/links.hpp"
#include "muster/units.hpp"

namespace muster {

// When a kind of request has to be answered: by the end of the n-th working day after it came.
struct ClockRule {
    ClockKind kind = ClockKind::help;  // not none
    std::int64_t days = 3;             // working days, 1..366
    std::int64_t warn_permille = 800;  // warn when this share of the time has passed, 0..1000
    std::int64_t extension_days = 3;   // working days after the end; 0 = none, 0..366
    std::int64_t urge_after_days = 1;  // working days after the end; 0 = never, 0..366
};
BOOST_DESCRIBE_STRUCT(ClockRule, (), (kind, days, warn_permille, extension_days, urge_after_days))

struct ServiceClock {
    Code service;
    ClockKind kind = ClockKind::help;
};
BOOST_DESCRIBE_STRUCT(ServiceClock, (), (service, kind))

// Clocks like those of the hotline 12345. Only requests of the classes P3 and P4 have one; what is
// more urgent knows no working days.
struct OnestopRule {
    // At most one of each kind; a kind that is not here has no clock. None at all: the usual ones,
    // 3 working days for advice and help, 13 for complaints.
    std::vector<ClockRule> clocks;
    std::vector<ServiceClock> services;  // a service that is not here has no clock
    // Requests of P3 and P4 are called back by the end of this working day after they were served.
    // 0 = as all others, by DeskRule::callback_within_ms. 0..366
    std::int64_t callback_days = 0;
    // What went wrong by our own fault is done again, however it was rated.
    bool redo_when_ours = true;
    // By links a request is urged at most so often. 0..366 days
    Millis urge_every_ms = minutes(30);
    // Who at the desk gets what is returned when nobody has it; empty = whoever takes it.
    std::string returns_to;
};
BOOST_DESCRIBE_STRUCT(OnestopRule, (),
                      (clocks, services, callback_days, redo_when_ours, urge_every_ms, returns_to))

// Links that members and families open to see how their request stands.
struct LinkRule {
    Millis life_ms = hours(24 * 30);    // unless it is issued for another time. 1 min..366 days
    std::int64_t max_per_request = 20;  // that are on the board, ended ones too. 1..1000
    // What they show unless they are issued otherwise. Nothing: the usual, which is everything, but
    // for families not who comes.
    std::vector<LinkPart> member_shows;
    std::vector<LinkPart> family_shows;
};
BOOST_DESCRIBE_STRUCT(LinkRule, (), (life_ms, max_per_request, member_shows, family_shows))

}  // namespace muster
