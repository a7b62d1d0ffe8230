// Traffic and closures: which speeds are asked for, and since when decisions follow them.

#include <utility>

#include "engine/core/service/road_source.hpp"
#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_ways = 100'000;
constexpr std::size_t max_zones = 1'000;
constexpr std::size_t max_corners = 10'000;  // of all zones: each arc is compared with them

Rejection bad_speeds(std::string field, std::string detail) {
    return reject(RejectReason::invalid_field, "/speeds" + std::move(field), std::move(detail));
}

Rejection check_sizes(const Speeds& speeds) {
    if (speeds.ways.size() > max_ways) {
        return bad_speeds("/ways", "at most " + std::to_string(max_ways) + " ways");
    }
    if (speeds.zones.size() > max_zones) {
        return bad_speeds("/zones", "at most " + std::to_string(max_zones) + " zones");
    }
    std::size_t corners = 0;
    for (std::size_t i = 0; i < speeds.zones.size(); ++i) {
        const ZoneSpeed& zone = speeds.zones[i];
        corners += zone.polygon.size();
        if (zone.polygon.empty() == !zone.centre.has_value()) {
            return bad_speeds("/zones/" + std::to_string(i),
                              "must have either a polygon or a centre");
        }
    }
    if (corners > max_corners) {
        return bad_speeds("/zones", "at most " + std::to_string(max_corners) + " corners in all");
    }
    return {};
}

}  // namespace

RoadUse road_use(const Rules& rules, const Speeds* speeds) {
    return {rules.roads.map, rules.roads.off_road_m_per_h, rules.dispatch.detour_permille,
            rules.dispatch.speed_m_per_h, speeds == nullptr ? Speeds{} : *speeds};
}

roads::SpeedFactors factors_of(const Speeds& speeds) {
    roads::SpeedFactors factors;
    for (const WaySpeed& way : speeds.ways)
        factors.ways.push_back({way.way, way.permille});
    for (const ZoneSpeed& zone : speeds.zones) {
        factors.zones.push_back(
            {zone.polygon, zone.centre.value_or(Point{}), zone.radius_m, zone.permille});
    }
    if (!speeds.profiles.empty()) factors.profiles = 0;
    for (const Profile profile : speeds.profiles) {
        factors.profiles =
            static_cast<std::uint8_t>(factors.profiles | roads::profile_bit(profile));
    }
    return factors;
}

std::shared_ptr<const roads::RoadNetwork> build_network(
    const std::shared_ptr<const roads::RoadMap>& map, const RoadUse& use) {
    const roads::StraightLine straight(use.detour_permille, use.straight_m_per_h);
    const bool usual = use.speeds.ways.empty() && use.speeds.zones.empty();
    return std::make_shared<const roads::RoadNetwork>(
        map, straight, use.off_road_m_per_h,
        usual ? roads::RoadNetwork::Weights{} : roads::weights_with(*map, factors_of(use.speeds)));
}

std::optional<std::string> missing_map(RoadSource* source, const std::string& map) {
    if (map.empty()) return std::nullopt;
    if (source != nullptr) return source->missing(map);
    return "the road map " + map + " is needed, and there are no road maps here";
}

Rejection decide(Step& step, const SetSpeeds& command) {
    if (auto bad = check_sizes(command.speeds)) return bad;
    if (const auto bad = roads::check(factors_of(command.speeds))) return bad_speeds("", *bad);
    if (step.board.rules().roads.map.empty()) {
        return bad_speeds("", "the rules name no road map, so there are no roads to be slow");
    }
    step.emit(SpeedsRequested{{step.env.seq}, command.speeds});
    return {};
}

Rejection decide(Step& step, const UseSpeeds& command) {
    const std::optional<KnownSpeeds>& wanted = step.board.speeds_requested();
    if (!wanted || wanted->id != command.id) {
        return reject(
            RejectReason::illegal_status, "/id",
            wanted ? "newer speeds were asked for by record " + std::to_string(wanted->id.value)
                   : "no speeds wait to be used");
    }
    if (step.board.rules().roads.map.empty()) {
        return reject(RejectReason::illegal_status, "/id", "the rules name no road map");
    }
    step.emit(SpeedsInUse{command.id});
    return {};
}

}  // namespace muster::core
