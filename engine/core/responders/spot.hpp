// Where responders count as being.
#pragma once

#include <optional>

#include "engine/core/service/rule_index.hpp"
#include "muster/responders.hpp"

namespace muster::core {

struct Spot {
    std::optional<Point> where;
    bool lost = false;    // `where` is a position that is too old to count
    bool lapsed = false;  // there is a position, and it is too old to count
};

// At the position as long as it counts; then at the post where he stands by, or his own; then, for
// want of either, where he was seen last. Without any position at his own post.
[[nodiscard]] inline Spot spot_of(const Responder& responder, const RuleIndex& rules, bool lapsed) {
    if (responder.position && !lapsed) return {responder.position->value};
    const auto standby = lapsed ? rules.post(responder.standby) : std::nullopt;
    if (standby) return {rules.rules().standby.posts[*standby].place, false, lapsed};
    if (responder.profile.post) return {responder.profile.post->value, false, lapsed};
    if (responder.position) return {responder.position->value, true, lapsed};
    return {};
}

}  // namespace muster::core
