#include "engine/roads/import/osm.hpp"

#include <algorithm>
#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/handler.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/visitor.hpp>
#include <unordered_map>
#include <utility>

#include "engine/roads/distance.hpp"
#include "engine/roads/import/graph_builder.hpp"
#include "engine/roads/import/osm_tags.hpp"
#include "engine/roads/import/turns.hpp"

namespace muster::roads {
namespace {

using LocationIndex =
    osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
using Locations = osmium::handler::NodeLocationsForWays<LocationIndex>;
using WaterManager = osmium::area::MultipolygonManager<osmium::area::Assembler>;

Point point_of(osmium::Location location) {
    // libosmium's own unit is 1e-7 degree.
    return {location.y(), location.x()};
}

void read_tags(const osmium::OSMObject& object, Tags& tags) {
    tags.clear();
    for (const osmium::Tag& tag : object.tags())
        tags.add(tag.key(), tag.value());
}

bool has_word(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const std::size_t end = list.find(';');
        if (list.substr(0, end) == word) return true;
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
    return false;
}

std::optional<PlaceKind> place_kind(const Tags& tags) {
    const std::string_view place = tags["place"];
    if (place == "city") return PlaceKind::city;
    if (place == "town") return PlaceKind::town;
    if (place == "village") return PlaceKind::village;
    if (place == "suburb" || place == "quarter" || place == "neighbourhood")
        return PlaceKind::suburb;
    if (place == "hamlet" || place == "isolated_dwelling") return PlaceKind::hamlet;
    if (place == "locality" || place == "square") return PlaceKind::locality;
    if (tags["amenity"] == "hospital" || tags["amenity"] == "clinic") return PlaceKind::hospital;
    if (tags["amenity"] == "fire_station" || tags["amenity"] == "police" ||
        tags["emergency"] == "ambulance_station")
        return PlaceKind::emergency_post;
    return std::nullopt;
}

struct Restriction {
    std::int64_t from_way;
    std::int64_t via_node;
    std::int64_t to_way;
    bool only;
    bool u_turn;
    std::uint8_t profiles;
    std::vector<std::int64_t> via_ways{};
};

// The first pass: turn restrictions.
class RestrictionReader : public osmium::handler::Handler {
  public:
    RestrictionReader(const OsmRules& rules, OsmReport& report) : rules_(rules), report_(report) {}

    std::vector<Restriction> found;

    void relation(const osmium::Relation& relation) {
        read_tags(relation, tags_);
        if (tags_["type"] != "restriction") return;
        std::string_view kind = tags_["restriction"];
        if (kind.empty()) kind = tags_["restriction:motorcar"];
        const bool only = kind.starts_with("only_");
        if (!only && !kind.starts_with("no_")) return;
        Restriction read{0,
                         0,
                         0,
                         only,
                         kind == "no_u_turn" || kind == "only_u_turn",
                         who_heeds(tags_["except"])};
        if (read.profiles == 0) return;
        int members = 0;
        for (const osmium::RelationMember& member : relation.members()) {
            const std::string_view role = member.role();
            const bool way = member.type() == osmium::item_type::way;
            if (role == "from" && way) {
                read.from_way = member.ref();
            } else if (role == "to" && way) {
                read.to_way = member.ref();
            } else if (role == "via" && member.type() == osmium::item_type::node) {
                read.via_node = member.ref();
            } else if (role == "via" && way) {
                read.via_ways.push_back(member.ref());
                continue;
            } else {
                continue;
            }
            ++members;
        }
        const bool via_one_kind = (read.via_node != 0) != !read.via_ways.empty();
        const int expected = read.via_node != 0 ? 3 : 2;
        if (members == expected && read.from_way != 0 && via_one_kind && read.to_way != 0)
            found.push_back(read);
        else
            ++report_.restrictions_left_out;
    }

  private:
    [[nodiscard]] std::uint8_t who_heeds(std::string_view except) const {
        if (has_word(except, "motorcar") || has_word(except, "motor_vehicle")) return 0;
        std::uint8_t who = profile_bit(Profile::normal);
        if (rules_.urgent_obeys_turn_restrictions && !has_word(except, "emergency"))
            who |= profile_bit(Profile::urgent);
        return who;
    }

    const OsmRules& rules_;
    OsmReport& report_;
    Tags tags_;
};

// The second pass: places and barriers, then roads, then (from the manager) water.
class RoadReader : public osmium::handler::Handler {
  public:
    RoadReader(const OsmRules& rules, RoadData& out, OsmReport& report)
        : rules_(rules), out_(out), report_(report) {}

    void node(const osmium::Node& node) {
        if (node.tags().empty() || !node.location().valid()) return;
        read_tags(node, tags_);
        if (const std::uint8_t out = kept_out(tags_, rules_); out != 0) barriers_[node.id()] = out;
        add_place(point_of(node.location()));
    }

    void way(const osmium::Way& way) {
        if (way.tags().empty()) return;
        read_tags(way, tags_);
        if (!way.nodes().empty() && way.nodes().front().location().valid())
            add_place(point_of(way.nodes().front().location()));
        if (is_water_line()) add_line(way);
        const auto rules = way_rules(tags_, rules_);
        if (!rules) return;
        ++report_.ways;
        const auto index = static_cast<std::uint32_t>(out_.ways.size());
        std::string_view name = tags_["name"];
        if (name.empty()) name = tags_["ref"];
        out_.ways.push_back({way.id(), string(name), static_cast<std::uint32_t>(rules->kind)});
        way_index_[way.id()] = index;
        std::uint32_t before = none;
        for (const osmium::NodeRef& ref : way.nodes()) {
            // Extracts end somewhere: a node outside them has no location.
            const std::uint32_t node = ref.location().valid() ? node_of(ref) : none;
            if (node != none && before != none) add_street(before, node, index, *rules);
            before = node;
        }
    }

    void area(const osmium::Area& area) {
        read_tags(area, tags_);
        const std::uint32_t name = string(tags_["name"]);
        for (const osmium::OuterRing& outer : area.outer_rings()) {
            ++report_.water;
            add_shape(outer, ShapeKind::water_area, name);
            for (const osmium::InnerRing& inner : area.inner_rings(outer))
                add_shape(inner, ShapeKind::island, none);
        }
    }

    void finish(const std::vector<Restriction>& restrictions) {
        std::vector<Turn> turns;
        for (const Restriction& restriction : restrictions) {
            auto turn = turn_of(restriction);
            if (!turn) {
                ++report_.restrictions_left_out;
                continue;
            }
            ++report_.turn_restrictions;
            turns.push_back(std::move(*turn));
        }
        for (RawBan& ban : bans_of(turns, graph_.node_count(), arcs_)) {
            ++report_.banned_turns;
            graph_.add_ban(std::move(ban.arcs), ban.profiles);
        }
        for (const RawArc& arc : arcs_)
            graph_.add_arc(arc.from, arc.to, arc.way, arc.weights, arc.access);
        out_.doubtful_m = static_cast<std::uint32_t>(rules_.doubtful_off_road_m);
        graph_.finish(out_);
        report_.places = out_.places.size();
    }

  private:
    // Nothing where a member is no road of the file.
    [[nodiscard]] std::optional<Turn> turn_of(const Restriction& restriction) const {
        const auto way = [this](std::int64_t id) {
            const auto found = way_index_.find(id);
            return found == way_index_.end() ? none : found->second;
        };
        Turn turn{none,
                  way(restriction.from_way),
                  way(restriction.to_way),
                  restriction.only,
                  restriction.u_turn,
                  restriction.profiles};
        bool known = turn.from_way != none && turn.to_way != none;
        for (const std::int64_t id : restriction.via_ways) {
            turn.via_ways.push_back(way(id));
            known = known && turn.via_ways.back() != none;
        }
        if (restriction.via_ways.empty()) {
            const auto via = node_index_.find(restriction.via_node);
            known = known && via != node_index_.end();
            if (known) turn.via = via->second;
        }
        return known ? std::optional(std::move(turn)) : std::nullopt;
    }

    std::uint32_t string(std::string_view text) {
        if (text.empty()) return none;
        const auto [known, added] =
            strings_.emplace(std::string(text), static_cast<std::uint32_t>(out_.strings.size()));
        if (added) out_.strings.emplace_back(text);
        return known->second;
    }

    void add_place(Point at) {
        const auto kind = place_kind(tags_);
        const std::string_view name = tags_["name"];
        if (kind && !name.empty())
            out_.places.push_back({at, string(name), static_cast<std::uint32_t>(*kind)});
    }

    [[nodiscard]] bool is_water_line() const {
        const std::string_view waterway = tags_["waterway"];
        return waterway == "river" || waterway == "stream" || waterway == "canal" ||
               tags_["natural"] == "coastline";
    }

    void add_line(const osmium::Way& way) {
        ++report_.water;
        add_shape(way.nodes(), keeps_apart(tags_) ? ShapeKind::water_line : ShapeKind::brook,
                  string(tags_["name"]));
    }

    void add_shape(const osmium::NodeRefList& nodes, ShapeKind kind, std::uint32_t name) {
        const auto first = static_cast<std::uint32_t>(out_.shape_points.size());
        for (const osmium::NodeRef& ref : nodes) {
            if (ref.location().valid()) out_.shape_points.push_back(point_of(ref.location()));
        }
        const auto count = static_cast<std::uint32_t>(out_.shape_points.size()) - first;
        if (count < 2)
            out_.shape_points.resize(first);
        else
            out_.shapes.push_back({static_cast<std::uint32_t>(kind), name, first, count});
    }

    std::uint32_t add_node(Point at, std::uint8_t open) {
        points_.push_back(at);
        open_.push_back(open);
        return graph_.add_node(at, open);
    }

    std::uint32_t node_of(const osmium::NodeRef& ref) {
        const auto [known, added] = node_index_.emplace(ref.ref(), graph_.node_count());
        if (!added) return known->second;
        const auto barrier = barriers_.find(ref.ref());
        const std::uint8_t shut = barrier == barriers_.end() ? 0 : barrier->second;
        return add_node(point_of(ref.location()), static_cast<std::uint8_t>(all_profiles & ~shut));
    }

    // One stretch both ways, cut into pieces that are short enough to snap to.
    void add_street(std::uint32_t from, std::uint32_t to, std::uint32_t way,
                    const WayRules& rules) {
        const Point a = points_[from];
        const Point b = points_[to];
        const std::uint64_t length = distance_dm(a, b);
        const auto piece = static_cast<std::uint64_t>(rules_.max_segment_m) * 10;
        // Stretches of a thousand kilometres are mistakes, and those across the antimeridian cannot
        // be divided by the numbers of their ends: they get no nodes in between.
        const bool divisible = length < 10'000'000 && gap_e7(a.lon_e7, b.lon_e7) < 1'800'000'000u;
        const std::uint64_t pieces = divisible ? length / piece + 1 : 1;
        std::uint32_t before = from;
        for (std::uint64_t i = 1; i <= pieces; ++i) {
            const auto part = [&](std::int32_t start, std::int32_t end) {
                return static_cast<std::int32_t>(start + (std::int64_t{end} - start) *
                                                             static_cast<std::int64_t>(i) /
                                                             static_cast<std::int64_t>(pieces));
            };
            const std::uint32_t next =
                i == pieces
                    ? to
                    : add_node({part(a.lat_e7, b.lat_e7), part(a.lon_e7, b.lon_e7)}, all_profiles);
            const std::uint8_t access = arc_access_of(all_profiles, rules.beside);
            add_arc(before, next, way, rules.forwards, access);
            add_arc(next, before, way, rules.backwards, access);
            before = next;
        }
    }

    void add_arc(std::uint32_t from, std::uint32_t to, std::uint32_t way, const WaySpeeds& speeds,
                 std::uint8_t access) {
        // Square root of the distance in 1e-7 degree times 11.1195 mm, all in integers.
        constexpr std::uint64_t um_per_unit = 11'119;
        const std::uint64_t mm =
            std::uint64_t{integer_sqrt(square_units(points_[from], points_[to]))} * um_per_unit /
            1000;
        GraphBuilder::Weights weights;
        weights.fill(closed);
        bool anybody = false;
        for (std::size_t p = 0; p < profile_count; ++p) {
            if (speeds[p] == 0 || ((open_[from] & open_[to]) >> p & 1) == 0) continue;
            const std::uint64_t ms = (mm * 3600 + speeds[p] / 2) / speeds[p];
            if (ms > max_weight_ms) continue;
            weights[p] = static_cast<std::uint32_t>(std::max<std::uint64_t>(ms, 1));
            anybody = true;
        }
        if (anybody) arcs_.push_back({from, to, way, weights, access});
    }

    const OsmRules& rules_;
    RoadData& out_;
    OsmReport& report_;
    Tags tags_;
    GraphBuilder graph_;
    std::vector<Point> points_;       // by node of the graph
    std::vector<std::uint8_t> open_;  // by node: who may pass
    std::vector<RawArc> arcs_;
    std::unordered_map<std::int64_t, std::uint8_t> barriers_;
    std::unordered_map<std::int64_t, std::uint32_t> node_index_;
    std::unordered_map<std::int64_t, std::uint32_t> way_index_;
    std::unordered_map<std::string, std::uint32_t> strings_;
};

osmium::TagsFilter water_filter() {
    osmium::TagsFilter filter{false};
    filter.add_rule(true, "natural", "water");
    filter.add_rule(true, "waterway", "riverbank");
    filter.add_rule(true, "landuse", "reservoir");
    return filter;
}

void read_file(const std::string& file, const OsmRules& rules, RoadData& out, OsmReport& report,
               const ImportProgress& progress) {
    const osmium::io::File input(file);
    const auto each_buffer = [&](osmium::osm_entity_bits::type what, std::uint64_t pass,
                                 auto&& handle) {
        osmium::io::Reader reader(input, what);
        while (osmium::memory::Buffer buffer = reader.read()) {
            handle(buffer);
            const std::uint64_t size = reader.file_size();
            if (progress) progress(pass * size + reader.offset(), 2 * size);
        }
        reader.close();
    };

    osmium::area::Assembler::config_type assembler;
    // Polygons that cannot be drawn are left out.
    assembler.create_empty_areas = false;
    WaterManager water(assembler, water_filter());
    RestrictionReader restrictions(rules, report);
    each_buffer(osmium::osm_entity_bits::relation, 0, [&](osmium::memory::Buffer& buffer) {
        osmium::apply(buffer, water, restrictions);
    });
    water.prepare_for_lookup();

    LocationIndex index;
    Locations locations(index);
    locations.ignore_errors();
    RoadReader roads(rules, out, report);
    auto& areas =
        water.handler([&roads](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, roads); });
    each_buffer(osmium::osm_entity_bits::nwr, 1, [&](osmium::memory::Buffer& buffer) {
        osmium::apply(buffer, locations, roads, areas);
    });
    roads.finish(restrictions.found);
}

}  // namespace

std::optional<std::string> import_osm(const std::string& file, const OsmRules& rules, RoadData& out,
                                      OsmReport* report, const ImportProgress& progress) {
    OsmReport own;
    OsmReport& counts = report != nullptr ? *report : own;
    counts = {};
    out = RoadData{};
    out.profiles = all_profiles;
    out.source = "OpenStreetMap contributors, ODbL 1.0";
    try {
        read_file(file, rules, out, counts, progress);
    } catch (const std::exception& error) {
        return file + ": " + error.what();
    }
    if (out.points.empty())
        return file +
               ": there are no roads in it that lead back to where they came from; expected "
               "an extract of OpenStreetMap with highway=* ways and their nodes";
    return std::nullopt;
}

}  // namespace muster::roads
