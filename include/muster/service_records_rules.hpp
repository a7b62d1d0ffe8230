// What is asked of the services that volunteers record (engine/core/service_records/DESIGN.md).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <vector>

#include "muster/units.hpp"

namespace muster {

struct ServiceRecordsRule {
    std::int64_t most_min = 720;  // of one service. 1..1440
    // Whoever signs in or out further from the member's home is pointed out to the reviewer.
    // 0..100000
    Metres far_m{500};
    // A time that is told later, by a device without a network, lies at most so far back. 0..7 days
    Millis late_ms = hours(24);
    // After the sign-in: the desk is reminded of who has not signed out, and the record ends
    // without a time that counts. remind_ms 1 min..sign_out_ms; sign_out_ms at most most_min
    Millis remind_ms = hours(6);
    Millis sign_out_ms = hours(12);
    std::int64_t paper_days = 30;      // written down later by at most so many days. 0..366
    std::int64_t confirm_days = 7;     // after the end, until it is confirmed. 1..366
    std::int64_t review_days = 5;      // working days, of the reviewer. 1..366
    std::int64_t dispute_days = 15;    // after it ended or was written down. 0..366
    std::int64_t resolve_days = 10;    // working days, of whoever looks into a dispute. 1..366
    std::int64_t warn_permille = 800;  // of these times, 1..999
    // After it was approved it can be reversed; then the record leaves the board, and the hours
    // stay. At least paper_days, so that what is written down later meets all that it may overlap.
    // 1..3660
    std::int64_t reverse_days = 365;
    // What was rejected or reversed stays on the board. 1 s..366 days
    Millis keep_ms = hours(24 * 35);
    // So many times not there in no_show_days suspend a volunteer; 0 = nothing does.
    // 0..100, 1..3660
    std::int64_t no_shows = 5;
    std::int64_t no_show_days = 365;
    // Hours for each further star, rising, at most 16.
    std::vector<std::int64_t> star_hours{100, 300, 600, 1000, 1500};
    // What a volunteer who was sent to a request has done is recorded when it is served, from the
    // arrival on.
    bool from_requests = false;
};
BOOST_DESCRIBE_STRUCT(ServiceRecordsRule, (),
                      (most_min, far_m, late_ms, remind_ms, sign_out_ms, paper_days, confirm_days,
                       review_days, dispute_days, resolve_days, warn_permille, reverse_days,
                       keep_ms, no_shows, no_show_days, star_hours, from_requests))

}  // namespace muster
