// When something of a project is due: in hours around the clock, or at the end of a day of the
// city. Pure functions of the calendar in the rules.
#pragma once

#include <optional>

#include "muster/projects.hpp"
#include "muster/rules.hpp"

namespace muster::core {

struct DueTime {
    TimePoint at;
    bool provisional = false;  // holidays until then are not all known yet
    std::optional<WorkingDaysAfter> given = std::nullopt;  // nothing = not in working days
};

// So long after `from`; hours do not look at the calendar at all.
[[nodiscard]] DueTime due_after(const Rules& rules, TimePoint from, ProjectTime time);

// A step, whose time counts from `counted_at`, gets its extension: it is added to the day on which
// the step is due, and months to months, so that three and one are four.
[[nodiscard]] DueTime extended(const Rules& rules, const ProjectStep& step);

// Owed from `from` on.
[[nodiscard]] ProjectPromise promise(const Rules& rules, TimePoint from, ProjectTime time,
                                     std::int64_t warn_permille);

// An opinion on a step that is due so, asked for now: within the time that the project gives for
// it, and early enough for the step's department to go on in time when nobody answers, unless the
// project lets the step wait. Precondition: the step is not late.
[[nodiscard]] ProjectPromise opinion_promise(const Rules& rules, const Project& project,
                                             const ProjectStepRule& rule,
                                             const ProjectPromise& step, TimePoint now);

// An opinion that was due before its step, after both have stood still: it still is.
[[nodiscard]] ProjectPromise before_its_step(const Rules& rules, ProjectPromise opinion,
                                             const ProjectStepRule& rule,
                                             const ProjectPromise& step, TimePoint now);

void move_promise(ProjectPromise& promise, const MovedDeadline& moved);

// An opinion that was due before its step, by the calendar now in force, when the step is due so
// from now on: it still is, or with it where only that leaves a whole working day. Nothing when it
// stays as it is.
[[nodiscard]] std::optional<MovedDeadline> opinion_anew(const Rules& rules,
                                                        const ProjectPromise& opinion,
                                                        const ProjectStepRule& rule,
                                                        const ProjectPromise& step, TimePoint now);

// As it was, with the time that it had left at `suspended_at` left at `now`. What was met or was
// late by then stays as it is.
[[nodiscard]] ProjectPromise after_pause(const Rules& rules, const ProjectPromise& before,
                                         DeadlineUnit unit, TimePoint suspended_at, TimePoint now);

}  // namespace muster::core
