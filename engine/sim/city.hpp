// The people and places of the demo city, made from a seed. All of it is invented: names are drawn
// from lists, numbers cannot be dialled, and every external reference begins with "DEMO".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/sim/geography.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"

namespace muster::sim {

struct CityOptions {
    std::uint64_t seed = 1;
    std::uint32_t members = 12'000;
    std::uint32_t staff = 600;
    std::uint32_t volunteers = 1'216;
    std::uint32_t communities = 96;
    std::uint32_t stations = 48;
    std::int32_t year = 2025;  // from which ages are counted
};

struct Station {
    Code code;
    std::string name_en;
    std::string name_zh;
    Code district;
    Point at;
};

struct Community {
    Code code;
    std::string name_en;
    std::string name_zh;
    Code district;
    Point at;
};

struct CityMember {
    MemberProfile profile;
    std::string card_uid;  // empty: has no contact card
    std::string button;    // device number; empty: has no call button
    std::uint32_t community = 0;
    // How often this member asks for help, beside others: age, ability and living alone.
    std::uint32_t demand = 1;
};

// When somebody can be sent: from `from_h` for `hours` hours (local time, over midnight where it
// reaches so far), on a day drawn with `days_permille`.
struct DutyPattern {
    std::int64_t from_h = 8;
    std::int64_t hours = 8;
    std::int64_t days_permille = 714;
};

struct CityResponder {
    ResponderProfile profile;
    DutyPattern duty;
    std::int64_t accept_permille = 300;   // of the offers that are made
    std::int64_t decline_permille = 300;  // the rest is let expire
};

struct City {
    CityOptions options;
    std::vector<Station> stations;
    std::vector<Community> communities;
    std::vector<CityMember> members;
    std::vector<CityResponder> responders;  // staff first, then volunteers
};

// Aborts when there are no communities or stations, or more communities than there are names for.
[[nodiscard]] City make_city(const CityOptions& options);

// Whether the responder works on a day (days since 1970, local).
[[nodiscard]] bool is_on_duty(const City& city, std::uint32_t responder, std::int64_t day);

// external_ref of the demo's people, and back: the place in City's vector, nothing for others.
[[nodiscard]] std::string member_ref(std::uint32_t place);
[[nodiscard]] std::string responder_ref(std::uint32_t place);
[[nodiscard]] std::optional<std::uint32_t> member_place(std::string_view external_ref);
[[nodiscard]] std::optional<std::uint32_t> responder_place(std::string_view external_ref);

// The city as a GeoJSON FeatureCollection (RFC 7946) for maps: properties.kind is district, water,
// road, bridge, station or community; `synthetic` is true for the whole and for each feature.
[[nodiscard]] std::string city_map_json(const City& city);

}  // namespace muster::sim
