// Turn restrictions as OpenStreetMap has them. TAGS.md says which are read, and how.
#pragma once

#include <cstdint>
#include <optional>
#include <osmium/osm/relation.hpp>
#include <vector>

#include "engine/roads/import/osm_report.hpp"
#include "engine/roads/import/osm_rules.hpp"
#include "engine/roads/import/osm_tags.hpp"

namespace muster::roads {

// Ids are the source's own. It holds for each of from_ways with each of to_ways.
struct Restriction {
    std::vector<std::int64_t> from_ways;
    std::vector<std::int64_t> to_ways;
    // Either a node, or ways that are driven in between, in the order of the relation.
    std::optional<std::int64_t> via_node;
    std::vector<std::int64_t> via_ways;
    bool only = false;          // only this turn is allowed; else it is the one that is not
    bool u_turn = false;        // back to where one came from
    std::uint8_t profiles = 0;  // who heeds it
};

// Nothing when the relation is no turn restriction, or none that is kept; the latter is counted.
// `tags` are those of the relation.
[[nodiscard]] std::optional<Restriction> read_restriction(const osmium::Relation& relation,
                                                          const Tags& tags, const OsmRules& rules,
                                                          OsmReport& report, UnreadTags& unread);

}  // namespace muster::roads
