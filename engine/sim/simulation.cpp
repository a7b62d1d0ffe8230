#include "engine/sim/simulation.hpp"

#include "engine/sim/city_rules.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/engine.hpp"
#include "engine/log/hash.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/road_library.hpp"
#include "engine/pipeline/state_text.hpp"
#include "engine/sim/streets.hpp"
#include "engine/sim/tally.hpp"

namespace muster::sim {

namespace {

class Observer final : public pipeline::RecordObserver {
  public:
    Observer(World& world, Tally& tally, const core::Engine& engine)
        : world_(world), tally_(tally), engine_(engine) {}

    void published(std::uint64_t, TimePoint at, std::span<const Event> events) override {
        world_.on_record(at, events);
        tally_.on_record(at, events, engine_.board());
    }

  private:
    World& world_;
    Tally& tally_;
    const core::Engine& engine_;
};

}  // namespace

log::Result<SimReport> run_simulation(const SimulationOptions& options,
                                      const SimProgress& progress) {
    const City city = make_city(options.city);
    const auto streets = options.streets ? options.streets : make_streets(city);
    pipeline::RoadLibrary roads;
    roads.add(streets);
    World world(city, roads, city_rules(options.rules, city, *streets), options.world,
                options.start);
    Tally tally(options.start);
    core::Engine engine;
    engine.set_road_source(&roads);
    NoLog no_log;
    pipeline::LogPort& log = options.log != nullptr ? *options.log : no_log;
    pipeline::Timelines timelines;
    views::EntityIndex index;
    Observer observer(world, tally, engine);
    pipeline::Pipeline::Parts parts{engine, log, timelines, index};
    parts.observer = &observer;
    pipeline::Pipeline pipeline(parts, {});

    const TimePoint end = options.start + options.duration;
    TimePoint now = options.start;
    TimePoint next_progress = options.start + hours(1);
    world.connect(pipeline, engine.board(), now);
    pipeline::StepResult step;
    while (now <= end) {
        world.advance_to(now);
        do {
            step = pipeline.step(now);
            if (step.error) return step.error;
        } while (step.more_waiting);
        tally.sample_queue(now, engine.board());
        if (progress && now >= next_progress) {
            progress(now - options.start, options.duration);
            next_progress = now + hours(1);
        }
        now = std::max(now, std::min(world.next_at(), step.next_deadline));
    }

    SimReport report = tally.report(end, engine.board());
    report.seed = options.city.seed;
    report.load_permille = options.world.load_permille;
    report.records = static_cast<std::int64_t>(engine.last_seq());
    report.commands = static_cast<std::int64_t>(world.outbox().accepted());
    for (const auto& [reason, count] : world.outbox().rejected()) {
        report.refusals.push_back({reason, static_cast<std::int64_t>(count)});
    }
    report.state_hash = log::to_hex(pipeline::state_hash(engine));
    return report;
}

}  // namespace muster::sim
