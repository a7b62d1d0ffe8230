// A full decision of the rolling policy on real roads: `handle` of one request among responders on
// the largest evaluation city (54,370 nodes; a made city of about that size where ../shared/cities
// is missing, see the row `real_city`), while others are on the way and others wait. Beside it its
// limit: the ETAs of one incident to all responders, and one assignment of a full pool.
//
// The time of an iteration is that of handle(CreateRequest). Acknowledging, arriving, completing
// and archiving go untimed; so do reports of positions, but the decision pays for finding them on
// the roads.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/match/assignment.hpp"
#include "engine/roads/fleet_times.hpp"
#include "muster/command.hpp"
#include "muster/dispatch.hpp"
#include "muster/event.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/roads/cities.hpp"

namespace {

using namespace muster;
using Clock = std::chrono::steady_clock;
using roads::Random;

constexpr std::size_t skill_count = 16;

std::shared_ptr<const roads::RoadNetwork> network(bool& real) {
    struct Built {
        std::shared_ptr<const roads::RoadNetwork> network;
        bool real = false;
    };
    static const Built built = [] {
        auto map = roads::shared_city("auckland");
        const bool found = map != nullptr;
        if (!map) map = roads::RoadMap::from_data(roads::made_city(1, 135));
        return Built{std::make_shared<const roads::RoadNetwork>(map, roads::test_straight_line()),
                     found};
    }();
    real = built.real;
    return built.network;
}

Code skill(std::size_t number) {
    return Code("skill_" + std::to_string(number));
}

Rules rolling_rules() {
    Rules rules;
    rules.version = "bench";
    for (std::size_t i = 0; i < skill_count; ++i)
        rules.skills.push_back(skill(i));
    const std::array<std::int64_t, urgency_count> weights{16, 8, 4, 2, 1};
    for (int u = 0; u < urgency_count; ++u) {
        ClassRule rule;
        rule.urgency = static_cast<Urgency>(u);
        rule.weight = weights[static_cast<std::size_t>(u)];
        rule.milestones = {{Milestone::on_site, minutes(15 << u)}};
        rule.acknowledge_ms = hours(24);
        rules.classes.push_back(rule);
    }
    ResponsePlan plan;
    plan.code = "help";
    plan.slots = {{"helper", {}, FillMode::direct, {}}};
    rules.plans = {plan};
    rules.services = {{"help", "Help", "帮助", Urgency::P2, "help", false, {}}};
    rules.dispatch.policy = Policy::rolling;
    rules.desk.archive_after_ms = seconds(1);
    rules.desk.merge_window_ms = {};
    return rules;
}

double micros_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

void report(benchmark::State& state, std::vector<double>& micros, const std::string& name) {
    std::sort(micros.begin(), micros.end());
    state.counters[name + "_p50_us"] = micros[micros.size() / 2];
    state.counters[name + "_p99_us"] = micros[micros.size() * 99 / 100];
}

class City {
  public:
    City(std::size_t responders, std::size_t rolling, std::size_t waiting)
        : rolling_(rolling), open_(rolling + waiting) {
        bool real = false;
        map_ = &network(real)->map();
        engine_.use_roads(network(real));
        give(LoadRules{rolling_rules()});
        for (std::size_t i = 0; i < responders; ++i) {
            RegisterResponder command;
            for (std::size_t s = 0; s < skill_count; ++s) {
                if (random_() % 4 == 0) command.profile.skills.push_back(skill(s));
            }
            command.profile.travel = Profile::urgent;
            command.profile.post = place();
            give(command);
            responders_.push_back({engine_.last_seq()});
            give(SetDuty{responders_.back(), ResponderStatus::available, {}, {}});
        }
    }

    // Until so many are on the way and so many wait as the bench wants. Where somebody is to wait,
    // everybody else is on scene.
    void fill() {
        while (somebody_waits() && idle().size() > 0) {
            create(false);
            arrive(0);
        }
        while (open() < open_)
            create(true);
        balance();
    }

    // One request more, and as many as before on the way and waiting.
    double step() {
        now_ = now_ + seconds(2);
        while (engine_.next_deadline() <= now_)
            give(Tick{});
        const double micros = create(true);
        balance();
        return micros;
    }

    // So many who are on the way report where they are.
    void move(std::size_t count) {
        ReportPositions command;
        for (std::size_t i = 0; i < count && !under_way_.empty(); ++i) {
            const RequestId request = under_way_[random_() % under_way_.size()];
            const Slot& slot = board().requests().get(request)->slots.front();
            if (slot.responder)
                command.fixes.push_back({slot.responder, driven(request, slot), {}});
        }
        give(command);
    }

    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] std::size_t rolling() const {
        return board().grid(core::GridKind::rolling, Profile::urgent).size();
    }
    [[nodiscard]] const core::Board::Grid& idle() const {
        return board().grid(core::GridKind::idle_direct, Profile::urgent);
    }
    [[nodiscard]] Point place() {
        const Point node = map_->view().points[random_() % map_->node_count()];
        return {node.lat_e7 + static_cast<std::int32_t>(roads::pick(random_, -3000, 3000)),
                node.lon_e7 + static_cast<std::int32_t>(roads::pick(random_, -3000, 3000))};
    }
    std::uint64_t rerouted = 0;

  private:
    // How far he must have come since he was last heard of, as the crow flies.
    [[nodiscard]] Point driven(RequestId request, const Slot& slot) const {
        const core::Index index = board().responders().find(slot.responder);
        const Point from = *board().responders().aux(index).where;
        const Point to = board().requests().get(request)->place->value;
        const TimePoint since = std::max(board().responders()[index].position_at, slot.assigned_at);
        const std::int64_t left = std::max<std::int64_t>((slot.arrival_at - since).value, 1);
        const std::int64_t gone = std::min((now_ - since).value, left);
        const auto part = [&](std::int32_t a, std::int32_t b) {
            return static_cast<std::int32_t>(a + (std::int64_t{b} - a) * gone / left);
        };
        return {part(from.lat_e7, to.lat_e7), part(from.lon_e7, to.lon_e7)};
    }

    // Returns what handle() took.
    double give(Command command) {
        envelope_.seq = engine_.last_seq() + 1;
        envelope_.at = now_;
        envelope_.source = "bench";
        envelope_.command = std::move(command);
        const auto start = Clock::now();
        const core::Handled handled = engine_.handle(envelope_);
        const double micros = micros_since(start);
        if (handled.rejection) {
            std::fprintf(stderr, "refused: %s %s\n", handled.rejection.field.c_str(),
                         handled.rejection.detail.c_str());
            std::abort();
        }
        for (const Event& event : handled.events) {
            const auto* release = event.get_if<AssignmentReleased>();
            if (release != nullptr && release->cause == ReleaseCause::rerouted) ++rerouted;
        }
        return micros;
    }

    double create(bool with_skill) {
        // Two of one moment at one place would be one incident.
        now_ = now_ + Millis{1};
        CreateRequest command;
        command.service = "help";
        command.urgency = static_cast<Urgency>(random_() % urgency_count);
        command.place = place();
        if (with_skill) command.skills = {skill(random_() % skill_count)};
        const double micros = give(command);
        under_way_.push_back({engine_.last_seq()});
        return micros;
    }

    // Somebody reaches a request; those that still wait are passed over.
    void arrive(std::size_t from) {
        for (std::size_t i = 0; i < under_way_.size(); ++i) {
            const std::size_t at = (from + i) % under_way_.size();
            const RequestId request = under_way_[at];
            const Slot& slot = board().requests().get(request)->slots.front();
            if (!slot.responder) continue;
            give(ReportOnScene{request, slot.responder});
            under_way_.erase(under_way_.begin() + static_cast<std::ptrdiff_t>(at));
            done_.push_back(request);
            return;
        }
        std::abort();
    }

    [[nodiscard]] bool somebody_waits() const { return open_ > rolling_; }
    [[nodiscard]] std::size_t open() const { return board().pending().size() + rolling(); }

    void balance() {
        while (open() > open_)
            arrive(random_() % under_way_.size());
        while (!done_.empty() && (!somebody_waits() || rolling() < rolling_))
            complete();
    }

    // Whoever has been on scene longest is free for the next one.
    void complete() {
        const RequestId request = done_.front();
        done_.pop_front();
        const ResponderId responder = board().requests().get(request)->slots.front().responder;
        give(CompleteAssignment{request, responder, Disposition::helped, {}});
        give(RecordCallback{request, true, 5, {}});
        give(CloseRequest{request, Disposition::helped, {}});
    }

    core::Engine engine_;
    const roads::RoadMap* map_ = nullptr;
    Random random_{7};
    Envelope envelope_;
    TimePoint now_{1'764'547'200'000};
    std::size_t rolling_;
    std::size_t open_;
    std::vector<ResponderId> responders_;
    std::vector<RequestId> under_way_;
    std::deque<RequestId> done_;  // on scene
};

void limits(benchmark::State& state, City& city, std::size_t responders) {
    bool real = false;
    roads::FleetTimes fleet(network(real));
    for (std::uint32_t handle = 0; handle < responders; ++handle)
        fleet.place(handle, Profile::urgent, city.place());
    const std::size_t rows = static_cast<std::size_t>(DispatchRule{}.pool_slots);
    const std::size_t candidates = static_cast<std::size_t>(2 * DispatchRule{}.candidates);
    roads::FleetTimes::Scratch scratch;
    std::vector<roads::FleetTimes::Eta> etas;
    std::vector<match::Option> options;
    std::vector<std::uint32_t> first;
    const std::vector<std::int64_t> unassigned(rows, std::int64_t{1} << 50);
    match::AssignmentSolver solver;
    std::vector<double> eta_micros;
    std::vector<double> solve_micros;
    for (int i = 0; i < 300; ++i) {
        options.clear();
        first.assign(1, 0);
        for (std::size_t row = 0; row < rows; ++row) {
            etas.clear();
            const auto start = Clock::now();
            fleet.etas(city.place(), scratch, etas);
            eta_micros.push_back(micros_since(start));
            std::nth_element(etas.begin(), etas.begin() + static_cast<std::ptrdiff_t>(candidates),
                             etas.end(),
                             [](const auto& a, const auto& b) { return a.eta < b.eta; });
            for (std::size_t c = 0; c < candidates; ++c)
                options.push_back({etas[c].eta.value, etas[c].handle});
            first.push_back(static_cast<std::uint32_t>(options.size()));
        }
        const auto start = Clock::now();
        benchmark::DoNotOptimize(solver.solve({.first = first,
                                               .options = options,
                                               .unassigned = unassigned,
                                               .columns = static_cast<std::uint32_t>(responders),
                                               .current = {}}));
        solve_micros.push_back(micros_since(start));
    }
    report(state, eta_micros, "etas_of_all");
    report(state, solve_micros, "assignment");
}

void decide(benchmark::State& state) {
    const auto responders = static_cast<std::size_t>(state.range(0));
    const auto rolling = static_cast<std::size_t>(state.range(1));
    const auto waiting = static_cast<std::size_t>(state.range(2));
    const auto moves = static_cast<std::size_t>(state.range(3));
    City city(responders, rolling, waiting);
    city.fill();
    for (int i = 0; i < 300; ++i) {
        city.move(moves);
        city.step();
    }
    city.rerouted = 0;
    std::vector<double> micros;
    for (auto _ : state) {
        city.move(moves);
        micros.push_back(city.step());
        state.SetIterationTime(micros.back() * 1e-6);
    }
    state.counters["rerouted_per_decision"] =
        static_cast<double>(city.rerouted) / static_cast<double>(micros.size());
    state.counters["idle"] = static_cast<double>(city.idle().size());
    state.counters["on_the_way"] = static_cast<double>(city.rolling());
    state.counters["waiting"] = static_cast<double>(city.board().pending().size());
    report(state, micros, "decision");
    limits(state, city, responders);
    bool real = false;
    benchmark::DoNotOptimize(network(real));
    state.counters["real_city"] = real ? 1 : 0;
}

BENCHMARK(decide)
    ->ArgNames({"responders", "on_the_way", "waiting", "moves"})
    ->Args({1000, 200, 0, 0})
    ->Args({1000, 200, 0, 20})
    ->Args({1000, 100, 100, 0})
    ->Iterations(4000)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
