#include "engine/roads/import/osm_tags.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace muster::roads {
namespace {

constexpr std::size_t urgent = static_cast<std::size_t>(Profile::urgent);
constexpr std::size_t normal = static_cast<std::size_t>(Profile::normal);
constexpr std::size_t e_bike = static_cast<std::size_t>(Profile::e_bike);
constexpr std::size_t walk = static_cast<std::size_t>(Profile::walk);

bool one_of(std::string_view text, std::initializer_list<std::string_view> values) {
    return std::find(values.begin(), values.end(), text) != values.end();
}

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

// What the access tags say for one profile.
enum class May { unsaid, yes, no };

May read_access(std::string_view value, bool private_too) {
    if (value.empty() || value == "unknown") return May::unsaid;
    if (one_of(value, {"private", "agricultural", "forestry", "delivery", "permit", "residents",
                       "customers;private"}))
        return private_too ? May::yes : May::no;
    if (one_of(value, {"no", "use_sidepath", "dismount", "discouraged", "military", "psv", "bus"}))
        return May::no;
    return May::yes;
}

// The most special key that is there decides.
May access_of(const Tags& tags, std::size_t profile, const OsmRules& rules) {
    const bool private_too = profile == urgent && rules.urgent_uses_private_roads;
    const auto last_of = [&](std::initializer_list<std::string_view> keys) {
        May may = May::unsaid;
        for (const std::string_view key : keys) {
            const May said = read_access(tags[key], private_too);
            if (said != May::unsaid) may = said;
        }
        return may;
    };
    if (profile == walk) return last_of({"access", "foot"});
    if (profile == e_bike) return last_of({"access", "vehicle", "bicycle"});
    const May may = last_of({"access", "vehicle", "motor_vehicle", "motorcar"});
    if (profile == normal) return may;
    if (one_of(tags["emergency"], {"yes", "designated", "official"})) return May::yes;
    if (tags["emergency"] == "no") return May::no;
    if (may == May::no && rules.urgent_uses_bus_ways &&
        (one_of(tags["bus"], {"yes", "designated"}) || one_of(tags["psv"], {"yes", "designated"})))
        return May::yes;
    return may;
}

// A class of road is by name open to a profile ("bicycle=yes"), not by a general "access=yes".
bool named(const Tags& tags, std::size_t profile) {
    const auto allows = [&tags](std::string_view key) {
        return one_of(tags[key], {"yes", "designated", "official", "permissive", "destination"});
    };
    if (profile == walk) return allows("foot");
    if (profile == e_bike) return allows("bicycle");
    if (profile == urgent && allows("emergency")) return true;
    return allows("motor_vehicle") || allows("motorcar");
}

enum class OneWay { no, forwards, backwards, closed };

OneWay read_one_way(std::string_view value) {
    if (one_of(value, {"yes", "true", "1"})) return OneWay::forwards;
    if (one_of(value, {"-1", "reverse"})) return OneWay::backwards;
    // It changes its direction by a timetable that nobody knows here.
    if (value == "reversible") return OneWay::closed;
    return OneWay::no;
}

OneWay one_way_of(const Tags& tags, RoadKind kind, std::size_t profile) {
    if (profile == walk)
        return tags["oneway:foot"].empty() ? OneWay::no : read_one_way(tags["oneway:foot"]);
    OneWay all = OneWay::no;
    if (!tags["oneway"].empty())
        all = read_one_way(tags["oneway"]);
    else if (one_of(tags["junction"], {"roundabout", "circular"}) || kind == RoadKind::motorway)
        all = OneWay::forwards;
    if (profile != e_bike) return all;
    if (!tags["oneway:bicycle"].empty()) return read_one_way(tags["oneway:bicycle"]);
    for (const std::string_view key : {"cycleway", "cycleway:left", "cycleway:right"}) {
        if (tags[key].starts_with("opposite")) return OneWay::no;
    }
    return all;
}

std::uint32_t speed_of(const Tags& tags, const OsmRules& rules, std::size_t profile,
                       std::int64_t km_per_h, bool link, std::string_view direction_limit) {
    std::int64_t speed = km_per_h * 1000;
    if (profile == walk) return static_cast<std::uint32_t>(speed);
    auto limit = limit_m_per_h(direction_limit);
    if (!limit) limit = limit_m_per_h(tags["maxspeed"]);
    if (limit) {
        const std::int64_t allowed = *limit * of(rules.of_limit_permille, profile) / 1000;
        speed = profile == e_bike ? std::min(speed, allowed) : allowed;
    } else if (link && profile != e_bike) {
        speed = speed * rules.link_permille / 1000;
    }
    if (one_of(tags["service"], {"driveway", "parking_aisle", "drive-through", "alley"}))
        speed = std::min(speed, rules.minor_service_km_per_h * 1000);
    return static_cast<std::uint32_t>(std::max<std::int64_t>(speed, 1000));
}

}  // namespace

std::string_view Tags::operator[](std::string_view key) const {
    for (const auto& [known, value] : tags_) {
        if (known == key) return value;
    }
    return {};
}

std::optional<std::uint32_t> limit_m_per_h(std::string_view value) {
    if (value == "walk") return 7'000;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || number == 0 || number > 300) return std::nullopt;
    value.remove_prefix(static_cast<std::size_t>(end - value.data()));
    if (value.empty() || value == " km/h") return number * 1000;
    if (value == " mph" || value == "mph") return number * 1'609;
    return std::nullopt;
}

std::optional<WayRules> way_rules(const Tags& tags, const OsmRules& rules) {
    std::string_view highway = tags["highway"];
    const bool link = highway.ends_with("_link");
    if (link) highway.remove_suffix(5);
    WayRules found;
    const ByProfile* speeds = nullptr;
    for (const RoadClass& known : classes) {
        if (known.highway != highway) continue;
        found.kind = known.kind;
        speeds = &(rules.speeds.*known.speeds);
    }
    if (highway.empty() && tags["route"] == "ferry") {
        found.kind = RoadKind::ferry;
        speeds = &rules.speeds.ferry;
    }
    if (speeds == nullptr) return std::nullopt;

    bool anybody = false;
    for (std::size_t p = 0; p < profile_count; ++p) {
        const May may = access_of(tags, p, rules);
        if (may == May::no) continue;
        std::int64_t km_per_h = of(*speeds, p);
        if (km_per_h == 0 && may == May::yes && named(tags, p))
            km_per_h = of(rules.allowed_by_tag, p);
        const bool for_buses = highway == "busway";
        if (for_buses && may != May::yes && !(p == urgent && rules.urgent_uses_bus_ways)) continue;
        if (tags["service"] == "emergency_access" && p == normal) continue;
        if (km_per_h == 0) continue;
        const OneWay one_way = one_way_of(tags, found.kind, p);
        if (one_way == OneWay::no || one_way == OneWay::forwards)
            found.forwards[p] = speed_of(tags, rules, p, km_per_h, link, tags["maxspeed:forward"]);
        if (one_way == OneWay::no || one_way == OneWay::backwards)
            found.backwards[p] =
                speed_of(tags, rules, p, km_per_h, link, tags["maxspeed:backward"]);
        anybody = anybody || found.forwards[p] != 0 || found.backwards[p] != 0;
    }
    if (!anybody) return std::nullopt;
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

std::uint8_t kept_out(const Tags& tags, const OsmRules& rules) {
    const std::string_view barrier = tags["barrier"];
    if (barrier.empty()) return 0;
    const bool narrow = one_of(barrier, {"bollard", "block", "cycle_barrier", "jersey_barrier",
                                         "motorcycle_barrier", "planter", "log", "debris"});
    const bool on_foot_only = one_of(barrier, {"turnstile", "kissing_gate", "stile",
                                               "full-height_"
                                               "turnstile"});
    const bool shut = one_of(barrier, {"wall", "fence"});
    std::uint8_t out = 0;
    for (std::size_t p = 0; p < profile_count; ++p) {
        const May may = access_of(tags, p, rules);
        const bool by_kind = shut || (narrow && p <= normal) || (on_foot_only && p != walk);
        if (may == May::no || (may == May::unsaid && by_kind))
            out = static_cast<std::uint8_t>(out | profile_bit(static_cast<Profile>(p)));
    }
    return out;
}

std::optional<RuleProblem> check(const OsmRules& rules) {
    const auto wrong = [](std::int64_t value, std::int64_t low, std::int64_t high,
                          const std::string& pointer) -> std::optional<RuleProblem> {
        if (value >= low && value <= high) return std::nullopt;
        return RuleProblem{pointer, std::to_string(value) + "; expected " + std::to_string(low) +
                                        " to " + std::to_string(high)};
    };
    const auto each = [&](const ByProfile& values, std::int64_t high,
                          const std::string& pointer) -> std::optional<RuleProblem> {
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
    if (auto found = wrong(rules.max_segment_m, 10, 100'000, "/max_segment_m")) return found;
    return wrong(rules.doubtful_off_road_m, 10, 100'000, "/doubtful_off_road_m");
}

}  // namespace muster::roads
