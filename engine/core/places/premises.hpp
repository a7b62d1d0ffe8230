// What whoever comes to a door must know before.
#pragma once

#include <string>
#include <vector>

#include "engine/core/step.hpp"
#include "muster/places.hpp"

namespace muster::core {

// Those that are in use and go for a request: of its member, by whatever number; and of the place
// that it names, of those within PlacesRule::radius_m, and of what these are a part of. In order of
// id.
[[nodiscard]] std::vector<PremisesNoteId> notes_for(const Board& board, const Request& request);

// The notes of a place end with it.
void end_notes_of(Step& step, PlaceId place, const std::string& reason);

}  // namespace muster::core
