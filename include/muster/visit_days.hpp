// The visits of a day as people go: who sees whom in which order, and when he is there. Made anew
// for whoever asks.
#pragma once

#include <boost/describe/class.hpp>
#include <vector>

#include "muster/care.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster {

struct VisitOfDay {
    VisitId visit;
    MemberId member;
    ResponderId of;        // whose visit it is
    TimePoint arrives_at;  // 0, as the others: not planned
    TimePoint begins_at;
    TimePoint ends_at;
};
BOOST_DESCRIBE_STRUCT(VisitOfDay, (), (visit, member, of, arrives_at, begins_at, ends_at))

// What is left of somebody's day. Nobody's, responder 0: the visits for which there is no time, or
// nobody knows where.
struct VisitDay {
    ResponderId responder;
    TimePoint starts_at;
    TimePoint ends_at;
    bool exact = true;  // no order of these visits ends earlier; not known of more than 12
    std::vector<VisitOfDay> visits;  // in the order in which they are made
};
BOOST_DESCRIBE_STRUCT(VisitDay, (), (responder, starts_at, ends_at, exact, visits))

}  // namespace muster
