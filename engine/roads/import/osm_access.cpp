#include "engine/roads/import/osm_access.hpp"

#include <array>
#include <initializer_list>
#include <span>
#include <string>

#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

// For whom an access value opens. A list opens for each of its parts.
enum Group : std::uint8_t {
    nobody = 0,
    everybody = 1,
    guests = 2,    // customers: drivers with a reason to be there, as responders have
    limited = 4,   // those who belong there
    buses = 8,     // and urgent where it may use bus ways
    services = 16  // emergency vehicles
};

struct AccessValue {
    std::string_view text;
    std::uint8_t group;
};
constexpr auto access_values = std::to_array<AccessValue>({{"yes", everybody},
                                                           {"true", everybody},
                                                           {"1", everybody},
                                                           {"designated", everybody},
                                                           {"official", everybody},
                                                           {"permissive", everybody},
                                                           {"public", everybody},
                                                           {"allowed", everybody},
                                                           {"destination", everybody},
                                                           {"optional_sidepath", everybody},
                                                           {"customers", guests},
                                                           {"customer", guests},
                                                           {"visitors", guests},
                                                           {"private", limited},
                                                           {"agricultural", limited},
                                                           {"forestry", limited},
                                                           {"agriculture", limited},
                                                           {"forest", limited},
                                                           {"delivery", limited},
                                                           {"permit", limited},
                                                           {"permit_holder", limited},
                                                           {"residents", limited},
                                                           {"resident", limited},
                                                           {"employees", limited},
                                                           {"staff", limited},
                                                           {"members", limited},
                                                           {"service", limited},
                                                           {"maintenance", limited},
                                                           {"authorized", limited},
                                                           {"authorised", limited},
                                                           {"psv", buses},
                                                           {"bus", buses},
                                                           {"public_transport", buses},
                                                           {"emergency", services},
                                                           {"no", nobody},
                                                           {"none", nobody},
                                                           {"false", nobody},
                                                           {"0", nobody},
                                                           {"use_sidepath", nobody},
                                                           {"dismount", nobody},
                                                           {"discouraged", nobody},
                                                           {"military", nobody},
                                                           {"restricted", nobody},
                                                           {"impassable", nobody},
                                                           {"hgv", nobody},
                                                           {"goods", nobody},
                                                           {"hov", nobody},
                                                           {"taxi", nobody},
                                                           {"tourist_bus", nobody},
                                                           {"coach", nobody},
                                                           {"tram", nobody}});

bool unsaid_access(std::string_view part) {
    return one_of(part, {"unknown", "unclear", "undefined"});
}

const AccessValue* find_access(std::string_view part) {
    for (const AccessValue& known : access_values) {
        if (known.text == part) return &known;
    }
    return nullptr;
}

May read_access(std::string_view value, Profile profile, const OsmRules& rules) {
    if (value.empty()) return May::unsaid;
    std::uint8_t groups = nobody;
    bool said = false;
    for_each_part(value, [&](const std::string& part) {
        if (unsaid_access(part)) return;
        // What nobody here has heard of is closed.
        said = true;
        if (const AccessValue* known = find_access(part))
            groups = static_cast<std::uint8_t>(groups | known->group);
    });
    if (!said) return May::unsaid;
    if ((groups & everybody) != 0) return May::yes;
    if (profile == Profile::urgent) {
        if ((groups & services) != 0) return May::yes;
        if ((groups & buses) != 0 && rules.urgent_uses_bus_ways) return May::yes;
        if ((groups & limited) != 0 && rules.urgent_uses_private_roads) return May::yes;
    }
    // "customers;private" is a yard, not a street.
    return groups == guests ? May::yes : May::no;
}

// From the most general to the most special, as Key:access orders them.
std::span<const std::string_view> keys_of(Profile profile) {
    static constexpr std::array<std::string_view, 2> walking{"access", "foot"};
    static constexpr std::array<std::string_view, 4> cycling{"access", "vehicle", "bicycle",
                                                             "electric_bicycle"};
    static constexpr std::array<std::string_view, 4> driving{"access", "vehicle", "motor_vehicle",
                                                             "motorcar"};
    if (profile == Profile::walk) return walking;
    if (profile == Profile::e_bike) return cycling;
    return driving;
}

std::string_view suffix_of(AlongWay along) {
    return along == AlongWay::forwards ? ":forward" : ":backward";
}

enum class OneWay : std::uint8_t { unsaid, no, forwards, backwards, closed, unread };

OneWay read_one_way_part(std::string_view part) {
    if (one_of(part, {"yes", "true", "1"})) return OneWay::forwards;
    if (one_of(part, {"-1", "reverse", "backward"})) return OneWay::backwards;
    // It changes its direction by a timetable that nobody knows here.
    if (part == "reversible") return OneWay::closed;
    // Lights let both directions through in turn.
    if (one_of(part, {"no", "false", "0", "alternating"})) return OneWay::no;
    return OneWay::unread;
}

// The first part that is known.
OneWay read_one_way(std::string_view value) {
    OneWay found = OneWay::unsaid;
    for_each_part(value, [&](const std::string& part) {
        if (found == OneWay::unsaid || found == OneWay::unread) found = read_one_way_part(part);
    });
    return found == OneWay::unread ? OneWay::unsaid : found;
}

OneWay first_said(const Tags& tags, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        if (const OneWay read = read_one_way(tags[key]); read != OneWay::unsaid) return read;
    }
    return OneWay::unsaid;
}

bool bicycles_both_ways(const Tags& tags) {
    for (const std::string_view key :
         {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"}) {
        if (tags[key].starts_with("opposite")) return true;
    }
    for (const std::string_view key :
         {"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway"}) {
        if (has_part(tags[key], {"no", "-1"})) return true;
    }
    return false;
}

OneWay one_way_of(const Tags& tags, RoadKind kind, Profile profile) {
    if (profile == Profile::walk) {
        // Escalators and moving pavements.
        if (tags["conveying"] == "forward") return OneWay::forwards;
        if (tags["conveying"] == "backward") return OneWay::backwards;
        return first_said(tags, {"oneway:foot"});
    }
    OneWay said = OneWay::unsaid;
    if (profile == Profile::e_bike) {
        said = first_said(tags, {"oneway:bicycle"});
        if (said == OneWay::unsaid && bicycles_both_ways(tags)) said = OneWay::no;
    } else {
        if (profile == Profile::urgent) said = first_said(tags, {"oneway:emergency"});
        if (said == OneWay::unsaid)
            said = first_said(tags, {"oneway:motorcar", "oneway:motor_vehicle"});
    }
    if (said == OneWay::unsaid) said = first_said(tags, {"oneway:vehicle", "oneway"});
    if (said == OneWay::unsaid &&
        (has_part(tags["junction"], {"roundabout", "circular"}) || kind == RoadKind::motorway))
        said = OneWay::forwards;
    return said;
}

// profile_bit of those whom a kind of barrier keeps out where no access tag stands.
constexpr std::uint8_t cars = profile_bit(Profile::urgent) | profile_bit(Profile::normal);
constexpr std::uint8_t wheels = cars | profile_bit(Profile::e_bike);
constexpr std::uint8_t open_to_all = 0;

struct Barrier {
    std::string_view text;
    std::uint8_t out;
};
constexpr auto barriers = std::to_array<Barrier>({{"no", open_to_all},
                                                  {"none", open_to_all},
                                                  {"gate", open_to_all},
                                                  {"lift_gate", open_to_all},
                                                  {"swing_gate", open_to_all},
                                                  {"sliding_gate", open_to_all},
                                                  {"wicket_gate", wheels},
                                                  {"hampshire_gate", open_to_all},
                                                  {"bump_gate", open_to_all},
                                                  {"toll_booth", open_to_all},
                                                  {"border_control", open_to_all},
                                                  {"checkpoint", open_to_all},
                                                  {"entrance", open_to_all},
                                                  {"sally_port", open_to_all},
                                                  {"arch", open_to_all},
                                                  {"cattle_grid", open_to_all},
                                                  {"kerb", open_to_all},
                                                  {"height_restrictor", open_to_all},
                                                  {"width_restrictor", open_to_all},
                                                  {"speed_bump", open_to_all},
                                                  {"coupure", open_to_all},
                                                  {"bollard", cars},
                                                  {"bollards", cars},
                                                  {"block", cars},
                                                  {"concrete_block", cars},
                                                  {"rock", cars},
                                                  {"boulder", cars},
                                                  {"chain", cars},
                                                  {"rope", cars},
                                                  {"bar", cars},
                                                  {"barrier_board", cars},
                                                  {"cycle_barrier", cars},
                                                  {"motorcycle_barrier", cars},
                                                  {"jersey_barrier", cars},
                                                  {"planter", cars},
                                                  {"log", cars},
                                                  {"tree", cars},
                                                  {"debris", cars},
                                                  {"tank_trap", cars},
                                                  {"bus_trap", cars},
                                                  {"sump_buster", cars},
                                                  {"spikes", cars},
                                                  {"tyres", cars},
                                                  {"turnstile", wheels},
                                                  {"full-height_turnstile", wheels},
                                                  {"kissing_gate", wheels},
                                                  {"stile", wheels},
                                                  {"horse_stile", wheels},
                                                  {"squeeze", wheels},
                                                  {"step", wheels},
                                                  {"wall", all_profiles},
                                                  {"city_wall", all_profiles},
                                                  {"retaining_wall", all_profiles},
                                                  {"fence", all_profiles},
                                                  {"hedge", all_profiles},
                                                  {"guard_rail", all_profiles},
                                                  {"handrail", all_profiles},
                                                  {"ditch", all_profiles}});

const Barrier* find_barrier(std::string_view part) {
    for (const Barrier& known : barriers) {
        if (known.text == part) return &known;
    }
    return nullptr;
}

// Of several barriers at one place each keeps out its own.
std::uint8_t out_by_kind(const Tags& tags, std::string_view list) {
    std::uint8_t out = 0;
    for_each_part(list, [&](const std::string& part) {
        const Barrier* known = find_barrier(part);
        out = static_cast<std::uint8_t>(out | (known != nullptr ? known->out : all_profiles));
    });
    if (has_part(tags["kerb"], {"raised", "regular"})) out = static_cast<std::uint8_t>(out | cars);
    if (has_part(tags["locked"], {"yes"})) out = all_profiles;
    return out;
}

template <class Known>
bool all_known(std::string_view list, Known&& known) {
    bool all = true;
    for_each_part(list, [&](const std::string& part) { all = all && known(part); });
    return all;
}

}  // namespace

May access_of(const Tags& tags, Profile profile, AlongWay along, const OsmRules& rules) {
    May may = May::unsaid;
    const auto take = [&](std::string_view value) {
        if (const May said = read_access(value, profile, rules); said != May::unsaid) may = said;
    };
    for (const std::string_view key : keys_of(profile)) {
        take(tags[key]);
        if (tags.has_directions()) take(tags[std::string(key).append(suffix_of(along))]);
    }
    if (profile != Profile::urgent) return may;
    if (has_part(tags["emergency"], {"yes", "designated", "official"})) return May::yes;
    if (has_part(tags["emergency"], {"no"})) return May::no;
    if (may == May::no && rules.urgent_uses_bus_ways &&
        (has_part(tags["bus"], {"yes", "designated"}) ||
         has_part(tags["psv"], {"yes", "designated"})))
        return May::yes;
    return may;
}

bool opened_by_name(const Tags& tags, Profile profile) {
    const auto allows = [&tags](std::string_view key) {
        return has_part(tags[key], {"yes", "designated", "official", "permissive", "destination"});
    };
    if (profile == Profile::walk) return allows("foot");
    if (profile == Profile::e_bike) return allows("bicycle") || allows("electric_bicycle");
    if (profile == Profile::urgent && allows("emergency")) return true;
    return allows("motor_vehicle") || allows("motorcar");
}

bool one_way_allows(const Tags& tags, RoadKind kind, Profile profile, AlongWay along) {
    switch (one_way_of(tags, kind, profile)) {
        case OneWay::forwards:
            return along == AlongWay::forwards;
        case OneWay::backwards:
            return along == AlongWay::backwards;
        case OneWay::closed:
            return false;
        case OneWay::unsaid:
        case OneWay::no:
        case OneWay::unread:
            break;
    }
    return true;
}

std::uint8_t kept_out(const Tags& tags, const OsmRules& rules) {
    const std::string_view barrier = tags["barrier"];
    if (barrier.empty()) return 0;
    const std::uint8_t by_kind = out_by_kind(tags, barrier);
    std::uint8_t out = 0;
    for (int p = 0; p < profile_count; ++p) {
        const auto profile = static_cast<Profile>(p);
        const std::uint8_t bit = profile_bit(profile);
        const May may = access_of(tags, profile, AlongWay::forwards, rules);
        if (may == May::no || (may == May::unsaid && (by_kind & bit) != 0))
            out = static_cast<std::uint8_t>(out | bit);
    }
    return out;
}

bool known_access(std::string_view value) {
    return all_known(value, [](std::string_view part) {
        return unsaid_access(part) || find_access(part) != nullptr;
    });
}

bool known_one_way(std::string_view value) {
    return all_known(
        value, [](std::string_view part) { return read_one_way_part(part) != OneWay::unread; });
}

bool known_barrier(std::string_view value) {
    return all_known(value, [](std::string_view part) { return find_barrier(part) != nullptr; });
}

}  // namespace muster::roads
