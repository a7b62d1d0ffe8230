#include "engine/sim/evaluation/city_bundle.hpp"

#include <cmath>
#include <filesystem>
#include <numeric>
#include <unordered_map>

#include "engine/roads/dijkstra.hpp"
#include "engine/roads/import/csv.hpp"
#include "engine/sim/evaluation/csv_table.hpp"

namespace muster::evaluation {
namespace {

using Problem = std::optional<std::string>;
using Numbers = std::unordered_map<std::int64_t, std::uint32_t>;

constexpr std::int64_t max_id = 1'000'000'000;
constexpr std::size_t max_places = 100'000;
constexpr double weight_unit = 1e9;

Problem read_demand(const std::string& file, codec::Datum datum,
                    std::vector<CityBundle::Demand>& out) {
    CsvTable table(file);
    if (auto wrong = table.open("lon,lat,weight")) return wrong;
    std::uint64_t sum = 0;
    while (table.next()) {
        Point at;
        double weight = 0;
        if (auto wrong = table.read(0, datum, at)) return wrong;
        if (auto wrong = table.read(2, 1e6, weight)) return wrong;
        sum += static_cast<std::uint64_t>(std::llround(weight * weight_unit));
        out.push_back({at, sum});
        if (out.size() > max_places) return table.wrong("more places than this program takes");
    }
    if (table.problem()) return table.problem();
    if (sum == 0) return table.wrong("there is no demand: expected a positive weight");
    return std::nullopt;
}

Problem read_places(const std::string& file, codec::Datum datum, std::vector<Point>& out,
                    Numbers& numbers) {
    CsvTable table(file);
    if (auto wrong = table.open("id,lon,lat")) return wrong;
    while (table.next()) {
        std::int64_t id = 0;
        Point at;
        if (auto wrong = table.read(0, 0, max_id, id)) return wrong;
        if (auto wrong = table.read(1, datum, at)) return wrong;
        if (!numbers.emplace(id, static_cast<std::uint32_t>(out.size())).second) {
            return table.wrong("id " + std::to_string(id) + " stands here a second time");
        }
        out.push_back(at);
        if (out.size() > max_places) return table.wrong("more places than this program takes");
    }
    if (table.problem()) return table.problem();
    if (out.empty()) return table.wrong("the table is empty");
    return std::nullopt;
}

Problem read_units(const std::string& file, const Numbers& stations,
                   std::vector<std::uint32_t>& out) {
    CsvTable table(file);
    if (auto wrong = table.open("id,station")) return wrong;
    Numbers seen;
    while (table.next()) {
        std::int64_t id = 0;
        std::int64_t station = 0;
        if (auto wrong = table.read(0, 0, max_id, id)) return wrong;
        if (auto wrong = table.read(1, 0, max_id, station)) return wrong;
        const auto found = stations.find(station);
        if (found == stations.end()) {
            return table.wrong("station " + std::to_string(station) +
                               "; expected the id of a station");
        }
        if (!seen.emplace(id, 0).second) {
            return table.wrong("id " + std::to_string(id) + " stands here a second time");
        }
        out.push_back(found->second);
        if (out.size() > max_places) return table.wrong("more units than this program takes");
    }
    if (table.problem()) return table.problem();
    if (out.empty()) return table.wrong("there are no units");
    return std::nullopt;
}

// One search from each hospital back to all nodes, once, instead of one per patient and hospital.
std::vector<std::uint32_t> nearest_hospitals(const roads::RoadNetwork& network,
                                             const std::vector<Point>& hospitals) {
    const roads::RoadMap& map = network.map();
    std::vector<std::uint32_t> all(map.node_count());
    std::iota(all.begin(), all.end(), 0u);
    std::vector<std::uint32_t> nearest(all.size(), 0);
    std::vector<std::int64_t> best(all.size(), roads::TravelTimes::never_arrives.value);
    std::vector<std::uint32_t> times(all.size());
    roads::Dijkstra dijkstra(map.view(), network.weights(Profile::urgent));
    for (std::uint32_t h = 0; h < hospitals.size(); ++h) {
        const auto access = network.access(hospitals[h], Profile::urgent);
        if (!access) continue;
        // Tables are met at their nodes: one door.
        const roads::Door& door = access->doors[0];
        dijkstra.times_to(door.spot, all, times);
        for (const std::uint32_t node : all) {
            if (times[node] == roads::no_way_ms) continue;
            const std::int64_t ms = times[node] + door.off_road_ms;
            if (ms < best[node]) {
                best[node] = ms;
                nearest[node] = h;
            }
        }
    }
    return nearest;
}

}  // namespace

Point CityBundle::hospital_for(Point place) const {
    const auto node = roads->node_beside(place, Profile::urgent);
    return hospitals[node ? nearest_hospital[*node] : 0];
}

Problem load_city(const std::string& folder, const CityModel& model, CityBundle& out,
                  codec::Datum datum) {
    const std::filesystem::path path(folder);
    const auto file = [&](const char* name) { return (path / name).string(); };
    out = CityBundle{};
    out.model = model;
    out.folder_name = std::filesystem::absolute(path).lexically_normal().filename().string();
    if (out.folder_name.empty()) {
        out.folder_name = std::filesystem::absolute(path).parent_path().filename().string();
    }
    if (auto wrong = read_demand(file("demand.csv"), datum, out.demand)) return wrong;
    Numbers stations;
    Numbers hospitals;
    if (auto wrong = read_places(file("stations.csv"), datum, out.stations, stations)) return wrong;
    if (auto wrong = read_places(file("hospitals.csv"), datum, out.hospitals, hospitals))
        return wrong;
    if (auto wrong = read_units(file("units.csv"), stations, out.units)) return wrong;
    roads::RoadData data;
    if (auto wrong =
            roads::import_csv(file("nodes.csv"), file("arcs.csv"), data,
                              [datum](Point place) { return codec::to_wgs84(place, datum); }))
        return wrong;
    const auto map = roads::RoadMap::from_data(data);
    for (const Profile profile : {Profile::urgent, Profile::normal}) {
        if (!map->snap(out.stations[0], profile)) {
            return file("nodes.csv") + ": no node of the network has off_road_access";
        }
    }
    roads::SpeedsMPerH off_road = roads::RoadNetwork::default_off_road;
    off_road[static_cast<std::size_t>(Profile::urgent)] = model.off_road_m_per_h[0];
    off_road[static_cast<std::size_t>(Profile::normal)] = model.off_road_m_per_h[1];
    // Both profiles are on the map: the straight line is never asked.
    const roads::StraightLine unused(1400, off_road);
    out.roads = std::make_shared<const roads::RoadNetwork>(map, unused, off_road);
    out.nearest_hospital = nearest_hospitals(*out.roads, out.hospitals);
    return std::nullopt;
}

}  // namespace muster::evaluation
