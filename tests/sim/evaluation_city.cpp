#include "tests/sim/evaluation_city.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace muster::evaluation {
namespace {

constexpr std::int32_t step_e7 = 8'000;

std::string degrees(Point p) {
    char text[64];
    std::snprintf(text, sizeof text, "%.7f,%.7f", p.lon_e7 / 1e7, p.lat_e7 / 1e7);
    return text;
}

}  // namespace

Point TinyCity::crossing(int column, int row) {
    return {row * step_e7, column * step_e7};
}

CityModel TinyCity::model() {
    CityModel model;
    model.name_en = "Tiny";
    model.name_zh = "小城";
    model.calls_per_1000_days = 400'000;
    model.class_permille = {400, 200, 400};
    model.dispatch_delay_ms = seconds(30);
    model.on_scene_ms = minutes(5);
    model.transport_permille = 500;
    model.handover_ms = minutes(4);
    model.target_ms = {minutes(3), minutes(4), minutes(8)};
    model.off_road_m_per_h = {20'000, 10'000};
    model.demand_cell_m = {200};
    return model;
}

TinyCity::TinyCity() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("muster_city_") + test->test_suite_name() + "_" + test->name() + "_" +
               std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    std::string nodes = "id,lon,lat,off_road_access\n";
    std::string arcs = "from,to,urgent_ms,normal_ms\n";
    std::string demand = "lon,lat,weight\n";
    const auto id = [](int column, int row) { return std::to_string(100 + row * side + column); };
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            nodes += id(column, row) + "," + degrees(crossing(column, row)) + ",1\n";
            demand += degrees(crossing(column, row)) + ",0.01\n";
            for (const auto& [c, r] : {std::pair(column + 1, row), std::pair(column, row + 1)}) {
                if (c == side || r == side) continue;
                arcs += id(column, row) + "," + id(c, r) + ",10000,14000\n";
                arcs += id(c, r) + "," + id(column, row) + ",10000,14000\n";
            }
        }
    }
    write("nodes.csv", nodes);
    write("arcs.csv", arcs);
    write("demand.csv", demand);
    write("stations.csv", "id,lon,lat\n1," + degrees(crossing(0, 0)) + "\n2," +
                              degrees(crossing(side - 1, side - 1)) + "\n");
    write("hospitals.csv", "id,lon,lat\n1," + degrees(crossing(side - 1, 0)) + "\n");
    write("units.csv", "id,station\n1,1\n2,1\n3,2\n");
}

TinyCity::~TinyCity() {
    std::filesystem::remove_all(folder_);
}

void TinyCity::write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
}

CityBundle TinyCity::load() const {
    CityBundle city;
    if (const auto wrong = load_city(folder(), model(), city)) {
        std::fprintf(stderr, "%s\n", wrong->c_str());
        std::abort();
    }
    return city;
}

}  // namespace muster::evaluation
