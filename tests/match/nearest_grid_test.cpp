// NearestGrid against a linear scan, answer by answer, through long random histories.
#include "engine/match/nearest_grid.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>

namespace muster::match {
namespace {

using Random = std::mt19937_64;

std::int64_t pick(Random& random, std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

// A valid point near (lat, lon), wrapped at the antimeridian and cut at the poles.
Point around(Random& random, std::int64_t lat, std::int64_t lon, std::int64_t reach) {
    lat = std::clamp<std::int64_t>(lat + pick(random, -reach, reach), -900'000'000, 900'000'000);
    lon += pick(random, -reach, reach);
    if (lon > 1'800'000'000) lon -= 3'600'000'000;
    if (lon < -1'800'000'000) lon += 3'600'000'000;
    return {static_cast<std::int32_t>(lat), static_cast<std::int32_t>(lon)};
}

class Naive {
  public:
    std::map<std::uint32_t, NearestGrid::Unit> units;

    [[nodiscard]] std::vector<Nearby> nearest(
        Point target, std::uint64_t required, std::size_t k, std::int64_t max_dm,
        const std::function<bool(std::uint32_t)>& accept) const {
        std::vector<Nearby> found;
        for (const auto& [handle, unit] : units) {
            if ((unit.skills & required) != required || !accept(handle)) continue;
            const std::uint64_t square = roads::square_units(target, unit.at);
            const std::uint32_t dm = roads::distance_dm(target, unit.at);
            if (dm <= max_dm) found.push_back({square, handle, dm});
        }
        std::sort(found.begin(), found.end(), [this](const Nearby& a, const Nearby& b) {
            const auto& ua = units.at(a.handle);
            const auto& ub = units.at(b.handle);
            return std::tuple(a.distance_dm, ua.idle_since, ua.id) <
                   std::tuple(b.distance_dm, ub.idle_since, ub.id);
        });
        if (found.size() > k) found.resize(k);
        return found;
    }
};

using PlaceOf = std::function<Point(Random&)>;

struct Spread {
    const char* name;
    PlaceOf place;
};

PlaceOf city(std::int64_t lat, std::int64_t lon, std::int64_t reach) {
    return [=](Random& random) { return around(random, lat, lon, reach); };
}

PlaceOf one_of(std::vector<PlaceOf> places) {
    return [places](Random& random) { return places[random() % places.size()](random); };
}

std::vector<Spread> spreads() {
    const PlaceOf yangzhou = city(323'942'000, 1'194'129'000, 2'000'000);
    return {
        {"uniform", yangzhou},
        {"clusters",
         one_of({yangzhou, city(323'000'000, 1'194'500'000, 30'000),
                 city(324'100'000, 1'194'000'000, 5'000), city(323'500'000, 1'193'700'000, 300)})},
        {"one point", city(323'942'000, 1'194'129'000, 0)},
        {"a decimetre grid of ties", city(323'942'000, 1'194'129'000, 20)},
        {"one street",
         [](Random& random) {
             return Point{323'942'000, static_cast<std::int32_t>(pick(random, 0, 5'000'000))};
         }},
        {"two cities", one_of({yangzhou, city(-338'000'000, -706'000'000, 500'000)})},
        {"a city and a stray",
         [yangzhou](Random& random) {
             return random() % 50 == 0 ? around(random, 0, 0, 1'700'000'000) : yangzhou(random);
         }},
        {"antimeridian", city(-167'000'000, 1'799'900'000, 800'000)},
        {"both ends of the circle", one_of({city(0, 1'800'000'000, 0), city(0, -1'800'000'000, 0),
                                            city(0, 1'800'000'000, 9)})},
        {"far north", city(696'000'000, 189'000'000, 1'000'000)},
        {"far south", city(-689'000'000, -670'000'000, 1'000'000)},
        {"pole", city(900'000'000, 0, 900'000'000)},
        {"whole world", city(0, 0, 1'800'000'000)},
    };
}

class Model {
  public:
    Model(Random& random, PlaceOf place) : random_(random), place_(std::move(place)) {}

    std::uint64_t skills() {
        std::uint64_t mask = random_() & random_() & 0xFFFF;
        if (random_() % 300 == 0) mask |= std::uint64_t{1} << 40;
        if (random_() % 3 != 0) mask |= std::uint64_t{1} << 63;
        return mask;
    }

    void insert() {
        const auto handle = static_cast<std::uint32_t>(random_() % 4000);
        if (naive.units.contains(handle)) return;
        const NearestGrid::Unit unit{place_(random_), skills(), pick(random_, 0, 5), handle ^ 1365};
        grid.insert(handle, unit);
        naive.units[handle] = unit;
    }

    void erase() {
        const std::uint32_t handle = some_handle();
        ASSERT_EQ(grid.erase(handle), naive.units.erase(handle) == 1);
    }

    void move() {
        const std::uint32_t handle = some_handle();
        const auto it = naive.units.find(handle);
        Point to = place_(random_);
        if (it != naive.units.end() && random_() % 2 == 0) {
            to = around(random_, it->second.at.lat_e7, it->second.at.lon_e7, 2'000);
        }
        ASSERT_EQ(grid.move(handle, to), it != naive.units.end());
        if (it != naive.units.end()) it->second.at = to;
    }

    void reskill() {
        const std::uint32_t handle = some_handle();
        const std::uint64_t mask = skills();
        const auto it = naive.units.find(handle);
        if (it == naive.units.end()) return;
        it->second.skills = mask;
        ASSERT_TRUE(grid.erase(handle));
        grid.insert(handle, it->second);
    }

    void query() {
        Point target = place_(random_);
        if (random_() % 8 == 0) target = around(random_, 0, 0, 1'800'000'000);
        std::uint64_t required = 0;
        switch (random_() % 5) {
            case 0:
                break;
            case 1:
                required = std::uint64_t{1} << 40;
                break;
            case 2:
                required = std::uint64_t{1} << 63 | 1;
                break;
            case 3:
                required = std::uint64_t{3} << (random_() % 17);
                break;
            case 4:
                required = std::uint64_t{1} << (random_() % 16);
                break;
        }
        const std::size_t ks[] = {1, 1, 1, 2, 16, 5000};
        const std::size_t k = ks[random_() % 6];
        const std::int64_t reaches[] = {NearestGrid::anywhere_dm, NearestGrid::anywhere_dm, 0, 9,
                                        20'000};
        const std::int64_t reach = reaches[random_() % 5];
        const std::uint32_t keep = random_() % 3 == 0 ? 7 : 1;
        const auto accept = [&](std::uint32_t handle) { return handle % keep == 0; };
        grid.nearest(target, required, k, reach, out, accept);
        const auto expected = naive.nearest(target, required, k, reach, accept);
        ASSERT_EQ(out, expected);
    }

    // `growth` of 100 inserts or erasures are inserts.
    void run(int steps, int growth) {
        for (int step = 0; step < steps; ++step) {
            switch (random_() % 8) {
                case 0:
                case 1:
                case 2:
                    if (pick(random_, 0, 99) < growth) {
                        insert();
                    } else {
                        erase();
                    }
                    break;
                case 3:
                case 4:
                case 5:
                    move();
                    break;
                case 6:
                    reskill();
                    break;
                case 7:
                    if (step % 4 == 0) query();
                    break;
            }
            ASSERT_EQ(grid.size(), naive.units.size());
            if (testing::Test::HasFatalFailure()) return;
        }
    }

    NearestGrid grid;
    Naive naive;
    std::vector<Nearby> out;

  private:
    std::uint32_t some_handle() {
        if (naive.units.empty() || random_() % 10 == 0) {
            return static_cast<std::uint32_t>(random_() % 5000);
        }
        const auto it = naive.units.lower_bound(static_cast<std::uint32_t>(random_() % 4000));
        return it == naive.units.end() ? naive.units.begin()->first : it->first;
    }

    Random& random_;
    PlaceOf place_;
};

TEST(NearestGrid, EqualsALinearScanThroughGrowthAndShrinking) {
    std::uint64_t seed = 100;
    for (const Spread& spread : spreads()) {
        SCOPED_TRACE(spread.name);
        Random random(++seed);
        Model model(random, spread.place);
        model.run(8'000, 85);
        EXPECT_GT(model.grid.size(), 500u);
        model.run(4'000, 50);
        model.run(9'000, 5);
        model.run(500, 60);
        while (!model.naive.units.empty() && !HasFatalFailure()) {
            model.erase();
            if (random() % 16 == 0) model.query();
        }
        if (HasFatalFailure()) return;
        model.run(200, 70);
    }
}

TEST(NearestGrid, FollowsUnitsThatAllDriveToAnotherPlace) {
    Random random(7);
    Model model(random, city(323'942'000, 1'194'129'000, 1'000'000));
    for (int i = 0; i < 3000; ++i)
        model.insert();
    const PlaceOf elsewhere = city(312'000'000, 1'214'000'000, 50'000);
    for (int round = 0; round < 4; ++round) {
        for (auto& [handle, unit] : model.naive.units) {
            unit.at = elsewhere(random);
            ASSERT_TRUE(model.grid.move(handle, unit.at));
        }
        for (int i = 0; i < 100; ++i)
            model.query();
    }
}

TEST(NearestGrid, EmptyAndSingle) {
    NearestGrid grid;
    std::vector<Nearby> out{{1, 1, 1}};
    grid.nearest({0, 0}, 0, 5, NearestGrid::anywhere_dm, out);
    EXPECT_TRUE(out.empty());
    EXPECT_FALSE(grid.erase(3));
    EXPECT_FALSE(grid.move(3, {0, 0}));
    grid.insert(3, {{10, 10}, 6, 0, 1});
    grid.nearest({0, 0}, 6, 5, NearestGrid::anywhere_dm, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out[0].handle, 3u);
    EXPECT_EQ(out[0].distance_dm, roads::distance_dm({0, 0}, {10, 10}));
    grid.nearest({0, 0}, 7, 5, NearestGrid::anywhere_dm, out);
    EXPECT_TRUE(out.empty());
    grid.nearest({0, 0}, 0, 0, NearestGrid::anywhere_dm, out);
    EXPECT_TRUE(out.empty());
    grid.within({10, 10}, Metres{0}, 0, 9, out);
    EXPECT_EQ(out.size(), 1u);
    grid.clear();
    EXPECT_EQ(grid.size(), 0u);
    EXPECT_FALSE(grid.contains(3));
    grid.insert(3, {{10, 10}, 6, 0, 1});
    grid.nearest({0, 0}, 2, 5, NearestGrid::anywhere_dm, out);
    EXPECT_EQ(out.size(), 1u);
}

TEST(NearestGrid, TiesGoToTheLongestIdleThenTheSmallestId) {
    NearestGrid grid;
    for (std::uint32_t handle = 0; handle < 400; ++handle) {
        grid.insert(handle, {{500'000'000, 70'000'000}, 1, 1000 - handle / 2, 999 - handle});
    }
    std::vector<Nearby> out;
    grid.nearest({500'000'100, 70'000'000}, 1, 3, NearestGrid::anywhere_dm, out);
    ASSERT_EQ(out.size(), 3u);
    EXPECT_EQ(out[0].handle, 399u);
    EXPECT_EQ(out[1].handle, 398u);
    EXPECT_EQ(out[2].handle, 397u);
}

TEST(NearestGrid, AnswersDoNotDependOnTheHistory) {
    Random random(9);
    const PlaceOf place = city(-12'860'000, 368'200'000, 900'000);
    std::vector<NearestGrid::Unit> units;
    for (std::uint32_t i = 0; i < 2000; ++i) {
        units.push_back({place(random), random() & random(), pick(random, 0, 3), i});
    }
    NearestGrid forward;
    NearestGrid backward;
    for (std::uint32_t i = 0; i < 2000; ++i) {
        forward.insert(i, units[i]);
        backward.insert(1999 - i, units[1999 - i]);
    }
    std::vector<Nearby> a;
    std::vector<Nearby> b;
    for (int i = 0; i < 500; ++i) {
        const Point target = place(random);
        forward.nearest(target, 1u << (i % 32), 10, NearestGrid::anywhere_dm, a);
        backward.nearest(target, 1u << (i % 32), 10, NearestGrid::anywhere_dm, b);
        ASSERT_EQ(a, b);
    }
}

}  // namespace
}  // namespace muster::match
