// What is promised of a request: by its class in milliseconds, by its clock in working days.
#pragma once

#include <vector>

#include "muster/date.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// Of these rules, or none at all.
[[nodiscard]] const OnestopRule& onestop_rule(const Rules& rules);

// Of the rule, or the usual ones.
[[nodiscard]] const std::vector<ClockRule>& clocks_of(const OnestopRule& rule);
// The clock of a kind; nullptr.
[[nodiscard]] const ClockRule* find_clock(const OnestopRule& rule, ClockKind kind);
// The clock that a request for this service has in this class; nullptr. What is more urgent than P3
// has none, and nothing about it asks the calendar.
[[nodiscard]] const ClockRule* clock_of(const Rules& rules, const Code& service, Urgency urgency);

// The end of a working day, and when whoever has not answered until then is urged.
struct ClockEnd {
    TimePoint due_at;
    TimePoint urge_at;  // 0 = never
    bool provisional = false;
    WorkingDaysAfter given{};
};
// Of the n-th working day after the day. Precondition: 0 <= days.
[[nodiscard]] ClockEnd clock_end(const Rules& rules, const ClockRule& clock, Date day,
                                 std::int64_t days);

// When whoever has not answered until the end of the day is urged; 0 = never.
[[nodiscard]] TimePoint urged_after(const Rules& rules, const ClockRule& clock, Date due);

// The day at whose end something is due.
[[nodiscard]] Date due_day(const Rules& rules, TimePoint due_at);

// All promises, counted from `from`: those of the class, and an answer by the clock in the place of
// the class's own time for it. A clock that runs already goes on as it does.
void set_promises(Request& request, const ClassRule& rule, const Rules& rules, TimePoint from);
// The request was served: it is called back.
void promise_callback(Request& request, const Rules& rules, TimePoint at);

// The promise of an answer; nullptr.
[[nodiscard]] const MilestoneState* answer_of(const Request& request);
// More time can be given: there is a clock, it has not ended, and nobody gave any in this round.
[[nodiscard]] bool can_be_extended(const Request& request);
void extend(Request& request, const Extension& extension, const Rules& rules, TimePoint at);

// What was given in working days, by the calendar now in force.
[[nodiscard]] std::vector<RequestDeadlineMoved> recomputed(const Request& request,
                                                           const Rules& rules, TimePoint now);
void move_deadline(Request& request, const RequestDeadlineMoved& event);

}  // namespace muster::core
