#include "engine/roads/import/osm_report.hpp"

#include <algorithm>

#include "engine/roads/import/osm_access.hpp"
#include "engine/roads/import/osm_speed.hpp"
#include "engine/roads/import/osm_tags.hpp"
#include "engine/roads/import/tag_text.hpp"

namespace muster::roads {
namespace {

constexpr std::array<LeftOutText, left_out_count> left_out_texts{{
    {"deleted", "objects that are deleted (action=delete or visible=false)"},
    {"no_coordinates", "nodes without valid coordinates"},
    {"missing_nodes", "nodes that roads name and the file does not have"},
    {"cut_ways", "roads that end where such nodes are missing"},
    {"ways_without_nodes", "roads of which the file has less than two nodes"},
    {"repeated_ways", "roads that stand in the file a second time"},
    {"closed_ways", "roads that no profile may use"},
    {"unconnected_ways", "roads that do not lead to the rest and back for any profile"},
    {"cut_areas", "waters and places whose outline is not complete in the file"},
    {"restrictions_on_red", "turn restrictions that hold at a red light only"},
    {"restrictions_by_the_hour", "turn restrictions that hold at some hours only"},
    {"restrictions_of_others", "turn restrictions that do not concern cars"},
    {"restrictions_unread", "turn restrictions of a kind that is not known"},
    {"restrictions_incomplete", "turn restrictions with members that are not in the map"},
}};

constexpr std::string_view conditional = ":conditional";

// "maxspeed:forward" is "maxspeed" for one direction.
std::string_view without_direction(std::string_view key) {
    for (const std::string_view end : {":forward", ":backward"}) {
        if (key.ends_with(end)) key.remove_suffix(end.size());
    }
    return key;
}

bool is_access(std::string_view key) {
    return one_of(key, {"access", "vehicle", "motor_vehicle", "motorcar", "bicycle",
                        "electric_bicycle", "foot"});
}

bool is_limit(std::string_view key) {
    return one_of(key, {"maxspeed", "maxspeed:motorcar", "maxspeed:motor_vehicle",
                        "maxspeed:vehicle", "maxspeed:bicycle", "zone:maxspeed"});
}

bool is_one_way(std::string_view key) {
    return one_of(key, {"oneway", "oneway:bicycle", "oneway:foot", "oneway:vehicle",
                        "oneway:motor_vehicle", "oneway:motorcar", "oneway:emergency"});
}

}  // namespace

const LeftOutText& text_of(LeftOut why) {
    return left_out_texts[static_cast<std::size_t>(why)];
}

void UnreadTags::add(std::string_view key, std::string_view value) {
    std::string tag(key);
    if (!value.empty()) tag.append("=").append(value);
    if (const auto known = counts_.find(tag); known != counts_.end())
        ++known->second;
    else if (counts_.size() < unread_kinds_max)
        counts_.emplace(std::move(tag), 1);
    else
        ++uncounted_;
}

void UnreadTags::note_access(std::string_view key, std::string_view value) {
    const std::string_view mode = without_direction(key);
    if (is_access(mode) && !known_access(value)) add(key, value);
    if (!key.ends_with(conditional)) return;
    const std::string_view base = without_direction(key.substr(0, key.size() - conditional.size()));
    // Their values are times of all kinds.
    if (is_access(base) || is_limit(base) || is_one_way(base)) add(key, {});
}

void UnreadTags::note_way(const Tags& tags) {
    if (!is_road(tags)) {
        for_each_part(tags["highway"], [&](const std::string& part) {
            if (!is_no_road(part)) add("highway", part);
        });
        return;
    }
    const bool ferry = has_part(tags["route"], {"ferry"});
    for (const auto& [key, value] : tags.all()) {
        note_access(key, value);
        if (is_limit(without_direction(key)) && read_limit(value).kind == SpeedLimit::Kind::unread)
            add(key, value);
        if (is_one_way(key) && !known_one_way(value)) add(key, value);
        if (ferry && one_of(key, {"duration", "interval"}) && !read_duration_ms(value))
            add(key, value);
    }
}

void UnreadTags::note_barrier(const Tags& tags) {
    for (const auto& [key, value] : tags.all()) {
        if (key == "barrier" && !known_barrier(value)) add(key, value);
        note_access(key, value);
    }
}

void UnreadTags::tell(OsmReport& report) const {
    report.unread.clear();
    for (const auto& [tag, count] : counts_)
        report.unread.push_back({tag, count});
    std::stable_sort(report.unread.begin(), report.unread.end(),
                     [](const UnreadTag& a, const UnreadTag& b) { return a.count > b.count; });
    report.unread_uncounted = uncounted_;
}

}  // namespace muster::roads
