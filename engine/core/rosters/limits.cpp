#include "engine/core/rosters/limits.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/rosters/roster_state.hpp"

namespace muster::core {
namespace {

std::string hours_text(Millis time) {
    return std::to_string(time.value / 3'600'000) + " h " +
           std::to_string(time.value / 60'000 % 60) + " min";
}

// What of a stretch lies within another.
Millis common(TimePoint a_from, TimePoint a_until, TimePoint b_from, TimePoint b_until) {
    return std::max(Millis{}, std::min(a_until, b_until) - std::max(a_from, b_from));
}

// Each week of the city, from Monday to Sunday, that the stretch touches.
std::string week_broken(const Board& board, ResponderId responder, TimePoint from, TimePoint until,
                        ShiftId except, const WorkRule& rule) {
    const CalendarRule& calendar = calendar_rule(board.rules());
    Date monday = local_day(calendar, from);
    monday = monday - static_cast<std::int64_t>(weekday(monday));
    for (; time_at(calendar, monday) < until; monday = monday + 7) {
        const TimePoint begins = time_at(calendar, monday);
        const TimePoint ends = time_at(calendar, monday + 7);
        Millis sum = common(from, until, begins, ends);
        for (const ShiftId id : board.derived<Shift>().by_responder.of(responder)) {
            const Shift& shift = *board.store<Shift>().get(id);
            if (id == except || !counts(shift)) continue;
            sum = sum + common(shift.starts_at, shift.ends_at, begins, ends);
        }
        if (sum > rule.week_ms) {
            return "the week of " + to_string(monday) + " would have " + hours_text(sum) +
                   " of work, at most " + hours_text(rule.week_ms) + " are allowed";
        }
    }
    return {};
}

}  // namespace

std::string limit_broken(const Board& board, ResponderId responder, TimePoint from, TimePoint until,
                         ShiftId except) {
    const WorkRule& rule = work_rule(board.rules());
    if (until - from > rule.shift_ms) {
        return "the shift has " + hours_text(until - from) + ", at most " +
               hours_text(rule.shift_ms) + " are allowed";
    }
    for (const ShiftId id : board.derived<Shift>().by_responder.of(responder)) {
        const Shift& shift = *board.store<Shift>().get(id);
        if (id == except || !counts(shift)) continue;
        const Millis rest = shift.ends_at <= from ? from - shift.ends_at : shift.starts_at - until;
        if (rest >= Millis{} && rest < rule.rest_ms) {
            return "only " + hours_text(rest) + " of rest to shift " + std::to_string(id.value) +
                   ", at least " + hours_text(rule.rest_ms) + " are needed";
        }
    }
    return week_broken(board, responder, from, until, except, rule);
}

std::string not_fit_for_duty(const Board& board, ResponderId responder, TimePoint now) {
    for (const AbsenceId id : board.derived<Absence>().by_responder.of(responder)) {
        const Absence& absence = *board.store<Absence>().get(id);
        if (counts(absence) && meets(absence, now, now + Millis{1})) {
            return "is absent (" + std::string(name_of(absence.kind)) + ", absence " +
                   std::to_string(id.value) + ")";
        }
    }
    const WorkRule& rule = work_rule(board.rules());
    for (const ShiftId id : board.derived<Shift>().by_responder.of(responder)) {
        const Shift& shift = *board.store<Shift>().get(id);
        if (shift.status != ShiftStatus::ended || shift.ends_at > now) continue;
        if (now - shift.ends_at < rule.rest_ms) {
            return "has rested only " + hours_text(now - shift.ends_at) + " since shift " +
                   std::to_string(id.value) + ", at least " + hours_text(rule.rest_ms) +
                   " are needed";
        }
    }
    return {};
}

}  // namespace muster::core
