#include "engine/core/requests/clocks.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
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
        more ? ClockEnd{more->due_at, more->urge_at, more->provisional}
             : clock_end(rules, clock, local_day(calendar_rule(rules), from), clock.days);
    MilestoneState& state = request.milestones.emplace_back();
    state.milestone = Milestone::answered;
    state.provisional = end.provisional;
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
    ClockEnd end{end_of(calendar, due.date), {}, due.provisional};
    if (clock.urge_after_days > 0) {
        const WorkingDay urge = working_days_after(
            calendar, due.date, static_cast<std::int32_t>(clock.urge_after_days));
        end.urge_at = next_opening(calendar, time_at(calendar, urge.date)).at;
    }
    return end;
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
    const WorkingDay due =
        working_days_after(calendar, local_day(calendar, at), static_cast<std::int32_t>(days));
    add_milestone(request, Milestone::called_back, at, end_of(calendar, due.date) - at, rules.desk);
    request.milestones.back().provisional = due.provisional;
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
    set_due(*answer, at, extension.due_at,
            clock != nullptr ? clock->warn_permille : rules.desk.warn_permille);
}

}  // namespace muster::core
