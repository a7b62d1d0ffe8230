// Which volunteers and members are one person, as the register of talents says.
#pragma once

#include <vector>

#include "engine/core/board.hpp"

namespace muster::core {

// Whom the service looks after and who is this volunteer, under the number he is known by; 0.
[[nodiscard]] MemberId member_of(const Board& board, ResponderId volunteer);

// Whether the volunteer is the member, whatever number is used for either.
[[nodiscard]] bool is_same_person(const Board& board, ResponderId volunteer, MemberId member);

// The volunteer, and every other one who is the same person.
[[nodiscard]] std::vector<ResponderId> as_volunteers(const Board& board, ResponderId volunteer);

}  // namespace muster::core
