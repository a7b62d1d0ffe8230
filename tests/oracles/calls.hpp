// A queueing model played through the engine: calls come, staff serve them, callers lose patience.
#pragma once

#include <cstdint>
#include <vector>

#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster::test {

struct CallClass {
    double rate = 0;  // calls per unit of time
    Urgency urgency = Urgency::P2;
    std::int64_t weight = 1;  // points per unit of waiting; equal for equal urgencies
    Point place{};
};

// A unit of time is the mean service time. All distributions are exponential.
struct CallModel {
    std::vector<Point> posts;  // one responder at each
    std::vector<CallClass> classes;
    double patience_rate = 0;  // 0 = callers wait for ever
    bool wait_allowed = true;  // false: who is not served at once goes away
    Policy policy = Policy::closest;
    bool strict = false;  // classes strictly in order; else by accumulated priority
    std::size_t calls = 0;
    std::uint64_t seed = 0;
};

struct Call {
    std::size_t of_class = 0;
    double wait = 0;  // until somebody was sent or the caller gave up
    bool served = false;
    bool at_once = false;
    std::size_t by = 0;  // number of the post
    double service = 0;
};

// Every call in order of arrival. Calls still waiting when the last one came are waited for.
[[nodiscard]] std::vector<Call> play(const CallModel& model);

}  // namespace muster::test
