// Places that people know by name, and all their names.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/roads/import/osm_tags.hpp"

namespace muster::roads {

// Nothing when the object is no place that a map has.
[[nodiscard]] std::optional<PlaceKind> place_kind(const Tags& tags);

// Whether it is a city, a village or the like, which a node marks, and an outline only repeats.
[[nodiscard]] bool is_settlement(PlaceKind kind);

struct Names {
    std::string_view main;                 // name=*, else the first of the others; may be empty
    std::vector<std::string_view> others;  // all that differ from it, in their tags' order
};

// Alternative, old, official, short, local, English and Chinese names; lists are taken apart. With
// `refs`, the numbers of roads as well.
[[nodiscard]] Names names_of(const Tags& tags, bool refs);

}  // namespace muster::roads
