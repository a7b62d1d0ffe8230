// Binding responders to slots and following them until they are done.

#include "engine/core/dispatch/assignments.hpp"

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/dispatch/offers.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/step.hpp"
#include "muster/dispatch.hpp"

namespace muster::core {
namespace {

// The request and the slot that a responder is bound to.
struct Bound {
    Index request = no_index;
    std::uint32_t slot = 0;
    SlotStatus status = SlotStatus::open;
};

template <class C>
Expected<Bound, Rejection> find_bound(const Step& step, const C& command) {
    const ResponderId responder = command.responder;
    if (auto known = find_one(step, responder); !known) return known.error();
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
        if (request.slots[s].responder == responder && is_bound(request.slots[s].status)) {
            return Bound{*index, s, request.slots[s].status};
        }
    }
    return reject(RejectReason::not_the_assignee, "/responder",
                  "responder " + std::to_string(responder.value) +
                      " is not (or no longer) sent to request " +
                      std::to_string(command.request.value));
}

// The request whose slot the command names.
template <class C>
Named<Request> find_slot(const Step& step, const C& command) {
    const auto index = find_request(step, command.request);
    if (!index) return index;
    const auto& slots = step.board.requests()[*index].slots;
    if (command.slot >= slots.size()) {
        return reject(RejectReason::unknown_slot, "/slot",
                      "request " + std::to_string(command.request.value) + " has " +
                          std::to_string(slots.size()) + " slots, numbered from 0");
    }
    if (auto bad = check_status(step, *index, command)) return bad;
    return index;
}

// Whoever decided by what a screen showed is told when somebody else holds the slot by now.
Rejection check_holder(const Slot& slot, const std::optional<ResponderId>& expected) {
    const ResponderId holder = is_bound(slot.status) ? slot.responder : ResponderId{};
    if (!expected || *expected == holder) return {};
    return reject(RejectReason::holder_changed, "/expected_responder",
                  (holder ? "responder " + std::to_string(holder.value) : std::string("nobody")) +
                      " holds the slot now");
}

}  // namespace

void release(Step& step, Index index, std::uint32_t slot, ReleaseCause cause, std::string reason) {
    const Request& request = step.board.requests()[index];
    const ResponderId responder = request.slots[slot].responder;
    step.emit(AssignmentReleased{request.id, slot, responder, cause, std::move(reason)});
    step.came_free(step.board.responders().find(responder));
}

void let_go(Step& step, Index index) {
    const std::size_t slots = step.board.requests()[index].slots.size();
    const auto ended = WithdrawCause::request_ended;
    for (std::uint32_t s = 0; s < slots; ++s) {
        withdraw_offers(step, index, s, ended);
        if (is_bound(step.board.requests()[index].slots[s].status)) {
            release(step, index, s, ReleaseCause::request_ended, "");
        }
    }
}

void let_go_of(Step& step, Index index, const std::vector<std::uint32_t>& slots) {
    for (const std::uint32_t s : slots) {
        if (s >= step.board.requests()[index].slots.size()) continue;
        withdraw_offers(step, index, s, WithdrawCause::request_ended);
        const SlotStatus status = step.board.requests()[index].slots[s].status;
        if (!is_bound(status) || status == SlotStatus::on_scene) continue;
        release(step, index, s, ReleaseCause::request_ended, "the report was split off");
    }
}

Rejection decide(Step& step, const AssignResponder& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto responder = find_one(step, command.responder);
    if (!responder) return responder.error();
    const auto index = find_slot(step, command);
    if (!index) return index.error();
    const Slot& slot = step.board.requests()[*index].slots[command.slot];
    if (!can_be_given(slot)) {
        return reject(RejectReason::illegal_status, "/slot",
                      "somebody is there already, or the slot is done");
    }
    if (auto bad = check_holder(slot, command.expected_responder)) return bad;
    if (slot.responder == command.responder && is_bound(slot.status)) return {};
    const Responder& chosen = step.board.responders()[*responder];
    switch (chosen.status) {
        case ResponderStatus::off_duty:
        case ResponderStatus::out_of_service:
            return reject(RejectReason::responder_not_able, "/responder",
                          "is not on duty; set the duty to available first");
        case ResponderStatus::on_scene:
            return reject(RejectReason::responder_busy, "/responder",
                          "is on scene at request " + std::to_string(chosen.request.value));
        case ResponderStatus::available:
        case ResponderStatus::dispatched:
        case ResponderStatus::en_route:
        case ResponderStatus::clearing:
            break;
    }

    withdraw_offers(step, *index, command.slot, WithdrawCause::slot_filled);
    const Index asked_for = withdraw_offer_of(step, *responder, WithdrawCause::responder_busy);
    if (is_bound(step.board.requests()[*index].slots[command.slot].status)) {
        release(step, *index, command.slot, ReleaseCause::dispatcher, command.reason.value);
    }
    Index left = no_index;
    if (step.board.responders()[*responder].request) {
        left = step.board.requests().find(step.board.responders()[*responder].request);
        release(step, left, step.board.responders()[*responder].slot, ReleaseCause::dispatcher,
                command.reason.value);
    }
    assign_override(step, *index, command.slot, *responder, command.reason.value);
    if (left != no_index) fill_request(step, left);
    if (asked_for != no_index) fill_request(step, asked_for);
    return {};
}

Rejection decide(Step& step, const ReleaseResponder& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_slot(step, command);
    if (!index) return index.error();
    const Slot& slot = step.board.requests()[*index].slots[command.slot];
    if (!is_bound(slot.status)) {
        return reject(RejectReason::illegal_status, "/slot", "nobody is bound to this slot");
    }
    if (auto bad = check_holder(slot, command.expected_responder)) return bad;
    release(step, *index, command.slot, ReleaseCause::dispatcher, command.reason.value);
    fill_request(step, *index);
    return {};
}

Rejection decide(Step& step, const AcknowledgeAssignment& command) {
    const auto bound = find_bound(step, command);
    if (!bound) return bound.error();
    if (bound->status == SlotStatus::assigned) {
        step.emit(AssignmentAcknowledged{command.request, bound->slot, command.responder});
    }
    return {};
}

Rejection decide(Step& step, const RecordResponderCall& command) {
    const auto bound = find_bound(step, command);
    if (!bound) return bound.error();
    if (bound->status != SlotStatus::assigned) {
        return reject(
            RejectReason::illegal_status, "/responder",
            "responder " + std::to_string(command.responder.value) + " has acknowledged already");
    }
    step.emit(ResponderCallRecorded{command.request, bound->slot, command.responder,
                                    command.outcome, command.note});
    switch (command.outcome) {
        case ContactOutcome::answered:
            step.emit(AssignmentAcknowledged{command.request, bound->slot, command.responder});
            break;
        case ContactOutcome::refused:
            // He can be reached, and stays available for others.
            release(step, bound->request, bound->slot, ReleaseCause::declined, command.note.value);
            fill_request(step, bound->request);
            break;
        case ContactOutcome::no_answer:
            break;
    }
    return {};
}

Rejection decide(Step& step, const ReportEnRoute& command) {
    const auto bound = find_bound(step, command);
    if (!bound) return bound.error();
    if (bound->status == SlotStatus::on_scene) {
        return reject(RejectReason::illegal_status, "/request", "is on scene already");
    }
    if (bound->status != SlotStatus::en_route) {
        step.emit(ResponderEnRoute{command.request, bound->slot, command.responder});
    }
    return {};
}

Rejection decide(Step& step, const ReportOnScene& command) {
    const auto bound = find_bound(step, command);
    if (!bound) return bound.error();
    if (bound->status != SlotStatus::on_scene) {
        step.emit(ResponderOnScene{command.request, bound->slot, command.responder});
    }
    return {};
}

Rejection decide(Step& step, const CompleteAssignment& command) {
    if (command.disposition == Disposition::none) {
        return reject(RejectReason::invalid_field, "/disposition", "must say how it ended");
    }
    const auto bound = find_bound(step, command);
    if (!bound) return bound.error();
    // Who forgot to report the arrival was there at the latest now.
    if (bound->status != SlotStatus::on_scene) {
        step.emit(ResponderOnScene{command.request, bound->slot, command.responder});
    }
    step.emit(SlotServed{command.request, bound->slot, command.responder, command.disposition,
                         command.note});
    if (step.board.requests()[bound->request].status == RequestStatus::served) {
        let_go(step, bound->request);
    }
    step.came_free(step.board.responders().find(command.responder));
    return {};
}

}  // namespace muster::core
