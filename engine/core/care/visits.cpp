// The commands of visits, and what falls due of one.

#include <algorithm>

#include "engine/core/care/visiting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

Rejection invalid(const char* field, std::string detail) {
    return reject(RejectReason::invalid_field, field, std::move(detail));
}

Rejection check_window(const Step& step, TimePoint from, TimePoint until) {
    if (until <= from) return invalid("/window_until", "must be after window_from");
    if (until <= step.now()) return invalid("/window_until", "must be after now");
    if (until > step.now() + max_span || until - from > max_span) {
        return invalid("/window_until", "must lie at most 366 days ahead");
    }
    return {};
}

Rejection check_day(const Step& step, const char* field, Date day) {
    if (day >= today(step) && day - today(step) <= 366) return {};
    return invalid(field, "must be a day from today on, at most 366 days ahead");
}

Rejection check_visitor(const Step& step, ResponderId visitor) {
    if (!visitor) return {};
    if (auto found = find_one(step, visitor); !found) return found.error();
    return {};
}

// A plan of the member, in use.
Rejection check_plan_of(const Step& step, CarePlanId id, MemberId member, const char* field) {
    const CarePlan& plan = *step.board.store<CarePlan>().get(id);
    const bool in_use = plan.status == CarePlanStatus::active;
    if (in_use && step.board.root(plan.member) == step.board.root(member)) return {};
    return reject(RejectReason::illegal_status, field,
                  "care_plan " + std::to_string(id.value) +
                      (in_use ? " is another member's" : " is not active"));
}

Rejection find_plan(const Step& step, CarePlanId id, const char* field) {
    if (!id) return {};
    const EntityWords words{"care_plan", field, RejectReason::unknown_care_plan};
    if (auto found = find_in(step.board.store<CarePlan>(), id, words); !found) {
        return found.error();
    }
    return {};
}

Rejection check_no_request(const Step& step, const Visit& visit, const char* what) {
    const RequestId request = open_request_of(step.board, visit);
    if (!request) return {};
    return reject(RejectReason::illegal_status, "/visit",
                  "request " + std::to_string(request.value) + " sends somebody to it; " + what);
}

Rejection check_service(const Step& step, bool dispatched) {
    if (!dispatched || !care_rule(step.board.rules()).visit_service.empty()) return {};
    return invalid("/dispatched", "the rules name no care.visit_service by which to send somebody");
}

Rejection check_fields(const Step& step, const PlanVisit& command) {
    if (command.kind == VisitKind::event) {
        return invalid("/kind", "must be routine or plan; an event is reported by itself");
    }
    if (auto bad = check_day(step, "/due", command.due)) return bad;
    if (command.window_from.has_value() != command.window_until.has_value()) {
        return invalid("/window_until", "a window has both window_from and window_until");
    }
    if (command.window_until) {
        if (auto bad = check_window(step, *command.window_from, *command.window_until)) return bad;
        if (*command.window_until > end_of(calendar_rule(step.board.rules()), command.due)) {
            return invalid("/window_until", "must not be after the end of the day it is due");
        }
    }
    return check_service(step, command.dispatched);
}

// From when the interval of a next visit counts that is planned in place of this one.
TimePoint counts_from(const Step& step, const Visit& visit) {
    return visit.due.due_at <= step.now() ? step.now() : visit.since;
}

// The next visit is due within the interval, whoever agrees on what day.
Rejection check_routine(const Step& step, const PlanVisit& command) {
    const Board& board = step.board;
    const Visit* const next = next_visit(board, command.member);
    if (next == nullptr || !is_awaited(*next)) {
        return reject(RejectReason::illegal_status, "/kind",
                      "the member's tier is not visited by an interval; plan one more visit");
    }
    if (next->status == VisitStatus::under_way) {
        return reject(RejectReason::illegal_status, "/member",
                      "visit " + std::to_string(next->id.value) +
                          " is under_way; PlanVisit is possible when it is over");
    }
    const VisitRule* const rule = visit_rule(board.rules(), next->tier.value);
    const CalendarRule& calendar = calendar_rule(board.rules());
    const Date latest =
        rule == nullptr ? command.due
                        : one_interval_after(*rule, local_day(calendar, counts_from(step, *next)));
    if (command.due > latest) {
        return reject(RejectReason::limit_reached, "/due",
                      "the next visit of this member is due one interval after the last one, by " +
                          std::string(text_of(latest).data(), 10));
    }
    return check_no_request(step, *next, "cancel it first");
}

// The one that was the next is not any more; one that is late already was missed.
void put_aside(Step& step, const Visit& visit) {
    if (visit.status == VisitStatus::missed) return;
    if (visit.due.due_at <= step.now()) {
        step.emit(VisitMissed{visit.id, visit.member, false, "planned anew"});
    } else {
        step.emit(VisitCancelled{visit.id, visit.member, "planned anew"});
    }
}

bool is_late(const Visit& visit, TimePoint done_at) {
    return done_at > visit.due.due_at;
}

}  // namespace

Rejection decide(Step& step, const PlanVisit& command) {
    if (auto bad = check_fields(step, command)) return bad;
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    if (auto bad = find_plan(step, command.care_plan, "/care_plan")) return bad;
    if (auto bad = check_visitor(step, command.responder)) return bad;
    const Member& member = step.board.members()[*index];
    if (auto bad = check_status(member, "PlanVisit", EnumSet<MemberStatus>{MemberStatus::active},
                                words_of<Member>)) {
        return bad;
    }
    if (command.care_plan) {
        if (auto bad = check_plan_of(step, command.care_plan, member.id, "/care_plan")) return bad;
    }
    const bool routine = command.kind == VisitKind::routine;
    if (routine) {
        if (auto bad = check_routine(step, command)) return bad;
    }
    Visit visit;
    visit.id = step.next_visit_id();
    visit.member = member.id;
    visit.kind = command.kind;
    visit.next = routine;
    visit.tier = member.risk.value.tier;
    visit.agreed = command.due;
    const Visit* const before = routine ? next_visit(step.board, member.id) : nullptr;
    visit.since = before != nullptr ? counts_from(step, *before) : step.now();
    visit.visitor = command.responder ? command.responder : consultant_of(step.board, member.id);
    visit.care_plan = command.care_plan;
    set_day(step, visit, command.due);
    if (command.window_from) {
        visit.window_from = *command.window_from;
        visit.window_until = *command.window_until;
    }
    const bool sent = command.dispatched || care_rule(step.board.rules()).dispatched;
    visit.ask_at = time_to_ask(step, visit.id, visit.window_from, sent);
    if (before != nullptr) put_aside(step, *before);
    step.emit(VisitPlanned{std::move(visit), before == nullptr ? VisitId{} : before->id});
    return {};
}

Rejection decide(Step& step, const MoveVisit& command) {
    if (auto bad = check_window(step, command.window_from, command.window_until)) return bad;
    const auto index = find_one(step, command.visit);
    if (!index) return index.error();
    const ResponderId visitor = command.responder.value_or(ResponderId{});
    if (auto bad = check_visitor(step, visitor)) return bad;
    const Visit& visit = step.board.store<Visit>()[*index];
    if (auto bad = check_status(visit, "MoveVisit", visit_cycle.where(VisitAction::move),
                                words_of<Visit>)) {
        return bad;
    }
    if (auto bad = check_no_request(step, visit, "cancel it first")) return bad;
    const Member& member = *step.board.members().get(step.board.root(visit.member));
    if (!is_visited(member)) {
        return reject(RejectReason::illegal_status, "/visit",
                      "its member is " + std::string(name_of(member.status)));
    }
    const bool late = command.window_until > visit.due.due_at;
    if (visit.next && command.window_until > missed_at(visit, step.board.rules())) {
        return reject(RejectReason::limit_reached, "/window_until",
                      "the next visit of a member is missed after " +
                          std::to_string(missed_at(visit, step.board.rules()).value));
    }
    if (visit.next && late && command.reason.value.empty()) {
        return reject(RejectReason::limit_reached, "/reason",
                      "it is due by " + std::to_string(visit.due.due_at.value) +
                          "; give a reason to do it later all the same");
    }
    VisitMoved event{command.visit,
                     visit.member,
                     visit.due,
                     command.window_from,
                     command.window_until,
                     {},
                     command.responder.value_or(visit.visitor),
                     command.reason};
    // One more visit is due when it was agreed on, unless it is late already.
    if (!visit.next && visit.status == VisitStatus::planned && visit.due.due_at > step.now()) {
        const Millis warning = visit.due.due_at - visit.due.warn_at;
        event.due.due_at = command.window_until;
        event.due.warn_at =
            std::min(event.due.due_at, std::max(step.now(), event.due.due_at - warning));
        event.due.warned_at = {};
    }
    event.ask_at = time_to_ask(step, command.visit, command.window_from, bool(visit.ask_at));
    step.emit(std::move(event));
    return {};
}

Rejection decide(Step& step, const StartVisit& command) {
    if (auto bad = check_service(step, command.dispatched)) return bad;
    const auto index = find_one(step, command.visit);
    if (!index) return index.error();
    if (auto bad = check_visitor(step, command.responder.value_or(ResponderId{}))) return bad;
    const Visit& visit = step.board.store<Visit>()[*index];
    if (auto bad = check_status(visit, "StartVisit", visit_cycle.where(VisitAction::start),
                                words_of<Visit>)) {
        return bad;
    }
    if (auto bad = check_no_request(step, visit, "it starts when somebody is there")) return bad;
    if (command.dispatched) return send_somebody(step, visit);
    step.emit(VisitStarted{visit.id, visit.member, command.responder.value_or(visit.visitor)});
    return {};
}

Rejection decide(Step& step, const RecordVisit& command) {
    if (command.outcome.value == VisitOutcome::none) {
        return invalid("/outcome", "must be well, follow_up or urgent");
    }
    if (command.done_at && (*command.done_at > step.now() || !*command.done_at)) {
        return invalid("/done_at",
                       "must not be later than now (" + std::to_string(step.now().value) + ")");
    }
    if (command.next_due) {
        if (auto bad = check_day(step, "/next_due", *command.next_due)) return bad;
    }
    if (auto bad = find_plan(step, command.reviewed, "/reviewed")) return bad;
    const auto index = find_one(step, command.visit);
    if (!index) return index.error();
    const Visit& visit = step.board.store<Visit>()[*index];
    // One that was planned begins and ends with this word.
    const auto possible = visit_cycle.where(VisitAction::start) |
                          visit_cycle.where(VisitAction::record) |
                          visit_cycle.where(VisitAction::add_findings);
    if (auto bad = check_status(visit, "RecordVisit", possible, words_of<Visit>)) return bad;
    const bool was_done = visit.status == VisitStatus::done;
    if (was_done && visit.outcome.value != VisitOutcome::none) {
        return reject(RejectReason::illegal_status, "/visit",
                      "visit " + std::to_string(visit.id.value) + " is recorded already");
    }
    if (visit.status == VisitStatus::planned) {
        if (auto bad = check_no_request(step, visit, "it is recorded when that is served")) {
            return bad;
        }
    }
    if (command.reviewed) {
        if (auto bad = check_plan_of(step, command.reviewed, visit.member, "/reviewed")) return bad;
    }
    const TimePoint done_at = was_done ? visit.ended_at : command.done_at.value_or(step.now());
    const bool explained = !command.late_cause.value.empty() || !visit.due.cause.value.empty();
    if (is_late(visit, done_at) && !explained) {
        return invalid("/late_cause", "it was due by " + std::to_string(visit.due.due_at.value) +
                                          "; say why it comes late");
    }
    const VisitId id = visit.id;
    const MemberId member = visit.member;
    if (visit.status == VisitStatus::planned) {
        step.emit(VisitStarted{id, member, visit.visitor});
    }
    record_done(step, {id, member, done_at, command.outcome, command.findings, command.late_cause},
                command.next_due);
    if (command.reviewed) {
        const CarePlan& plan = *step.board.store<CarePlan>().get(command.reviewed);
        step.emit(PlanReviewed{plan.id, plan.member, id, next_review(step)});
    }
    return {};
}

Rejection decide(Step& step, const MissVisit& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index =
        find_in_status(step, command.visit, "MissVisit", visit_cycle.where(VisitAction::miss));
    if (!index) return index.error();
    const Visit& visit = step.board.store<Visit>()[*index];
    step.emit(VisitMissed{visit.id, visit.member, false, command.reason});
    return {};
}

Rejection decide(Step& step, const CancelVisit& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index =
        find_in_status(step, command.visit, "CancelVisit", visit_cycle.where(VisitAction::cancel));
    if (!index) return index.error();
    const Visit& visit = step.board.store<Visit>()[*index];
    if (auto bad = check_no_request(step, visit, "cancel it first")) return bad;
    if (visit.next) {
        return reject(RejectReason::limit_reached, "/visit",
                      "it is the next visit of its member; move it, or say that it was missed");
    }
    step.emit(VisitCancelled{visit.id, visit.member, command.reason});
    return {};
}

void fire_visit(Step& step, const Visit& visit) {
    const VisitId id = visit.id;
    const MemberId member = visit.member;
    if (visit.status == VisitStatus::done || visit.status == VisitStatus::cancelled ||
        visit.status == VisitStatus::closed ||
        (visit.status == VisitStatus::missed && !is_missed_for_now(visit, step.board.rules()))) {
        step.emit(VisitForgotten{id});
        return;
    }
    const Alarms due = alarms_due(visit.due, step.now());
    if (due.warn) step.emit(VisitWarned{id, member});
    if (due.breach) step.emit(VisitBreached{id, member});
    if (visit.status == VisitStatus::under_way) return;
    if (missed_at(visit, step.board.rules()) <= step.now()) return give_up(step, visit);
    const bool asks = visit.status == VisitStatus::planned && visit.ask_at && !visit.request &&
                      visit.ask_at <= step.now();
    if (!asks || !send_somebody(step, visit)) return;
    // No room, another request in this record, or no such service any more: again in a while.
    step.emit(
        VisitDispatched{id, member, {}, step.now() + care_rule(step.board.rules()).ask_again_ms});
}

}  // namespace muster::core
