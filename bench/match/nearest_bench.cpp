// The nearest available responder among 10^3 to 10^6, of whom one in ten is available: NearestGrid
// beside a Boost R-tree (rstar) of the available ones and a flat scan of them. Every responder has
// each of 16 skills with probability 1/4, and a query asks for one of them.
//
// A query of the R-tree walks its neighbours in planar order until the first with the skill; that
// it need not break ties is to its advantage.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <memory>
#include <random>
#include <vector>

#include "engine/match/nearest_grid.hpp"

namespace {

using muster::Point;
using muster::match::Nearby;
using muster::match::NearestGrid;
using Random = std::mt19937_64;

struct Responder {
    Point at;
    std::uint64_t skills;
    bool available;
};

// A city of 60 by 60 km; clustered: two thirds live in 40 towns of some 700 m deviation.
class City {
  public:
    City(std::size_t count, bool clustered)
        : random_(count * 2 + clustered), clustered_(clustered) {
        for (int i = 0; i < 40; ++i)
            towns_.push_back(uniform());
        for (std::size_t i = 0; i < count; ++i) {
            responders.push_back({place(), random_() & random_() & 0xFFFF, i % 10 == 0});
        }
    }

    Point place() {
        if (!clustered_ || random_() % 3 == 0) return uniform();
        std::normal_distribution<double> offset(0, 60'000);
        const Point town = towns_[random_() % towns_.size()];
        return {town.lat_e7 + static_cast<std::int32_t>(offset(random_)),
                town.lon_e7 + static_cast<std::int32_t>(offset(random_))};
    }

    // A drive of about 15 seconds.
    Point step_from(Point at) {
        std::uniform_int_distribution<std::int32_t> step(-15'000, 15'000);
        return {at.lat_e7 + step(random_), at.lon_e7 + step(random_)};
    }

    std::vector<Responder> responders;

  private:
    Point uniform() {
        std::uniform_int_distribution<std::int32_t> lat(320'000'000, 325'400'000);
        std::uniform_int_distribution<std::int32_t> lon(1'191'000'000, 1'197'400'000);
        return {lat(random_), lon(random_)};
    }

    Random random_;
    bool clustered_;
    std::vector<Point> towns_;
};

class Grid {
  public:
    void insert(std::uint32_t handle, Point at, std::uint64_t skills) {
        grid_.insert(handle, {at, skills, 0, handle});
    }
    void erase(std::uint32_t handle, Point, std::uint64_t) { grid_.erase(handle); }
    void move(std::uint32_t handle, Point, Point to, std::uint64_t, bool) {
        grid_.move(handle, to);
    }
    std::uint64_t nearest(Point target, std::uint64_t required, std::size_t k) {
        grid_.nearest(target, required, k, NearestGrid::anywhere_dm, out_);
        return out_.empty() ? 0 : out_.back().handle;
    }

  private:
    NearestGrid grid_;
    std::vector<Nearby> out_;
};

class FlatScan {
  public:
    void insert(std::uint32_t, Point at, std::uint64_t skills) {
        lat_.push_back(at.lat_e7);
        lon_.push_back(at.lon_e7);
        cosine_.push_back(muster::roads::cosine_q30(at.lat_e7));
        skills_.push_back(skills);
    }
    std::uint64_t nearest(Point target, std::uint64_t required, std::size_t) {
        const std::uint32_t cosine = muster::roads::cosine_q30(target.lat_e7);
        std::uint64_t best = ~std::uint64_t{0};
        for (std::size_t i = 0; i < lat_.size(); ++i) {
            std::uint64_t square = muster::roads::square_units(
                muster::roads::gap_e7(lat_[i], target.lat_e7),
                muster::roads::gap_e7(lon_[i], target.lon_e7), cosine_[i], cosine);
            square |= (skills_[i] & required) == required ? 0 : ~std::uint64_t{0};
            best = std::min(best, square);
        }
        return best;
    }

  private:
    std::vector<std::int32_t> lat_;
    std::vector<std::int32_t> lon_;
    std::vector<std::uint32_t> cosine_;
    std::vector<std::uint64_t> skills_;
};

class Rtree {
  public:
    void insert(std::uint32_t handle, Point at, std::uint64_t skills) {
        tree_.insert({plane(at), {handle, skills}});
    }
    void erase(std::uint32_t handle, Point at, std::uint64_t skills) {
        tree_.remove({plane(at), {handle, skills}});
    }
    void move(std::uint32_t handle, Point from, Point to, std::uint64_t skills, bool available) {
        if (!available) return;
        erase(handle, from, skills);
        insert(handle, to, skills);
    }
    std::uint64_t nearest(Point target, std::uint64_t required, std::size_t k) {
        namespace index = boost::geometry::index;
        std::uint64_t last = 0;
        const auto able = [required](const Value& value) {
            return (value.second.second & required) == required;
        };
        const auto count = static_cast<unsigned>(k);
        auto it = tree_.qbegin(index::satisfies(able) && index::nearest(plane(target), count));
        for (; it != tree_.qend(); ++it)
            last = it->second.first;
        return last;
    }

  private:
    using Plane = boost::geometry::model::point<float, 2, boost::geometry::cs::cartesian>;
    using Value = std::pair<Plane, std::pair<std::uint32_t, std::uint64_t>>;

    static Plane plane(Point at) {
        // Metres from the middle of the city, at its latitude.
        return {static_cast<float>(at.lat_e7 - 322'700'000) * 0.0111195f,
                static_cast<float>(at.lon_e7 - 1'194'200'000) * 0.0111195f * 0.845f};
    }

    boost::geometry::index::rtree<Value, boost::geometry::index::rstar<16>> tree_;
};

template <class Index>
void fill(Index& index, const City& city) {
    for (std::uint32_t i = 0; i < city.responders.size(); ++i) {
        const Responder& responder = city.responders[i];
        if (responder.available) index.insert(i, responder.at, responder.skills);
    }
}

std::vector<Point> make_targets(City& city) {
    std::vector<Point> targets;
    for (int i = 0; i < 4096; ++i)
        targets.push_back(city.place());
    return targets;
}

template <class Index>
void nearest(benchmark::State& state) {
    City city(static_cast<std::size_t>(state.range(0)), state.range(1) != 0);
    auto index = std::make_unique<Index>();
    fill(*index, city);
    const std::vector<Point> targets = make_targets(city);
    const auto k = static_cast<std::size_t>(state.range(2));
    std::size_t i = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            index->nearest(targets[i % 4096], std::uint64_t{1} << (i * 7 % 16), k));
        ++i;
    }
}

// Ten moves of any responder, two changes between available and busy, one query.
template <class Index>
void mixed_round(benchmark::State& state) {
    City city(static_cast<std::size_t>(state.range(0)), state.range(1) != 0);
    auto index = std::make_unique<Index>();
    fill(*index, city);
    const std::vector<Point> targets = make_targets(city);
    struct Move {
        std::uint32_t handle;
        Point to;
    };
    std::vector<Move> moves;
    Random random(5);
    for (std::size_t i = 0; i < 1 << 18; ++i) {
        const auto handle = static_cast<std::uint32_t>(random() % city.responders.size());
        moves.push_back({handle, city.step_from(city.responders[handle].at)});
    }
    std::size_t move = 0;
    std::size_t round = 0;
    std::uint32_t leaving = 0;
    for (auto _ : state) {
        for (int i = 0; i < 10; ++i) {
            const Move& next = moves[move++ & ((1 << 18) - 1)];
            Responder& who = city.responders[next.handle];
            index->move(next.handle, who.at, next.to, who.skills, who.available);
            who.at = next.to;
        }
        // One available responder leaves, its neighbour by number comes.
        const auto count = static_cast<std::uint32_t>(city.responders.size());
        Responder& gone = city.responders[leaving];
        Responder& come = city.responders[leaving + 1];
        index->erase(leaving, gone.at, gone.skills);
        gone.available = false;
        index->insert(leaving + 1, come.at, come.skills);
        come.available = true;
        leaving += 10;
        if (leaving >= count) leaving = (leaving + 1) % 10;
        if (leaving % 10 == 9) {
            // All shifted by nine: shift back outside the measurement.
            state.PauseTiming();
            for (std::uint32_t i = 9; i < count; i += 10) {
                index->erase(i, city.responders[i].at, city.responders[i].skills);
                index->insert(i - 9, city.responders[i - 9].at, city.responders[i - 9].skills);
                city.responders[i].available = false;
                city.responders[i - 9].available = true;
            }
            leaving = 0;
            state.ResumeTiming();
        }
        benchmark::DoNotOptimize(
            index->nearest(targets[round % 4096], std::uint64_t{1} << (round * 7 % 16), 1));
        ++round;
    }
    state.SetItemsProcessed(state.iterations());
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"responders", "clustered", "k"});
    for (const int count : {1'000, 10'000, 100'000, 1'000'000}) {
        for (const int clustered : {0, 1})
            bench->Args({count, clustered, 1});
    }
}

void sixteen(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"responders", "clustered", "k"});
    for (const int clustered : {0, 1})
        bench->Args({100'000, clustered, 16});
}

void city_of_1e5(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"responders", "clustered"});
    for (const int clustered : {0, 1})
        bench->Args({100'000, clustered});
}

BENCHMARK(nearest<Grid>)->Apply(sizes)->Apply(sixteen);
BENCHMARK(nearest<Rtree>)->Apply(sizes)->Apply(sixteen);
BENCHMARK(nearest<FlatScan>)->Apply(sizes);
BENCHMARK(mixed_round<Grid>)->Apply(city_of_1e5);
BENCHMARK(mixed_round<Rtree>)->Apply(city_of_1e5);

}  // namespace

BENCHMARK_MAIN();
