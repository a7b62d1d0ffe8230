// Checked the slow way, from the entities alone.

#include <string>

#include "engine/core/rosters/area.hpp"
#include "engine/core/rosters/roster_state.hpp"

namespace muster::core {
namespace {

template <class T>
std::string check_times(const Board& board) {
    const auto all = board.store<T>().in_order();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const T& one = board.store<T>()[all[i]];
        const std::string name =
            std::string(entity_row<T>.one) + " " + std::to_string(one.id.value);
        if (board.responders().find(one.responder) == no_index) return name + " is nobody's";
        if (board.deadlines<T>().due_of(all[i]).value_or(never) !=
            Derived<T>::due(one, board.rules())) {
            return name + " does not fall due when it should";
        }
        if (!counts(one)) continue;
        for (std::size_t j = 0; j < i; ++j) {
            const T& other = board.store<T>()[all[j]];
            if (other.responder == one.responder && counts(other) &&
                meets(other, one.starts_at, one.ends_at)) {
                return name + " meets another one";
            }
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
