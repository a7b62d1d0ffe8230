// How much a console reads at its first view: the feed's snapshots of the demo city grown to 10,000
// responders and 2,000 open requests, in each form, and what it takes to make them. Beside each the
// same chunks under permessage-deflate, each for itself as a shared frame would have to be. Run in
// the top folder, for its rules.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "engine/app/config/config.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/sim/city.hpp"
#include "engine/views/snapshot_chunks.hpp"
#include "muster/entities.hpp"
#include "muster/requests.hpp"
#include "muster/service.hpp"

namespace {

using namespace muster;

constexpr std::size_t open_requests = 2'000;
constexpr std::size_t ended_requests = 500;  // within the hour that a snapshot keeps

class City {
  public:
    City() {
        app::Config config;
        Rules rules;
        if (app::load_config("config/muster.toml", config) ||
            app::load_rules(app::rule_files("config/muster.toml", config), rules)) {
            std::abort();
        }
        const sim::City city = sim::make_city({.staff = 3'000, .volunteers = 7'000});
        do_it(LoadRules{rules});
        std::vector<MemberId> members;
        for (const sim::CityMember& one : city.members) {
            do_it(RegisterMember{one.profile});
            members.push_back({engine_.last_seq()});
        }
        for (std::uint32_t i = 0; i < city.responders.size(); ++i) {
            do_it(RegisterResponder{city.responders[i].profile});
            const ResponderId id{engine_.last_seq()};
            // Ten in the morning of some day.
            const sim::DutyPattern& duty = city.responders[i].duty;
            const bool works = sim::is_on_duty(city, i, 20'000) && duty.from_h <= 10 &&
                               duty.from_h + duty.hours > 10;
            if (!works) continue;
            ++on_duty_;
            do_it(SetDuty{id, ResponderStatus::available, TimePoint{}, {}});
            ReportPositions report;
            report.fixes.push_back({id, city.responders[i].profile.post->value, TimePoint{}});
            do_it(report);
        }
        for (std::size_t i = 0; i < open_requests + ended_requests; ++i) {
            now_ = now_ + seconds(1);
            const std::size_t place = i * 7'919 % members.size();
            CreateRequest request;
            request.service = rules.services[i % rules.services.size()].code;
            request.member = members[place];
            request.caller = city.members[place].profile.phone;
            request.note = std::string("她说楼梯上滑了一下，想有人来看看");
            do_it(request);
            if (i % 5 == 0) do_it(CancelRequest{{engine_.last_seq()}, std::string("好了")});
        }
        index_.rebuild(engine_.board());
    }

    [[nodiscard]] std::size_t on_duty() const { return on_duty_; }

    [[nodiscard]] std::vector<views::Chunk> snapshot(const SnapshotForm& form) const {
        std::vector<views::Chunk> chunks;
        for (const Topic topic :
             {topic_of<Request>, topic_of<Responder>, topic_of<Offer>, positions_topic}) {
            views::write_snapshot(chunks, engine_.board(), index_, topic, {}, form, {});
        }
        return chunks;
    }

  private:
    void do_it(Command command) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "bench";
        envelope.command = std::move(command);
        if (engine_.handle(envelope).rejection) std::abort();
    }

    core::Engine engine_;
    views::EntityIndex index_;
    TimePoint now_{1'728'000'000'000};
    std::size_t on_duty_ = 0;
};

const City& city() {
    static const City built;
    return built;
}

void deflate_all(benchmark::State& state, const std::vector<views::Chunk>& chunks) {
    std::size_t bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    for (const views::Chunk& chunk : chunks) {
        uLongf size = compressBound(chunk.entities->size());
        std::string out(size, '\0');
        if (compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                      reinterpret_cast<const Bytef*>(chunk.entities->data()),
                      chunk.entities->size(), 1) != Z_OK) {
            std::abort();
        }
        bytes += size;
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    state.counters["deflated_MB"] = static_cast<double>(bytes) / 1e6;
    state.counters["deflate_ms"] = took.count();
}

void snapshot(benchmark::State& state, const SnapshotForm& form) {
    const City& here = city();  // made once, and not while time is taken
    std::vector<views::Chunk> chunks;
    for (auto _ : state)
        chunks = here.snapshot(form);
    std::size_t bytes = 0;
    for (const views::Chunk& chunk : chunks) {
        bytes += chunk.entities->size();
        state.counters[std::string(to_text(chunk.topic)) + "_MB"] +=
            static_cast<double>(chunk.entities->size()) / 1e6;
    }
    state.counters["MB"] = static_cast<double>(bytes) / 1e6;
    state.counters["on_duty"] = static_cast<double>(city().on_duty());
    deflate_all(state, chunks);
}

BENCHMARK_CAPTURE(snapshot, whole, {})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(snapshot, compact, {{}, true})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(snapshot, compact_without_positions, {LeaveOut::positions, true})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(snapshot, first_view,
                  {{LeaveOut::ended, LeaveOut::off_duty, LeaveOut::positions}, true})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
