// A request is taken down and finds help.
#pragma once

#include <string>
#include <vector>

#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

// Takes a request down, merges it into the same incident or finds it help.
Rejection receive(Step& step, const CreateRequest& command);
// Whether it would be taken down, while there is room for one more.
[[nodiscard]] Rejection check_request(const Step& step, const CreateRequest& command);
[[nodiscard]] Rejection check_room(const Step& step);
// What is wrong with the fields in themselves, whatever there is on the board.
[[nodiscard]] Rejection check_fields(const Step& step, const CreateRequest& command);

// Whose number a caller has. The number of one member alone is a hint at that member; so is a
// number that is a contact of one member alone, which the list says. One that is a contact of many
// names nobody. The list is empty when `member` says it all.
struct CallerHints {
    MemberId member;
    std::vector<MemberHint> all;
};
// `number` is canonical.
[[nodiscard]] CallerHints hints_of(const Board& board, const std::string& number);

// What is looked after for this request now: itself, or what it was merged into, while that is
// open; nullptr.
[[nodiscard]] const Request* looked_after_as(const Board& board, RequestId request);

}  // namespace muster::core
