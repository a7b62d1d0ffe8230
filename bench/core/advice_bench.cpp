// How long Engine::advise() holds up the engine's thread: advice about a request with one slot that
// waits, among so many responders of whom one in ten is available, by straight lines and along the
// roads of a made city. As JSON, of each case the median and the longest of 200 requests in turn.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "bench/core/crowd.hpp"
#include "engine/core/board.hpp"
#include "muster/commands.hpp"
#include "tests/roads/cities.hpp"

namespace {

using namespace muster;
using Clock = std::chrono::steady_clock;

Envelope stamped(const core::Engine& engine, Command command) {
    Envelope envelope;
    envelope.seq = engine.last_seq() + 1;
    envelope.at = TimePoint{1'760'000'000'000};
    envelope.command = std::move(command);
    return envelope;
}

void give(core::Engine& engine, Command command) {
    if (engine.handle(stamped(engine, std::move(command))).rejection) std::abort();
}

// Prints a member of the object that main() prints.
void measure(std::uint64_t responders, Policy policy, bool on_roads) {
    static const auto map =
        roads::RoadMap::from_data(roads::made_city(1, 135, Point{323'000'000, 1'193'000'000}));
    static const auto network =
        std::make_shared<const roads::RoadNetwork>(map, roads::test_straight_line());
    roads::Random random(1);
    core::Engine engine;
    Rules rules = bench::crowd_rules();
    rules.dispatch.policy = policy;
    rules.desk.merge_window_ms = {};
    give(engine, LoadRules{rules});
    if (on_roads) engine.use_roads(network);
    bench::Places places(1, false);
    for (std::uint64_t i = 0; i < responders; ++i) {
        ResponderProfile profile = bench::crowd_profile(places);
        profile.post = roads::point_near(*map, random);
        give(engine, RegisterResponder{profile});
        if (i % 10 != 0) continue;
        const ResponderId id{engine.last_seq()};
        give(engine, SetDuty{id, ResponderStatus::available, {}, {}});
    }
    std::vector<double> micros;
    for (std::size_t i = 0; i < 200; ++i) {
        CreateRequest request;
        request.service = "help";
        request.skills = {bench::rare_skill()};
        request.place = roads::point_near(*map, random);
        give(engine, request);
        const RequestId id{engine.last_seq()};
        const auto start = Clock::now();
        const auto advice = engine.advise({id, {}, TimePoint{1'760'000'000'000}, 8});
        micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
        if (advice.size() != 1 || advice.front().trace.candidates.empty()) std::abort();
    }
    std::sort(micros.begin(), micros.end());
    std::printf("\"%s/%s/%llu\":{\"median_us\":%.0f,\"longest_us\":%.0f}",
                policy == Policy::closest ? "closest" : "rolling", on_roads ? "roads" : "straight",
                static_cast<unsigned long long>(responders), micros[micros.size() / 2],
                micros.back());
}

}  // namespace

int main() {
    const char* before = "{";
    for (const std::uint64_t responders : {1'000u, 10'000u, 40'000u}) {
        for (const Policy policy : {Policy::closest, Policy::rolling}) {
            for (const bool on_roads : {false, true}) {
                std::fputs(before, stdout);
                measure(responders, policy, on_roads);
                before = ",\n";
            }
        }
    }
    std::puts("}");
}
