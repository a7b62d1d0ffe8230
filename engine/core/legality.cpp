#include "engine/core/legality.hpp"

#include <array>
#include <cstdint>

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

}  // namespace

bool legal(RequestAction action, RequestStatus status) {
    return (table[static_cast<std::size_t>(action)] >> static_cast<unsigned>(status) & 1u) != 0;
}

}  // namespace muster::core
