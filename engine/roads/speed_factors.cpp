#include "engine/roads/speed_factors.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace muster::roads {
namespace {

constexpr std::int64_t full_circle = 3'600'000'000;

// East of b seen from a, the short way round.
std::int64_t east_of(std::int32_t a, std::int32_t b) {
    std::int64_t gap = std::int64_t{b} - a;
    if (gap > full_circle / 2) gap -= full_circle;
    if (gap < -full_circle / 2) gap += full_circle;
    return gap;
}

// A zone with the corners of its box relative to an origin, to rule out most arcs at once.
class Area {
  public:
    explicit Area(const SpeedFactors::Zone& zone) : zone_(&zone) {
        if (zone.polygon.empty()) return;
        for (const Point corner : zone.polygon) {
            const Relative r = relative(corner);
            corners_.push_back(r);
            low_ = {std::min(low_.x, r.x), std::min(low_.y, r.y)};
            high_ = {std::max(high_.x, r.x), std::max(high_.y, r.y)};
        }
    }

    [[nodiscard]] std::int64_t permille() const { return zone_->permille; }

    [[nodiscard]] bool fits() const {
        return high_.x - low_.x < SpeedFactors::zone_span_max_e7 &&
               high_.y - low_.y < SpeedFactors::zone_span_max_e7;
    }

    [[nodiscard]] bool holds(Point p) const {
        if (corners_.empty()) return distance_m(zone_->centre, p) <= zone_->radius;
        const Relative r = relative(p);
        if (r.x < low_.x || r.x > high_.x || r.y < low_.y || r.y > high_.y) return false;
        // How often a ray to the east meets the border; differences stay within the box.
        bool inside = false;
        Relative a = corners_.back();
        for (const Relative b : corners_) {
            if ((a.y > r.y) != (b.y > r.y)) {
                const std::int64_t cross = (b.x - a.x) * (r.y - a.y) - (r.x - a.x) * (b.y - a.y);
                if ((cross > 0) == (b.y > a.y) && cross != 0) inside = !inside;
            }
            a = b;
        }
        return inside;
    }

  private:
    struct Relative {
        std::int64_t x = 0;
        std::int64_t y = 0;
    };
    [[nodiscard]] Relative relative(Point p) const {
        const Point origin = zone_->polygon.front();
        return {east_of(origin.lon_e7, p.lon_e7), std::int64_t{p.lat_e7} - origin.lat_e7};
    }

    const SpeedFactors::Zone* zone_;
    std::vector<Relative> corners_;
    Relative low_;
    Relative high_;
};

Point middle(Point a, Point b) {
    const std::int64_t lat = (std::int64_t{a.lat_e7} + b.lat_e7) / 2;
    std::int64_t lon = a.lon_e7 + east_of(a.lon_e7, b.lon_e7) / 2;
    if (lon > full_circle / 2) lon -= full_circle;
    if (lon < -full_circle / 2) lon += full_circle;
    return {static_cast<std::int32_t>(lat), static_cast<std::int32_t>(lon)};
}

std::uint32_t slowed(std::uint32_t weight, std::int64_t permille) {
    if (weight == closed || permille == 1000) return weight;
    if (permille == 0) return closed;
    const std::int64_t ms = (std::int64_t{weight} * 1000 + permille - 1) / permille;
    return static_cast<std::uint32_t>(std::min<std::int64_t>(ms, max_weight_ms));
}

// By arc, in permille.
std::vector<std::int64_t> factors_of_arcs(const RoadView& map, const SpeedFactors& factors) {
    std::unordered_map<std::int64_t, std::int64_t> of_way;
    for (const SpeedFactors::OfWay& way : factors.ways) {
        const auto [known, added] = of_way.emplace(way.way_id, way.permille);
        if (!added) known->second = std::min(known->second, way.permille);
    }
    std::vector<Area> areas;
    for (const SpeedFactors::Zone& zone : factors.zones)
        areas.emplace_back(zone);

    std::vector<std::int64_t> permille(map.arc_to.size(), 1000);
    for (std::uint32_t node = 0; node < map.points.size(); ++node) {
        for (std::uint32_t arc = map.first_arc[node]; arc < map.first_arc[node + 1]; ++arc) {
            if (map.arc_way[arc] != none) {
                const auto own = of_way.find(map.ways[map.arc_way[arc]].id);
                if (own != of_way.end()) {
                    permille[arc] = own->second;
                    continue;
                }
            }
            if (areas.empty()) continue;
            const Point at = middle(map.points[node], map.points[map.arc_to[arc]]);
            bool found = false;
            for (const Area& area : areas) {
                if ((found && area.permille() >= permille[arc]) || !area.holds(at)) continue;
                permille[arc] = area.permille();
                found = true;
            }
        }
    }
    return permille;
}

}  // namespace

std::optional<std::string> check(const SpeedFactors& factors) {
    const auto wrong_permille = [](std::int64_t permille) {
        return permille < 0 || permille > SpeedFactors::permille_max;
    };
    const std::string range =
        "; expected 0 to " + std::to_string(SpeedFactors::permille_max) + " permille";
    for (const SpeedFactors::OfWay& way : factors.ways) {
        if (wrong_permille(way.permille))
            return "way " + std::to_string(way.way_id) + " has a factor of " +
                   std::to_string(way.permille) + range;
    }
    for (std::size_t i = 0; i < factors.zones.size(); ++i) {
        const SpeedFactors::Zone& zone = factors.zones[i];
        const std::string which = "zone " + std::to_string(i);
        if (wrong_permille(zone.permille))
            return which + " has a factor of " + std::to_string(zone.permille) + range;
        if (zone.polygon.empty() && zone.radius.value <= 0)
            return which + " has neither a polygon nor a radius above 0";
        if (!zone.polygon.empty() && zone.polygon.size() < 3)
            return which + " has " + std::to_string(zone.polygon.size()) +
                   " corners; expected 3 or more";
        if (!Area(zone).fits()) return which + " is wider or higher than 90 degrees";
    }
    if (factors.profiles > all_profiles) return "the set of profiles names some that do not exist";
    return std::nullopt;
}

RoadNetwork::Weights weights_with(const RoadMap& map, const SpeedFactors& factors) {
    RoadNetwork::Weights weights;
    const std::vector<std::int64_t> permille = factors_of_arcs(map.view(), factors);
    for (std::size_t p = 0; p < profile_count; ++p) {
        const auto usual = map.weights(static_cast<Profile>(p));
        if (((factors.profiles >> p) & 1) == 0 || usual.empty()) continue;
        weights[p].reserve(usual.size());
        for (std::size_t arc = 0; arc < usual.size(); ++arc)
            weights[p].push_back(slowed(usual[arc], permille[arc]));
    }
    return weights;
}

std::shared_ptr<const RoadNetwork> network_with(const RoadNetwork& usual,
                                                const SpeedFactors& factors) {
    return std::make_shared<const RoadNetwork>(
        usual.shared_map(), usual.fallback(), usual.off_road(), weights_with(usual.map(), factors));
}

}  // namespace muster::roads
