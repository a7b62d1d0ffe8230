#include "engine/roads/import/osm.hpp"

#include <algorithm>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/osm/node.hpp>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/roads/distance.hpp"
#include "engine/roads/import/graph_builder.hpp"
#include "engine/roads/import/osm_access.hpp"
#include "engine/roads/import/osm_areas.hpp"
#include "engine/roads/import/osm_file.hpp"
#include "engine/roads/import/osm_places.hpp"
#include "engine/roads/import/osm_restrictions.hpp"
#include "engine/roads/import/osm_tags.hpp"
#include "engine/roads/import/turns.hpp"

namespace muster::roads {
namespace {

// A settlement's outline and its node are one place when they are nearer than this.
constexpr Metres same_settlement{20'000};

// A ferry that would be slower or faster than this has a wrong duration, in metres per hour.
constexpr std::uint64_t ferry_slowest = 100;
constexpr std::uint64_t ferry_fastest = 130'000;

void read_tags(const osmium::OSMObject& object, Tags& tags) {
    tags.clear();
    for (const osmium::Tag& tag : object.tags())
        tags.add(tag.key(), tag.value());
}

std::uint64_t mm_between(Point a, Point b) {
    // Square root of the distance in 1e-7 degree times 11.1195 mm, all in integers.
    constexpr std::uint64_t um_per_unit = 11'119;
    return std::uint64_t{integer_sqrt(square_units(a, b))} * um_per_unit / 1000;
}

// Where the nodes are, by ids of both signs.
class NodeLocations {
  public:
    void set(osmium::object_id_type id, osmium::Location location) {
        Half& half = id < 0 ? negative_ : positive_;
        const auto size = static_cast<osmium::unsigned_object_id_type>(id < 0 ? -id : id);
        half.ordered = half.ordered && size >= half.last;
        half.last = size;
        half.index.set(size, location);
    }

    // Between the last set and the first question.
    void finish() {
        for (Half* half : {&positive_, &negative_}) {
            if (!half->ordered) half->index.sort();
        }
    }

    [[nodiscard]] osmium::Location operator[](osmium::object_id_type id) const {
        return id < 0
                   ? negative_.index.get_noexcept(static_cast<osmium::unsigned_object_id_type>(-id))
                   : positive_.index.get_noexcept(static_cast<osmium::unsigned_object_id_type>(id));
    }

  private:
    struct Half {
        osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location> index;
        osmium::unsigned_object_id_type last = 0;
        bool ordered = true;
    };
    Half positive_;
    Half negative_;
};

// First all nodes and relations, in any order, then all ways, then `finish`.
class RoadReader {
  public:
    RoadReader(const OsmRules& rules, RoadData& out, OsmReport& report)
        : rules_(rules), out_(out), report_(report) {}

    void node(const osmium::Node& node) {
        if (deleted(node)) return;
        ++report_.nodes;
        if (!node.location().valid()) return report_.leave_out(LeftOut::no_coordinates);
        locations_.set(node.id(), node.location());
        if (node.tags().empty()) return;
        read_tags(node, tags_);
        if (!tags_["barrier"].empty()) {
            unread_.note_barrier(tags_);
            if (const std::uint8_t out = kept_out(tags_, rules_); out != 0)
                barriers_[node.id()] = out;
        }
        add_place(point_of(node.location()), true);
    }

    void relation(const osmium::Relation& relation) {
        if (deleted(relation)) return;
        ++report_.relations;
        read_tags(relation, tags_);
        areas_.relation(relation, tags_);
        if (auto read = read_restriction(relation, tags_, rules_, report_, unread_))
            restrictions_.push_back(std::move(*read));
    }

    void all_nodes_read() { locations_.finish(); }

    void way(osmium::Way& way) {
        if (deleted(way)) return;
        ++report_.all_ways;
        for (osmium::NodeRef& ref : way.nodes()) {
            // Some files have coordinates in the ways, and nodes only where they have tags.
            if (!ref.location().valid()) ref.set_location(locations_[ref.ref()]);
        }
        read_tags(way, tags_);
        areas_.way(way, tags_);
        if (way.tags().empty()) return;
        if (place_kind(tags_)) {
            if (const auto middle = middle_of(way.nodes())) add_place(*middle, false);
        }
        if (is_water_line()) add_line(way);
        add_road(way);
    }

    void finish() {
        const AreaReader::Visit visit{[this](osmium::object_id_type id) { return locations_[id]; },
                                      [this](const osmium::Area& area) { add_water(area); },
                                      [this](const osmium::Relation& relation, Point at) {
                                          read_tags(relation, tags_);
                                          add_place(at, false);
                                      }};
        areas_.finish(visit, report_);
        drop_repeated_settlements();
        out_.street_names.assign(street_names_.begin(), street_names_.end());
        wait_for_ferries();
        for (RawBan& ban : bans_of(turns(), graph_.node_count(), arcs_)) {
            ++report_.banned_turns;
            graph_.add_ban(std::move(ban.arcs), ban.profiles);
        }
        for (const RawArc& arc : arcs_)
            graph_.add_arc(arc.from, arc.to, arc.way, arc.weights, arc.access);
        out_.doubtful_m = static_cast<std::uint32_t>(rules_.doubtful_off_road_m);
        graph_.finish(out_);
        report_.places = out_.places.size();
        report_.leave_out(LeftOut::unconnected_ways, report_.ways - out_.ways.size());
        unread_.tell(report_);
    }

  private:
    bool deleted(const osmium::OSMObject& object) {
        if (object.visible()) return false;
        report_.leave_out(LeftOut::deleted);
        return true;
    }

    std::uint32_t string(std::string_view text) {
        if (text.empty()) return none;
        const auto [known, added] =
            strings_.emplace(std::string(text), static_cast<std::uint32_t>(out_.strings.size()));
        if (added) out_.strings.emplace_back(text);
        return known->second;
    }

    void add_place(Point at, bool of_node) {
        const auto kind = place_kind(tags_);
        if (!kind) return;
        const Names names = names_of(tags_, false);
        if (names.main.empty()) return;
        const auto index = static_cast<std::uint32_t>(out_.places.size());
        out_.places.push_back({at, string(names.main), static_cast<std::uint32_t>(*kind)});
        place_of_node_.push_back(of_node);
        for (const std::string_view other : names.others)
            out_.place_names.push_back({index, string(other)});
    }

    // Outlines of settlements repeat what their node says better.
    void drop_repeated_settlements() {
        std::vector<std::uint32_t> new_place(out_.places.size(), none);
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < out_.places.size(); ++i) {
            const Place place = out_.places[i];
            if (!place_of_node_[i] && is_settlement(static_cast<PlaceKind>(place.kind)) &&
                has_settlement_node(place))
                continue;
            new_place[i] = kept++;
        }
        // Whoever is kept moves forwards, after all have been asked.
        for (std::uint32_t i = 0; i < out_.places.size(); ++i) {
            if (new_place[i] != none) out_.places[new_place[i]] = out_.places[i];
        }
        out_.places.resize(kept);
        std::erase_if(out_.place_names,
                      [&](const OtherName& other) { return new_place[other.of] == none; });
        for (OtherName& other : out_.place_names)
            other.of = new_place[other.of];
    }

    [[nodiscard]] bool has_settlement_node(const Place& outline) const {
        for (std::size_t i = 0; i < out_.places.size(); ++i) {
            const Place& place = out_.places[i];
            if (place_of_node_[i] && place.name == outline.name &&
                is_settlement(static_cast<PlaceKind>(place.kind)) &&
                distance_m(place.at, outline.at) <= same_settlement)
                return true;
        }
        return false;
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

    void add_water(const osmium::Area& area) {
        read_tags(area, tags_);
        const std::uint32_t name = string(tags_["name"]);
        for (const osmium::OuterRing& outer : area.outer_rings()) {
            ++report_.water;
            add_shape(outer, ShapeKind::water_area, name);
            for (const osmium::InnerRing& inner : area.inner_rings(outer))
                add_shape(inner, ShapeKind::island, none);
        }
    }

    // tags_ are the way's.
    void add_road(const osmium::Way& way) {
        unread_.note_way(tags_);
        auto rules = way_rules(tags_, rules_);
        if (!rules) {
            if (is_road(tags_)) report_.leave_out(LeftOut::closed_ways);
            return;
        }
        const auto missing = static_cast<std::uint64_t>(
            std::count_if(way.nodes().begin(), way.nodes().end(),
                          [](const osmium::NodeRef& ref) { return !ref.location().valid(); }));
        report_.leave_out(LeftOut::missing_nodes, missing);
        if (way.nodes().size() < missing + 2) return report_.leave_out(LeftOut::ways_without_nodes);
        const auto index = static_cast<std::uint32_t>(out_.ways.size());
        if (!way_index_.emplace(way.id(), index).second)
            return report_.leave_out(LeftOut::repeated_ways);
        ++report_.ways;
        if (missing != 0) report_.leave_out(LeftOut::cut_ways);
        out_.ways.push_back(
            {way.id(), add_street_names(), static_cast<std::uint32_t>(rules->kind)});
        if (rules->kind == RoadKind::ferry) keep_to_duration(way, *rules);
        add_streets(way, index, *rules);
    }

    std::uint32_t add_street_names() {
        const Names names = names_of(tags_, true);
        const std::uint32_t name = string(names.main);
        for (const std::string_view other : names.others)
            street_names_.insert({name, string(other)});
        return name;
    }

    void add_streets(const osmium::Way& way, std::uint32_t index, const WayRules& rules) {
        const bool ferry = rules.kind == RoadKind::ferry;
        const std::size_t first_arc = arcs_.size();
        std::uint32_t first = none;
        std::uint32_t before = none;
        for (const osmium::NodeRef& ref : way.nodes()) {
            // Extracts end somewhere: a node outside them has no location.
            const std::uint32_t node = ref.location().valid() ? node_of(ref) : none;
            if (node != none && !ferry) on_land_[node] = true;
            if (node != none && before != none) add_street(before, node, index, rules);
            before = node;
            if (first == none) first = node;
        }
        if (!ferry) return;
        ++ferry_ends_[first];
        ++ferry_ends_[before];
        for (std::size_t arc = first_arc; arc < arcs_.size(); ++arc) {
            if (arcs_[arc].from == first || arcs_[arc].from == before)
                boardings_.push_back({arc, rules.wait_ms});
        }
    }

    // The speeds of a ferry that says how long it takes.
    void keep_to_duration(const osmium::Way& way, WayRules& rules) {
        if (rules.duration_ms == 0) return;
        std::uint64_t mm = 0;
        osmium::Location before;
        for (const osmium::NodeRef& ref : way.nodes()) {
            if (before.valid() && ref.location().valid())
                mm += mm_between(point_of(before), point_of(ref.location()));
            before = ref.location();
        }
        const std::uint64_t m_per_h = mm * 3'600 / rules.duration_ms;
        if (m_per_h < ferry_slowest || m_per_h > ferry_fastest)
            return unread_.add("duration", tags_["duration"]);
        for (WaySpeeds* speeds : {&rules.forwards, &rules.backwards}) {
            for (std::uint32_t& speed : *speeds) {
                if (speed != 0) speed = static_cast<std::uint32_t>(m_per_h);
            }
        }
    }

    // Who boards waits; who stays on board where two stretches meet on the water does not.
    void wait_for_ferries() {
        for (const Boarding& boarding : boardings_) {
            RawArc& arc = arcs_[boarding.arc];
            if (!on_land_[arc.from] && ferry_ends_[arc.from] > 1) continue;
            for (std::uint32_t& weight : arc.weights) {
                if (weight != closed) weight = std::min(weight + boarding.wait_ms, max_weight_ms);
            }
        }
    }

    // The restrictions whose members are in the map, each from one way into one.
    std::vector<Turn> turns() {
        std::vector<Turn> found;
        for (const Restriction& restriction : restrictions_) {
            const std::size_t before = found.size();
            add_turns(restriction, found);
            if (found.size() > before) {
                ++report_.turn_restrictions;
            } else {
                ++report_.restrictions_left_out;
                report_.leave_out(LeftOut::restrictions_incomplete);
            }
        }
        return found;
    }

    void add_turns(const Restriction& restriction, std::vector<Turn>& found) const {
        const auto way = [this](std::int64_t id) {
            const auto known = way_index_.find(id);
            return known == way_index_.end() ? none : known->second;
        };
        Turn turn{none, none, none, restriction.only, restriction.u_turn, restriction.profiles};
        for (const std::int64_t id : restriction.via_ways) {
            turn.via_ways.push_back(way(id));
            if (turn.via_ways.back() == none) return;
        }
        if (turn.via_ways.empty()) {
            const auto via = node_index_.find(*restriction.via_node);
            if (via == node_index_.end()) return;
            turn.via = via->second;
        }
        for (const std::int64_t from : restriction.from_ways) {
            for (const std::int64_t to : restriction.to_ways) {
                turn.from_way = way(from);
                turn.to_way = way(to);
                if (turn.from_way != none && turn.to_way != none) found.push_back(turn);
            }
        }
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
        on_land_.push_back(false);
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
        const std::uint64_t mm = mm_between(points_[from], points_[to]);
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
    UnreadTags unread_;
    AreaReader areas_;
    NodeLocations locations_;
    std::vector<Restriction> restrictions_;
    GraphBuilder graph_;
    std::vector<Point> points_;       // by node of the graph
    std::vector<std::uint8_t> open_;  // by node: who may pass
    std::vector<bool> on_land_;       // by node: whether a road leads there that is no ferry
    std::vector<RawArc> arcs_;
    struct Boarding {
        std::size_t arc;
        std::uint32_t wait_ms;
    };
    std::vector<Boarding> boardings_;
    std::unordered_map<std::uint32_t, std::uint32_t> ferry_ends_;  // by node
    std::vector<bool> place_of_node_;                              // by place
    std::set<OtherName> street_names_;
    std::unordered_map<std::int64_t, std::uint8_t> barriers_;
    std::unordered_map<std::int64_t, std::uint32_t> node_index_;
    std::unordered_map<std::int64_t, std::uint32_t> way_index_;
    std::unordered_map<std::string, std::uint32_t> strings_;
};

void read_file(const std::string& path, const OsmRules& rules, RoadData& out, OsmReport& report,
               const ImportProgress& progress) {
    const OsmFile file(path);
    report.form = file.form();
    RoadReader roads(rules, out, report);
    const auto pass = [&](std::uint64_t number) -> OsmFile::Progress {
        if (!progress) return {};
        return [&progress, number](std::uint64_t done, std::uint64_t total) {
            progress(number * total + done, 2 * total);
        };
    };
    using osmium::osm_entity_bits::type;
    const type first = osmium::osm_entity_bits::node | osmium::osm_entity_bits::relation;
    file.read(
        first,
        [&](osmium::memory::Buffer& buffer) {
            for (const osmium::Node& node : buffer.select<osmium::Node>())
                roads.node(node);
            for (const osmium::Relation& relation : buffer.select<osmium::Relation>())
                roads.relation(relation);
        },
        pass(0));
    roads.all_nodes_read();
    file.read(
        osmium::osm_entity_bits::way,
        [&](osmium::memory::Buffer& buffer) {
            for (osmium::Way& way : buffer.select<osmium::Way>())
                roads.way(way);
        },
        pass(1));
    roads.finish();
}

std::string counted(std::uint64_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what);
}

// Why nothing came of a file that could be read.
std::string no_roads(const OsmReport& report) {
    std::string text = "there are no roads in it that lead back to where they came from (" +
                       counted(report.nodes, "nodes, ") + counted(report.all_ways, "ways, ") +
                       counted(report.relations, "relations");
    for (std::size_t i = 0; i < left_out_count; ++i) {
        const auto why = static_cast<LeftOut>(i);
        if (report[why] != 0) text += "; " + counted(report[why], text_of(why).text);
    }
    text += "); expected an extract of OpenStreetMap with highway=* ways and their nodes";
    if (report[LeftOut::missing_nodes] != 0)
        text += "; Overpass adds the nodes by (._;>;); before out, or the coordinates by out geom;";
    return text;
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
    if (out.points.empty()) return file + ": " + no_roads(counts);
    return std::nullopt;
}

}  // namespace muster::roads
