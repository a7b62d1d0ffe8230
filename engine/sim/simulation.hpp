// A whole city and a whole engine in one thread, on a simulated clock, as fast as it goes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/pipeline/log_port.hpp"
#include "engine/roads/road_map.hpp"
#include "engine/sim/city.hpp"
#include "engine/sim/report.hpp"
#include "engine/sim/world.hpp"
#include "muster/rules.hpp"

namespace muster::sim {

// Keeps nothing: for runs of which only the report is wanted. Answers to repeated commands then
// lack the events of the first time.
class NoLog final : public pipeline::LogPort {
  public:
    [[nodiscard]] log::LogError append(const log::RecordDraft& record) override {
        appended_ = record.seq;
        return {};
    }
    [[nodiscard]] log::LogError commit() override {
        committed_ = appended_;
        return {};
    }
    [[nodiscard]] log::LogError checkpoint_if_due(bool) override { return {}; }
    [[nodiscard]] std::uint64_t committed_seq() const override { return committed_; }
    [[nodiscard]] log::Result<std::optional<log::Record>> find(std::uint64_t) override {
        return std::optional<log::Record>{};
    }

  private:
    std::uint64_t appended_ = 0;
    std::uint64_t committed_ = 0;
};

// 1 December 2025, a Monday, midnight in China.
constexpr TimePoint default_start{1'764'518'400'000};

struct SimulationOptions {
    Rules rules;
    CityOptions city;
    WorldOptions world;
    TimePoint start = default_start;
    Millis duration = hours(24);
    // The city's streets, where the caller needs them too; null = made from the city. The rules are
    // loaded with this map.
    std::shared_ptr<const roads::RoadMap> streets;
    // Where records go; empty at the start. Not owned; nullptr = nowhere.
    pipeline::LogPort* log = nullptr;
};

// Of the simulated time gone by; may be empty.
using SimProgress = std::function<void(Millis done, Millis total)>;

// Runs from start to start + duration. The same options give the same report, and the same state
// hash, under every compiler. Fails only when the log does.
[[nodiscard]] log::Result<SimReport> run_simulation(const SimulationOptions& options,
                                                    const SimProgress& progress = {});

}  // namespace muster::sim
