// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/care/area.hpp"

#include <algorithm>

#include "engine/core/care/visiting.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const AssignConsultant& command);
Rejection decide(Step& step, const DraftPlan& command);
Rejection decide(Step& step, const ActivatePlan& command);
Rejection decide(Step& step, const HoldPlan& command);
Rejection decide(Step& step, const ResumePlan& command);
Rejection decide(Step& step, const EndPlan& command);
Rejection decide(Step& step, const PlanVisit& command);
Rejection decide(Step& step, const MoveVisit& command);
Rejection decide(Step& step, const StartVisit& command);
Rejection decide(Step& step, const RecordVisit& command);
Rejection decide(Step& step, const MissVisit& command);
Rejection decide(Step& step, const CancelVisit& command);
Rejection decide(Step& step, const ReferMember& command);
Rejection decide(Step& step, const AnswerReferral& command);

namespace {

void do_action(Visit& visit, VisitAction action) {
    const auto next = visit_cycle.next(visit.status, action);
    must(next.has_value());
    visit.status = *next;
}

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    void operator()(const ConsultantAssigned& e) {
        if (board.store<CareCase>().find(e.care_case.id) == no_index) {
            changes.put(e.care_case);
        } else {
            changes.change(e.care_case.id, [&](CareCase& c) { c = e.care_case; });
        }
    }

    void set_status(CareCaseId id, CareCaseStatus status) {
        changes.change(id, [&](CareCase& c) { c.status = status; });
    }
    void operator()(const ConsultantLost& e) {
        set_status(e.care_case, CareCaseStatus::unassigned);
    }
    void operator()(const CareCaseStatusChanged& e) { set_status(e.care_case, e.status); }
    void operator()(const CareCaseForgotten& e) { changes.forget(e.care_case); }

    void operator()(const PlanDrafted& e) { changes.put(e.care_plan); }

    void operator()(const PlanStatusChanged& e) {
        changes.change(e.care_plan, [&](CarePlan& p) {
            if (e.status == CarePlanStatus::closed) p.closed_from = p.status;
            if (p.status == CarePlanStatus::draft && e.status == CarePlanStatus::active) {
                p.activated_at = at;
            }
            p.status = e.status;
            p.review = e.review;
            p.ended_at = is_open(e.status) ? TimePoint{} : at;
            if (!e.reason.value.empty()) p.reason = e.reason;
        });
    }
    void operator()(const PlanReviewed& e) {
        changes.change(e.care_plan, [&](CarePlan& p) { p.review = e.review; });
    }
    void operator()(const PlanReviewWarned& e) {
        changes.change(e.care_plan, [&](CarePlan& p) { p.review.warned_at = at; });
    }
    void operator()(const PlanReviewBreached& e) {
        changes.change(e.care_plan, [&](CarePlan& p) { p.review.breached_at = at; });
    }
    void operator()(const PlanForgotten& e) { changes.forget(e.care_plan); }

    void operator()(const VisitPlanned& e) {
        if (e.after) {
            changes.change(e.after, [](Visit& v) { v.next = false; });
        }
        changes.put(e.visit);
    }

    void operator()(const VisitReplanned& e) {
        changes.change(e.visit, [&](Visit& v) {
            // One that was over begins anew.
            if (!is_open(v.status)) {
                v.request = {};
                v.started_at = {};
            }
            do_action(v, VisitAction::replan);
            v.kind = e.kind;
            v.tier = e.tier;
            v.agreed = e.agreed;
            v.step = e.step;
            v.since = e.since;
            v.due = e.due;
            v.window_from = e.window_from;
            v.window_until = e.window_until;
            v.ask_at = e.ask_at;
            v.ended_at = {};
        });
    }

    void operator()(const VisitMoved& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::move);
            v.due = e.due;
            v.window_from = e.window_from;
            v.window_until = e.window_until;
            v.ask_at = e.ask_at;
            v.visitor = e.visitor;
            v.request = {};
            v.started_at = {};
            v.ended_at = {};
            ++v.moved;
        });
    }

    void operator()(const VisitGiven& e) {
        changes.change(e.visit, [&](Visit& v) { v.visitor = e.visitor; });
    }

    void operator()(const VisitDispatched& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::send);
            v.request = e.request;
            v.ask_at = e.ask_at;
        });
    }

    void operator()(const VisitStarted& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::start);
            v.visitor = e.visitor;
            v.started_at = at;
        });
    }

    void operator()(const VisitReleased& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::release);
            v.request = {};
            v.started_at = {};
        });
    }

    void operator()(const VisitRecorded& e) {
        changes.change(e.visit, [&](Visit& v) {
            const bool known = v.status == VisitStatus::done;
            do_action(v, known ? VisitAction::add_findings : VisitAction::record);
            v.outcome = e.outcome;
            v.findings = e.findings;
            v.ended_at = e.done_at;
            meet(v.due, e.done_at);
            if (!e.late_cause.value.empty()) v.due.cause = e.late_cause;
        });
    }

    void operator()(const VisitMissed& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::miss);
            v.ended_at = at;
            if (!e.reason.value.empty()) v.due.cause = e.reason;
        });
    }

    void operator()(const VisitCancelled& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::cancel);
            v.ended_at = at;
        });
    }

    void operator()(const VisitClosed& e) {
        changes.change(e.visit, [&](Visit& v) {
            do_action(v, VisitAction::close);
            v.ended_at = at;
        });
    }

    void operator()(const VisitWarned& e) {
        changes.change(e.visit, [&](Visit& v) { v.due.warned_at = at; });
    }
    void operator()(const VisitBreached& e) {
        changes.change(e.visit, [&](Visit& v) { v.due.breached_at = at; });
    }
    void operator()(const VisitForgotten& e) { changes.forget(e.visit); }

    void operator()(const MemberReferred& e) { changes.put(e.referral); }

    void operator()(const ReferralAnswered& e) {
        changes.change(e.referral, [&](Referral& r) {
            r.status = e.status;
            meet(r.answer, at);
            if (!e.reply.value.empty()) r.reply = e.reply;
            if (!e.late_cause.value.empty()) r.answer.cause = e.late_cause;
            if (!is_open(e.status)) r.ended_at = at;
        });
    }
    void operator()(const ReferralStatusChanged& e) {
        changes.change(e.referral, [&](Referral& r) {
            if (e.status == ReferralStatus::closed) r.closed_from = r.status;
            r.status = e.status;
            r.ended_at = is_open(e.status) ? TimePoint{} : at;
        });
    }
    void operator()(const ReferralWarned& e) {
        changes.change(e.referral, [&](Referral& r) { r.answer.warned_at = at; });
    }
    void operator()(const ReferralBreached& e) {
        changes.change(e.referral, [&](Referral& r) { r.answer.breached_at = at; });
    }
    void operator()(const ReferralDeadlineMoved& e) {
        changes.change(e.referral, [&](Referral& r) {
            move_deadline(r.answer, e.moved);
            r.provisional = e.moved.provisional;
        });
    }
    void operator()(const ReferralForgotten& e) { changes.forget(e.referral); }
};

template <class T>
const T& first_due(const Board& board) {
    return board.store<T>()[board.deadlines<T>().next_handle()];
}

}  // namespace

Rejection CareArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void CareArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

TimePoint CareArea::due(const Board& board) {
    if (anybody_waits(board)) return TimePoint{1};
    return std::min({board.deadlines<CarePlan>().next_due(), board.deadlines<Visit>().next_due(),
                     board.deadlines<Referral>().next_due()});
}

void CareArea::fire(Step& step) {
    const Board& board = step.board;
    if (anybody_waits(board)) return plan_first_visit(step);
    const TimePoint at = due(board);
    if (board.deadlines<Visit>().next_due() == at) {
        fire_visit(step, first_due<Visit>(board));
    } else if (board.deadlines<CarePlan>().next_due() == at) {
        fire_plan(step, first_due<CarePlan>(board));
    } else {
        fire_referral(step, first_due<Referral>(board));
    }
}

}  // namespace muster::core
