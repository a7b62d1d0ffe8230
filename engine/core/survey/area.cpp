// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/survey/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const OpenSurvey& command);
Rejection decide(Step& step, const CloseSurvey& command);
Rejection decide(Step& step, const SubmitAnswer& command);
Rejection decide(Step& step, const ReviewAnswer& command);
Rejection decide(Step& step, const ResolveNeed& command);

namespace {

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const SurveyOpened& e) { changes.put(e.survey); }

    void operator()(const SurveyClosed& e) {
        changes.change(e.survey, [&](Survey& s) {
            s.status = SurveyStatus::closed;
            s.closed_at = at;
        });
    }

    void operator()(const AnswerReceived& e) { changes.put(e.answer); }

    void operator()(const AnswerRepeated& /*e*/) {}

    void operator()(const AnswerStatusChanged& e) {
        changes.change(e.answer, [&](SurveyAnswer& a) {
            a.status = e.status;
            a.superseded_by = e.superseded_by;
            if (e.by.empty()) return;
            a.reviewed_by = e.by;
            a.reason = e.reason;
        });
    }

    void operator()(const AnswerMadeAnonymous& e) {
        changes.change(e.answer, [&](SurveyAnswer& a) {
            a.member = {};
            a.member_ref.clear();
            a.replies = e.replies;
            a.reason = {};
        });
    }

    void operator()(const NeedFound& e) { changes.put(e.need); }

    void operator()(const NeedStatusChanged& e) {
        changes.change(e.need, [&](Need& n) {
            if (need_cycle.next(n.status, NeedAction::unplan) == e.status) n.plan.clear();
            n.status = e.status;
            if (!e.plan.empty()) n.plan = e.plan;
            n.reason = e.reason;
            n.ended_at = is_alive(n) ? TimePoint{} : at;
        });
    }

    void operator()(const NeedForgotten& e) { changes.forget(e.need); }
};

}  // namespace

Rejection SurveyArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void SurveyArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
