// What a look ahead takes for granted while the board stays as it is (advice.hpp). Whoever searches
// and weighs asks here, so that a look ahead goes through the very code that decides.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/responders/spot.hpp"

namespace muster::core {

struct Presumed {
    // Positions that the search has met and that are too old to count: a decision would say so.
    std::map<Index, Spot> lapsed;
    // Sent or asked for another slot already, or to be replaced: not to be found.
    std::vector<Index> taken;
    // When the first professional who would be sent is expected.
    TimePoint professional = never;
};

[[nodiscard]] inline bool is_taken(const Presumed* presumed, Index responder) {
    return presumed != nullptr && std::find(presumed->taken.begin(), presumed->taken.end(),
                                            responder) != presumed->taken.end();
}

[[nodiscard]] inline Spot spot(const Board& board, const Presumed* presumed, Index responder) {
    if (presumed != nullptr) {
        const auto known = presumed->lapsed.find(responder);
        if (known != presumed->lapsed.end()) return known->second;
    }
    const ResponderAux& aux = board.responders().aux(responder);
    return {aux.where, aux.lost, board.responders()[responder].lapsed_at.has_value()};
}

}  // namespace muster::core
