// The visits of a day as people go: who sees whom in which order, and when he is there. Made anew
// for each reader from the board as it is, so that whoever an alarm takes away has less of the day
// left, and what he cannot make any more stands with a colleague or with nobody. It is advice:
// MoveVisit makes it so.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/care.hpp"
#include "muster/date.hpp"
#include "muster/units.hpp"

namespace muster::views {

struct VisitDayQuery {
    Date day;                      // of the city
    TimePoint now;                 // of this day only what is left counts
    std::optional<Code> district;  // of the members; nothing = everywhere
};

struct VisitOfDay {
    VisitId visit;
    MemberId member;
    ResponderId of;  // whose visit it is
    TimePoint arrives_at;
    TimePoint begins_at;
    TimePoint ends_at;
};
BOOST_DESCRIBE_STRUCT(VisitOfDay, (), (visit, member, of, arrives_at, begins_at, ends_at))

// exact: no order of these visits ends earlier. It is not looked for among more than 12.
struct DayOfVisitor {
    ResponderId responder;
    TimePoint starts_at;
    TimePoint ends_at;
    bool exact = true;
    std::vector<VisitOfDay> visits;
};
BOOST_DESCRIBE_STRUCT(DayOfVisitor, (), (responder, starts_at, ends_at, exact, visits))

// no_place: nobody knows where the member lives. no_time: nobody can be there in time. too_many:
// more than `most_visits` are due.
BOOST_DEFINE_ENUM_CLASS(LeftOutOfDay, no_place, no_time, too_many)

struct VisitLeftOut {
    VisitId visit;
    MemberId member;
    ResponderId of;
    LeftOutOfDay why = LeftOutOfDay::no_time;
};
BOOST_DESCRIBE_STRUCT(VisitLeftOut, (), (visit, member, of, why))

struct VisitDay {
    Date day;
    std::vector<DayOfVisitor> visitors;
    std::vector<VisitLeftOut> left_out;
};
BOOST_DESCRIBE_STRUCT(VisitDay, (), (day, visitors, left_out))

constexpr std::size_t most_visits = 400;

// The visits of the day are those that somebody is chosen for and that are due on it or have their
// window in it; of today also those that are late. The day belongs to whoever has the consultants'
// skill and is not absent: by his shifts, else by the office hours of a working day. Ways are
// straight lines with the rules' detour.
[[nodiscard]] VisitDay visit_day(const core::Board& board, const VisitDayQuery& query);

}  // namespace muster::views
