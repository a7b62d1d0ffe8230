#include "engine/roads/road_network.hpp"

#include <cstdlib>
#include <utility>

namespace muster::roads {

RoadNetwork::RoadNetwork(std::shared_ptr<const RoadMap> map, StraightLine fallback,
                         const SpeedsMPerH& off_road, Weights weights)
    : map_(std::move(map)),
      fallback_(std::move(fallback)),
      off_road_(off_road),
      weights_(std::move(weights)) {
    for (const std::int64_t speed : off_road_) {
        if (speed <= 0) std::abort();
    }
    for (std::size_t p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        if (!map_->has(profile)) continue;
        hierarchies_[p] = std::make_unique<const Hierarchy>(map_->view(), this->weights(profile));
    }
}

std::span<const std::uint32_t> RoadNetwork::weights(Profile profile) const {
    const auto& own = weights_[static_cast<std::size_t>(profile)];
    return own.empty() ? map_->weights(profile) : std::span(own);
}

std::optional<Access> RoadNetwork::access(Point point, Profile profile) const {
    const auto snap = map_->snap(point, profile);
    if (!snap) return std::nullopt;
    return Access{snap->node, hierarchy(profile).level_of(snap->node),
                  off_road_ms(snap->distance_dm, profile)};
}

}  // namespace muster::roads
