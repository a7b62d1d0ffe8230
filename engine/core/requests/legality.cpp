#include "engine/core/requests/legality.hpp"

#include <algorithm>
#include <array>

#include "engine/core/requests/clocks.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/dispatch.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

// By status: the actions whose rows allow it.
constexpr auto by_status = []<class... C>(TypeList<C...>) {
    std::array<std::uint64_t, request_status_count> out{};
    for (std::size_t s = 0; s < out.size(); ++s) {
        const auto status = static_cast<RequestStatus>(s);
        out[s] = ((command_row<C>.allowed_in.has(status) ? action_bits<C> : 0) | ...);
    }
    return out;
}(RequestActions());

}  // namespace

std::uint64_t allowed_actions(const Request& request) {
    std::uint64_t out = by_status[static_cast<std::size_t>(request.status)];
    if (is_unverified(request)) {
        out &= ~action_bits<HoldRequest, CancelRequest, TransferRequest, CloseRequest>;
    }
    if (!has_call_due(request)) out &= ~action_bits<RecordContact>;
    if (waits_for_callback(request)) out &= ~action_bits<CloseRequest>;
    if (request.caught_up) out &= ~action_bits<ReopenRequest>;
    if (request.rating != 0) out &= ~action_bits<RateRequest>;
    if (!can_be_returned(request)) out &= ~action_bits<ReturnRequest>;
    if (!can_be_extended(request)) out &= ~action_bits<ExtendRequest>;
    const auto& slots = request.slots;
    if (std::none_of(slots.begin(), slots.end(), can_be_given)) {
        out &= ~action_bits<AssignResponder>;
    }
    const auto sets_out = [](const Slot& slot) {
        return is_bound(slot.status) && slot.status != SlotStatus::on_scene;
    };
    if (std::none_of(slots.begin(), slots.end(), sets_out)) out &= ~action_bits<ReportEnRoute>;
    const auto is_awaited = [](const Slot& slot) { return slot.status == SlotStatus::assigned; };
    if (std::none_of(slots.begin(), slots.end(), is_awaited)) {
        out &= ~action_bits<RecordResponderCall>;
    }
    const auto& promises = request.milestones;
    const auto is_broken = [](const MilestoneState& state) { return bool(state.breached_at); };
    if (std::none_of(promises.begin(), promises.end(), is_broken)) {
        out &= ~action_bits<ExplainBreach>;
    }
    return out;
}

}  // namespace muster::core
