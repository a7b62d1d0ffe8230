// What the tags of a way mean for each profile; TAGS.md says it in tables. Sources: the pages
// Key:access, Key:oneway, Key:maxspeed, Key:barrier, Tag:route=ferry and "OSM tags for routing" of
// the OpenStreetMap wiki.
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
    using Tag = std::pair<std::string_view, std::string_view>;

    void clear();
    void add(std::string_view key, std::string_view value);
    // Empty when the key is missing.
    [[nodiscard]] std::string_view operator[](std::string_view key) const;
    [[nodiscard]] const std::vector<Tag>& all() const { return tags_; }
    // Whether a key ends with :forward or :backward, so that it is worth asking for them.
    [[nodiscard]] bool has_directions() const { return directions_; }

  private:
    std::vector<Tag> tags_;
    bool directions_ = false;
};

// Speeds in metres per hour by profile, 0 = may not go this way.
using WaySpeeds = std::array<std::uint32_t, profile_count>;

struct WayRules {
    RoadKind kind = RoadKind::unknown;
    WaySpeeds forwards{};  // in the order of the way's nodes
    WaySpeeds backwards{};
    // Of a ferry: how long the whole way takes (then the speeds only say who may board), 0 = by the
    // speeds; and how long one waits for it.
    std::uint64_t duration_ms = 0;
    std::uint32_t wait_ms = 0;
    Beside beside = Beside::open;
};

// Nothing when nobody may use the way, or it is no road.
[[nodiscard]] std::optional<WayRules> way_rules(const Tags& tags, const OsmRules& rules);

// Whether the way is a road or a ferry at all, whoever may use it.
[[nodiscard]] bool is_road(const Tags& tags);

// How one comes onto a road of this kind from beside it.
[[nodiscard]] Beside beside_of(const Tags& tags, RoadKind kind);

// Whether a waterway keeps people from what is on its other side: not a stream, nor one in a pipe.
[[nodiscard]] bool keeps_apart(const Tags& tags);

// Classes of highway=* that are known to be no road for anybody (proposed, platform, raceway).
[[nodiscard]] bool is_no_road(std::string_view highway);

}  // namespace muster::roads
