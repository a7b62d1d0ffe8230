// Checked the slow way, from the entities alone.

#include <algorithm>

#include "engine/core/dispatch/area.hpp"
#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "muster/request.hpp"

namespace muster::core {
namespace {

// A bound slot and its responder know each other, one to one.
std::string check_assignments(const Board& board) {
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
            if (!is_bound(request.slots[s].status)) continue;
            const Responder* responder = board.responders().get(request.slots[s].responder);
            if (responder == nullptr || responder->request != request.id || responder->slot != s) {
                return request_name(request) + ": slot " + std::to_string(s) +
                       " is bound to a responder who does not know it";
            }
        }
    }
    for (const Index index : board.responders().in_order()) {
        const Responder& responder = board.responders()[index];
        if (is_busy(responder.status) != static_cast<bool>(responder.request)) {
            return "responder " + std::to_string(responder.id.value) + " is " +
                   std::string(name_of(responder.status)) + " with request " +
                   std::to_string(responder.request.value);
        }
        if (!responder.request) continue;
        const Request* request = board.requests().get(responder.request);
        if (request == nullptr || responder.slot >= request->slots.size() ||
            request->slots[responder.slot].responder != responder.id ||
            !is_bound(request->slots[responder.slot].status)) {
            return "responder " + std::to_string(responder.id.value) +
                   " holds a slot that does not know it";
        }
    }
    return {};
}

// Only whoever has not acknowledged yet is waited for, and called.
std::string check_calls(const Board& board) {
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
            const Slot& slot = request.slots[s];
            if (slot.status == SlotStatus::assigned || (!slot.call_at && !slot.call_due)) continue;
            return request_name(request) + ": slot " + std::to_string(s) +
                   " has a call to somebody who is not waited for";
        }
    }
    return {};
}

// A live offer belongs to an offered slot and to a volunteer who has no other.
std::string check_offers(const Board& board) {
    std::vector<std::pair<RequestId, std::uint32_t>> offered;
    for (const Index index : board.offers().in_order()) {
        const Offer& offer = board.offers()[index];
        if (offer.status != OfferStatus::live) continue;
        const std::string name = "offer " + std::to_string(offer.id.value);
        const Request* request = board.requests().get(offer.request);
        if (request == nullptr || request->slots[offer.slot].status != SlotStatus::offered) {
            return name + " lives, but its slot is not offered";
        }
        const Index responder = board.responders().find(offer.responder);
        if (responder == no_index || board.responders().aux(responder).live_offer != offer.id ||
            board.responders()[responder].status != ResponderStatus::available) {
            return name + " lives, but its responder is not considering it";
        }
        offered.emplace_back(offer.request, offer.slot);
    }
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
            if (request.slots[s].status != SlotStatus::offered) continue;
            if (std::find(offered.begin(), offered.end(), std::pair(request.id, s)) ==
                offered.end()) {
                return request_name(request) + ": slot " + std::to_string(s) +
                       " is offered, but no offer lives";
            }
        }
    }
    return {};
}

// No able, idle professional while a slot waits that could be served.
std::string check_idle(const Board& board, Journeys& journeys) {
    for (const Index index : board.responders().in_order()) {
        if (board.responders().aux(index).grid != GridKind::idle_direct) continue;
        const auto waiting = best_waiting(board, board.at(), index);
        if (!waiting) continue;
        const Request& request = board.requests()[request_of(*waiting)];
        const Millis eta = journeys.eta(board, index, request.place->value, request.urgency);
        if (eta >= roads::TravelTimes::never_arrives) continue;
        return request_name(request) + " waits while responder " +
               std::to_string(board.responders()[index].id.value) + " is able and idle";
    }
    return {};
}

}  // namespace

std::string DispatchArea::broken(const Board& board, Journeys& journeys) {
    for (const auto check : {check_assignments, check_calls, check_offers}) {
        std::string broken = check(board);
        if (!broken.empty()) return broken;
    }
    return check_idle(board, journeys);
}

}  // namespace muster::core
