#include "engine/sim/evaluation/calls.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/roads/distance.hpp"
#include "engine/sim/evaluation/csv_table.hpp"
#include "engine/sim/rng.hpp"

namespace muster::evaluation {
namespace {

using sim::Purpose;
using sim::Rng;

// For products whose high part is wanted.
__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): it takes no using

constexpr std::int64_t day_ms = hours(24).value;
constexpr std::int64_t half_hour_ms = minutes(30).value;

CallClass draw_class(const CityModel& model, Rng rng) {
    const auto u = static_cast<std::int64_t>(rng.below(1000));
    if (u < model.class_permille[0]) return CallClass::high;
    if (u < model.class_permille[0] + model.class_permille[1]) return CallClass::medium;
    return CallClass::low;
}

Point draw_place(const CityBundle& city, Rng rng) {
    const std::uint64_t chance = rng.next() >> 32;
    const std::uint64_t u =
        static_cast<std::uint64_t>((static_cast<Wide>(chance) * city.total_weight()) >> 32);
    const auto cell =
        std::upper_bound(city.demand.begin(), city.demand.end(), u,
                         [](std::uint64_t value, const auto& d) { return value < d.up_to; });
    const Point middle = cell->at;
    const std::int64_t half_dm = city.model.demand_cell_m.value * 5;
    // Decimetres to 1e-7 degree of a great circle; east and west the circles are smaller.
    const auto units = [](std::int64_t dm) {
        return dm * (std::int64_t{1} << 32) /
               static_cast<std::int64_t>(roads::detail::dm_per_unit_q32);
    };
    const std::int64_t north = units(rng.between(-half_dm, half_dm));
    const std::int64_t cosine =
        std::max<std::int64_t>(roads::cosine_q30(middle.lat_e7), std::int64_t{1} << 20);
    const std::int64_t east = units(rng.between(-half_dm, half_dm)) * (1 << 30) / cosine;
    return {static_cast<std::int32_t>(middle.lat_e7 + north),
            static_cast<std::int32_t>(middle.lon_e7 + east)};
}

}  // namespace

std::uint32_t Rhythm::peak() const {
    return *std::max_element(weight.begin(), weight.end());
}

std::optional<std::string> load_rhythm(const std::string& file, Rhythm& out) {
    CsvTable table(file);
    if (auto wrong = table.open("day_of_week,half_hour,priority,mean_requests")) return wrong;
    std::array<double, Rhythm::half_hours> mean{};
    while (table.next()) {
        std::int64_t day = 0;
        std::int64_t half_hour = 0;
        std::int64_t priority = 0;
        double requests = 0;
        if (auto wrong = table.read(0, 0, 6, day)) return wrong;
        if (auto wrong = table.read(1, 0, 47, half_hour)) return wrong;
        if (auto wrong = table.read(2, 0, 100, priority)) return wrong;
        if (auto wrong = table.read(3, 1e6, requests)) return wrong;
        mean[static_cast<std::size_t>(day * 48 + half_hour)] += requests;
    }
    if (table.problem()) return table.problem();
    const double sum = std::accumulate(mean.begin(), mean.end(), 0.0);
    if (sum <= 0) return table.wrong("there are no requests in the whole week");
    // In thousandths of the mean half hour.
    for (std::size_t i = 0; i < mean.size(); ++i) {
        out.weight[i] =
            static_cast<std::uint32_t>(std::lround(mean[i] * 1000 * Rhythm::half_hours / sum));
    }
    return std::nullopt;
}

std::vector<Call> draw_calls(const CityBundle& city, const CallOptions& options) {
    const CityModel& model = city.model;
    std::vector<Call> calls;
    const std::int64_t peak = options.rhythm == nullptr ? 1000 : options.rhythm->peak();
    // Calls in 1e9 days if the busiest half hour were always. Fits: 1e8 * 1e5 * 1e6 < 2^63.
    const std::int64_t rate = model.calls_per_1000_days * options.load_permille * peak;
    if (rate == 0) return calls;
    // In thousandths of a millisecond, so that rounding does not change the load.
    const std::int64_t gap_us = static_cast<std::int64_t>(
        static_cast<Wide>(day_ms) * 1'000'000'000'000u / static_cast<std::uint64_t>(rate));
    const std::int64_t length_us = options.days * day_ms * 1000;
    std::int64_t at_us = 0;
    for (std::uint64_t number = 0;; ++number) {
        const auto stream = [&](Purpose what) {
            return Rng(options.seed, what, options.replication, number);
        };
        Rng arrival = stream(Purpose::call_arrival);
        at_us += static_cast<std::int64_t>(
            (static_cast<Wide>(arrival.exponential_q32()) * static_cast<std::uint64_t>(gap_us)) >>
            32);
        if (at_us >= length_us) return calls;
        const std::int64_t at_ms = at_us / 1000;
        if (options.rhythm != nullptr) {
            const auto slot = static_cast<std::size_t>(at_ms / half_hour_ms) % Rhythm::half_hours;
            const std::uint32_t chance = arrival.below(options.rhythm->peak());
            if (chance >= options.rhythm->weight[slot]) continue;
        }
        Call call;
        call.at = options.start + Millis{at_ms};
        call.call_class = draw_class(model, stream(Purpose::call_class));
        call.place = draw_place(city, stream(Purpose::call_place));
        call.on_scene = stream(Purpose::call_on_scene).exponential(model.on_scene_ms);
        call.transport = stream(Purpose::call_transport).permille(model.transport_permille);
        call.handover = stream(Purpose::call_handover).exponential(model.handover_ms);
        calls.push_back(call);
    }
}

}  // namespace muster::evaluation
