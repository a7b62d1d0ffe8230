// Checked the slow way, from the entities alone.

#include <string>

#include "engine/core/calls/area.hpp"
#include "engine/core/calls/call_state.hpp"

namespace muster::core {
namespace {

std::string check_call(const Board& board, Index index) {
    const Call& call = board.store<Call>()[index];
    if (board.derived<Call>().find(call.reference) != index) return "is not found by its reference";
    if (board.deadlines<Call>().due_of(index).value_or(never) !=
        Derived<Call>::due(call, board.rules())) {
        return "does not fall due when it should";
    }
    const bool ended = call.status == CallStatus::ended;
    if (ended != static_cast<bool>(call.ended_at) || ended != (call.end != CallEnd::none)) {
        return "has ended by half";
    }
    if (call.end == CallEnd::answered && !call.answered_at) return "was answered at no time";
    if (call.end == CallEnd::abandoned && call.answered_at) return "was answered and abandoned";
    if (call.status == CallStatus::talking && !call.answered_at) return "is talked at no time";
    return "";
}

}  // namespace

std::string CallsArea::broken(const Board& board, Journeys& /*journeys*/) {
    for (const Index index : board.store<Call>().in_order()) {
        const std::string broken = check_call(board, index);
        if (broken.empty()) continue;
        return "call " + std::to_string(board.store<Call>()[index].id.value) + " " + broken;
    }
    return "";
}

}  // namespace muster::core
