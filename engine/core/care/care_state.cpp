#include "engine/core/care/care_state.hpp"

#include <algorithm>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/obligation.hpp"

namespace muster::core {
namespace {

// Puts the id of what is there once for each owner.
template <class Map, class OwnerId, class Id>
void put(Map& map, OwnerId owner, Id id) {
    map.insert_or_assign(owner.value, id);
}

template <class Id, class Map, class OwnerId>
Id get(const Map& map, OwnerId owner) {
    const auto found = map.find(owner.value);
    return found == map.end() ? Id{} : found->second;
}

std::size_t place(const Visit& visit) {
    return static_cast<std::size_t>(visit.tier.value);
}

}  // namespace

TimePoint missed_at(const Visit& visit, const Rules& rules) {
    const VisitRule* const rule = visit_rule(rules, visit.tier.value);
    const TimePoint by =
        visit.next ? visit.due.due_at : std::max(visit.due.due_at, visit.window_until);
    return rule == nullptr ? by : by + hours(24 * rule->late_days);
}

bool is_missed_for_now(const Visit& visit, const Rules& rules) {
    return visit.status == VisitStatus::missed && visit.next &&
           visit_rule(rules, visit.tier.value) != nullptr;
}

void Derived<CareCase>::add(Index /*index*/, const CareCase& one) {
    put(by_member_, one.member, one.id);
    if (one.status == CareCaseStatus::assigned) by_consultant_.add(one.consultant, one.id);
}

void Derived<CareCase>::remove(Index /*index*/, const CareCase& one) {
    by_member_.erase(one.member.value);
    if (one.status == CareCaseStatus::assigned) by_consultant_.remove(one.consultant, one.id);
}

TimePoint Derived<CareCase>::due(const CareCase& /*one*/, const Rules& /*rules*/) {
    return never;
}

CareCaseId Derived<CareCase>::of_member(MemberId member) const {
    return get<CareCaseId>(by_member_, member);
}

TimePoint Derived<CarePlan>::due(const CarePlan& plan, const Rules& rules) {
    if (plan.status == CarePlanStatus::active) return next_alarm(plan.review);
    return is_open(plan.status) ? never : plan.ended_at + care_rule(rules).keep_ms;
}

TimePoint Derived<Referral>::due(const Referral& referral, const Rules& rules) {
    if (is_open(referral.status)) return next_alarm(referral.answer);
    return referral.ended_at + care_rule(rules).keep_ms;
}

void Derived<Visit>::add(Index /*index*/, const Visit& visit) {
    if (visit.next) {
        put(next_, visit.member, visit.id);
    } else {
        others_.add(visit.member, visit.id);
    }
    if (is_awaited(visit)) ++awaited_[place(visit)];
    if (!is_open(visit.status)) return;
    if (visit.visitor) by_visitor_.add(visit.visitor, visit.id);
    if (visit.request) by_request_.add(visit.request, visit.id);
}

void Derived<Visit>::remove(Index /*index*/, const Visit& visit) {
    if (visit.next) {
        next_.erase(visit.member.value);
    } else {
        others_.remove(visit.member, visit.id);
    }
    if (is_awaited(visit)) --awaited_[place(visit)];
    if (!is_open(visit.status)) return;
    if (visit.visitor) by_visitor_.remove(visit.visitor, visit.id);
    if (visit.request) by_request_.remove(visit.request, visit.id);
}

TimePoint Derived<Visit>::due(const Visit& visit, const Rules& rules) {
    const TimePoint kept = visit.ended_at + care_rule(rules).keep_ms;
    switch (visit.status) {
        case VisitStatus::planned: {
            const TimePoint send = visit.ask_at && !visit.request ? visit.ask_at : never;
            return std::min({next_alarm(visit.due), missed_at(visit, rules), send});
        }
        case VisitStatus::under_way:
            return next_alarm(visit.due);
        case VisitStatus::missed:
            // Until it is missed for good it is the next one; then another one is.
            if (!is_missed_for_now(visit, rules)) return kept;
            return std::min(next_alarm(visit.due), missed_at(visit, rules));
        case VisitStatus::done:
        case VisitStatus::cancelled:
        case VisitStatus::closed:
            return kept;
    }
    return never;
}

VisitId Derived<Visit>::next_of(MemberId member) const {
    return get<VisitId>(next_, member);
}

}  // namespace muster::core
