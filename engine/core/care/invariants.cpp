// Checked the slow way, from the entities alone.

#include <map>
#include <string>
#include <vector>

#include "engine/core/care/area.hpp"
#include "engine/core/care/visiting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

template <class T>
std::string named(const T& one) {
    return std::string(entity_row<T>.one) + " " + std::to_string(one.id.value) + " ";
}

// Of every kind: it has a member, and falls due when it should.
template <class T>
std::string check_kind(const Board& board) {
    for (const Index index : board.store<T>().in_order()) {
        const T& one = board.store<T>()[index];
        const Member* const member = board.members().get(board.root(one.member));
        if (member == nullptr || board.members().get(one.member) == nullptr) {
            return named(one) + "has no member";
        }
        if (board.deadlines<T>().due_of(index).value_or(never) !=
            Derived<T>::due(one, board.rules())) {
            return named(one) + "does not fall due when it should";
        }
        const bool owed = is_looked_after(member->status);
        if constexpr (requires { is_open(one.status); }) {
            if (!owed && is_open(one.status)) return named(one) + "is for who is not looked after";
        } else {
            if (!owed && one.status != CareCaseStatus::closed) {
                return named(one) + "is for who is not looked after";
            }
        }
    }
    return "";
}

std::string check_visit(const Board& board, const Visit& visit) {
    if (visit.due.warn_at > visit.due.due_at) return "is warned of after it is due";
    if (visit.window_from >= visit.window_until) return "has no window";
    if (!is_awaited(visit)) return "";
    const Member& member = *board.members().get(visit.member);
    if (!is_visited(member)) return "is the next one of who is not visited";
    if (visit.tier != member.risk.value.tier) return "does not follow the tier of its member";
    const VisitRule* const rule = visit_rule(board.rules(), visit.tier.value);
    if (rule == nullptr) return "";
    const CalendarRule& calendar = calendar_rule(board.rules());
    const Date latest = one_interval_after(*rule, local_day(calendar, visit.since));
    if (visit.kind == VisitKind::routine && day_of_due(calendar, visit.due.due_at) > latest) {
        return "is due later than one interval after the last one";
    }
    return "";
}

// Each member who is visited has one next visit, except those for whom it is still to be planned.
std::string check_next_visits(const Board& board) {
    std::map<MemberId, int> next;
    for (const Index index : board.store<Visit>().in_order()) {
        const Visit& visit = board.store<Visit>()[index];
        std::string broken = check_visit(board, visit);
        if (!broken.empty()) return named(visit) + broken;
        if (is_awaited(visit)) ++next[visit.member];
    }
    const bool some_wait = anybody_waits(board);
    for (const Index index : board.members().in_order()) {
        const Member& member = board.members()[index];
        const auto found = next.find(member.id);
        const int visits = found == next.end() ? 0 : found->second;
        if (visits > 1) return named(member) + "has two next visits";
        const bool wanted =
            is_visited(member) && visit_rule(board.rules(), member.risk.value.tier) != nullptr;
        if (wanted && visits == 0 && !some_wait) return named(member) + "has no next visit";
    }
    return "";
}

// One case of each member that is open, and one plan of each that is in use.
std::string check_once_each(const Board& board) {
    std::map<MemberId, int> open;
    for (const Index index : board.store<CareCase>().in_order()) {
        const CareCase& one = board.store<CareCase>()[index];
        if (one.status == CareCaseStatus::closed) continue;
        if (++open[board.root(one.member)] > 1) return named(one) + "is a second one of its member";
    }
    std::map<MemberId, int> in_use;
    for (const Index index : board.store<CarePlan>().in_order()) {
        const CarePlan& plan = board.store<CarePlan>()[index];
        if (plan.status != CarePlanStatus::active && plan.status != CarePlanStatus::on_hold) {
            continue;
        }
        if (++in_use[plan.member] > 1) return named(plan) + "is a second one in use";
    }
    return "";
}

}  // namespace

std::string CareArea::broken(const Board& board, Journeys& /*journeys*/) {
    for (const auto check : {check_kind<CareCase>, check_kind<CarePlan>, check_kind<Visit>,
                             check_kind<Referral>, check_next_visits, check_once_each}) {
        std::string broken = check(board);
        if (!broken.empty()) return broken;
    }
    return "";
}

}  // namespace muster::core
