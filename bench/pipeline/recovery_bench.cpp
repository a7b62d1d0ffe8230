// How long a start takes: a log of a million records, without and with a snapshot.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "bench/pipeline/bench_service.hpp"
#include "engine/core/board.hpp"
#include "engine/pipeline/snapshots.hpp"
#include "muster/requests.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::bench {
namespace {

// Requests come and are cancelled; each leaves memory after 20 minutes of the log's time.
void write_log(const std::filesystem::path& folder, std::uint64_t records, bool snapshot) {
    ServiceOptions options;
    options.feed = false;
    options.pipeline.batch_max = 4'096;
    Service service(folder, options);
    service.settle_city(5'000, 10'000, 10'000);
    std::vector<RequestId> open;
    std::uint64_t number = 0;
    while (service.disk->committed_seq() < records) {
        for (const RequestId id : open) {
            service.pipe->submit({"bench", "", CancelRequest{id, "not needed"}}, {});
        }
        open.clear();
        for (int i = 0; i < 2'000; ++i) {
            service.pipe->submit({"bench", "", test::request_at(++number)},
                                 [&](const Outcome& o) { open.push_back(RequestId{o.seq}); });
        }
        service.now = service.now + seconds(200);
        service.drain();
    }
    if (snapshot &&
        pipeline::write_engine_snapshot(folder, service.state->engine, service.state->timelines,
                                        service.disk->writer().last_hash(), 1)) {
        std::abort();
    }
}

void recovery(benchmark::State& state) {
    const auto records = static_cast<std::uint64_t>(state.range(0));
    TempFolder folder;
    write_log(folder.path(), records, state.range(1) != 0);
    std::uint64_t applied = 0;
    std::size_t entities = 0;
    for (auto _ : state) {
        auto recovered = pipeline::recover(folder.path(), {}, {});
        if (!recovered) std::abort();
        applied = (*recovered)->records_applied;
        const core::Board& board = (*recovered)->engine.board();
        entities = board.members().size() + board.responders().size() + board.requests().size() +
                   board.offers().size();
    }
    state.counters["records"] = static_cast<double>(records);
    state.counters["applied"] = static_cast<double>(applied);
    state.counters["entities"] = static_cast<double>(entities);
}
BENCHMARK(recovery)
    ->ArgNames({"records", "snapshot"})
    ->Args({100'000, 0})
    ->Args({100'000, 1})
    ->Args({1'000'000, 0})
    ->Args({1'000'000, 1})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace muster::bench
