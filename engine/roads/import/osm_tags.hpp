// What the tags of a way or a node mean for each profile. Sources: the pages Key:access,
// Key:oneway, Key:maxspeed, Key:barrier and "OSM tags for routing" of the OpenStreetMap wiki.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/roads/import/osm_rules.hpp"
#include "engine/roads/road_data.hpp"

namespace muster::roads {

// The tags of one object; the texts are somebody else's.
class Tags {
  public:
    void clear() { tags_.clear(); }
    void add(std::string_view key, std::string_view value) { tags_.emplace_back(key, value); }
    // Empty when the key is missing.
    [[nodiscard]] std::string_view operator[](std::string_view key) const;

  private:
    std::vector<std::pair<std::string_view, std::string_view>> tags_;
};

// Speeds in metres per hour by profile, 0 = may not go this way.
using WaySpeeds = std::array<std::uint32_t, profile_count>;

struct WayRules {
    RoadKind kind = RoadKind::unknown;
    WaySpeeds forwards{};  // in the order of the way's nodes
    WaySpeeds backwards{};
    Beside beside = Beside::open;
};

// Nothing when nobody may use the way, or it is no road.
[[nodiscard]] std::optional<WayRules> way_rules(const Tags& tags, const OsmRules& rules);

// How one comes onto a road of this kind from beside it.
[[nodiscard]] Beside beside_of(const Tags& tags, RoadKind kind);

// Whether a waterway keeps people from what is on its other side: not a stream, nor one in a pipe.
[[nodiscard]] bool keeps_apart(const Tags& tags);

// profile_bit of each profile that a barrier on a node keeps out.
[[nodiscard]] std::uint8_t kept_out(const Tags& tags, const OsmRules& rules);

// A limit such as "50", "30 mph" or "walk" in metres per hour; nothing when it names none.
[[nodiscard]] std::optional<std::uint32_t> limit_m_per_h(std::string_view value);

}  // namespace muster::roads
