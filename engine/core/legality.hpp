// Which actions a request allows in which status: the one table.
#pragma once

#include <boost/describe/enum.hpp>

#include "muster/enums.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(RequestAction, take, locate, reclassify, hold, resume, cancel, merge,
                        merge_into, transfer, reopen, verify_safe, hand_over, contact, call_back,
                        close, note, explain_breach, assign, release, acknowledge, en_route,
                        on_scene, complete, split, dismiss_duplicate)
constexpr int request_action_count = 25;

[[nodiscard]] bool legal(RequestAction action, RequestStatus status);

}  // namespace muster::core
