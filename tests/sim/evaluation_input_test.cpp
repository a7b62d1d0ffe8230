// What an evaluation reads and draws before anybody decides: tables, configuration, calls.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "engine/app/config/city_config.hpp"
#include "engine/roads/road_times.hpp"
#include "engine/sim/evaluation/calls.hpp"
#include "engine/sim/evaluation/statistics.hpp"
#include "tests/sim/evaluation_city.hpp"

namespace muster::evaluation {
namespace {

std::string problem_of(const TinyCity& tiny) {
    CityBundle city;
    return load_city(tiny.folder(), TinyCity::model(), city).value_or("");
}

void expect_problem(const std::string& file, const std::string& text, const std::string& where,
                    const std::string& why) {
    TinyCity tiny;
    tiny.write(file, text);
    const std::string problem = problem_of(tiny);
    EXPECT_NE(problem.find(file + where), std::string::npos) << problem;
    EXPECT_NE(problem.find(why), std::string::npos) << problem;
}

TEST(CityBundle, LoadsWhatTheTablesSay) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    EXPECT_EQ(city.demand.size(), 144u);
    EXPECT_EQ(city.total_weight(), 1'440'000'000u);
    EXPECT_EQ(city.stations.size(), 2u);
    EXPECT_EQ(city.units, (std::vector<std::uint32_t>{0, 0, 1}));
    EXPECT_EQ(city.roads->map().node_count(), 144u);
    EXPECT_EQ(city.hospital_for(TinyCity::crossing(3, 3)), TinyCity::crossing(11, 0));
}

TEST(CityBundle, SendsPatientsToTheHospitalReachedFirst) {
    TinyCity tiny;
    tiny.write("hospitals.csv", "id,lon,lat\n7,0.0088,0\n9,0,0.0088\n");
    const CityBundle city = tiny.load();
    const roads::RoadTimes times(city.roads);
    for (int column = 0; column < TinyCity::side; ++column) {
        const Point place = TinyCity::crossing(column, 4);
        const Millis chosen = times.travel_time(place, city.hospital_for(place), Profile::urgent);
        for (const Point hospital : city.hospitals)
            EXPECT_LE(chosen, times.travel_time(place, hospital, Profile::urgent));
    }
}

// One place of Beijing in all three systems: WGS-84 and GCJ-02 from "coordtransform", BD-09 by the
// formula of its gcj02tobd09.
TEST(CityBundle, ConvertsAllItsTables) {
    const std::pair<codec::Datum, std::string> forms[] = {
        {codec::Datum::wgs84, "116.404,39.915"},
        {codec::Datum::gcj02, "116.4102445,39.9164043"},
        {codec::Datum::bd09, "116.4166272,39.9226996"}};
    for (const auto& [datum, place] : forms) {
        TinyCity tiny;
        tiny.write("demand.csv", "lon,lat,weight\n" + place + ",1\n");
        tiny.write("stations.csv", "id,lon,lat\n1," + place + "\n");
        tiny.write("hospitals.csv", "id,lon,lat\n1," + place + "\n");
        tiny.write("units.csv", "id,station\n1,1\n");
        tiny.write("nodes.csv", "id,lon,lat,off_road_access\n1," + place + ",1\n2,116.5,39.9,1\n");
        tiny.write("arcs.csv", "from,to,urgent_ms,normal_ms\n1,2,100,200\n2,1,100,200\n");
        CityBundle city;
        const auto wrong = load_city(tiny.folder(), TinyCity::model(), city, datum);
        ASSERT_FALSE(wrong) << *wrong;
        for (const Point found : {city.demand.at(0).at, city.stations.at(0), city.hospitals.at(0),
                                  city.roads->map().view().points[0]}) {
            EXPECT_NEAR(found.lat_e7, 399'150'000, 10);
            EXPECT_NEAR(found.lon_e7, 1'164'040'000, 10);
        }
    }
}

TEST(CityBundle, NamesTheFileAndLineThatIsWrong) {
    expect_problem("demand.csv", "lon,lat,weight\n0,0,0.5\n0,x,0.5\n", ":3: ", "lat \"x\"");
    expect_problem("demand.csv", "lon,lat,weight\n0,0,-1\n", ":2: ", "weight \"-1\"");
    expect_problem("demand.csv", "lon,lat,weight\n0,0,0\n", ":", "no demand");
    expect_problem("demand.csv", "lon,lat\n", ":1: ", "expected \"lon,lat,weight\"");
    expect_problem("stations.csv", "id,lon,lat\n1,0,0\n1,0,0\n", ":3: ", "a second time");
    expect_problem("stations.csv", "id,lon,lat\n1,0\n", ":2: ", "expected 3 fields");
    expect_problem("hospitals.csv", "id,lon,lat\n", ":", "empty");
    expect_problem("units.csv", "id,station\n1,1\n2,8\n", ":3: ", "station 8");
    expect_problem("units.csv", "id,station\n1,1\n1,1\n", ":3: ", "a second time");
    expect_problem("units.csv", "id,station\n", ":", "no units");
    expect_problem("nodes.csv", "id,lon,lat,off_road_access\n1,0,95,1\n", ":2: ", "lat \"95\"");
    expect_problem("arcs.csv", "from,to,urgent_ms,normal_ms\n1,2,3\n", ":2: ", "4 fields");
}

TEST(CityBundle, SaysWhichFileIsMissing) {
    TinyCity tiny;
    std::filesystem::remove(std::filesystem::path(tiny.folder()) / "hospitals.csv");
    EXPECT_NE(problem_of(tiny).find("hospitals.csv: cannot be opened"), std::string::npos);
}

TEST(CityModels, ShippedOnesAreRight) {
    for (const char* name : {"manhattan", "auckland"}) {
        CityModel model;
        const auto wrong =
            app::load_city_model(std::string("config/cities/") + name + ".toml", model);
        EXPECT_FALSE(wrong) << app::to_string(*wrong);
        EXPECT_FALSE(model.sources.empty());
    }
}

TEST(CityModels, WrongValuesAreNamedWithTheirLine) {
    TinyCity tiny;
    std::ifstream shipped("config/cities/auckland.toml");
    std::string text((std::istreambuf_iterator<char>(shipped)), {});
    const std::size_t at = text.find("[570,");
    ASSERT_NE(at, std::string::npos);
    text.replace(at, 4, "[571");
    tiny.write("city.toml", text);
    CityModel model;
    const auto wrong =
        app::load_city_model(std::filesystem::path(tiny.folder()) / "city.toml", model);
    ASSERT_TRUE(wrong);
    EXPECT_GT(wrong->line, 1u);
    EXPECT_EQ(wrong->path, "/class_permille");
    EXPECT_NE(wrong->message.find("1001"), std::string::npos);
    // A file that says nothing is not a city without calls.
    tiny.write("empty.toml", "name_en = \"x\"\n");
    CityModel empty;
    EXPECT_TRUE(app::load_city_model(std::filesystem::path(tiny.folder()) / "empty.toml", empty));
}

CallOptions twenty_days() {
    CallOptions options;
    options.seed = 5;
    options.start = {1'764'518'400'000};
    return options;
}

TEST(Calls, AreEqualForEqualSeedsAndDifferOtherwise) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    CallOptions options = twenty_days();
    const auto calls = draw_calls(city, options);
    EXPECT_EQ(draw_calls(city, options), calls);
    options.replication = 1;
    EXPECT_NE(draw_calls(city, options), calls);
    options.replication = 0;
    options.seed = 6;
    EXPECT_NE(draw_calls(city, options), calls);
}

TEST(Calls, LongerRunsBeginLikeShorterOnes) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    CallOptions options = twenty_days();
    const auto calls = draw_calls(city, options);
    options.days = 5;
    const auto fewer = draw_calls(city, options);
    ASSERT_LT(fewer.size(), calls.size());
    EXPECT_TRUE(std::equal(fewer.begin(), fewer.end(), calls.begin()));
}

TEST(Calls, WhatIsDrawnForOneThingLeavesAllOthers) {
    TinyCity tiny;
    CityBundle city = tiny.load();
    const auto calls = draw_calls(city, twenty_days());
    city.model.transport_permille = 0;
    city.model.on_scene_ms = minutes(50);
    const auto others = draw_calls(city, twenty_days());
    ASSERT_EQ(others.size(), calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        EXPECT_EQ(others[i].at, calls[i].at);
        EXPECT_EQ(others[i].place, calls[i].place);
        EXPECT_EQ(others[i].call_class, calls[i].call_class);
        EXPECT_EQ(others[i].handover, calls[i].handover);
    }
}

// 4 standard deviations of a Poisson or binomial number.
void expect_near_mean(double count, double mean, double variance) {
    EXPECT_NEAR(count, mean, 4 * std::sqrt(variance));
}

TEST(Calls, ComeAsOftenAndAreOfTheClassesThatTheModelSays) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    CallOptions options = twenty_days();
    options.days = 100;
    options.load_permille = 500;
    const auto calls = draw_calls(city, options);
    const auto n = static_cast<double>(calls.size());
    expect_near_mean(n, 20'000, 20'000);
    const auto high = std::count_if(calls.begin(), calls.end(), [](const Call& call) {
        return call.call_class == CallClass::high;
    });
    expect_near_mean(static_cast<double>(high), 0.4 * n, 0.4 * 0.6 * n);
    const auto transported =
        std::count_if(calls.begin(), calls.end(), [](const Call& call) { return call.transport; });
    expect_near_mean(static_cast<double>(transported), 0.5 * n, 0.25 * n);
    double on_scene = 0;
    for (const Call& call : calls)
        on_scene += static_cast<double>(call.on_scene.value) / n;
    const double mean = static_cast<double>(city.model.on_scene_ms.value);
    EXPECT_NEAR(on_scene, mean, 4 * mean / std::sqrt(n));
}

TEST(Calls, LieInTheCellOfADemandPoint) {
    TinyCity tiny;
    tiny.write("demand.csv", "lon,lat,weight\n0.004,0.004,1\n");
    const CityBundle city = tiny.load();
    const Point middle{40'000, 40'000};
    std::int32_t furthest = 0;
    for (const Call& call : draw_calls(city, twenty_days())) {
        furthest = std::max({furthest, std::abs(call.place.lat_e7 - middle.lat_e7),
                             std::abs(call.place.lon_e7 - middle.lon_e7)});
    }
    // 100 m are 8,993 units of 1e-7 degree.
    EXPECT_LE(furthest, 8'995);
    EXPECT_GT(furthest, 8'900);
}

TEST(Calls, FollowAWeeklyRhythmWithoutChangingTheirNumber) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    std::string table = "day_of_week,half_hour,priority,mean_requests\n";
    for (int day = 0; day < 7; ++day) {
        for (int half_hour = 0; half_hour < 48; ++half_hour) {
            // Nobody calls on day 3; by night half as many do.
            const char* mean = day == 3 ? "0.0" : half_hour < 12 ? "1.5" : "3.0";
            table += std::to_string(day) + "," + std::to_string(half_hour) + ",0," + mean + "\n";
        }
    }
    tiny.write("week.csv", table);
    Rhythm rhythm;
    ASSERT_FALSE(load_rhythm(tiny.folder() + "/week.csv", rhythm));
    CallOptions options = twenty_days();
    options.days = 70;
    options.rhythm = &rhythm;
    const auto calls = draw_calls(city, options);
    const double expected = 70 * 400.0;
    expect_near_mean(static_cast<double>(calls.size()), expected, expected);
    double by_night = 0;
    for (const Call& call : calls) {
        const std::int64_t day = (call.at - options.start).value / hours(24).value;
        EXPECT_NE(day % 7, 3);
        by_night += (call.at - options.start).value % hours(24).value < hours(6).value ? 1 : 0;
    }
    // A quarter of the day at half the rate: 0.125 of 0.875.
    const auto n = static_cast<double>(calls.size());
    expect_near_mean(by_night, n / 7, n * 6 / 49);
    tiny.write("week.csv", "day_of_week,half_hour,priority,mean_requests\n7,0,0,1\n");
    EXPECT_NE(load_rhythm(tiny.folder() + "/week.csv", rhythm)->find("week.csv:2: day_of_week"),
              std::string::npos);
}

TEST(Statistics, StudentsQuantilesAreThoseOfTheTables) {
    EXPECT_NEAR(student_t_quantile(0.95, 1), 12.7062047, 1e-6);
    EXPECT_NEAR(student_t_quantile(0.95, 2), 4.3026527, 1e-6);
    EXPECT_NEAR(student_t_quantile(0.95, 9), 2.2621572, 1e-6);
    EXPECT_NEAR(student_t_quantile(0.95, 30), 2.0422725, 1e-6);
    EXPECT_NEAR(student_t_quantile(0.99, 4), 4.6040949, 1e-6);
    EXPECT_NEAR(student_t_quantile(0.9, 999), 1.6463803, 1e-6);
}

TEST(Statistics, PercentilesLieBetweenNeighbours) {
    const std::vector<std::int64_t> values{10, 20, 30, 40, 50};
    EXPECT_DOUBLE_EQ(percentile(values, 0), 10);
    EXPECT_DOUBLE_EQ(percentile(values, 0.5), 30);
    EXPECT_DOUBLE_EQ(percentile(values, 0.9), 46);
    EXPECT_DOUBLE_EQ(percentile(values, 1), 50);
    EXPECT_DOUBLE_EQ(percentile({}, 0.5), 0);
}

TEST(Statistics, IntervalsAreStudents) {
    // Mean 3, standard deviation 1.5811, half width 2.7764 * 1.5811 / sqrt(5) = 1.9632.
    const std::vector<double> values{1000, 2000, 3000, 4000, 5000};
    EXPECT_EQ(estimate(values), (Estimate{3000, 1037, 4963, 5}));
    const std::vector<double> one{7};
    EXPECT_EQ(estimate(one), (Estimate{7, 7, 7, 1}));
}

TEST(Statistics, PairingFindsWhatTheSpreadBetweenDaysWouldHide) {
    const std::vector<double> base{100, 200, 300, 400};
    const std::vector<double> other{89, 191, 290, 390};
    const Difference difference = paired_difference(base, other);
    EXPECT_EQ(difference.mean, -10);
    EXPECT_EQ(difference.relative_permille, -40);
    EXPECT_TRUE(difference.significant);
    EXPECT_FALSE(paired_difference(base, base).significant);
    const std::vector<double> mixed{110, 190, 310, 390};
    EXPECT_FALSE(paired_difference(base, mixed).significant);
}

}  // namespace
}  // namespace muster::evaluation
