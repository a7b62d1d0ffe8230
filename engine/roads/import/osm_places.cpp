#include "engine/roads/import/osm_places.hpp"

#include <algorithm>

#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

// "name:zh-Hans", "name:zh_pinyin", "name:en": a language and what may stand behind it.
bool language_is(std::string_view language, std::string_view wanted) {
    if (!language.starts_with(wanted)) return false;
    return language.size() == wanted.size() || language[wanted.size()] == '-' ||
           language[wanted.size()] == '_';
}

// "alt_name_1" and "alt_name:en" are alt_name.
std::string_view kind_of_name(std::string_view key) {
    key = key.substr(0, key.find(':'));
    const std::size_t end = key.find_last_not_of("0123456789");
    if (end != std::string_view::npos && end + 1 < key.size() && key[end] == '_')
        key = key.substr(0, end);
    return key;
}

bool is_name(std::string_view key, bool refs) {
    const std::string_view kind = kind_of_name(key);
    if (kind == "name") {
        const std::size_t colon = key.find(':');
        if (colon == std::string_view::npos) return true;
        const std::string_view language = key.substr(colon + 1);
        return language_is(language, "zh") || language_is(language, "en");
    }
    if (refs && one_of(key, {"ref", "int_ref", "nat_ref"})) return true;
    return one_of(kind, {"alt_name", "old_name", "official_name", "short_name", "int_name",
                         "loc_name", "nat_name", "reg_name"});
}

}  // namespace

std::optional<PlaceKind> place_kind(const Tags& tags) {
    const std::string_view place = tags["place"];
    if (place == "city") return PlaceKind::city;
    if (place == "town") return PlaceKind::town;
    if (place == "village") return PlaceKind::village;
    if (one_of(place, {"suburb", "quarter", "neighbourhood"})) return PlaceKind::suburb;
    if (one_of(place, {"hamlet", "isolated_dwelling"})) return PlaceKind::hamlet;
    if (one_of(place, {"locality", "square"}) || one_of(tags["railway"], {"station", "halt"}) ||
        tags["public_transport"] == "station")
        return PlaceKind::locality;
    if (has_part(tags["amenity"], {"hospital", "clinic"}) ||
        has_part(tags["healthcare"], {"hospital", "clinic"}) || tags["building"] == "hospital" ||
        has_part(tags["amenity"], {"nursing_home"}) ||
        has_part(tags["social_facility"], {"nursing_home", "assisted_living"}))
        return PlaceKind::hospital;
    if (has_part(tags["amenity"], {"fire_station", "police"}) ||
        has_part(tags["emergency"], {"ambulance_station"}) || tags["building"] == "fire_station")
        return PlaceKind::emergency_post;
    if (has_part(tags["amenity"], {"townhall"})) return PlaceKind::town_hall;
    return std::nullopt;
}

bool is_settlement(PlaceKind kind) {
    return kind <= PlaceKind::locality;
}

Names names_of(const Tags& tags, bool refs) {
    Names names;
    names.main = trimmed(tags["name"]);
    const auto add = [&](std::string_view name) {
        if (names.main.empty())
            names.main = name;
        else if (name != names.main &&
                 std::find(names.others.begin(), names.others.end(), name) == names.others.end())
            names.others.push_back(name);
    };
    for (const std::string_view key : {"name:zh", "name:en", "official_name"}) {
        if (names.main.empty()) for_each_name(tags[key], add);
    }
    for (const auto& [key, value] : tags.all()) {
        // Names before numbers, should there be no name=*.
        if (is_name(key, false)) for_each_name(value, add);
    }
    if (!refs) return names;
    for (const auto& [key, value] : tags.all()) {
        if (is_name(key, true) && !is_name(key, false)) for_each_name(value, add);
    }
    return names;
}

}  // namespace muster::roads
