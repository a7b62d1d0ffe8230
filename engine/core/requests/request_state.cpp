#include "engine/core/requests/request_state.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/core/kernel/names.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/requests/clocks.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {

std::string request_name(const Request& request) {
    return "request " + std::to_string(request.id.value) + " (" +
           std::string(name_of(request.status)) + ")";
}

bool is_open(RequestStatus status) {
    return wants_responders(status) || status == RequestStatus::held;
}

bool wants_responders(RequestStatus status) {
    switch (status) {
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::dispatched:
        case RequestStatus::en_route:
        case RequestStatus::on_scene:
            return true;
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
        case RequestStatus::held:
        case RequestStatus::cancelled:
        case RequestStatus::merged:
        case RequestStatus::transferred:
            return false;
    }
    std::abort();
}

bool has_ended(RequestStatus status) {
    return status == RequestStatus::closed || status == RequestStatus::cancelled ||
           status == RequestStatus::merged || status == RequestStatus::transferred;
}

bool is_waiting(SlotStatus status) {
    return status == SlotStatus::open || status == SlotStatus::offered;
}

bool is_bound(SlotStatus status) {
    return status == SlotStatus::assigned || status == SlotStatus::acknowledged ||
           status == SlotStatus::en_route || status == SlotStatus::on_scene;
}

bool is_unverified(const Request& request) {
    return request.safety == Safety::unverified;
}

bool has_call_due(const Request& request) {
    return request.contacts.active;
}

bool waits_for_callback(const Request& request) {
    return request.status == RequestStatus::served && request.callbacks == 0;
}

std::uint32_t round_of(const Request& request) {
    return request.reopened + 1;
}

TimePoint round_began_at(const Request& request) {
    return request.round_at ? request.round_at : request.created_at;
}

bool can_be_returned(const Request& request) {
    return request.status == RequestStatus::transferred || !request.owner.empty();
}

bool waits_for_urging(const Request& request) {
    return is_open(request.status) && bool(request.urge_at);
}

bool can_be_given(const Slot& slot) {
    return slot.status != SlotStatus::on_scene && slot.status != SlotStatus::served &&
           slot.status != SlotStatus::dropped;
}

RequestStatus status_from_slots(const Request& request) {
    RequestStatus status = RequestStatus::queued;
    bool done = true;
    bool any_served = false;
    for (const Slot& slot : request.slots) {
        switch (slot.status) {
            case SlotStatus::open:
                done = false;
                break;
            case SlotStatus::offered:
                done = false;
                status = std::max(status, RequestStatus::offered);
                break;
            case SlotStatus::assigned:
            case SlotStatus::acknowledged:
                done = false;
                status = std::max(status, RequestStatus::dispatched);
                break;
            case SlotStatus::en_route:
                done = false;
                status = std::max(status, RequestStatus::en_route);
                break;
            case SlotStatus::on_scene:
                done = false;
                status = std::max(status, RequestStatus::on_scene);
                break;
            case SlotStatus::served:
                any_served = true;
                break;
            case SlotStatus::dropped:
                break;
        }
    }
    if (!done) return status;
    return any_served ? RequestStatus::served : RequestStatus::received;
}

bool is_served(const Request& request) {
    return status_from_slots(request) == RequestStatus::served;
}

bool owes(const Request& request, Milestone milestone) {
    if (milestone == Milestone::called_back) return request.status == RequestStatus::served;
    return is_open(request.status);
}

TimePoint request_due(const Request& request, const DeskRule& desk) {
    if (has_ended(request.status)) return request.ended_at + desk.archive_after_ms;
    TimePoint due = next_alarm(request.milestones, [&request](const MilestoneState& state) {
        return owes(request, state.milestone);
    });
    const auto at = [&due](TimePoint time) { due = std::min(due, time); };
    if (waits_for_urging(request)) at(request.urge_at);
    if (request.status == RequestStatus::held) {
        at(request.held_until);
        return due;
    }
    if (!wants_responders(request.status)) return due;
    bool waiting = false;
    for (const Slot& slot : request.slots) {
        if (is_waiting(slot.status)) {
            waiting = true;
            if (slot.fill == FillMode::offer && slot.fallback_at) at(slot.fallback_at);
        } else if (slot.status == SlotStatus::assigned) {
            if (slot.acknowledge_until) at(slot.acknowledge_until);
            if (slot.call_at) at(slot.call_at);
        }
    }
    if (waiting && request.escalate_at) at(request.escalate_at);
    if (request.contacts.active && request.contacts.due_at) at(request.contacts.due_at);
    return due;
}

void add_milestone(Request& request, Milestone milestone, TimePoint from, Millis within,
                   const DeskRule& desk) {
    MilestoneState& state = request.milestones.emplace_back();
    state.milestone = milestone;
    set_due(state, from, from + within, desk.warn_permille);
}

void set_milestones(Request& request, const ClassRule& rule, const DeskRule& desk, TimePoint from) {
    std::vector<MilestoneState> before = std::exchange(request.milestones, {});
    request.milestones.reserve(rule.milestones.size() + 1);
    for (const MilestoneRule& promise : rule.milestones)
        add_milestone(request, promise.milestone, from, promise.within_ms, desk);
    keep_history(request.milestones, std::move(before), &MilestoneState::milestone);
}

void meet(Request& request, Milestone milestone, TimePoint at) {
    for (MilestoneState& state : request.milestones) {
        if (state.milestone == milestone) meet(state, at);
    }
}

void owe_again(Request& request, Milestone milestone) {
    for (MilestoneState& state : request.milestones) {
        if (state.milestone == milestone) owe_again(state);
    }
}

void open_slot(Request& request, const SlotRule& rule, TimePoint at) {
    Slot& slot = request.slots.emplace_back();
    slot.role = rule.role;
    slot.skills = rule.skills;
    slot.fill = rule.fill;
    if (rule.fill == FillMode::offer && rule.fallback_ms > Millis{}) {
        slot.fallback_at = at + rule.fallback_ms;
    }
}

void open_slots(Request& request, const ResponsePlan& plan, TimePoint at) {
    request.slots.clear();
    request.slots.reserve(plan.slots.size());
    for (const SlotRule& rule : plan.slots)
        open_slot(request, rule, at);
    for (MergedReport& report : request.reports) {
        report.slots.clear();
        for (const SlotRule& want : report.wants) {
            // Another set of rules may leave less room.
            if (request.slots.size() == max_slots) break;
            report.slots.push_back(static_cast<std::uint32_t>(request.slots.size()));
            open_slot(request, want, at);
        }
    }
}

void resume_contacts(Request& request, const ResponsePlan& plan) {
    ContactProgress& contacts = request.contacts;
    bool wanted = plan.contacts.enabled;
    for (const MergedReport& report : request.reports)
        wanted |= report.gave_contacts;
    contacts.active = wanted && request.member && !contacts.reached && !contacts.exhausted;
}

void record_contact(Request& request, const ContactRule& rule, ContactOutcome outcome,
                    TimePoint at) {
    ContactProgress& contacts = request.contacts;
    if (outcome == ContactOutcome::answered) {
        contacts.reached = true;
        contacts.active = false;
        contacts.due_at = {};
        meet(request, Milestone::contact, at);
        return;
    }
    ++contacts.misses;
    // Who refuses is not called again; who does not answer is, until the misses are full.
    if (outcome == ContactOutcome::refused || contacts.misses >= rule.misses) {
        ++contacts.step;
        contacts.misses = 0;
        contacts.due_at = at;
    } else {
        contacts.due_at = at + rule.interval_ms;
    }
}

// Waiting never makes a life threat of anything: P0 is for people to say.
void set_escalation(Request& request, const ClassRule& rule, TimePoint at) {
    const bool can_rise = request.urgency > Urgency::P1 && rule.escalate_after_ms > Millis{};
    request.escalate_at = can_rise ? at + rule.escalate_after_ms : TimePoint{};
}

void reopen_promises(Request& request) {
    bool anybody_sent = false;
    bool anybody_there = false;
    for (const Slot& slot : request.slots) {
        anybody_sent |= is_bound(slot.status);
        anybody_there |= slot.status == SlotStatus::on_scene;
    }
    if (!anybody_sent) owe_again(request, Milestone::dispatched);
    if (!anybody_there) owe_again(request, Milestone::on_site);
    if (!anybody_there) owe_again(request, Milestone::hard_limit);
}

void finish(Request& request, Disposition disposition, const Rules& rules, TimePoint at) {
    for (Slot& slot : request.slots) {
        if (is_waiting(slot.status)) slot.status = SlotStatus::dropped;
    }
    request.disposition = disposition;
    request.contacts.active = false;
    request.contacts.due_at = {};
    meet(request, Milestone::completed, at);
    meet(request, Milestone::answered, at);
    promise_callback(request, rules, at);
}

}  // namespace muster::core
