#include "engine/roads/find_place.hpp"

#include <algorithm>
#include <array>

#include "engine/roads/distance.hpp"

namespace muster::roads {
namespace {

// Things of one name that are nearer than this are one thing.
constexpr Metres same_within{1'000};

constexpr std::array<std::string_view, place_kind_count> place_names{
    "city",     "town",     "village",        "suburb",   "hamlet",
    "locality", "hospital", "emergency post", "town hall"};

// Lower case without accents: the letters U+00C0 to U+00FF become those beneath them.
std::string folded(std::string_view text) {
    constexpr std::string_view plain =
        "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
    static_assert(plain.size() == 64);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else if (c == '\xC3' && i + 1 < text.size()) {
            out += plain[static_cast<unsigned char>(text[++i]) & 63u];
        } else {
            out += c;
        }
    }
    return out;
}

// Keeps the first of those that lie together.
void add_apart(std::vector<NamedPoint>& found, NamedPoint point) {
    for (const NamedPoint& known : found) {
        if (known.name == point.name && distance_m(known.at, point.at) <= same_within) return;
    }
    found.push_back(std::move(point));
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

}  // namespace

Found find_place(const RoadMap& map, std::string_view name) {
    const RoadView& view = map.view();
    const std::string wanted = folded(name);
    Found found;
    if (wanted.empty()) return found;
    std::vector<bool> is_street(view.string_first.size(), false);
    for (const Way& way : view.ways) {
        if (way.name != none) is_street[way.name] = true;
    }
    // The more important kinds of places first.
    std::vector<Place> places(view.places.begin(), view.places.end());
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.kind < b.kind; });
    const auto named = [&](const Place& place) {
        return NamedPoint{std::string(view.string(place.name)), place_names[place.kind], place.at};
    };
    for (const Place& place : places) {
        if (folded(view.string(place.name)) == wanted) add_apart(found.exact, named(place));
    }
    if (!found.exact.empty()) return found;
    for (std::uint32_t i = 0; i + 1 < view.string_first.size(); ++i) {
        if (!is_street[i] || folded(view.string(i)) != wanted) continue;
        for (NamedPoint& street : streets(view, i))
            add_apart(found.exact, std::move(street));
    }
    if (!found.exact.empty()) return found;

    const auto similar = [&](std::string_view text) {
        return found.similar.size() < Found::similar_max &&
               folded(text).find(wanted) != std::string::npos;
    };
    for (const Place& place : places) {
        if (similar(view.string(place.name))) add_apart(found.similar, named(place));
    }
    for (std::uint32_t i = 0; i + 1 < view.string_first.size(); ++i) {
        if (is_street[i] && similar(view.string(i)))
            add_apart(found.similar, streets(view, i).front());
    }
    return found;
}

}  // namespace muster::roads
