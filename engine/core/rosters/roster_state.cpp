#include "engine/core/rosters/roster_state.hpp"

namespace muster::core {

const WorkRule& work_rule(const Rules& rules) {
    return or_usual(rules.work);
}

TimePoint Derived<Shift>::due(const Shift& shift, const Rules& rules) {
    const WorkRule& rule = work_rule(rules);
    switch (shift.status) {
        case ShiftStatus::planned:
            return shift.starts_at + rule.late_ms;
        case ShiftStatus::started:
            return shift.ends_at;
        case ShiftStatus::ended:
        case ShiftStatus::missed:
        case ShiftStatus::cancelled:
            return shift.ends_at + rule.keep_ms;
    }
    return never;
}

TimePoint Derived<Absence>::due(const Absence& absence, const Rules& rules) {
    switch (absence.status) {
        case AbsenceStatus::planned:
            return absence.starts_at;
        case AbsenceStatus::under_way:
            return absence.ends_at;
        case AbsenceStatus::over:
        case AbsenceStatus::cancelled:
            return absence.ends_at + work_rule(rules).keep_ms;
    }
    return never;
}

}  // namespace muster::core
