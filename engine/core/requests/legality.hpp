// Which actions a request allows in which status: the one table, and what else it is that forbids
// them. Consoles and phones offer what allowed_actions() says and keep no table of their own.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string_view>

#include "muster/entities.hpp"
#include "muster/enums.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(RequestAction, take, locate, reclassify, hold, resume, cancel, merge,
                        merge_into, transfer, reopen, verify_safe, hand_over, contact, call_back,
                        close, note, explain_breach, assign, release, acknowledge, en_route,
                        on_scene, complete, split, dismiss_duplicate)
constexpr int request_action_count = 25;

[[nodiscard]] bool legal(RequestAction action, RequestStatus status);

// The name of the command that asks for the action. Empty for merge_into: that one names the
// request only as the other side of a merge.
[[nodiscard]] std::string_view command_of(RequestAction action);

// The actions that the request allows as it is now, one bit each in the order of RequestAction. A
// command for one of them is refused only for what it says itself: a slot, a responder, a field.
[[nodiscard]] std::uint32_t allowed_actions(const Request& request);
[[nodiscard]] constexpr bool holds(std::uint32_t actions, RequestAction action) {
    return (actions >> static_cast<unsigned>(action) & 1u) != 0;
}

// Whether the responder can be ordered to a post.
[[nodiscard]] bool may_stand_by(const Responder& responder);

}  // namespace muster::core
