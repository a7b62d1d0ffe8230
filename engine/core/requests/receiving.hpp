// A request is taken down and finds help.
#pragma once

#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

// Takes a request down, merges it into the same incident or finds it help.
Rejection receive(Step& step, const CreateRequest& command);
// What is wrong with the fields in themselves, whatever there is on the board.
[[nodiscard]] Rejection check_fields(const Step& step, const CreateRequest& command);

// What is looked after for this request now: itself, or what it was merged into, while that is
// open; nullptr.
[[nodiscard]] const Request* looked_after_as(const Board& board, RequestId request);

}  // namespace muster::core
