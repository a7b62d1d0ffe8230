// What a road map is made of, as plain vectors: importers fill this, road_file.hpp writes it,
// road_map.hpp reads it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster::roads {

// Weight of an arc that a profile may not use.
constexpr std::uint32_t closed = 0xFFFFFFFFu;
// The longest time that one arc may take, 37 hours. Longer ways are cut or closed by importers.
constexpr std::uint32_t max_weight_ms = (1u << 27) - 1;
// Distances in a graph below this are times in ms, this and above mean "no way": 24.8 days. Half of
// 2^32, so that the sum of two never wraps.
constexpr std::uint32_t no_way_ms = 0x7FFFFFFFu;
// "None" wherever an index may be missing: the way of an arc, the name of a way.
constexpr std::uint32_t none = 0xFFFFFFFFu;

constexpr std::uint8_t profile_bit(Profile profile) {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(profile));
}
constexpr std::uint8_t all_profiles = (1u << profile_count) - 1;

// A stretch of road as its source knows it: an OpenStreetMap way.
struct Way {
    std::int64_t id = 0;        // the source's own number; what speed factors name
    std::uint32_t name = none;  // index of a string
    std::uint32_t kind = 0;     // RoadKind
};

// Classes of roads, from highway=* with the _link classes beside their own.
enum class RoadKind : std::uint32_t {
    motorway,
    trunk,
    primary,
    secondary,
    tertiary,
    unclassified,
    residential,
    living_street,
    service,
    track,
    pedestrian,
    cycleway,
    path,
    footway,
    steps,
    ferry,
    unknown
};
constexpr auto road_kind_count = static_cast<std::uint32_t>(RoadKind::unknown) + 1;

enum class PlaceKind : std::uint32_t {
    city,
    town,
    village,
    suburb,
    hamlet,
    locality,
    hospital,
    emergency_post,
    town_hall  // since version 2 of the road file
};
constexpr auto place_kind_count = static_cast<std::uint32_t>(PlaceKind::town_hall) + 1;

struct Place {
    Point at;
    std::uint32_t name = none;  // index of a string, never none
    std::uint32_t kind = 0;     // PlaceKind
};

// One more name of a place (`of`: its index) or of all streets of a name (`of`: that string): an
// alternative, old, official or short one, or one in another language.
struct OtherName {
    std::uint32_t of = 0;
    std::uint32_t name = 0;  // index of a string

    auto operator<=>(const OtherName&) const = default;
};

// An island lies in a water area and is drawn over it. A brook can be stepped over, or runs in a
// pipe; all others keep people from a road on their other side.
enum class ShapeKind : std::uint32_t { water_area, water_line, island, brook };
constexpr auto shape_kind_count = static_cast<std::uint32_t>(ShapeKind::brook) + 1;

// A polygon (first point = last point) or a line for the map.
struct Shape {
    std::uint32_t kind = 0;  // ShapeKind
    std::uint32_t name = none;
    std::uint32_t first_point = 0;
    std::uint32_t point_count = 0;
};

// How one comes onto an arc, or off it, from beside the road: anywhere; from the bridge itself
// only; not at all from the ground beside a motorway; not from above a tunnel or from a ferry's
// shore.
enum class Beside : std::uint8_t { open, bridge, expressway, enclosed };
constexpr std::uint8_t beside_kind_count = static_cast<std::uint8_t>(Beside::enclosed) + 1;

// What `arc_access` holds: profile_bit of each profile that may stop along the arc, and Beside.
constexpr std::uint8_t arc_access_of(std::uint8_t profiles, Beside beside) {
    return static_cast<std::uint8_t>(profiles | static_cast<std::uint8_t>(beside) << 4);
}
constexpr Beside beside_of(std::uint8_t arc_access) {
    return static_cast<Beside>(arc_access >> 4);
}
constexpr std::uint8_t arc_access_end = beside_kind_count << 4;

// Arcs of which each begins where the one before ends, that must not be driven one after the other:
// two for a turn at a crossing, more where the restriction names ways in between.
struct Ban {
    std::uint32_t first = 0;  // of ban_arcs
    std::uint32_t count = 0;  // 2 to ban_arcs_max
    std::uint32_t profiles = 0;
};
constexpr std::uint32_t ban_arcs_max = 64;

// Further off the road than this the way on foot is a guess; what a map says that names no limit.
constexpr std::uint32_t default_doubtful_m = 300;

struct RoadData {
    std::uint8_t profiles = 0;  // profile_bit of each that has weights
    std::string source;         // where it came from and whose it is, one line

    // By node. snap: profile_bit of each profile whose vehicles may enter and leave the network
    // here.
    std::vector<Point> points;
    std::vector<std::uint8_t> snap;

    // Arcs in compressed rows: those that leave node n are first_arc[n] .. first_arc[n + 1] - 1.
    std::vector<std::uint32_t> first_arc;
    std::vector<std::uint32_t> arc_to;
    std::vector<std::uint32_t> arc_way;  // index of a way, or none
    // By profile, then by arc; empty for a profile that is missing.
    std::array<std::vector<std::uint32_t>, profile_count> weights;

    // By arc, arc_access_of; empty where the map is met at its nodes only.
    std::vector<std::uint8_t> arc_access;
    std::vector<Ban> bans;
    std::vector<std::uint32_t> ban_arcs;
    std::uint32_t doubtful_m = default_doubtful_m;  // off the road, of maps with arc_access

    std::vector<Way> ways;
    std::vector<std::string> strings;
    std::vector<Place> places;
    std::vector<Shape> shapes;
    std::vector<Point> shape_points;
    std::vector<OtherName> place_names;   // ordered
    std::vector<OtherName> street_names;  // ordered
};

}  // namespace muster::roads
