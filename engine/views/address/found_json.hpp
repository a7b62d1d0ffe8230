// What a search for places found, as JSON.
#pragma once

#include <string>

#include "engine/core/board.hpp"
#include "engine/views/address/place_finder.hpp"
#include "muster/ports.hpp"

namespace muster::views {

// {"query", "certain", "places":[{"place", "name", "matched", "kind", "district", "community",
// "point", "confidence_permille", "by", "en", "zh"}]}; "en" and "zh" say why it was found.
[[nodiscard]] std::string found_places_json(const core::Board& board, const PlaceFinder& finder,
                                            const PlaceQuery& query);

}  // namespace muster::views
