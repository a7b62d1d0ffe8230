// What follows from shifts and absences: from one, and from all of them together.
#pragma once

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
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

template <>
struct Derived<Shift> {
    void add(Index /*index*/, const Shift& shift) { by_responder.add(shift.responder, shift.id); }
    void remove(Index /*index*/, const Shift& shift) {
        by_responder.remove(shift.responder, shift.id);
    }
    // Missed, ended, or forgotten.
    [[nodiscard]] static TimePoint due(const Shift& shift, const Rules& rules);

    IdLists<ResponderId, ShiftId> by_responder;
};

template <>
struct Derived<Absence> {
    void add(Index /*index*/, const Absence& absence) {
        by_responder.add(absence.responder, absence.id);
    }
    void remove(Index /*index*/, const Absence& absence) {
        by_responder.remove(absence.responder, absence.id);
    }
    // Begun, over, or forgotten.
    [[nodiscard]] static TimePoint due(const Absence& absence, const Rules& rules);

    IdLists<ResponderId, AbsenceId> by_responder;
};

}  // namespace muster::core
