// What follows from shifts and absences: from one, and from all of them together.
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/rosters.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(ShiftAction, start, end, miss, cancel)

constexpr LifeCycle<ShiftStatus, ShiftAction> shift_cycle(
    {ShiftStatus::planned}, {ShiftStatus::ended, ShiftStatus::missed, ShiftStatus::cancelled},
    {{{ShiftStatus::planned}, ShiftAction::start, ShiftStatus::started},
     {{ShiftStatus::started}, ShiftAction::end, ShiftStatus::ended},
     {{ShiftStatus::planned}, ShiftAction::miss, ShiftStatus::missed},
     {{ShiftStatus::planned, ShiftStatus::started}, ShiftAction::cancel, ShiftStatus::cancelled}});

BOOST_DEFINE_ENUM_CLASS(AbsenceAction, begin, finish, cancel)

constexpr LifeCycle<AbsenceStatus, AbsenceAction> absence_cycle(
    {AbsenceStatus::planned}, {AbsenceStatus::over, AbsenceStatus::cancelled},
    {{{AbsenceStatus::planned}, AbsenceAction::begin, AbsenceStatus::under_way},
     {{AbsenceStatus::under_way}, AbsenceAction::finish, AbsenceStatus::over},
     {{AbsenceStatus::planned}, AbsenceAction::cancel, AbsenceStatus::cancelled}});

// Of these rules, or the usual one.
[[nodiscard]] const WorkRule& work_rule(const Rules& rules);

// It counts: it is not over without having been worked.
[[nodiscard]] constexpr bool counts(const Shift& shift) {
    return shift.status != ShiftStatus::cancelled && shift.status != ShiftStatus::missed;
}
[[nodiscard]] constexpr bool counts(const Absence& absence) {
    return absence.status == AbsenceStatus::planned || absence.status == AbsenceStatus::under_way;
}

// Whether two half-open stretches of time have a moment in common.
template <class A>
[[nodiscard]] constexpr bool meets(const A& a, TimePoint from, TimePoint until) {
    return a.starts_at < until && from < a.ends_at;
}

// Those of each responder, in order of id.
template <class T>
class ByResponder {
  public:
    using IdT = decltype(T::id);

    void add(const T& one) {
        std::vector<IdT>& list = lists_[one.responder.value];
        list.insert(std::upper_bound(list.begin(), list.end(), one.id), one.id);
    }
    void remove(const T& one) {
        const auto list = lists_.find(one.responder.value);
        std::erase(list->second, one.id);
        if (list->second.empty()) lists_.erase(list);
    }
    [[nodiscard]] std::span<const IdT> of(ResponderId responder) const {
        const auto list = lists_.find(responder.value);
        if (list == lists_.end()) return {};
        return list->second;
    }

  private:
    boost::unordered_flat_map<std::uint64_t, std::vector<IdT>> lists_;
};

template <>
struct Derived<Shift> {
    void add(Index /*index*/, const Shift& shift) { by_responder.add(shift); }
    void remove(Index /*index*/, const Shift& shift) { by_responder.remove(shift); }
    // Missed, ended, or forgotten.
    [[nodiscard]] static TimePoint due(const Shift& shift, const Rules& rules);

    ByResponder<Shift> by_responder;
};

template <>
struct Derived<Absence> {
    void add(Index /*index*/, const Absence& absence) { by_responder.add(absence); }
    void remove(Index /*index*/, const Absence& absence) { by_responder.remove(absence); }
    // Begun, over, or forgotten.
    [[nodiscard]] static TimePoint due(const Absence& absence, const Rules& rules);

    ByResponder<Absence> by_responder;
};

}  // namespace muster::core
