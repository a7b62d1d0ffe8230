// Checked the slow way, from the entities alone.

#include "engine/core/responders/area.hpp"

namespace muster::core {

std::string RespondersArea::broken(const Board& board, Journeys& /*journeys*/) {
    std::vector<std::uint32_t> standing(board.rules().standby.posts.size() * profile_count, 0);
    for (const Index index : board.responders().in_order()) {
        const Responder& responder = board.responders()[index];
        if (responder.lapsed_at && !responder.position) return "a position lapsed that is none";
        const ResponderAux& aux = board.responders().aux(index);
        if (!aux.covers_from) continue;
        ++standing[*aux.covers_from * profile_count + static_cast<std::size_t>(aux.covers_by)];
        if (aux.grid != GridKind::idle_direct) return "somebody busy covers a post";
    }
    for (std::size_t i = 0; i < standing.size(); ++i) {
        const auto post = static_cast<std::uint32_t>(i / profile_count);
        if (standing[i] != board.standing_by(post, static_cast<Profile>(i % profile_count))) {
            return "the count of those who stand by at a post is wrong";
        }
    }
    return {};
}

}  // namespace muster::core
