// A real city as a folder of tables: roads, demand, stations, hospitals, units.
//   nodes.csv, arcs.csv   roads/import/csv.hpp
//   demand.csv            lon, lat, weight
//   stations.csv          id, lon, lat       (hospitals.csv likewise)
//   units.csv             id, station
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/codec/datum.hpp"
#include "engine/roads/road_network.hpp"
#include "engine/sim/evaluation/city_model.hpp"

namespace muster::evaluation {

// Immutable once loaded; shared by all runs, on any thread.
struct CityBundle {
    struct Demand {
        Point at;
        std::uint64_t up_to = 0;  // sum of the weights up to and with this point
    };

    std::string folder_name;
    CityModel model;
    std::shared_ptr<const roads::RoadNetwork> roads;
    std::vector<Demand> demand;
    std::vector<Point> stations;
    std::vector<Point> hospitals;
    std::vector<std::uint32_t> units;  // the station of each
    // By node of the road map: the hospital that is reached first under blue lights.
    std::vector<std::uint32_t> nearest_hospital;

    [[nodiscard]] std::uint64_t total_weight() const { return demand.back().up_to; }
    // The hospital for a patient at this place.
    [[nodiscard]] Point hospital_for(Point place) const;
};

// What is wrong as "FILE:LINE: why, and what is expected", or nothing and the city. The model is
// one that check() found right. `datum`: what the places of all its tables are in.
[[nodiscard]] std::optional<std::string> load_city(const std::string& folder,
                                                   const CityModel& model, CityBundle& out,
                                                   codec::Datum datum = codec::Datum::wgs84);

}  // namespace muster::evaluation
