// What every contender is asked: of 1e5 responders in 60 by 60 km, one in ten available and each
// with each of 16 skills with probability 1/4, take the nearest that is available and has a skill.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/core/crowd.hpp"
#include "muster/responders.hpp"

namespace muster::bench {

struct Unit {
    ResponderProfile profile;
    std::uint32_t skills = 0;  // one bit each
    bool available = false;
};

struct Ask {
    Point at;
    unsigned skill = 0;
};

struct Workload {
    std::vector<Unit> units;
    std::vector<Ask> asks;
    // What was said, kept with every decision.
    std::string address = "Wenchang Middle Road 12, block 3, flat 502";
    std::string note = "fell in the bathroom, is awake, left hip hurts";
};

[[nodiscard]] Workload make_workload(std::size_t units, std::size_t asks);

// Metres east and north of the city's south-western corner, on a plane.
struct Plane {
    double x_m = 0;
    double y_m = 0;
};
[[nodiscard]] Plane plane(Point at);

}  // namespace muster::bench
