// Who may go where: access tags, barriers, one-way streets. TAGS.md has the tables with reasons.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/roads/import/osm_rules.hpp"
#include "engine/roads/import/osm_tags.hpp"
#include "engine/roads/road_data.hpp"

namespace muster::roads {

enum class AlongWay : std::uint8_t { forwards, backwards };

enum class May : std::uint8_t { unsaid, yes, no };

// What the access tags say for one profile in one direction; the most special key decides.
[[nodiscard]] May access_of(const Tags& tags, Profile profile, AlongWay along,
                            const OsmRules& rules);

// A class of road is by name open to a profile ("bicycle=yes"), not by a general "access=yes".
[[nodiscard]] bool opened_by_name(const Tags& tags, Profile profile);

// Whether the one-way tags let a profile go along.
[[nodiscard]] bool one_way_allows(const Tags& tags, RoadKind kind, Profile profile, AlongWay along);

// profile_bit of each profile that a barrier on a node keeps out.
[[nodiscard]] std::uint8_t kept_out(const Tags& tags, const OsmRules& rules);

// Whether the whole list is made of values that the tables know.
[[nodiscard]] bool known_access(std::string_view value);
[[nodiscard]] bool known_one_way(std::string_view value);
[[nodiscard]] bool known_barrier(std::string_view value);

}  // namespace muster::roads
