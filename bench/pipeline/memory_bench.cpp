// What a large city weighs: a million members, 1e5 responders, 1e5 open requests.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/views/entity_index.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/pipeline/small_city.hpp"

namespace muster::bench {
namespace {

// Resident memory of this process in MiB, from /proc/self/status.
double resident_mib() {
    std::ifstream file("/proc/self/status");
    std::string word;
    while (file >> word) {
        if (word == "VmRSS:") {
            double kib = 0;
            file >> kib;
            return kib / 1024;
        }
    }
    return 0;
}

void memory(benchmark::State& state) {
    constexpr std::uint64_t members = 1'000'000;
    constexpr std::uint64_t responders = 100'000;
    constexpr std::uint64_t requests = 100'000;
    for (auto _ : state) {
        const double before = resident_mib();
        core::Engine engine;
        const auto handle = [&](Command command) {
            Envelope envelope;
            envelope.seq = engine.last_seq() + 1;
            envelope.at = TimePoint{1'760'000'000'000};
            envelope.source = "bench";
            envelope.command = std::move(command);
            if (engine.handle(envelope).rejection) std::abort();
        };
        handle(LoadRules{test::small_rules()});
        // One at a time, so that the commands themselves take no room.
        auto city = test::small_city(1, 1, 1);
        auto member = city[1].command.get<RegisterMember>();
        for (std::uint64_t i = 0; i < members; ++i) {
            member.profile.external_ref = "M" + std::to_string(i);
            member.profile.name = "Member " + std::to_string(i);
            member.profile.phone = "+86514" + std::to_string(10'000'000 + i);
            member.profile.address = "Canal Street " + std::to_string(i);
            handle(member);
        }
        auto responder = city[2].command.get<RegisterResponder>();
        for (std::uint64_t i = 0; i < responders; ++i) {
            responder.profile.phone = "+86138" + std::to_string(10'000'000 + i);
            responder.profile.post = test::request_at(i).place;
            handle(responder);
            if (i % 10 == 0) {
                handle(SetDuty{ResponderId{engine.last_seq()}, ResponderStatus::available, {}, ""});
            }
        }
        for (std::uint64_t i = 0; i < requests; ++i) {
            CreateRequest request = test::request_at(i);
            request.member = MemberId{2 + i};
            handle(request);
        }
        views::EntityIndex index;
        index.rebuild(engine.board());
        if (engine.board().open_requests() != requests) std::abort();
        state.counters["MiB"] = resident_mib() - before;
    }
}
BENCHMARK(memory)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::bench
