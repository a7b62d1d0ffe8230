// Deadlines that were given in working days, reckoned anew by the calendar now in force.
#pragma once

#include <optional>

#include "engine/core/kernel/obligation.hpp"
#include "muster/deadlines.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// What is due by `wanted` instead of `due_at`: one that is earlier leaves at least the whole of the
// next working day, and is not later than before.
[[nodiscard]] TimePoint with_notice(const CalendarRule& calendar, TimePoint wanted,
                                    TimePoint due_at, TimePoint now);
// The same of what was given in working days. Precondition: given.count >= 0.
[[nodiscard]] TimePoint due_anew(const CalendarRule& calendar, const WorkingDaysAfter& given,
                                 TimePoint due_at, TimePoint now);
// Whether holidays until then may still be unknown.
[[nodiscard]] bool provisional_until(const CalendarRule& calendar, TimePoint due_at);

// Whether it can move at all: it was not met, and its time has not passed.
template <AnObligation T>
[[nodiscard]] constexpr bool is_ahead(const T& obligation, TimePoint now) {
    return !obligation.met_at && !obligation.breached_at && obligation.due_at > now;
}

// It is warned of as long before as it was, and anew when that time is still to come.
template <AnObligation T>
[[nodiscard]] MovedDeadline moved_to(const T& obligation, TimePoint due_at, bool provisional,
                                     TimePoint now) {
    MovedDeadline moved{obligation.due_at, due_at,
                        due_at - (obligation.due_at - obligation.warn_at), obligation.warned_at,
                        provisional};
    if (moved.warn_at > now) moved.warned_at = {};
    return moved;
}

// Nothing when it stays as it is.
template <AnObligation T>
[[nodiscard]] std::optional<MovedDeadline> reckoned_anew(
    const CalendarRule& calendar, const T& obligation, const std::optional<WorkingDaysAfter>& given,
    bool was_provisional, TimePoint now) {
    if (!given || !is_ahead(obligation, now)) return std::nullopt;
    const TimePoint due_at = due_anew(calendar, *given, obligation.due_at, now);
    const bool provisional = provisional_until(calendar, due_at);
    if (due_at == obligation.due_at && provisional == was_provisional) return std::nullopt;
    return moved_to(obligation, due_at, provisional, now);
}
// Of one that knows itself how it was given.
template <AnObligation T>
[[nodiscard]] std::optional<MovedDeadline> reckoned_anew(const CalendarRule& calendar,
                                                         const T& obligation, TimePoint now) {
    return reckoned_anew(calendar, obligation, obligation.given, obligation.provisional, now);
}

template <AnObligation T>
constexpr void move_deadline(T& obligation, const MovedDeadline& moved) {
    obligation.due_at = moved.due_at;
    obligation.warn_at = moved.warn_at;
    obligation.warned_at = moved.warned_at;
}

}  // namespace muster::core
