#include "engine/roads/import/osm_areas.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <osmium/area/assembler.hpp>

#include "engine/roads/import/osm_places.hpp"
#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

constexpr std::size_t buffer_bytes = 1 << 16;

// Assemblers keep a reference to it.
const osmium::area::Assembler::config_type& assembler_config() {
    static const auto made = [] {
        osmium::area::Assembler::config_type config;
        // Outlines that cannot be drawn are left out.
        config.create_empty_areas = false;
        return config;
    }();
    return made;
}

bool is_water(const Tags& tags) {
    return has_part(tags["natural"], {"water", "bay"}) ||
           one_of(tags["waterway"], {"riverbank", "dock"}) ||
           one_of(tags["landuse"], {"reservoir", "basin"});
}

bool is_outline(const Tags& tags) {
    return one_of(tags["type"], {"multipolygon", "boundary"});
}

struct Box {
    Point low{std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::max()};
    Point high{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::min()};

    void add(const osmium::WayNodeList& nodes) {
        for (const osmium::NodeRef& node : nodes) {
            if (!node.location().valid()) continue;
            const Point at = point_of(node.location());
            low = {std::min(low.lat_e7, at.lat_e7), std::min(low.lon_e7, at.lon_e7)};
            high = {std::max(high.lat_e7, at.lat_e7), std::max(high.lon_e7, at.lon_e7)};
        }
    }
    [[nodiscard]] std::optional<Point> middle() const {
        if (low.lat_e7 > high.lat_e7) return std::nullopt;
        const auto half = [](std::int32_t a, std::int32_t b) {
            return static_cast<std::int32_t>((std::int64_t{a} + b) / 2);
        };
        return Point{half(low.lat_e7, high.lat_e7), half(low.lon_e7, high.lon_e7)};
    }
};

}  // namespace

std::optional<Point> middle_of(const osmium::WayNodeList& nodes) {
    Box box;
    box.add(nodes);
    return box.middle();
}

AreaReader::AreaReader()
    : relations_(buffer_bytes, osmium::memory::Buffer::auto_grow::yes),
      ways_(buffer_bytes, osmium::memory::Buffer::auto_grow::yes),
      waters_(buffer_bytes, osmium::memory::Buffer::auto_grow::yes) {}

void AreaReader::relation(const osmium::Relation& relation, const Tags& tags) {
    if (!(is_water(tags) && is_outline(tags)) && !place_kind(tags)) return;
    relations_.add_item(relation);
    relations_.commit();
    for (const osmium::RelationMember& member : relation.members()) {
        if (member.type() == osmium::item_type::way) members_.emplace(member.ref(), missing);
    }
}

void AreaReader::way(const osmium::Way& way, const Tags& tags) {
    if (const auto member = members_.find(way.id());
        member != members_.end() && member->second == missing) {
        member->second = ways_.committed();
        ways_.add_item(way);
        ways_.commit();
    }
    const osmium::WayNodeList& nodes = way.nodes();
    if (!is_water(tags) || tags["area"] == "no" || nodes.size() < 4) return;
    const bool all_there = std::all_of(nodes.begin(), nodes.end(), [](const osmium::NodeRef& node) {
        return node.location().valid();
    });
    if (all_there && !way.ends_have_same_location()) return;
    osmium::area::Assembler assembler(assembler_config());
    if (!all_there || !assembler(way, waters_)) ++broken_;
}

AreaReader::Members AreaReader::members_of(const osmium::Relation& relation, bool& complete) const {
    Members found;
    for (const osmium::RelationMember& member : relation.members()) {
        if (member.type() != osmium::item_type::way) continue;
        const std::size_t at = members_.at(member.ref());
        if (at == missing) {
            complete = false;
            continue;
        }
        found.push_back(&ways_.get<const osmium::Way>(at));
    }
    return found;
}

std::optional<Point> AreaReader::place_of(const osmium::Relation& relation, const Members& members,
                                          const Visit& visit) const {
    std::optional<Point> of_node;
    for (const osmium::RelationMember& member : relation.members()) {
        if (member.type() != osmium::item_type::node) continue;
        const osmium::Location location = visit.node_location(member.ref());
        if (!location.valid()) continue;
        // Somebody has said where the name belongs.
        if (one_of(member.role(), {"label", "admin_centre"})) return point_of(location);
        if (!of_node) of_node = point_of(location);
    }
    Box box;
    for (const osmium::Way* way : members)
        box.add(way->nodes());
    const auto middle = box.middle();
    return middle ? middle : of_node;
}

bool AreaReader::draw(const osmium::Relation& relation, const Members& members) {
    osmium::area::Assembler assembler(assembler_config());
    return assembler(relation, members, waters_);
}

void AreaReader::finish(const Visit& visit, OsmReport& report) {
    Tags tags;
    for (const osmium::Relation& relation : relations_.select<osmium::Relation>()) {
        tags.clear();
        for (const osmium::Tag& tag : relation.tags())
            tags.add(tag.key(), tag.value());
        bool complete = true;
        const Members members = members_of(relation, complete);
        if (is_water(tags) && is_outline(tags)) {
            // A part of an outline cannot be closed.
            if (!complete || !draw(relation, members)) ++broken_;
        }
        if (!place_kind(tags)) continue;
        if (const auto at = place_of(relation, members, visit))
            visit.place(relation, *at);
        else
            ++broken_;
    }
    for (const osmium::Area& area : waters_.select<osmium::Area>())
        visit.water(area);
    report.leave_out(LeftOut::cut_areas, broken_);
}

}  // namespace muster::roads
