// The whole path inside the process: command in, decided, durable, answered, on the feed.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "bench/pipeline/bench_service.hpp"
#include "engine/core/board.hpp"
#include "muster/registry.hpp"
#include "muster/responders.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::bench {
namespace {

double percentile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place),
                     values.end());
    return values[place];
}

// Closed loop: `in_flight` requests are always waiting, each finds the nearest of the able
// responders and sends him. The raw log writes the same bytes in the same batches right after.
void saturate(benchmark::State& state, bool sealed) {
    const auto in_flight = static_cast<std::size_t>(state.range(0));
    const bool feed = state.range(1) != 0;
    constexpr std::size_t decisions = 100'000;
    double seconds = 0;
    double cpu = 0;
    double raw = 0;
    double records = 0;
    double bytes = 0;
    std::array<double, 5> stage_seconds{};  // of processor time, by Stage
    for (auto _ : state) {
        TempFolder folder;
        ServiceOptions options;
        options.feed = feed;
        options.subscribers = feed ? 10 : 0;
        options.pipeline.batch_max = in_flight;
        options.sealed = sealed;
        options.policy = state.range(2) != 0 ? Policy::rolling : Policy::closest;
        Service service(folder.path(), options);
        service.settle_city(0, 200'000, 200'000);
        std::size_t sent = 0;
        std::size_t done = 0;
        std::function<void(const Outcome&)> answered;
        const auto send = [&] {
            service.pipe->submit({"bench", "", test::request_at(++sent)},
                                 [&](const Outcome& outcome) { answered(outcome); });
        };
        answered = [&](const Outcome& outcome) {
            if (outcome.rejection) std::abort();
            ++done;
            if (sent < decisions) send();
        };
        for (std::size_t i = 0; i < in_flight; ++i)
            send();
        const double cpu_before = thread_seconds();
        double since = cpu_before;
        service.on_stage = [&](pipeline::Stage stage, std::size_t) {
            const double at = thread_seconds();
            stage_seconds[static_cast<std::size_t>(stage)] += at - std::exchange(since, at);
        };
        const auto start = Clock::now();
        while (done < decisions)
            service.step();
        const double took = seconds_since(start);
        cpu += thread_seconds() - cpu_before;
        state.SetIterationTime(took);
        seconds += took;
        const auto& counted = *service.counted;
        records += static_cast<double>(
            std::accumulate(counted.commit_records.begin(), counted.commit_records.end(), 0ull));
        bytes += static_cast<double>(
            std::accumulate(counted.commit_bytes.begin(), counted.commit_bytes.end(), 0ull));
        raw += raw_append_seconds(folder.path(), counted.commit_bytes);
        if (service.state->engine.board().open_requests() != decisions) std::abort();
    }
    const double all = static_cast<double>(state.iterations()) * decisions;
    state.counters["decisions_per_s"] = all / seconds;
    state.counters["cpu_us_per_decision"] = cpu / all * 1e6;
    for (const auto& [stage, name] : {std::pair{pipeline::Stage::decided, "decide_us"},
                                      std::pair{pipeline::Stage::committed, "commit_us"},
                                      std::pair{pipeline::Stage::published, "publish_us"},
                                      std::pair{pipeline::Stage::checkpointed, "checkpoint_us"}}) {
        state.counters[name] = stage_seconds[static_cast<std::size_t>(stage)] / all * 1e6;
    }
    state.counters["bytes_per_record"] = bytes / records;
    state.counters["raw_records_per_s"] = records / raw;
    state.counters["of_raw"] = raw / seconds * all / records;
}
void saturated(benchmark::State& state) {
    saturate(state, false);
}
// Each request is of a caller whom nobody knows, and has a key of its own.
void saturated_sealed(benchmark::State& state) {
    saturate(state, true);
}
BENCHMARK(saturated_sealed)
    ->ArgNames({"in_flight", "feed", "rolling"})
    ->Args({512, 0, 0})
    ->Iterations(2)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(saturated)
    ->ArgNames({"in_flight", "feed", "rolling"})
    ->Args({512, 0, 0})
    ->Args({512, 0, 1})
    ->Args({512, 1, 0})
    ->Args({4096, 0, 0})
    ->Args({64, 0, 0})
    ->Iterations(2)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

// Open loop: commands come at planned times, whatever the service does. From its planned time to
// the commit, and to the moment when all ten subscribers were handed the bytes.
void pace(benchmark::State& state, bool sealed) {
    const double rate = static_cast<double>(state.range(0));
    constexpr double seconds = 3;
    std::vector<double> committed_us;
    std::vector<double> sent_us;
    std::uint64_t feed_bytes = 0;
    for (auto _ : state) {
        TempFolder folder;
        ServiceOptions options;
        options.subscribers = 10;
        options.sealed = sealed;
        Service service(folder.path(), options);
        service.settle_city(0, 100'000, 100'000);
        const auto planned = static_cast<std::size_t>(rate * seconds);
        const auto start = Clock::now();
        const auto due_at = [&](std::size_t i) {
            return start + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(static_cast<double>(i) / rate));
        };
        std::size_t sent = 0;
        std::size_t first_of_step = 0;
        const auto note = [&](std::vector<double>& to) {
            const auto at = Clock::now();
            for (std::size_t i = first_of_step; i < sent; ++i) {
                to.push_back(std::chrono::duration<double, std::micro>(at - due_at(i)).count());
            }
        };
        service.on_stage = [&](pipeline::Stage stage, std::size_t) {
            if (stage == pipeline::Stage::committed) note(committed_us);
            if (stage == pipeline::Stage::published) note(sent_us);
        };
        std::size_t answers = 0;
        const auto answered = [&](const Outcome&) { ++answers; };
        while (answers < planned) {
            first_of_step = sent;
            const auto at = Clock::now();
            while (sent < planned && sent - first_of_step < options.pipeline.batch_max &&
                   due_at(sent) <= at) {
                service.pipe->submit({"bench", "", test::request_at(++sent)}, answered);
            }
            service.step();
        }
        state.SetIterationTime(seconds_since(start));
        // A figure without its readers says nothing.
        if (!service.hub->stats().closed.empty()) std::abort();
        for (const auto& sink : service.sinks)
            feed_bytes += sink->bytes;
    }
    state.counters["committed_p50_us"] = percentile(committed_us, 0.5);
    state.counters["committed_p99_us"] = percentile(committed_us, 0.99);
    state.counters["sent_p50_us"] = percentile(sent_us, 0.5);
    state.counters["sent_p99_us"] = percentile(sent_us, 0.99);
    state.counters["feed_MB"] = static_cast<double>(feed_bytes) / 1e6;
}
void paced(benchmark::State& state) {
    pace(state, false);
}
void paced_sealed(benchmark::State& state) {
    pace(state, true);
}
BENCHMARK(paced_sealed)
    ->ArgName("per_s")
    ->Arg(20'000)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(paced)->ArgName("per_s")->Arg(1'000)->Arg(20'000)->Iterations(1)->UseManualTime()->Unit(
    benchmark::kMillisecond);

// One member of many is erased: decided, forgotten on the board, committed, and the key taken away.
void erase(benchmark::State& state) {
    constexpr int erased = 20;
    std::vector<double> took_ms;
    for (auto _ : state) {
        TempFolder folder;
        ServiceOptions options;
        options.feed = false;
        options.sealed = true;
        Service service(folder.path(), options);
        service.settle_city(static_cast<std::size_t>(state.range(0)), 10, 10);
        std::uint64_t answers = 0;
        const auto run = [&](Command command) {
            service.pipe->submit({"bench", "", std::move(command)}, [&](const Outcome& outcome) {
                if (outcome.rejection) std::abort();
                ++answers;
            });
            service.drain();
        };
        const core::Board& board = service.state->engine.board();
        const std::vector<core::Index> members = board.members().in_order();
        double all = 0;
        for (int i = 0; i < erased; ++i) {
            const std::size_t place = members.size() / erased * static_cast<std::size_t>(i);
            const MemberId member = board.members()[members[place]].id;
            run(SetMemberStatus{member, MemberStatus::moved_away, {}});
            const auto start = Clock::now();
            run(EraseMember{member, "asked for it"});
            took_ms.push_back(1e3 * seconds_since(start));
            all += took_ms.back() / 1e3;
            if (service.keys->key_there_is({SubjectKind::member, member.value})) std::abort();
        }
        if (answers != 2 * erased) std::abort();
        state.SetIterationTime(all);
    }
    state.counters["erase_p50_ms"] = percentile(took_ms, 0.5);
    state.counters["erase_max_ms"] = percentile(took_ms, 1);
}
BENCHMARK(erase)->ArgName("members")->Arg(1'000'000)->Iterations(1)->UseManualTime()->Unit(
    benchmark::kMillisecond);

// Ten thousand phones report in reports of 100; every second report finds an earlier one pending.
void positions(benchmark::State& state) {
    constexpr std::uint64_t responders = 10'000;
    constexpr std::size_t reports = 20'000;
    double seconds = 0;
    double logged = 0;
    double taken = 0;
    for (auto _ : state) {
        TempFolder folder;
        ServiceOptions options;
        options.feed = state.range(0) != 0;
        Service service(folder.path(), options);
        service.settle_city(0, responders, responders);
        std::vector<Submission> prepared;
        for (std::size_t i = 0; i < reports; ++i) {
            ReportPositions report;
            for (std::uint64_t k = 0; k < 100; ++k) {
                const std::uint64_t n = (i / 2 * 100 + k) % responders;
                report.fixes.push_back(
                    {ResponderId{service.first_responder.value + n},
                     Point{323'000'000 + static_cast<std::int32_t>(n * 180 + i * 977 % 10'000),
                           1'194'000'000 + static_cast<std::int32_t>(n * 180 + i * 577 % 10'000)},
                     TimePoint{}});
            }
            prepared.push_back({"phones", "", std::move(report)});
        }
        const std::uint64_t before = service.pipe->intake_stats().fixes_coalesced;
        const auto start = Clock::now();
        for (std::size_t i = 0; i < reports; ++i) {
            service.pipe->submit(std::move(prepared[i]), {});
            if (i % 40 == 39) {
                service.now = service.now + Millis{1};
                service.step();
            }
        }
        service.drain();
        const double took = seconds_since(start);
        state.SetIterationTime(took);
        seconds += took;
        taken += reports * 100;
        logged += reports * 100 -
                  static_cast<double>(service.pipe->intake_stats().fixes_coalesced - before);
    }
    state.counters["fixes_per_s"] = taken / seconds;
    state.counters["logged_per_s"] = logged / seconds;
}
BENCHMARK(positions)->ArgName("feed")->Arg(0)->Arg(1)->Iterations(1)->UseManualTime()->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace muster::bench

BENCHMARK_MAIN();
