// Which plan a request has where it is.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/board.hpp"
#include "muster/request.hpp"

namespace muster::core {

// Where a request is, as far as plans go by it.
struct Whereabouts {
    std::vector<PlaceId> places;  // with those that they are parts of; the nearest first
    Code district;
    Code community;
};

// The place of the address book that the request names; else those within PlacesRule::radius_m. Of
// the district and community: the first of these that has one, else the member's.
[[nodiscard]] Whereabouts whereabouts(const Board& board, std::optional<PlaceId> known_place,
                                      const std::optional<Personal<Point>>& point, MemberId member);

// The most specific of Rules::plan_overrides that goes for it; nothing = the service's own plan.
[[nodiscard]] std::optional<PlanChoice> choose_plan(const Board& board, Code service,
                                                    Urgency urgency, const Whereabouts& where);

}  // namespace muster::core
