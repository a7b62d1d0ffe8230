// What of requests falls due by the passing of time.

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/requests/area.hpp"
#include "engine/core/requests/clocks.hpp"
#include "engine/core/requests/contacts.hpp"
#include "engine/core/requests/raising.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/dispatch.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

namespace muster::core {
namespace {

void raise_alerts(Step& step, Index index) {
    const Request& request = step.board.requests()[index];
    for (std::size_t i = 0; i < request.milestones.size(); ++i) {
        const MilestoneState& state = request.milestones[i];
        if (!owes(request, state.milestone)) continue;
        const Alarms due = alarms_due(state, step.now());
        if (due.warn) step.emit(DeadlineWarned{request.id, state.milestone});
        if (due.breach) step.emit(DeadlineBreached{request.id, state.milestone});
    }
    // From here on its wait costs more.
    look_again(step, index);
}

// Slots that waited too long for volunteers, and professionals who did not confirm.
void review_slots(Step& step, Index index) {
    const Request& request = step.board.requests()[index];
    for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
        const Slot& slot = request.slots[s];
        if (is_waiting(slot.status) && slot.fill == FillMode::offer && slot.fallback_at &&
            slot.fallback_at <= step.now()) {
            withdraw_offers(step, index, s, WithdrawCause::fallback);
            step.emit(SlotFellBack{request.id, s});
        }
        if (slot.status != SlotStatus::assigned) continue;
        if (slot.acknowledge_until && slot.acknowledge_until <= step.now()) {
            const ResponderId silent = slot.responder;
            const std::string why =
                "did not acknowledge request " + std::to_string(request.id.value);
            step.emit(
                AssignmentReleased{request.id, s, silent, ReleaseCause::not_acknowledged, ""});
            // Whoever cannot be reached must not be sent to the next emergency either.
            step.emit(DutyChanged{silent, ResponderStatus::out_of_service, {}, why});
        } else if (slot.call_at && slot.call_at <= step.now()) {
            step.emit(ResponderCallDue{request.id, s, slot.responder});
        }
    }
    fill_request(step, index);
}

void escalate(Step& step, Index index) {
    const Request& request = step.board.requests()[index];
    const auto higher = static_cast<Urgency>(static_cast<int>(request.urgency) - 1);
    step.emit(RequestReclassified{request.id, higher, true, "waited too long in its class"});
    look_again(step, index);
    fill_request(step, index);
}

void request_is_due(Step& step, Index index) {
    const Request& request = step.board.requests()[index];
    if (has_ended(request.status)) {
        step.emit(RequestArchived{request.id});
        return;
    }
    raise_alerts(step, index);
    if (request.status == RequestStatus::held && request.held_until <= step.now()) {
        step.emit(RequestResumed{request.id});
        fill_request(step, index);
    }
    if (waits_for_urging(request) && request.urge_at <= step.now()) {
        step.emit(RequestUrged{request.id, true, {}, {}, {}});
    }
    if (!wants_responders(request.status)) return;
    review_slots(step, index);
    bool waiting = false;
    for (const Slot& slot : request.slots)
        waiting |= is_waiting(slot.status);
    if (waiting && request.escalate_at && request.escalate_at <= step.now()) escalate(step, index);
    const ContactProgress& contacts = request.contacts;
    if (contacts.active && contacts.due_at && contacts.due_at <= step.now()) {
        next_contact(step, index);
    }
}

}  // namespace

void recompute_requests(Step& step) {
    const Board& board = step.board;
    // Collected first, since each event changes its request.
    std::vector<RequestDeadlineMoved> all;
    for (const Index index : board.requests().in_order()) {
        for (RequestDeadlineMoved& one :
             recomputed(board.requests()[index], board.rules(), step.now())) {
            if (step.may_move()) all.push_back(std::move(one));
        }
    }
    for (RequestDeadlineMoved& one : all) {
        const RequestId id = one.request;
        step.emit(std::move(one));
        // Its wait costs more, or less, from another time on.
        look_again(step, board.requests().find(id));
    }
}

TimePoint RequestsArea::due(const Board& board) {
    return board.deadlines<Request>().next_due();
}

void RequestsArea::fire(Step& step) {
    request_is_due(step, step.board.deadlines<Request>().next_handle());
}

}  // namespace muster::core
