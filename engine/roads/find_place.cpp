#include "engine/roads/find_place.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/roads/distance.hpp"
#include "engine/roads/fold_name.hpp"

namespace muster::roads {
namespace {

// Things of one name that are nearer than this are one thing.
constexpr Metres same_within{1'000};

constexpr std::array<std::string_view, place_kind_count> place_names{
    "city",     "town",     "village",        "suburb",   "hamlet",
    "locality", "hospital", "emergency post", "town hall"};

// Keeps the first of those that lie together.
void add_apart(std::vector<NamedPoint>& found, NamedPoint point) {
    for (const NamedPoint& known : found) {
        if (known.name == point.name && distance_m(known.at, point.at) <= same_within) return;
    }
    found.push_back(std::move(point));
}

// The middles of the stretches that the points of a street form.
std::vector<NamedPoint> middles(const RoadView& view, std::uint32_t name,
                                const std::vector<Point>& points) {
    // Chains of points with short gaps: each group takes in all that are near one of its own.
    std::vector<NamedPoint> found;
    std::vector<bool> taken(points.size(), false);
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (taken[i]) continue;
        std::vector<std::size_t> group{i};
        taken[i] = true;
        for (std::size_t next = 0; next < group.size(); ++next) {
            for (std::size_t j = i + 1; j < points.size(); ++j) {
                if (taken[j] || distance_m(points[group[next]], points[j]) > same_within) continue;
                taken[j] = true;
                group.push_back(j);
            }
        }
        std::int64_t lat = 0;
        std::int64_t lon = 0;
        for (const std::size_t member : group) {
            lat += points[member].lat_e7;
            lon += points[member].lon_e7;
        }
        const auto count = static_cast<std::int64_t>(group.size());
        const Point centre{static_cast<std::int32_t>(lat / count),
                           static_cast<std::int32_t>(lon / count)};
        const std::size_t middle =
            *std::min_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
                return square_units(points[a], centre) < square_units(points[b], centre);
            });
        found.push_back({std::string(view.string(name)), "street", points[middle]});
    }
    return found;
}

// The middles of the stretches that a name's arcs form, in the order of the map's nodes.
std::vector<NamedPoint> streets(const RoadView& view, std::uint32_t name) {
    std::vector<Point> points;
    for (std::uint32_t node = 0; node < view.points.size(); ++node) {
        for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
            const std::uint32_t way = view.arc_way[arc];
            if (way == none || view.ways[way].name != name) continue;
            points.push_back(view.points[node]);
            break;
        }
    }
    return middles(view, name, points);
}

// By string: whether streets have it as their name.
std::vector<bool> street_names(const RoadView& view) {
    std::vector<bool> found(view.string_first.size(), false);
    for (const Way& way : view.ways) {
        if (way.name != none) found[way.name] = true;
    }
    return found;
}

// Indices of the places, the more important kinds first.
std::vector<std::uint32_t> by_importance(const RoadView& view) {
    std::vector<std::uint32_t> places(view.places.size());
    std::iota(places.begin(), places.end(), 0u);
    std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
        return view.places[a].kind < view.places[b].kind;
    });
    return places;
}

// Which places (by index) and names of streets (by string) have one of the strings as a name of
// theirs, whether their main one or another.
struct Names {
    std::vector<bool> place;
    std::vector<bool> street;
};

Names names_with(const RoadView& view, const std::vector<bool>& strings) {
    Names names{std::vector<bool>(view.places.size()), strings};
    for (std::size_t i = 0; i < view.places.size(); ++i)
        names.place[i] = strings[view.places[i].name];
    for (const OtherName& other : view.place_names) {
        if (strings[other.name]) names.place[other.of] = true;
    }
    for (const OtherName& other : view.street_names) {
        if (strings[other.name]) names.street[other.of] = true;
    }
    return names;
}

}  // namespace

Found find_place(const RoadMap& map, std::string_view name) {
    const RoadView& view = map.view();
    const std::string wanted = folded_name(name);
    Found found;
    if (wanted.empty()) return found;
    const std::vector<bool> street = street_names(view);
    const std::vector<std::uint32_t> places = by_importance(view);
    const auto named = [&](std::uint32_t index) {
        const Place& place = view.places[index];
        return NamedPoint{std::string(view.string(place.name)), place_names[place.kind], place.at};
    };
    // By string, so that each is brought to its form once.
    const auto strings_that = [&](auto&& fit) {
        std::vector<bool> fitting(view.string_first.size(), false);
        for (std::uint32_t i = 0; i + 1 < view.string_first.size(); ++i)
            fitting[i] = fit(folded_name(view.string(i)));
        return fitting;
    };
    const auto equal = strings_that([&](const std::string& text) { return text == wanted; });
    Names names = names_with(view, equal);
    for (const std::uint32_t index : places) {
        if (names.place[index]) add_apart(found.exact, named(index));
    }
    if (!found.exact.empty()) return found;
    for (std::uint32_t i = 0; i + 1 < view.string_first.size(); ++i) {
        if (!street[i] || !names.street[i]) continue;
        for (NamedPoint& point : streets(view, i))
            add_apart(found.exact, std::move(point));
    }
    if (!found.exact.empty()) return found;

    const auto parts = strings_that(
        [&](const std::string& text) { return text.find(wanted) != std::string::npos; });
    names = names_with(view, parts);
    for (const std::uint32_t index : places) {
        if (found.similar.size() < Found::similar_max && names.place[index])
            add_apart(found.similar, named(index));
    }
    for (std::uint32_t i = 0; i + 1 < view.string_first.size(); ++i) {
        if (found.similar.size() < Found::similar_max && street[i] && names.street[i])
            add_apart(found.similar, streets(view, i).front());
    }
    return found;
}

std::vector<MapName> all_names(const RoadMap& map) {
    const RoadView& view = map.view();
    std::vector<MapName> all;
    const auto others_of = [&](const auto& names, std::uint32_t of) {
        std::vector<std::string> others;
        for (const OtherName& other : names) {
            if (other.of == of) others.emplace_back(view.string(other.name));
        }
        return others;
    };
    for (const std::uint32_t index : by_importance(view)) {
        const Place& place = view.places[index];
        all.push_back({{std::string(view.string(place.name)), place_names[place.kind], place.at},
                       others_of(view.place_names, index)});
    }
    // Each node once for each name of its ways.
    std::vector<std::vector<Point>> points(view.string_first.size());
    std::vector<std::uint32_t> here;
    for (std::uint32_t node = 0; node < view.points.size(); ++node) {
        here.clear();
        for (std::uint32_t arc = view.first_arc[node]; arc < view.first_arc[node + 1]; ++arc) {
            const std::uint32_t way = view.arc_way[arc];
            if (way != none && view.ways[way].name != none) here.push_back(view.ways[way].name);
        }
        std::sort(here.begin(), here.end());
        here.erase(std::unique(here.begin(), here.end()), here.end());
        for (const std::uint32_t name : here)
            points[name].push_back(view.points[node]);
    }
    for (std::uint32_t name = 0; name < points.size(); ++name) {
        if (points[name].empty()) continue;
        const std::vector<std::string> others = others_of(view.street_names, name);
        for (NamedPoint& one : middles(view, name, points[name]))
            all.push_back({std::move(one), others});
    }
    return all;
}

}  // namespace muster::roads
