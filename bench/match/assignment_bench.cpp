// The exact assignment beside LEMON's network simplex and a dense Jonker-Volgenant, on the same
// problems in the same run. A row cycles through 32 random problems of its shape, so that branches
// are not learnt by heart; LEMON's network is built outside the measurement.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "tests/match/assignment_problems.hpp"
#include "tests/match/lemon_assignment.hpp"

namespace {

using muster::match::AssignmentProblem;
using muster::match::AssignmentSolver;
using muster::match::Option;
using muster::match::test::LemonAssignment;
using muster::match::test::Owned;
using muster::match::test::random_problem;
using muster::match::test::Shape;

constexpr std::size_t variants = 32;
constexpr std::int64_t hour_ms = 3'600'000;

struct Named {
    const char* name;
    Shape shape;
};

const Named shapes[] = {
    {"1000x5000/k:16", {1000, 5000, 16, 16, 0, hour_ms, 0, 0}},
    {"50x50/k:50", {50, 50, 50, 50, 0, hour_ms, 0, 0}},
    {"200x200/k:16", {200, 200, 16, 16, 0, hour_ms, 0, 0}},
    {"200x1000/k:16", {200, 1000, 16, 16, 0, hour_ms, 0, 0}},
    {"10x200/k:12", {10, 200, 12, 12, 0, hour_ms, 0, 0}},
};

// Rows and columns are places in a square, costs are distances, options are the k nearest columns
// in order: neighbours want the same columns, which is harder than costs at random.
Owned city_problem(const Shape& shape, std::mt19937_64& random) {
    struct Place {
        std::int64_t x;
        std::int64_t y;
    };
    const auto place = [&random] {
        return Place{static_cast<std::int64_t>(random() % hour_ms),
                     static_cast<std::int64_t>(random() % hour_ms)};
    };
    std::vector<Place> columns(shape.columns);
    std::generate(columns.begin(), columns.end(), place);
    Owned made;
    made.columns = shape.columns;
    for (std::uint32_t r = 0; r < shape.rows; ++r) {
        const Place at = place();
        std::vector<Option> all;
        for (std::uint32_t c = 0; c < shape.columns; ++c) {
            all.push_back({std::abs(columns[c].x - at.x) + std::abs(columns[c].y - at.y), c});
        }
        const auto kept = std::min<std::size_t>(shape.most_options, all.size());
        std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                          [](const Option& a, const Option& b) {
                              return a.cost != b.cost ? a.cost < b.cost : a.column < b.column;
                          });
        all.resize(kept);
        made.options.insert(made.options.end(), all.begin(), all.end());
        made.first.push_back(static_cast<std::uint32_t>(made.options.size()));
    }
    made.unassigned.assign(shape.rows,
                           AssignmentSolver::cardinality_first(shape.rows, 0, 2 * hour_ms));
    return made;
}

std::vector<Owned> problems(const Shape& shape, bool nearby) {
    std::mt19937_64 random(shape.rows * 7 + shape.columns);
    std::vector<Owned> made;
    for (std::size_t i = 0; i < variants; ++i) {
        made.push_back(nearby ? city_problem(shape, random) : random_problem(shape, random));
    }
    return made;
}

void muster_solves(benchmark::State& state, const std::vector<Owned>& all) {
    AssignmentSolver solver;
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(solver.solve(all[i++ % variants].problem()).cost);
}

// The answer is what everybody has already.
void muster_solves_again(benchmark::State& state, std::vector<Owned> all) {
    AssignmentSolver solver;
    for (Owned& each : all) {
        const auto result = solver.solve(each.problem());
        each.current.assign(result.column.begin(), result.column.end());
    }
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(solver.solve(all[i++ % variants].problem()).cost);
}

void lemon_solves(benchmark::State& state, const std::vector<Owned>& all) {
    std::vector<std::unique_ptr<LemonAssignment>> networks;
    AssignmentSolver solver;
    for (const Owned& each : all) {
        std::vector<std::uint32_t> columns;
        std::vector<std::int64_t> costs;
        for (const Option& option : each.options) {
            columns.push_back(option.column);
            costs.push_back(option.cost);
        }
        networks.push_back(std::make_unique<LemonAssignment>(muster::match::test::LemonProblem{
            static_cast<std::uint32_t>(each.unassigned.size()), each.columns, each.first.data(),
            columns.data(), costs.data(), each.unassigned.data()}));
        if (networks.back()->solve() != solver.solve(each.problem()).cost) std::abort();
    }
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(networks[i++ % variants]->solve());
}

// R. Jonker and A. Volgenant, Computing 38 (1987), its augmentation stage: what a small dense
// problem costs in a textbook's way.
class DenseAssignment {
  public:
    explicit DenseAssignment(const Owned& of)
        : n_(of.columns), cost_(n_ * n_), price_(n_), owner_(n_), distance_(n_), from_(n_) {
        for (std::size_t r = 0; r < n_; ++r) {
            for (std::uint32_t o = of.first[r]; o < of.first[r + 1]; ++o)
                cost_[r * n_ + of.options[o].column] = of.options[o].cost;
        }
    }

    std::int64_t solve() {
        constexpr std::size_t nobody = ~std::size_t{0};
        std::fill(price_.begin(), price_.end(), 0);
        std::fill(owner_.begin(), owner_.end(), nobody);
        for (std::size_t start = 0; start < n_; ++start) {
            std::vector<bool>& done = done_;
            done.assign(n_, false);
            std::fill(distance_.begin(), distance_.end(), std::numeric_limits<std::int64_t>::max());
            std::size_t row = start;
            std::int64_t offset = 0;
            std::size_t last = nobody;
            while (true) {
                std::size_t nearest = nobody;
                for (std::size_t c = 0; c < n_; ++c) {
                    if (done[c]) continue;
                    const std::int64_t d = cost_[row * n_ + c] - price_[c] - offset;
                    if (d < distance_[c]) {
                        distance_[c] = d;
                        from_[c] = row;
                    }
                    if (nearest == nobody || distance_[c] < distance_[nearest]) nearest = c;
                }
                last = nearest;
                if (owner_[last] == nobody) break;
                done[last] = true;
                row = owner_[last];
                offset = cost_[row * n_ + last] - price_[last] - distance_[last];
            }
            for (std::size_t c = 0; c < n_; ++c) {
                if (done[c]) price_[c] += distance_[c] - distance_[last];
            }
            while (true) {
                const std::size_t giver = from_[last];
                owner_[last] = giver;
                if (giver == start) break;
                std::size_t next = 0;
                while (next == last || owner_[next] != giver)
                    ++next;
                last = next;
            }
        }
        std::int64_t sum = 0;
        for (std::size_t c = 0; c < n_; ++c)
            sum += cost_[owner_[c] * n_ + c];
        return sum;
    }

  private:
    std::size_t n_;
    std::vector<std::int64_t> cost_;
    std::vector<std::int64_t> price_;
    std::vector<std::size_t> owner_;
    std::vector<std::int64_t> distance_;
    std::vector<std::size_t> from_;
    std::vector<bool> done_;
};

void dense_solves(benchmark::State& state, const std::vector<Owned>& all) {
    std::vector<DenseAssignment> dense;
    AssignmentSolver solver;
    for (const Owned& each : all) {
        dense.emplace_back(each);
        if (dense.back().solve() != solver.solve(each.problem()).cost) std::abort();
    }
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(dense[i++ % variants].solve());
}

}  // namespace

int main(int argc, char** argv) {
    for (const Named& each : shapes) {
        for (const bool nearby : {false, true}) {
            const std::string tail = std::string(each.name) + (nearby ? "/city" : "/uniform");
            const std::vector<Owned> all = problems(each.shape, nearby);
            const auto add = [&tail, &all](const char* name, auto solves) {
                benchmark::RegisterBenchmark((name + tail).c_str(), solves, all);
            };
            add("assignment/", muster_solves);
            add("assignment_again/", muster_solves_again);
            add("lemon/", lemon_solves);
            if (each.shape.columns == each.shape.most_options) add("dense/", dense_solves);
        }
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
