// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/rosters/area.hpp"

#include <algorithm>

#include "engine/core/changes.hpp"
#include "engine/core/rosters/roster_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const PlanShift& command);
Rejection decide(Step& step, const CancelShift& command);
Rejection decide(Step& step, const RecordAbsence& command);
Rejection decide(Step& step, const EndAbsence& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const ShiftPlanned& e) { changes.put(e.shift); }

    // Ended before its time, it ends now: rest counts from then on.
    void operator()(const ShiftStatusChanged& e) {
        changes.change(e.shift, [&](Shift& s) {
            s.status = e.status;
            if (e.status == ShiftStatus::ended && at < s.ends_at) {
                s.ends_at = std::max(at, s.starts_at);
            }
            if (!e.reason.value.empty()) s.reason = e.reason;
        });
    }

    void operator()(const ShiftForgotten& e) { changes.forget(e.shift); }

    void operator()(const AbsenceRecorded& e) { changes.put(e.absence); }

    void operator()(const AbsenceStatusChanged& e) {
        changes.change(e.absence, [&](Absence& a) {
            a.status = e.status;
            if (e.status == AbsenceStatus::over && at < a.ends_at) a.ends_at = at;
        });
    }

    void operator()(const AbsenceForgotten& e) { changes.forget(e.absence); }
};

}  // namespace

Rejection RostersArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void RostersArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
