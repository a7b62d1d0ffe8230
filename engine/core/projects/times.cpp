#include "engine/core/projects/times.hpp"

#include <algorithm>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"

namespace muster::core {
namespace {

DueTime on_working_day(const CalendarRule& calendar, Date day, std::int64_t n) {
    const WorkingDay due = working_days_after(calendar, day, static_cast<std::int32_t>(n));
    return {end_of(calendar, due.date), due.provisional, WorkingDaysAfter{day, n}};
}

// So long after a day, at its end.
DueTime days_after(const CalendarRule& calendar, Date day, ProjectTime time) {
    if (time.unit == DeadlineUnit::working_days) return on_working_day(calendar, day, time.count);
    if (time.unit == DeadlineUnit::days) return {end_of(calendar, day + time.count)};
    return {end_of(calendar, months_after(day, static_cast<std::int32_t>(time.count)))};
}

// After the first day, until and with the last one.
std::int64_t working_days_between(const CalendarRule& calendar, Date first, Date last) {
    std::int64_t count = 0;
    for (Date day = first + 1; day <= last; day = day + 1)
        count += is_working_day(calendar, day) ? 1 : 0;
    return count;
}

// Of what was given, so many are left after the day; 0 when all have passed. Unlike the days until
// it is due, they do not become fewer when some of these turn out to be holidays.
std::int64_t working_days_left(const CalendarRule& calendar, const WorkingDaysAfter& given,
                               Date day) {
    const std::int64_t left = given.count - working_days_between(calendar, given.day, day) +
                              working_days_between(calendar, day, given.day);
    return std::max<std::int64_t>(left, 0);
}

// Until when an opinion on a step is waited for, so that its department has its last working day to
// itself, or what is left of it when it is warned. Later than now, while the step is not late.
TimePoint last_for_opinion(const Rules& rules, const ProjectStepRule& rule,
                           const ProjectPromise& step, TimePoint now) {
    if (rule.within.unit != DeadlineUnit::hours) {
        const CalendarRule& calendar = calendar_rule(rules);
        const Date today = local_day(calendar, now);
        Date last = day_of_due(calendar, step.due_at);
        while (last > today && !is_working_day(calendar, last))
            last = last - 1;
        if (last > today) return time_at(calendar, last);
    }
    return step.warn_at > now ? step.warn_at : step.due_at;
}

}  // namespace

DueTime due_after(const Rules& rules, TimePoint from, ProjectTime time) {
    if (time.unit == DeadlineUnit::hours) return {from + hours(time.count)};
    const CalendarRule& calendar = calendar_rule(rules);
    return days_after(calendar, local_day(calendar, from), time);
}

DueTime extended(const Rules& rules, const ProjectStep& step) {
    const ProjectTime more = step.rule.extension;
    if (more.unit == DeadlineUnit::hours) return {step.due.due_at + hours(more.count)};
    const CalendarRule& calendar = calendar_rule(rules);
    const Date due = day_of_due(calendar, step.due.due_at);
    DueTime to = days_after(calendar, due, more);
    if (more.unit == DeadlineUnit::months && step.rule.within.unit == DeadlineUnit::months) {
        const std::int64_t together = step.rule.within.count + more.count;
        const DueTime before = due_after(rules, step.counted_at, step.rule.within);
        const DueTime both = due_after(rules, step.counted_at, {together, DeadlineUnit::months});
        // By as many days as the step was suspended.
        to.at = both.at + (step.due.due_at - before.at);
    }
    // Counted with the days that were given first, so that both are reckoned anew together.
    if (to.given && step.due.given) {
        to.given = {step.due.given->day, step.due.given->count + more.count};
    }
    to.provisional = to.provisional || step.due.provisional;
    return to;
}

ProjectPromise promise(const Rules& rules, TimePoint from, ProjectTime time,
                       std::int64_t warn_permille) {
    const DueTime due = due_after(rules, from, time);
    ProjectPromise made;
    set_due(made, from, due.at, warn_permille);
    made.provisional = due.provisional;
    made.given = due.given;
    return made;
}

ProjectPromise opinion_promise(const Rules& rules, const Project& project,
                               const ProjectStepRule& rule, const ProjectPromise& step,
                               TimePoint now) {
    ProjectPromise made = promise(rules, now, project.opinion_within, project.warn_permille);
    if (project.opinion_after_step) return made;
    const TimePoint last = last_for_opinion(rules, rule, step, now);
    if (made.due_at <= last) return made;
    set_due(made, now, last, project.warn_permille);
    made.provisional = step.provisional;
    return made;
}

ProjectPromise before_its_step(const Rules& rules, ProjectPromise opinion,
                               const ProjectStepRule& rule, const ProjectPromise& step,
                               TimePoint now) {
    const TimePoint last = last_for_opinion(rules, rule, step, now);
    if (opinion.due_at <= last) return opinion;
    opinion.warn_at = opinion.warn_at - (opinion.due_at - last);
    opinion.due_at = last;
    opinion.provisional = step.provisional;
    return opinion;
}

void move_promise(ProjectPromise& promise, const MovedDeadline& moved) {
    move_deadline(promise, moved);
    promise.provisional = moved.provisional;
}

std::optional<MovedDeadline> opinion_anew(const Rules& rules, const ProjectPromise& opinion,
                                          const ProjectStepRule& rule, const ProjectPromise& step,
                                          TimePoint now) {
    if (!is_ahead(opinion, now)) return std::nullopt;
    const CalendarRule& calendar = calendar_rule(rules);
    // What is not in working days is provisional only through its step.
    DueTime due{opinion.due_at, opinion.provisional && step.provisional};
    if (opinion.given) due = on_working_day(calendar, opinion.given->day, opinion.given->count);
    const TimePoint last = last_for_opinion(rules, rule, step, now);
    if (due.at > last) due = {last, step.provisional};
    const TimePoint due_at =
        std::min(with_notice(calendar, due.at, opinion.due_at, now), step.due_at);
    const bool provisional =
        due_at == due.at ? due.provisional : provisional_until(calendar, due_at);
    if (due_at == opinion.due_at && provisional == opinion.provisional) return std::nullopt;
    return moved_to(opinion, due_at, provisional, now);
}

ProjectPromise after_pause(const Rules& rules, const ProjectPromise& before, DeadlineUnit unit,
                           TimePoint suspended_at, TimePoint now) {
    if (before.met_at || before.breached_at || before.due_at <= suspended_at) return before;
    DueTime due{before.due_at, before.provisional};
    if (unit == DeadlineUnit::hours) {
        due.at = before.due_at + (now - suspended_at);
    } else {
        const CalendarRule& calendar = calendar_rule(rules);
        const Date stopped = local_day(calendar, suspended_at);
        const Date today = local_day(calendar, now);
        const Date last = day_of_due(calendar, before.due_at);
        if (unit == DeadlineUnit::working_days) {
            const std::int64_t until_due = working_days_between(calendar, stopped, last);
            const std::int64_t left =
                before.given ? working_days_left(calendar, *before.given, stopped) : until_due;
            due = on_working_day(calendar, today, std::max(left, until_due));
            due.given = {today, left};
        } else {
            due.at = end_of(calendar, last + (today - stopped));
        }
        due.at = std::max(due.at, before.due_at);
    }
    ProjectPromise after = before;
    after.due_at = due.at;
    after.warn_at = due.at - (before.due_at - before.warn_at);
    after.provisional = due.provisional;
    after.given = due.given;
    return after;
}

}  // namespace muster::core
