// Checked the slow way, from the entities alone.

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "engine/core/rosters/area.hpp"
#include "engine/core/rosters/roster_state.hpp"

namespace muster::core {
namespace {

template <class T>
std::string named(const T& one) {
    return std::string(entity_row<T>.one) + " " + std::to_string(one.id.value);
}

template <class T>
std::string check_times(const Board& board) {
    std::vector<const T*> counting;
    for (const Index index : board.store<T>().in_order()) {
        const T& one = board.store<T>()[index];
        if (board.responders().find(one.responder) == no_index) return named(one) + " is nobody's";
        if (board.deadlines<T>().due_of(index).value_or(never) !=
            Derived<T>::due(one, board.rules())) {
            return named(one) + " does not fall due when it should";
        }
        if (counts(one)) counting.push_back(&one);
    }
    // Side by side, the first two that meet are neighbours.
    std::sort(counting.begin(), counting.end(), [](const T* a, const T* b) {
        return std::tuple(a->responder, a->starts_at) < std::tuple(b->responder, b->starts_at);
    });
    for (std::size_t i = 1; i < counting.size(); ++i) {
        const T& one = *counting[i];
        const T& before = *counting[i - 1];
        if (before.responder == one.responder && meets(before, one.starts_at, one.ends_at)) {
            return named(one) + " meets another one";
        }
    }
    return "";
}

}  // namespace

std::string RostersArea::broken(const Board& board, Journeys& /*journeys*/) {
    const std::string broken = check_times<Shift>(board);
    return broken.empty() ? check_times<Absence>(board) : broken;
}

}  // namespace muster::core
