// How visits are planned, and what follows when one is over.

#include "engine/core/care/visiting.hpp"

#include <algorithm>
#include <tuple>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

constexpr Millis one_day = hours(24);

std::int64_t margin(const Visit& visit, const Rules& rules, std::int64_t VisitRule::*days) {
    const VisitRule* const rule = visit_rule(rules, visit.tier.value);
    return rule == nullptr ? 0 : rule->*days;
}

}  // namespace

Date today(const Step& step) {
    return local_day(calendar_rule(step.board.rules()), step.now());
}

const Visit* next_visit(const Board& board, MemberId member) {
    return board.store<Visit>().get(board.derived<Visit>().next_of(member));
}

const CareCase* open_case(const Board& board, MemberId member) {
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const CareCase* const found =
            board.store<CareCase>().get(board.derived<CareCase>().of_member(one));
        if (found != nullptr && found->status != CareCaseStatus::closed) return found;
    }
    return nullptr;
}

ResponderId consultant_of(const Board& board, MemberId member) {
    const CareCase* const one = open_case(board, member);
    const bool assigned = one != nullptr && one->status == CareCaseStatus::assigned;
    return assigned ? one->consultant : ResponderId{};
}

CarePromise promise_until(const Step& step, Date day, std::int64_t warn_days) {
    CarePromise promise;
    promise.due_at = end_of(calendar_rule(step.board.rules()), day);
    const TimePoint early = promise.due_at - one_day * warn_days;
    promise.warn_at = std::min(promise.due_at, std::max(step.now(), early));
    return promise;
}

TimePoint time_to_ask(const Step& step, VisitId visit, TimePoint window_from, bool wanted) {
    const CareRule& rule = care_rule(step.board.rules());
    if (!wanted || rule.visit_service.empty()) return {};
    const auto spread = static_cast<std::uint64_t>(rule.ask_within_ms.value);
    // Neighbours in time are far apart in the spread.
    const std::uint64_t part = std::hash<VisitId>()(visit) >> 16U;
    return std::max(step.now(), window_from) + Millis{static_cast<std::int64_t>(part % spread)};
}

void set_day(const Step& step, Visit& visit, Date due) {
    const Rules& rules = step.board.rules();
    visit.due = promise_until(step, due, margin(visit, rules, &VisitRule::warn_days));
    const std::int64_t early = 1 + margin(visit, rules, &VisitRule::early_days);
    visit.window_from = std::max(step.now(), visit.due.due_at - one_day * early);
    visit.window_from = std::min(visit.window_from, visit.due.due_at - Millis{1});
    visit.window_until = visit.due.due_at;
    visit.ask_at = time_to_ask(step, visit.id, visit.window_from, care_rule(rules).dispatched);
}

void plan_next(Step& step, MemberId member, const Visit* last, TimePoint from,
               std::optional<Date> latest) {
    const Board& board = step.board;
    const Member& whom = *board.members().get(member);
    const VisitRule* const rule = visit_rule(board.rules(), whom.risk.value.tier);
    if (rule == nullptr) return;
    const CalendarRule& calendar = calendar_rule(board.rules());
    // What would have been due before today is not made up for: the interval counts from now.
    if (one_interval_after(*rule, local_day(calendar, from)) < today(step)) from = step.now();
    const Date day = local_day(calendar, from);
    const bool goes_on = last != nullptr && last->tier == whom.risk.value.tier;
    const InSeries place =
        goes_on ? next_after(*rule, last->agreed, last->step, day) : first_after(*rule, day);

    Visit visit;
    visit.id = step.next_visit_id();
    visit.member = member;
    visit.next = true;
    visit.tier = whom.risk.value.tier;
    visit.agreed = place.agreed;
    visit.step = place.step;
    visit.since = from;
    visit.visitor = consultant_of(board, member);
    set_day(step, visit, std::max(today(step), std::min(place.due, latest.value_or(place.due))));
    const VisitId after = last == nullptr ? VisitId{} : last->id;
    step.emit(VisitPlanned{std::move(visit), after});
}

void record_done(Step& step, VisitRecorded event, std::optional<Date> next_due) {
    const VisitId id = event.visit;
    const TimePoint done_at = event.done_at;
    step.emit(std::move(event));
    const Visit& visit = *step.board.store<Visit>().get(id);
    const Member* const member = step.board.members().get(visit.member);
    if (!visit.next || member == nullptr || !is_visited(*member)) return;
    plan_next(step, visit.member, &visit, done_at, next_due);
}

void give_up(Step& step, const Visit& visit) {
    if (visit.status == VisitStatus::planned) {
        step.emit(VisitMissed{visit.id, visit.member, true, {}});
    }
    if (visit.next) plan_next(step, visit.member, &visit, step.now());
}

bool anybody_waits(const Board& board) {
    if (!board.rules().care) return false;
    const auto& active = board.derived<Member>().active();
    const TierCounts& awaited = board.derived<Visit>().awaited();
    for (const RiskTier tier : enum_values<RiskTier>) {
        const auto place = static_cast<std::size_t>(tier);
        if (active[place] > awaited[place] && visit_rule(board.rules(), tier)) return true;
    }
    return false;
}

namespace {

bool waits(const Board& board, const Member& member) {
    if (!is_visited(member)) return false;
    const Visit* const next = next_visit(board, member.id);
    if (next != nullptr && is_awaited(*next)) return false;
    return visit_rule(board.rules(), member.risk.value.tier) != nullptr;
}

void list_waiting(const Board& board, std::vector<MemberId>& list) {
    for (const Index index : board.members().in_order()) {
        const Member& member = board.members()[index];
        if (waits(board, member)) list.push_back(member.id);
    }
    std::reverse(list.begin(), list.end());
}

}  // namespace

void plan_first_visit(Step& step) {
    std::vector<MemberId>& list = step.board.derived<Visit>().waiting();
    for (bool fresh = false;; fresh = true) {
        for (; !list.empty(); list.pop_back()) {
            const Member* const member = step.board.members().get(list.back());
            if (member == nullptr || !waits(step.board, *member)) continue;
            return follow(step, member->id);
        }
        if (fresh) std::abort();  // the counts say that somebody waits
        list_waiting(step.board, list);
    }
}

}  // namespace muster::core
