// Outlines: waters, and places that are drawn as areas, from closed ways and from relations. Ways
// come in any order; the members of relations are kept until all are there.
#pragma once

#include <cstdint>
#include <functional>
#include <osmium/memory/buffer.hpp>
#include <osmium/osm/area.hpp>
#include <osmium/osm/relation.hpp>
#include <osmium/osm/way.hpp>
#include <unordered_map>

#include "engine/roads/import/osm_report.hpp"
#include "engine/roads/import/osm_tags.hpp"

namespace muster::roads {

inline Point point_of(osmium::Location location) {
    // libosmium's own unit is 1e-7 degree.
    return {location.y(), location.x()};
}

// The middle of the box around the nodes that have a location; nothing when none has.
[[nodiscard]] std::optional<Point> middle_of(const osmium::WayNodeList& nodes);

class AreaReader {
  public:
    AreaReader();

    // All relations before the first way. Keeps those that are waters or places.
    void relation(const osmium::Relation& relation, const Tags& tags);
    // Its nodes have their locations. Keeps members of relations, and draws closed waters.
    void way(const osmium::Way& way, const Tags& tags);

    struct Visit {
        std::function<osmium::Location(osmium::object_id_type)> node_location;
        std::function<void(const osmium::Area&)> water;
        std::function<void(const osmium::Relation&, Point)> place;
    };
    // Waters of ways, then the relations in their order.
    void finish(const Visit& visit, OsmReport& report);

  private:
    using Members = std::vector<const osmium::Way*>;

    [[nodiscard]] Members members_of(const osmium::Relation& relation, bool& complete) const;
    [[nodiscard]] std::optional<Point> place_of(const osmium::Relation& relation,
                                                const Members& members, const Visit& visit) const;
    bool draw(const osmium::Relation& relation, const Members& members);

    osmium::memory::Buffer relations_;
    osmium::memory::Buffer ways_;
    osmium::memory::Buffer waters_;
    static constexpr std::size_t missing = ~std::size_t{0};
    // Of the members: where they lie in ways_, or `missing`.
    std::unordered_map<std::int64_t, std::size_t> members_;
    std::uint64_t broken_ = 0;
};

}  // namespace muster::roads
