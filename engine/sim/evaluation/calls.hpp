// The calls of one replication, drawn before anybody decides anything, so that every policy meets
// the same ones (common random numbers). What is drawn for a call depends on the seed, the
// replication, the number of the call and what it is for, and on nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/sim/evaluation/city_bundle.hpp"

namespace muster::evaluation {

// How many calls come in each half hour of a week, relative to each other.
struct Rhythm {
    static constexpr std::size_t half_hours = 7 * 48;
    std::array<std::uint32_t, half_hours> weight{};
    [[nodiscard]] std::uint32_t peak() const;
};

// A table of day_of_week, half_hour, priority, mean_requests; priorities are added up. What is
// wrong as "FILE:LINE: why", or nothing and the rhythm.
[[nodiscard]] std::optional<std::string> load_rhythm(const std::string& file, Rhythm& out);

struct Call {
    TimePoint at;
    CallClass call_class = CallClass::high;
    Point place;
    Millis on_scene;
    bool transport = false;
    Millis handover;  // at the hospital
    bool operator==(const Call&) const = default;
};

struct CallOptions {
    std::uint64_t seed = 1;
    std::uint64_t replication = 0;
    TimePoint start;  // a Monday, midnight
    std::int64_t days = 20;
    std::int64_t load_permille = 1000;
    // Over the days of whole weeks the mean is that without a rhythm. Not owned; nullptr = even.
    const Rhythm* rhythm = nullptr;
};

// In order of time.
[[nodiscard]] std::vector<Call> draw_calls(const CityBundle& city, const CallOptions& options);

}  // namespace muster::evaluation
