#include "engine/roads/import/osm_tags.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "engine/roads/import/osm_access.hpp"
#include "engine/roads/import/osm_speed.hpp"
#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

std::int64_t of(const ByProfile& values, std::size_t profile) {
    switch (static_cast<Profile>(profile)) {
        case Profile::urgent:
            return values.urgent;
        case Profile::normal:
            return values.normal;
        case Profile::e_bike:
            return values.e_bike;
        case Profile::walk:
            return values.walk;
    }
    return 0;
}

struct RoadClass {
    std::string_view highway;
    RoadKind kind;
    ByProfile SpeedsByRoad::*speeds;
};
constexpr std::array<RoadClass, 18> classes{
    {{"motorway", RoadKind::motorway, &SpeedsByRoad::motorway},
     {"trunk", RoadKind::trunk, &SpeedsByRoad::trunk},
     {"primary", RoadKind::primary, &SpeedsByRoad::primary},
     {"secondary", RoadKind::secondary, &SpeedsByRoad::secondary},
     {"tertiary", RoadKind::tertiary, &SpeedsByRoad::tertiary},
     {"unclassified", RoadKind::unclassified, &SpeedsByRoad::unclassified},
     {"road", RoadKind::unclassified, &SpeedsByRoad::unclassified},
     {"residential", RoadKind::residential, &SpeedsByRoad::residential},
     {"living_street", RoadKind::living_street, &SpeedsByRoad::living_street},
     {"service", RoadKind::service, &SpeedsByRoad::service},
     {"busway", RoadKind::service, &SpeedsByRoad::service},
     {"track", RoadKind::track, &SpeedsByRoad::track},
     {"pedestrian", RoadKind::pedestrian, &SpeedsByRoad::pedestrian},
     {"cycleway", RoadKind::cycleway, &SpeedsByRoad::cycleway},
     {"path", RoadKind::path, &SpeedsByRoad::path},
     {"bridleway", RoadKind::footway, &SpeedsByRoad::footway},
     {"footway", RoadKind::footway, &SpeedsByRoad::footway},
     {"steps", RoadKind::steps, &SpeedsByRoad::steps}}};

struct Road {
    RoadKind kind = RoadKind::unknown;
    const ByProfile* speeds = nullptr;  // none: it is no road
    bool link = false;
    bool for_buses = false;
};

bool is_ferry(const Tags& tags) {
    if (has_part(tags["route"], {"ferry"})) return true;
    const std::string_view ferry = tags["ferry"];
    return tags["highway"].empty() && !ferry.empty() && ferry != "no";
}

// Of a list of classes the first that is known.
Road road_of(const Tags& tags, const SpeedsByRoad& speeds) {
    Road found;
    if (is_ferry(tags)) {
        found.kind = RoadKind::ferry;
        found.speeds = &speeds.ferry;
        return found;
    }
    if (tags["highway"].empty()) return found;
    for_each_part(tags["highway"], [&](std::string_view highway) {
        if (found.speeds != nullptr) return;
        const bool link = highway.ends_with("_link");
        if (link) highway.remove_suffix(5);
        for (const RoadClass& known : classes) {
            if (known.highway != highway) continue;
            found = {known.kind, &(speeds.*known.speeds), link, highway == "busway"};
        }
    });
    return found;
}

// What the tags limit one profile to; unsaid where nothing does.
SpeedLimit limit_of(const Tags& tags, Profile profile, AlongWay along) {
    const auto said = [](const SpeedLimit& limit) {
        return limit.kind == SpeedLimit::Kind::limited || limit.kind == SpeedLimit::Kind::unlimited;
    };
    const auto first_of = [&](std::initializer_list<std::string_view> keys) {
        const std::string_view suffix = along == AlongWay::forwards ? ":forward" : ":backward";
        SpeedLimit limit;
        for (const std::string_view key : keys) {
            if (tags.has_directions()) limit = read_limit(tags[std::string(key).append(suffix)]);
            if (!said(limit)) limit = read_limit(tags[key]);
            if (said(limit)) return limit;
        }
        return SpeedLimit{};
    };
    SpeedLimit limit = profile == Profile::e_bike
                           ? first_of({"maxspeed:bicycle", "maxspeed:vehicle", "maxspeed"})
                           : first_of({"maxspeed:motorcar", "maxspeed:motor_vehicle",
                                       "maxspeed:vehicle", "maxspeed"});
    if (!said(limit)) limit = first_of({"zone:maxspeed"});
    for (const std::string_view key :
         {"maxspeed:type", "source:maxspeed", "maxspeed:source", "zone:traffic"}) {
        if (!said(limit)) limit = read_zone(tags[key]);
    }
    return limit;
}

std::uint32_t speed_of(const Tags& tags, const OsmRules& rules, Profile profile,
                       std::int64_t km_per_h, const Road& road, AlongWay along) {
    const auto p = static_cast<std::size_t>(profile);
    std::int64_t speed = km_per_h * 1000;
    if (profile == Profile::walk || road.kind == RoadKind::ferry)
        return static_cast<std::uint32_t>(speed);
    const SpeedLimit limit = limit_of(tags, profile, along);
    if (limit.kind == SpeedLimit::Kind::limited) {
        const std::int64_t allowed = limit.m_per_h * of(rules.of_limit_permille, p) / 1000;
        speed = profile == Profile::e_bike ? std::min(speed, allowed) : allowed;
    } else if (road.link && profile != Profile::e_bike) {
        speed = speed * rules.link_permille / 1000;
    }
    if (has_part(tags["service"], {"driveway", "parking_aisle", "drive-through", "alley"}))
        speed = std::min(speed, rules.minor_service_km_per_h * 1000);
    return static_cast<std::uint32_t>(std::max<std::int64_t>(speed, 1000));
}

// A ferry that names walkers or cyclists and says nothing of vehicles carries those it names.
bool may_board(const Tags& tags, Profile profile) {
    for (const std::string_view key : {"access", "vehicle", "motor_vehicle", "motorcar"}) {
        if (!tags[key].empty()) return true;
    }
    const bool walkers = opened_by_name(tags, Profile::walk);
    const bool cyclists = opened_by_name(tags, Profile::e_bike);
    if (profile == Profile::walk) return true;
    if (profile == Profile::e_bike) return cyclists || !walkers;
    return !walkers && !cyclists;
}

// km/h of a profile on a road in one direction; 0 = may not go.
std::int64_t base_speed(const Tags& tags, const OsmRules& rules, Profile profile, const Road& road,
                        AlongWay along) {
    const auto p = static_cast<std::size_t>(profile);
    const May may = access_of(tags, profile, along, rules);
    if (may == May::no) return 0;
    const bool by_name = may == May::yes && opened_by_name(tags, profile);
    const bool motor = profile == Profile::urgent || profile == Profile::normal;
    if (!motor && !by_name && has_part(tags["motorroad"], {"yes"})) return 0;
    if (road.kind == RoadKind::ferry && may != May::yes && !may_board(tags, profile)) return 0;
    if (road.for_buses && may != May::yes &&
        !(profile == Profile::urgent && rules.urgent_uses_bus_ways))
        return 0;
    if (profile == Profile::normal && has_part(tags["service"], {"emergency_access"})) return 0;
    const std::int64_t km_per_h = of(*road.speeds, p);
    return km_per_h == 0 && by_name ? of(rules.allowed_by_tag, p) : km_per_h;
}

}  // namespace

void Tags::clear() {
    tags_.clear();
    directions_ = false;
}

void Tags::add(std::string_view key, std::string_view value) {
    tags_.emplace_back(key, value);
    directions_ = directions_ || key.ends_with(":forward") || key.ends_with(":backward");
}

std::string_view Tags::operator[](std::string_view key) const {
    for (const auto& [known, value] : tags_) {
        if (known == key) return value;
    }
    return {};
}

std::optional<WayRules> way_rules(const Tags& tags, const OsmRules& rules) {
    const Road road = road_of(tags, rules.speeds);
    if (road.speeds == nullptr) return std::nullopt;
    WayRules found;
    found.kind = road.kind;
    bool anybody = false;
    for (const AlongWay along : {AlongWay::forwards, AlongWay::backwards}) {
        WaySpeeds& speeds = along == AlongWay::forwards ? found.forwards : found.backwards;
        for (std::size_t p = 0; p < profile_count; ++p) {
            const auto profile = static_cast<Profile>(p);
            if (!one_way_allows(tags, road.kind, profile, along)) continue;
            const std::int64_t km_per_h = base_speed(tags, rules, profile, road, along);
            if (km_per_h == 0) continue;
            speeds[p] = speed_of(tags, rules, profile, km_per_h, road, along);
            anybody = true;
        }
    }
    if (!anybody) return std::nullopt;
    if (road.kind == RoadKind::ferry) {
        found.duration_ms = read_duration_ms(tags["duration"]).value_or(0);
        // Who comes at any time waits half of the interval.
        const auto interval = read_duration_ms(tags["interval"]);
        found.wait_ms = static_cast<std::uint32_t>(std::min<std::uint64_t>(
            interval ? *interval / 2 : static_cast<std::uint64_t>(rules.ferry_wait_s) * 1000,
            max_weight_ms / 4));
    }
    found.beside = beside_of(tags, found.kind);
    return found;
}

Beside beside_of(const Tags& tags, RoadKind kind) {
    const auto is = [&tags](std::string_view key) {
        return !tags[key].empty() && tags[key] != "no";
    };
    // A passage through a building is where its doors are.
    const bool tunnel = is("tunnel") && tags["tunnel"] != "building_passage";
    if (tunnel || kind == RoadKind::ferry) return Beside::enclosed;
    if (kind == RoadKind::motorway || tags["motorroad"] == "yes") return Beside::expressway;
    return is("bridge") ? Beside::bridge : Beside::open;
}

bool keeps_apart(const Tags& tags) {
    if (!tags["tunnel"].empty() && tags["tunnel"] != "no") return false;
    if (tags["covered"] == "yes" || tags["location"] == "underground") return false;
    return tags["natural"] == "coastline" || tags["waterway"] == "river" ||
           tags["waterway"] == "canal";
}

bool is_road(const Tags& tags) {
    return road_of(tags, SpeedsByRoad{}).speeds != nullptr;
}

bool is_no_road(std::string_view highway) {
    return one_of(highway, {"proposed",      "construction",   "abandoned",
                            "razed",         "demolished",     "dismantled",
                            "disused",       "planned",        "platform",
                            "bus_stop",      "rest_area",      "services",
                            "raceway",       "corridor",       "elevator",
                            "via_ferrata",   "ladder",         "escape",
                            "bus_guideway",  "emergency_bay",  "street_lamp",
                            "crossing",      "traffic_island", "toll_gantry",
                            "passing_place", "layby",          "no",
                            "none",          "historic",       "trailhead",
                            "virtual",       "piste",          "stop"});
}

std::optional<SettingProblem> check(const OsmRules& rules) {
    const auto wrong = [](std::int64_t value, std::int64_t low, std::int64_t high,
                          const std::string& pointer) -> std::optional<SettingProblem> {
        if (value >= low && value <= high) return std::nullopt;
        return SettingProblem{pointer, std::to_string(value) + "; expected " + std::to_string(low) +
                                           " to " + std::to_string(high)};
    };
    const auto each = [&](const ByProfile& values, std::int64_t high,
                          const std::string& pointer) -> std::optional<SettingProblem> {
        constexpr std::array<const char*, profile_count> names{"urgent", "normal", "e_bike",
                                                               "walk"};
        for (std::size_t p = 0; p < profile_count; ++p) {
            if (auto found = wrong(of(values, p), 0, high, pointer + "/" + names[p])) return found;
        }
        return std::nullopt;
    };
    for (const RoadClass& known : classes) {
        if (auto found =
                each(rules.speeds.*known.speeds, 300, "/speeds/" + std::string(known.highway)))
            return found;
    }
    if (auto found = each(rules.speeds.ferry, 300, "/speeds/ferry")) return found;
    if (auto found = each(rules.allowed_by_tag, 300, "/allowed_by_tag")) return found;
    if (auto found = each(rules.of_limit_permille, 3000, "/of_limit_permille")) return found;
    if (auto found = wrong(rules.link_permille, 100, 1000, "/link_permille")) return found;
    if (auto found = wrong(rules.minor_service_km_per_h, 1, 300, "/minor_service_km_per_h"))
        return found;
    if (auto found = wrong(rules.ferry_wait_s, 0, 86'400, "/ferry_wait_s")) return found;
    if (auto found = wrong(rules.max_segment_m, 10, 100'000, "/max_segment_m")) return found;
    return wrong(rules.doubtful_off_road_m, 10, 100'000, "/doubtful_off_road_m");
}

}  // namespace muster::roads
