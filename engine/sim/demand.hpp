// Who asks for what, when, and through which channel: two Poisson processes whose rates follow the
// rhythm of a day, one of emergencies and one of daily wishes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/sim/city.hpp"
#include "engine/sim/rng.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::sim {

// Which rhythm a service follows.
enum class Rhythm : std::uint8_t { emergency, daily };

// How long help takes once somebody is there.
enum class Stay : std::uint8_t { errand, visit, care, rescue, repair, journey };

struct ServiceDemand {
    Code service;
    Rhythm rhythm = Rhythm::daily;
    std::uint32_t per_day = 0;  // expected in the demo city of 12,000 members at load 1.0
    Stay stay = Stay::visit;
    Code colour;                       // of the card that asks for it, if one does
    std::int64_t silent_permille = 0;  // nobody speaks
    std::string_view note;
};

// What the demo city asks for, service by service. A code that the rules do not have is refused by
// the engine, and counted.
[[nodiscard]] std::span<const ServiceDemand> service_demand();
// Nothing when the demo city never asks for it.
[[nodiscard]] const ServiceDemand* demand_for(Code service);
[[nodiscard]] Quantiles stay_time(Stay stay);

struct Arrival {
    TimePoint at;
    std::uint64_t number = 0;  // from 0, of this process
    std::uint32_t member = 0;  // place in the city
    const ServiceDemand* service = nullptr;
    Channel channel = Channel::hotline;
    bool silent = false;
    bool named = true;            // the call taker knew who it is; else the number is all there is
    std::optional<Point> place;   // away from home
    std::vector<Code> skills;     // a wish beyond the service
    std::optional<Millis> again;  // the same incident is reported once more after this time
    bool again_by_neighbour = false;
};

struct DemandOptions {
    std::uint64_t seed = 1;
    std::int64_t load_permille = 1000;  // 0 = nobody asks for anything
    Millis utc_offset = hours(8);
};

class Demand {
  public:
    // Keeps a reference to the city.
    Demand(const City& city, const DemandOptions& options, TimePoint start);

    // The next arrival in order of time; nothing when the load is 0.
    [[nodiscard]] std::optional<Arrival> next();

  private:
    struct Process {
        Rng rng;
        Rhythm rhythm;
        Millis mean_gap_at_peak;
        std::vector<const ServiceDemand*> services;
        std::vector<std::uint32_t> weights;
        TimePoint at;
        std::uint64_t number = 0;
    };

    [[nodiscard]] Process make_process(Rhythm rhythm, TimePoint start) const;
    void step(Process& process) const;
    [[nodiscard]] Arrival describe(const Process& process);
    [[nodiscard]] std::uint32_t pick_member(Rng& rng) const;

    const City& city_;
    DemandOptions options_;
    std::vector<std::uint32_t> members_by_demand_;  // running sums
    std::vector<Process> processes_;
};

}  // namespace muster::sim
