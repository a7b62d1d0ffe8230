#include "engine/core/requests/clocks.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

MilestoneState* find_milestone(Request& request, Milestone milestone) {
    const auto found = std::find_if(
        request.milestones.begin(), request.milestones.end(),
        [milestone](const MilestoneState& state) { return state.milestone == milestone; });
    return found == request.milestones.end() ? nullptr : &*found;
}

TimePoint end_of(const CalendarRule& calendar, Date day) {
    return time_at(calendar, day, TimeOfDay{TimeOfDay::last});
}

// What the class says of the same thing in milliseconds does not count beside a clock, unless it is
// history.
void leave_to_the_clock(Request& request) {
    std::erase_if(request.milestones, [](const MilestoneState& state) {
        const bool same =
            state.milestone == Milestone::completed || state.milestone == Milestone::answered;
        return same && !state.met_at && !state.breached_at;
    });
}

void set_clock(Request& request, const ClockRule& clock, const Rules& rules, TimePoint from) {
    const std::optional<Extension>& more = request.extension;
    const ClockEnd end =
        more ? ClockEnd{more->due_at, more->urge_at, more->provisional, {}}
             : clock_end(rules, clock, local_day(calendar_rule(rules), from), clock.days);
    MilestoneState& state = request.milestones.emplace_back();
    state.milestone = Milestone::answered;
    state.provisional = end.provisional;
    state.given = more ? more->given : end.given;
    set_due(state, from, end.due_at, clock.warn_permille);
    request.clock = clock.kind;
    request.urge_at = end.urge_at;
}

}  // namespace

const OnestopRule& onestop_rule(const Rules& rules) {
    return or_usual(rules.onestop);
}

const std::vector<ClockRule>& clocks_of(const OnestopRule& rule) {
    static const std::vector<ClockRule> usual{{ClockKind::advice, 3, 800, 3, 1},
                                              {ClockKind::help, 3, 800, 3, 1},
                                              {ClockKind::complaint, 13, 800, 5, 1}};
    return rule.clocks.empty() ? usual : rule.clocks;
}

const ClockRule* find_clock(const OnestopRule& rule, ClockKind kind) {
    const std::vector<ClockRule>& clocks = clocks_of(rule);
    const auto found = std::find_if(clocks.begin(), clocks.end(),
                                    [kind](const ClockRule& clock) { return clock.kind == kind; });
    return found == clocks.end() ? nullptr : &*found;
}

const ClockRule* clock_of(const Rules& rules, const Code& service, Urgency urgency) {
    if (urgency < Urgency::P3) return nullptr;
    const OnestopRule& rule = onestop_rule(rules);
    const auto found =
        std::find_if(rule.services.begin(), rule.services.end(),
                     [&service](const ServiceClock& one) { return one.service == service; });
    return found == rule.services.end() ? nullptr : find_clock(rule, found->kind);
}

ClockEnd clock_end(const Rules& rules, const ClockRule& clock, Date day, std::int64_t days) {
    const CalendarRule& calendar = calendar_rule(rules);
    const WorkingDay due = working_days_after(calendar, day, static_cast<std::int32_t>(days));
    return {end_of(calendar, due.date),
            urged_after(rules, clock, due.date),
            due.provisional,
            {day, days}};
}

TimePoint urged_after(const Rules& rules, const ClockRule& clock, Date due) {
    if (clock.urge_after_days == 0) return {};
    const CalendarRule& calendar = calendar_rule(rules);
    const WorkingDay urge =
        working_days_after(calendar, due, static_cast<std::int32_t>(clock.urge_after_days));
    return next_opening(calendar, time_at(calendar, urge.date)).at;
}

Date due_day(const Rules& rules, TimePoint due_at) {
    return local_day(calendar_rule(rules), due_at - Millis{1});
}

void set_promises(Request& request, const ClassRule& rule, const Rules& rules, TimePoint from) {
    const ClockRule* const clock = clock_of(rules, request.service, request.urgency);
    std::optional<MilestoneState> running;
    if (clock != nullptr && request.clock == clock->kind) {
        if (const MilestoneState* const answer = answer_of(request)) running = *answer;
    }
    set_milestones(request, rule, rules.desk, from);
    if (clock == nullptr) {
        request.clock = ClockKind::none;
        request.urge_at = {};
        return;
    }
    leave_to_the_clock(request);
    if (!running) return set_clock(request, *clock, rules, from);
    if (MilestoneState* const state = find_milestone(request, Milestone::answered)) {
        *state = std::move(*running);
    } else {
        request.milestones.push_back(std::move(*running));
    }
}

void promise_callback(Request& request, const Rules& rules, TimePoint at) {
    const std::int64_t days = onestop_rule(rules).callback_days;
    if (days == 0 || request.urgency < Urgency::P3) {
        return add_milestone(request, Milestone::called_back, at, rules.desk.callback_within_ms,
                             rules.desk);
    }
    const CalendarRule& calendar = calendar_rule(rules);
    const Date today = local_day(calendar, at);
    const WorkingDay due = working_days_after(calendar, today, static_cast<std::int32_t>(days));
    add_milestone(request, Milestone::called_back, at, end_of(calendar, due.date) - at, rules.desk);
    request.milestones.back().provisional = due.provisional;
    request.milestones.back().given = {today, days};
}

const MilestoneState* answer_of(const Request& request) {
    const auto found = std::find_if(
        request.milestones.begin(), request.milestones.end(),
        [](const MilestoneState& state) { return state.milestone == Milestone::answered; });
    return found == request.milestones.end() ? nullptr : &*found;
}

bool can_be_extended(const Request& request) {
    const MilestoneState* const answer = answer_of(request);
    return answer != nullptr && request.clock != ClockKind::none && !request.extension &&
           !answer->met_at && !answer->breached_at;
}

void extend(Request& request, const Extension& extension, const Rules& rules, TimePoint at) {
    request.extension = extension;
    request.urge_at = extension.urge_at;
    MilestoneState* const answer = find_milestone(request, Milestone::answered);
    if (answer == nullptr) return;
    const ClockRule* const clock = find_clock(onestop_rule(rules), request.clock);
    answer->warned_at = {};
    answer->provisional = extension.provisional;
    answer->given = extension.given;
    set_due(*answer, at, extension.due_at,
            clock != nullptr ? clock->warn_permille : rules.desk.warn_permille);
}

namespace {

// The answer of a request; with it moves when whoever owes it is urged.
std::optional<RequestDeadlineMoved> answer_recomputed(const Request& request,
                                                      const MilestoneState& state,
                                                      const Rules& rules, TimePoint now) {
    const CalendarRule& calendar = calendar_rule(rules);
    auto moved = reckoned_anew(calendar, state, now);
    TimePoint urge_at = request.urge_at;
    const ClockRule* const clock = find_clock(onestop_rule(rules), request.clock);
    if (state.given && is_ahead(state, now) && urge_at && clock != nullptr) {
        const TimePoint due_at = moved ? moved->due_at : state.due_at;
        urge_at = urged_after(rules, *clock, due_day(rules, due_at));
    }
    if (!moved && urge_at == request.urge_at) return std::nullopt;
    if (!moved) moved = moved_to(state, state.due_at, state.provisional, now);
    return RequestDeadlineMoved{request.id, state.milestone, *moved, urge_at};
}

}  // namespace

std::vector<RequestDeadlineMoved> recomputed(const Request& request, const Rules& rules,
                                             TimePoint now) {
    std::vector<RequestDeadlineMoved> all;
    for (const MilestoneState& state : request.milestones) {
        if (!owes(request, state.milestone)) continue;
        if (state.milestone == Milestone::answered) {
            if (auto moved = answer_recomputed(request, state, rules, now)) {
                all.push_back(*std::move(moved));
            }
        } else if (const auto moved = reckoned_anew(calendar_rule(rules), state, now)) {
            all.push_back({request.id, state.milestone, *moved, request.urge_at});
        }
    }
    return all;
}

void move_deadline(Request& request, const RequestDeadlineMoved& event) {
    MilestoneState* const state = find_milestone(request, event.milestone);
    if (state == nullptr) return;
    move_deadline(*state, event.moved);
    state->provisional = event.moved.provisional;
    if (event.milestone != Milestone::answered) return;
    request.urge_at = event.urge_at;
    if (!request.extension) return;
    // Its clock may be set anew from it.
    request.extension->due_at = event.moved.due_at;
    request.extension->urge_at = event.urge_at;
    request.extension->provisional = event.moved.provisional;
}

}  // namespace muster::core
