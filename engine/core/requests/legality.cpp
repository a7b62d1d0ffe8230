#include "engine/core/requests/legality.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

using enum RequestStatus;

template <class... Status>
constexpr std::uint32_t in(Status... status) {
    return ((1u << static_cast<unsigned>(status)) | ...);
}

constexpr std::uint32_t unbound = in(received, queued, offered);
constexpr std::uint32_t bound = in(dispatched, en_route, on_scene);
constexpr std::uint32_t open = unbound | bound | in(held);
constexpr std::uint32_t after = in(served, called_back);
constexpr std::uint32_t all = (1u << request_status_count) - 1;

// In the order of RequestAction.
constexpr std::array<std::uint32_t, request_action_count> table{
    open | in(served),                      // take
    open,                                   // locate
    open,                                   // reclassify
    unbound,                                // hold
    in(held),                               // resume
    open,                                   // cancel
    open,                                   // merge
    open,                                   // merge_into
    open,                                   // transfer
    after | in(closed, cancelled, merged),  // reopen
    open | after,                           // verify_safe
    open | in(served),                      // hand_over
    open,                                   // contact
    in(served),                             // call_back
    in(received) | after,                   // close
    all,                                    // note
    all & ~in(merged),                      // explain_breach
    in(queued, offered) | bound,            // assign
    bound,                                  // release
    bound,                                  // acknowledge
    bound,                                  // en_route
    bound,                                  // on_scene
    bound,                                  // complete
    in(merged),                             // split
    open,                                   // dismiss_duplicate
};

// The same table by status: which actions it has.
constexpr auto by_status = [] {
    std::array<std::uint32_t, request_status_count> out{};
    for (std::size_t a = 0; a < table.size(); ++a) {
        for (std::size_t s = 0; s < out.size(); ++s) {
            if ((table[a] >> s & 1u) != 0) out[s] |= 1u << a;
        }
    }
    return out;
}();

template <class... Action>
constexpr std::uint32_t bits(Action... action) {
    return ((1u << static_cast<unsigned>(action)) | ...);
}

}  // namespace

bool legal(RequestAction action, RequestStatus status) {
    return (table[static_cast<std::size_t>(action)] >> static_cast<unsigned>(status) & 1u) != 0;
}

std::string_view command_of(RequestAction action) {
    switch (action) {
        case RequestAction::take:
            return "TakeRequest";
        case RequestAction::locate:
            return "LocateRequest";
        case RequestAction::reclassify:
            return "ReclassifyRequest";
        case RequestAction::hold:
            return "HoldRequest";
        case RequestAction::resume:
            return "ResumeRequest";
        case RequestAction::cancel:
            return "CancelRequest";
        case RequestAction::merge:
            return "MergeRequest";
        case RequestAction::merge_into:
            return {};
        case RequestAction::transfer:
            return "TransferRequest";
        case RequestAction::reopen:
            return "ReopenRequest";
        case RequestAction::verify_safe:
            return "VerifySafe";
        case RequestAction::hand_over:
            return "RecordHandover";
        case RequestAction::contact:
            return "RecordContact";
        case RequestAction::call_back:
            return "RecordCallback";
        case RequestAction::close:
            return "CloseRequest";
        case RequestAction::note:
            return "AddNote";
        case RequestAction::explain_breach:
            return "ExplainBreach";
        case RequestAction::assign:
            return "AssignResponder";
        case RequestAction::release:
            return "ReleaseResponder";
        case RequestAction::acknowledge:
            return "AcknowledgeAssignment";
        case RequestAction::en_route:
            return "ReportEnRoute";
        case RequestAction::on_scene:
            return "ReportOnScene";
        case RequestAction::complete:
            return "CompleteAssignment";
        case RequestAction::split:
            return "SplitRequest";
        case RequestAction::dismiss_duplicate:
            return "DismissDuplicate";
    }
    std::abort();
}

std::uint32_t allowed_actions(const Request& request) {
    using enum RequestAction;
    std::uint32_t out = by_status[static_cast<std::size_t>(request.status)];
    if (is_unverified(request)) {
        out &= ~bits(hold, cancel, transfer, close);
    }
    if (!has_call_due(request)) out &= ~bits(contact);
    if (waits_for_callback(request)) out &= ~bits(close);
    const auto& slots = request.slots;
    if (std::none_of(slots.begin(), slots.end(), can_be_given)) out &= ~bits(assign);
    const auto sets_out = [](const Slot& slot) {
        return is_bound(slot.status) && slot.status != SlotStatus::on_scene;
    };
    if (std::none_of(slots.begin(), slots.end(), sets_out)) out &= ~bits(en_route);
    const auto& promises = request.milestones;
    const auto is_broken = [](const MilestoneState& state) { return bool(state.breached_at); };
    if (std::none_of(promises.begin(), promises.end(), is_broken)) out &= ~bits(explain_breach);
    return out;
}

bool may_stand_by(const Responder& responder) {
    return responder.profile.kind != ResponderKind::volunteer &&
           responder.status == ResponderStatus::available;
}

}  // namespace muster::core
