// The core's decisions, in memory: `handle` of one request among 10^3 to 10^6 responders, with 10^2
// to 10^6 requests in the queue, and the whole life of a request, so that the board stays in
// balance; and position reports. Beside each the search alone (the eight candidates and the one
// nearest) and the copying of as many bytes as the decision's events have in the log.
//
// The time of an iteration is that of handle(CreateRequest); the counters have its percentiles and
// those of the cycle create, acknowledge, on scene, complete. Calling back, closing and archiving
// go untimed.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <deque>
#include <string>
#include <vector>

#include "bench/core/crowd.hpp"
#include "engine/codec/commands_json.hpp"
#include "engine/core/board.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

namespace {

using namespace muster;
using bench::Crowd;
using Clock = std::chrono::steady_clock;

constexpr std::size_t in_flight = 16;
constexpr int warm_up = 2'000;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class Times {
  public:
    void add(double seconds) { nanos_.push_back(seconds * 1e9); }
    void report(benchmark::State& state, const std::string& name) {
        std::sort(nanos_.begin(), nanos_.end());
        const auto at = [&](double q) {
            return nanos_[static_cast<std::size_t>(q * static_cast<double>(nanos_.size() - 1))];
        };
        state.counters[name + "_p50_ns"] = at(0.5);
        state.counters[name + "_p99_ns"] = at(0.99);
    }
    [[nodiscard]] double median_seconds() {
        const auto middle = nanos_.begin() + static_cast<std::ptrdiff_t>(nanos_.size() / 2);
        std::nth_element(nanos_.begin(), middle, nanos_.end());
        return *middle * 1e-9;
    }

  private:
    std::vector<double> nanos_;
};

void nearest_alone(benchmark::State& state, Crowd& crowd, std::size_t k, const std::string& name) {
    const auto& grid = crowd.engine.board().grid(core::GridKind::idle_direct, Profile::normal);
    if (grid.size() == 0) return;
    std::vector<Point> targets;
    for (int i = 0; i < 4096; ++i)
        targets.push_back(crowd.places.next());
    std::vector<match::Nearby> found;
    Times times;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::uint64_t skill = std::uint64_t{1} << (i * 7 % bench::skill_count);
        const auto start = Clock::now();
        grid.nearest(targets[i], skill, k, core::Board::Grid::anywhere_dm, found);
        times.add(seconds_since(start));
        benchmark::DoNotOptimize(found.data());
    }
    times.report(state, name);
}

void copy_alone(benchmark::State& state, std::size_t bytes) {
    const std::string from(bytes, 'e');
    std::string to(bytes, ' ');
    constexpr int rounds = 10'000;
    const auto start = Clock::now();
    for (int i = 0; i < rounds; ++i) {
        std::memcpy(to.data(), from.data(), bytes);
        benchmark::DoNotOptimize(to.data());
        benchmark::ClobberMemory();
    }
    state.counters["copy_ns"] = seconds_since(start) * 1e9 / rounds;
    state.counters["event_bytes"] = static_cast<double>(bytes);
}

void finish(Crowd& crowd, RequestId request) {
    crowd.give(RecordCallback{request, true, 5, {}});
    crowd.give(CloseRequest{request, Disposition::helped, {}});
    crowd.now = crowd.now + Millis{1};
    crowd.tick();
}

// Acknowledge, on scene, complete: the seconds they took together.
double serve(Crowd& crowd, RequestId request) {
    const ResponderId responder = crowd.assigned(request);
    double total = 0;
    double one = 0;
    crowd.give_timed(AcknowledgeAssignment{request, responder}, one);
    total += one;
    crowd.give_timed(ReportOnScene{request, responder}, one);
    total += one;
    crowd.give_timed(CompleteAssignment{request, responder, Disposition::helped, {}}, one);
    return total + one;
}

void handle_create(benchmark::State& state) {
    Crowd crowd(static_cast<std::uint64_t>(state.range(0)), state.range(1) != 0);
    crowd.queue_unservable(static_cast<std::uint64_t>(state.range(2)));
    std::deque<RequestId> under_way;
    Times creates;
    Times cycles;
    std::size_t event_bytes = 0;
    std::string json;
    const auto round = [&](bool timed) {
        double create = 0;
        const core::Handled handled = crowd.give_timed(crowd.next_request(), create);
        if (timed && event_bytes == 0) {
            codec::write(json, handled.events);
            event_bytes = json.size();
        }
        under_way.push_back({crowd.engine.last_seq()});
        if (under_way.size() > in_flight) {
            const RequestId oldest = under_way.front();
            under_way.pop_front();
            // With few responders somebody may have to wait; with many, two may report one place.
            if (crowd.assigned(oldest)) {
                const double rest = serve(crowd, oldest);
                if (timed) cycles.add(create + rest);
                finish(crowd, oldest);
            } else if (crowd.engine.board().requests().get(oldest)->status !=
                       RequestStatus::merged) {
                crowd.give(CancelRequest{oldest, {}});
            }
        }
        if (timed) creates.add(create);
        return create;
    };
    for (int i = 0; i < warm_up; ++i)
        round(false);
    for (auto _ : state)
        state.SetIterationTime(round(true));
    creates.report(state, "create");
    cycles.report(state, "cycle");
    nearest_alone(state, crowd, 8, "nearest8");
    nearest_alone(state, crowd, 1, "nearest1");
    copy_alone(state, event_bytes);
}

// Everybody is busy and requests wait: whoever is done takes the most urgent that he can serve, and
// a new request joins the queue. The time is that of completing, which decides.
void handle_saturated(benchmark::State& state) {
    Crowd crowd(static_cast<std::uint64_t>(state.range(0)), false);
    const std::vector<RequestId> first = crowd.exhaust();
    std::deque<RequestId> under_way(first.begin(), first.end());
    const auto waiting = static_cast<std::uint64_t>(state.range(1));
    while (crowd.engine.board().pending().size() < waiting) {
        crowd.give(crowd.next_request());
        crowd.now = crowd.now + Millis{10};
    }
    Times completes;
    Times creates;
    const auto round = [&](bool timed) {
        double create = 0;
        double complete = 0;
        crowd.give_timed(crowd.next_request(), create);
        const RequestId oldest = under_way.front();
        under_way.pop_front();
        const ResponderId responder = crowd.assigned(oldest);
        crowd.give(ReportOnScene{oldest, responder});
        const core::Handled handled = crowd.give_timed(
            CompleteAssignment{oldest, responder, Disposition::helped, {}}, complete);
        for (const Event& event : handled.events) {
            if (const auto* sent = event.get_if<SlotAssigned>()) {
                under_way.push_back(sent->request);
            }
        }
        finish(crowd, oldest);
        if (timed) {
            completes.add(complete);
            creates.add(create);
        }
        return complete;
    };
    for (int i = 0; i < warm_up; ++i)
        round(false);
    for (auto _ : state)
        state.SetIterationTime(round(true));
    completes.report(state, "complete");
    creates.report(state, "create");
}

// Reports of `fixes` positions each, of any of the responders (one in ten available). The rate is
// that of the median report.
void report_positions(benchmark::State& state) {
    const auto count = static_cast<std::uint64_t>(state.range(0));
    const auto fixes = static_cast<std::size_t>(state.range(1));
    Crowd crowd(count, false);
    std::vector<Point> at;
    for (std::uint64_t i = 0; i < count; ++i)
        at.push_back(crowd.place_of(i));
    Times times;
    for (auto _ : state) {
        ReportPositions command;
        command.fixes.reserve(fixes);
        for (std::size_t i = 0; i < fixes; ++i) {
            const std::uint64_t who = crowd.places.random() % count;
            at[who] = crowd.places.step_from(at[who]);
            command.fixes.push_back({crowd.responder(who), at[who], {}});
        }
        crowd.now = crowd.now + Millis{1};
        double seconds = 0;
        crowd.give_timed(std::move(command), seconds);
        state.SetIterationTime(seconds);
        times.add(seconds);
    }
    state.counters["fixes_per_s"] = static_cast<double>(fixes) / times.median_seconds();
}

// The least that the memory asks for: a position written into an entity at random.
void write_positions(benchmark::State& state) {
    struct Entity {
        std::array<char, sizeof(Responder)> rest;
        Point at;
        TimePoint when;
    };
    std::vector<Entity> entities(static_cast<std::size_t>(state.range(0)));
    bench::Random random(7);
    std::vector<std::uint32_t> who;
    for (int i = 0; i < 1 << 16; ++i)
        who.push_back(static_cast<std::uint32_t>(random() % entities.size()));
    std::int32_t tick = 0;
    for (auto _ : state) {
        ++tick;
        for (const std::uint32_t index : who) {
            entities[index].at = {tick, tick};
            entities[index].when = {tick};
        }
        benchmark::ClobberMemory();
    }
    state.counters["fixes_per_s"] = benchmark::Counter(
        static_cast<double>(who.size()), benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(handle_create)
    ->ArgNames({"responders", "clustered", "queued"})
    ->ArgsProduct({{1'000, 10'000, 100'000, 1'000'000}, {0, 1}, {0}})
    ->ArgsProduct({{100'000}, {0}, {100, 10'000, 1'000'000}})
    ->Iterations(20'000)
    ->UseManualTime();
BENCHMARK(handle_saturated)
    ->ArgNames({"responders", "queued"})
    ->ArgsProduct({{100'000}, {100, 10'000, 1'000'000}})
    ->Iterations(20'000)
    ->UseManualTime();
BENCHMARK(report_positions)
    ->ArgNames({"responders", "fixes"})
    ->Args({100'000, 1})
    ->Iterations(200'000)
    ->UseManualTime();
BENCHMARK(report_positions)
    ->ArgNames({"responders", "fixes"})
    ->Args({100'000, 1'000})
    ->Args({1'000'000, 1'000})
    ->Iterations(1'000)
    ->UseManualTime();
BENCHMARK(write_positions)->ArgNames({"responders"})->Arg(100'000)->Arg(1'000'000)->MinTime(0.2);

}  // namespace

BENCHMARK_MAIN();
