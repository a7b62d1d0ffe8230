// What is owed to a member follows what is known of him, in the same record.

#include <algorithm>

#include "engine/core/care/area.hpp"
#include "engine/core/care/visiting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/requests/raising.hpp"

namespace muster::core {
namespace {

template <class IdT>
const auto& get(const Step& step, IdT id) {
    return *step.board.store<EntityOf<IdT>>().get(id);
}

VisitReplanned as_it_is(const Visit& visit) {
    return {visit.id,          visit.member,       visit.kind,  visit.tier,
            visit.agreed,      visit.step,         visit.since, visit.due,
            visit.window_from, visit.window_until, visit.ask_at};
}

void replan(Step& step, const Visit& as) {
    step.emit(as_it_is(as));
}

// Another interval from now on: it counts from where the last one did, or from today where that is
// over. What is late already stays so, and what an event asks for.
void follow_tier(Step& step, const Visit& visit, RiskTier tier, const VisitRule& rule) {
    Visit to = visit;
    to.tier = tier;
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const Date was_due = day_of_due(calendar, visit.due.due_at);
    if (one_interval_after(rule, local_day(calendar, visit.since)) < today(step)) {
        to.since = step.now();
    }
    const InSeries first = first_after(rule, local_day(calendar, to.since));
    to.agreed = first.agreed;
    to.step = first.step;
    const bool stays = visit.kind == VisitKind::event || visit.due.due_at <= step.now();
    const bool closer = to.since != visit.since;  // and the old day may be the earlier one
    if (!stays) set_day(step, to, closer ? std::min(first.due, was_due) : first.due);
    replan(step, to);
}

// It is as it was before it was closed. What has been over for long by now is left out.
bool reopen(Step& step, const Visit& visit) {
    if (step.now() >= missed_at(visit, step.board.rules())) return false;
    replan(step, visit);
    return true;
}

// Nobody is to stand before a closed door: whoever was asked to go there is called off. Of the dead
// and of those who moved away all requests are (requests/raising.cpp).
void call_off_visitor(Step& step, const Visit& visit, MemberStatus status) {
    if (status != MemberStatus::away) return;
    const RequestId id = open_request_of(step.board, visit);
    const Request* const request = step.board.requests().get(id);
    // What others ask for too goes on.
    if (request == nullptr || request->id != visit.request || !request->reports.empty()) return;
    call_off(step, id, status);
}

void close_visit(Step& step, const Visit& visit, MemberStatus status) {
    const VisitClosed closed{visit.id, visit.member};
    call_off_visitor(step, visit, status);
    step.emit(closed);
}

void follow_next_visit(Step& step, const Member& member) {
    const Visit* const next = next_visit(step.board, member.id);
    const RiskTier tier = member.risk.value.tier;
    const VisitRule* const rule =
        is_visited(member) ? visit_rule(step.board.rules(), tier) : nullptr;
    const bool awaited = next != nullptr && is_awaited(*next);
    if (rule == nullptr) {
        if (awaited) close_visit(step, *next, member.status);
        return;
    }
    const bool back = next != nullptr && next->status == VisitStatus::closed && reopen(step, *next);
    if (!awaited && !back) return plan_next(step, member.id, next, step.now());
    const Visit& now = *next_visit(step.board, member.id);
    if (now.tier != tier) follow_tier(step, now, tier, *rule);
}

// All but the next ones.
void follow_other_visits(Step& step, const Member& member) {
    std::vector<VisitId> all;
    for (const MemberId one : step.board.derived<Member>().with_aliases(member.id)) {
        const auto& list = step.board.derived<Visit>().others_of(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    for (const VisitId id : all) {
        const Visit& visit = get(step, id);
        if (is_visited(member)) {
            if (visit.status == VisitStatus::closed) (void)reopen(step, visit);
        } else if (is_open(visit.status)) {
            close_visit(step, visit, member.status);
        }
    }
}

void follow_plans(Step& step, const Member& member) {
    const bool owed = is_looked_after(member.status);
    for (const CarePlanId id : all_of<CarePlan>(step.board, member.id)) {
        const CarePlan& plan = get(step, id);
        const auto becomes = [&](CarePlanStatus status) {
            step.emit(PlanStatusChanged{id, plan.member, status, plan.review, {}});
        };
        if (owed && plan.status == CarePlanStatus::closed) becomes(plan.closed_from);
        if (!owed && is_open(plan.status)) becomes(CarePlanStatus::closed);
    }
}

void follow_referrals(Step& step, const Member& member) {
    const bool owed = is_looked_after(member.status);
    for (const ReferralId id : all_of<Referral>(step.board, member.id)) {
        const Referral& one = get(step, id);
        const auto becomes = [&](ReferralStatus status) {
            step.emit(ReferralStatusChanged{id, one.member, status});
        };
        if (owed && one.status == ReferralStatus::closed) becomes(one.closed_from);
        if (!owed && is_open(one.status)) becomes(ReferralStatus::closed);
    }
}

// With the consultant of before, where he still is one and has room.
void reopen_case(Step& step, const CareCase& one) {
    const Board& board = step.board;
    const CareRule& rule = care_rule(board.rules());
    const Responder* const consultant = board.responders().get(one.consultant);
    const bool still = consultant != nullptr && is_consultant(*consultant, rule) &&
                       has_room(board, one.consultant);
    step.emit(CareCaseStatusChanged{one.id, one.member,
                                    still ? CareCaseStatus::assigned : CareCaseStatus::unassigned});
}

// Of a member and those who were merged into him one is open: his own before theirs.
void follow_cases(Step& step, const Member& member) {
    const bool owed = is_looked_after(member.status);
    const CareCase* open = nullptr;
    const CareCase* closed = nullptr;
    for (const MemberId one : step.board.derived<Member>().with_aliases(member.id)) {
        const CareCase* const found =
            step.board.store<CareCase>().get(step.board.derived<CareCase>().of_member(one));
        if (found == nullptr) continue;
        if (found->status == CareCaseStatus::closed) {
            if (closed == nullptr) closed = found;
        } else if (owed && open == nullptr) {
            open = found;
        } else {
            step.emit(CareCaseStatusChanged{found->id, found->member, CareCaseStatus::closed});
        }
    }
    if (owed && open == nullptr && closed != nullptr) reopen_case(step, *closed);
}

// Of two who are one person, the visit that is due earlier is the next one.
void react(Step& step, const MembersMerged& event) {
    const Visit* const other = next_visit(step.board, event.other);
    const TimePoint due = other != nullptr && is_awaited(*other) ? other->due.due_at : never;
    const CarePromise promise = other != nullptr ? other->due : CarePromise{};
    follow(step, event.other);
    follow(step, event.kept);
    const Visit* const kept = next_visit(step.board, event.kept);
    if (kept == nullptr || !is_awaited(*kept) || kept->due.due_at <= due) return;
    Visit to = *kept;
    to.due = promise;
    to.window_until = std::min(to.window_until, promise.due_at);
    to.window_from = std::min(to.window_from, to.window_until - Millis{1});
    replan(step, to);
}
void react(Step& step, const MergeUndone& event) {
    follow(step, event.kept);
    follow(step, event.other);
}
void react(Step& step, const MemberRegistered& event) {
    follow(step, event.member.id);
}
void react(Step& step, const MemberUpdated& event) {
    follow(step, event.member.id);
}
void react(Step& step, const MemberRiskChanged& event) {
    follow(step, event.member);
}
void react(Step& step, const MemberStatusChanged& event) {
    follow(step, event.member);
}
void react(Step& step, const MemberEventReported& event) {
    const MemberEventRule* const kind =
        event_rule(risk_rule(step.board.rules()), event.event.value.kind);
    follow(step, event.member);
    if (kind == nullptr || !kind->major) return;
    bring_forward(step, *step.board.members().get(event.member), event.event.value.at);
}

void forget_all(Step& step, MemberId member) {
    const Board& board = step.board;
    if (const VisitId next = board.derived<Visit>().next_of(member)) {
        step.emit(VisitForgotten{next});
    }
    const std::vector<VisitId> others = board.derived<Visit>().others_of(member);
    for (const VisitId id : others)
        step.emit(VisitForgotten{id});
    const std::vector<CarePlanId> plans = board.derived<CarePlan>().by_member.of(member);
    for (const CarePlanId id : plans)
        step.emit(PlanForgotten{id});
    const std::vector<ReferralId> referrals = board.derived<Referral>().by_member.of(member);
    for (const ReferralId id : referrals)
        step.emit(ReferralForgotten{id});
    if (const CareCaseId one = board.derived<CareCase>().of_member(member)) {
        step.emit(CareCaseForgotten{one});
    }
}
void react(Step& step, const ResponderUpdated& event) {
    review_consultant(step, event.responder);
}
void react(Step& step, const SkillExpired& event) {
    review_consultant(step, event.responder);
}
void react(Step& step, const ResponderOnScene& event) {
    follow_request(step, event);
}
void react(Step& step, const SlotServed& event) {
    follow_request(step, event);
}
void react(Step& step, const RequestMerged& event) {
    follow_request(step, event);
}
void react(Step& step, const RequestCancelled& event) {
    release_visits(step, event.request);
}
void react(Step& step, const RequestTransferred& event) {
    release_visits(step, event.request);
}
void react(Step& step, const RequestClosed& event) {
    release_visits(step, event.request);
}
void react(Step& step, const MemberErased& event) {
    forget_all(step, event.member);
}
void react(Step& step, const MemberRemoved& event) {
    forget_all(step, event.member);
}

void react(Step& step, const DeadlinesRecomputed& /*event*/) {
    recompute_referrals(step);
}

}  // namespace

void follow(Step& step, MemberId id) {
    const Member* const member = step.board.members().get(id);
    if (member == nullptr) return;
    follow_next_visit(step, *member);
    // All else is whoever's the alias leads to.
    if (member->merged_into) return;
    follow_other_visits(step, *member);
    follow_plans(step, *member);
    follow_referrals(step, *member);
    follow_cases(step, *member);
}

void bring_forward(Step& step, const Member& member, TimePoint event_at) {
    const Visit* next = next_visit(step.board, member.id);
    if (next == nullptr || !is_awaited(*next)) return;
    // That one is late already stays known: the event asks for another one.
    if (next->due.due_at <= step.now()) {
        if (next->status == VisitStatus::under_way) return;
        give_up(step, *next);
        next = next_visit(step.board, member.id);
    }
    const CareRule& rule = care_rule(step.board.rules());
    // An event that became known too late is followed up all the same, as soon as it is known.
    const TimePoint in_time = event_at + rule.event_within_ms;
    const TimePoint due = in_time > step.now() ? in_time : step.now() + rule.event_within_ms;
    if (next->due.due_at <= due) return;
    Visit to = *next;
    to.kind = VisitKind::event;
    to.due = {};
    set_due(to.due, step.now(), due, rule.warn_permille);
    to.window_from = step.now();
    to.window_until = due;
    to.ask_at = time_to_ask(step, to.id, step.now(), rule.dispatched);
    replan(step, to);
}

void CareArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
