// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/assessments/area.hpp"

#include "engine/core/assessments/assessment_state.hpp"
#include "engine/core/changes.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RecordAssessment& command);
Rejection decide(Step& step, const VoidAssessment& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const AssessmentRecorded& e) { changes.put(e.assessment); }

    void operator()(const AssessmentStatusChanged& e) {
        changes.change(e.assessment, [&](Assessment& a) {
            a.status = e.status;
            a.again = e.again;
        });
    }

    void operator()(const ReassessmentWarned& e) {
        changes.change(e.assessment, [&](Assessment& a) { a.again.warned_at = at; });
    }

    void operator()(const ReassessmentBreached& e) {
        changes.change(e.assessment, [&](Assessment& a) { a.again.breached_at = at; });
    }

    void operator()(const AssessmentForgotten& e) { changes.forget(e.assessment); }
};

}  // namespace

Rejection AssessmentsArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void AssessmentsArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
