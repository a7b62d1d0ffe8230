#include "engine/core/invariants.hpp"

#include <algorithm>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/request_state.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

std::string request_name(const Request& request) {
    return "request " + std::to_string(request.id.value) + " (" +
           std::string(name_of(request.status)) + ")";
}

// 1. A bound slot and its responder know each other, one to one.
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

// 2. A live offer belongs to an offered slot and to a volunteer who has no other.
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

// 3. Nobody is forgotten: a timer, an owner, or a breach that the desk was told of.
std::string check_care(const Board& board) {
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        if (!is_open(request.status) || !request.owner.empty()) continue;
        if (request_due(request, board.rules().desk) != never) continue;
        const bool told = std::any_of(request.milestones.begin(), request.milestones.end(),
                                      [](const MilestoneState& m) { return m.breached_at; });
        const bool bound = std::any_of(request.slots.begin(), request.slots.end(),
                                       [](const Slot& slot) { return is_bound(slot.status); });
        if (!told && !bound) return request_name(request) + " has neither an owner nor a timer";
    }
    return {};
}

// 4. No able, idle professional while a slot waits that could be served.
std::string check_idle(const Board& board, Journeys& journeys) {
    for (const Index index : board.responders().in_order()) {
        if (board.responders().aux(index).grid != GridKind::idle_direct) continue;
        const auto waiting = best_waiting(board, board.at(), index);
        if (!waiting) continue;
        const Request& request = board.requests()[*waiting / max_slots];
        const Millis eta = journeys.eta(board, index, request.place->value, request.urgency);
        if (eta >= roads::TravelTimes::never_arrives) continue;
        return request_name(request) + " waits while responder " +
               std::to_string(board.responders()[index].id.value) + " is able and idle";
    }
    return {};
}

// 8. What has ended holds nobody; and the derived part is what the entities say.
std::string check_derived(const Board& board) {
    std::uint64_t open = 0;
    std::size_t queued = 0;
    for (const Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        const RequestAux& aux = board.requests().aux(index);
        open += is_open(request.status) ? 1u : 0u;
        const bool in_queue = wants_responders(request.status) && request.place.has_value();
        for (std::uint32_t s = 0; s < request.slots.size(); ++s) {
            const Slot& slot = request.slots[s];
            const bool queued_here = (aux.queued >> s & 1) != 0;
            queued += queued_here ? 1u : 0u;
            if (!wants_responders(request.status) && is_bound(slot.status)) {
                return request_name(request) + " has somebody bound";
            }
            if (queued_here != (in_queue && is_waiting(slot.status))) {
                return request_name(request) + ": slot " + std::to_string(s) +
                       " and the queue disagree";
            }
            if (queued_here && !board.pending().contains(index * max_slots + s)) {
                return request_name(request) + " is missing in the queue";
            }
        }
        if (wants_responders(request.status) && request.status != status_from_slots(request)) {
            return request_name(request) + " does not have the status of its slots";
        }
    }
    std::vector<std::uint32_t> standing(board.rules().standby.posts.size() * profile_count, 0);
    for (const Index index : board.responders().in_order()) {
        const ResponderAux& aux = board.responders().aux(index);
        if (!aux.covers_from) continue;
        ++standing[*aux.covers_from * profile_count + static_cast<std::size_t>(aux.covers_by)];
        if (aux.grid != GridKind::idle_direct) return "somebody busy covers a post";
    }
    for (std::size_t i = 0; i < standing.size(); ++i) {
        const auto post = static_cast<std::uint32_t>(i / profile_count);
        if (standing[i] != board.standing_by(post, static_cast<Profile>(i % profile_count))) {
            return "the count of those who stand by at a post is wrong";
        }
    }
    KnownPlaces places;
    const auto know = [&places](const std::optional<Personal<Point>>& place) {
        if (place) places.add(place->value);
    };
    for (const Index index : board.members().in_order())
        know(board.members()[index].profile.home);
    for (const PostRule& post : board.rules().standby.posts)
        places.add(post.place);
    for (const DemandPoint& point : board.rules().standby.demand)
        places.add(point.place);
    for (const Index index : board.responders().in_order()) {
        const Responder& responder = board.responders()[index];
        know(responder.profile.post);
        if (responder.lapsed_at && !responder.position) return "a position lapsed that is none";
    }
    if (places != board.known_places()) return "the known places are not those of the entities";
    if (open != board.open_requests()) return "the count of open requests is wrong";
    if (queued != board.pending().size()) return "the queue holds entries that nobody waits for";
    return {};
}

}  // namespace

std::string find_broken_invariant(const Board& board, Journeys& journeys) {
    for (const auto check : {check_assignments, check_offers, check_care, check_derived}) {
        std::string broken = check(board);
        if (!broken.empty()) return broken;
    }
    return check_idle(board, journeys);
}

}  // namespace muster::core
