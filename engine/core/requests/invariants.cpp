// Checked the slow way, from the entities alone.

#include <algorithm>

#include "engine/core/kernel/names.hpp"
#include "engine/core/requests/area.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/request.hpp"

namespace muster::core {
namespace {

// Nobody is forgotten: a timer, an owner, or a breach that the desk was told of.
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

// What has ended holds nobody; and the derived part is what the entities say.
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
            if (queued_here && !board.pending().contains(slot_handle(index, s))) {
                return request_name(request) + " is missing in the queue";
            }
        }
        if (wants_responders(request.status) && request.status != status_from_slots(request)) {
            return request_name(request) + " does not have the status of its slots";
        }
    }
    if (open != board.open_requests()) return "the count of open requests is wrong";
    if (queued != board.pending().size()) return "the queue holds entries that nobody waits for";
    return {};
}

}  // namespace

std::string RequestsArea::broken(const Board& board, Journeys& /*journeys*/) {
    std::string broken = check_care(board);
    return broken.empty() ? check_derived(board) : broken;
}

}  // namespace muster::core
