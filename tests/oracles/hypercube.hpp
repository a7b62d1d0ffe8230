// Larson's hypercube queueing model, solved numerically: which unit is sent where, when each place
// has its own order of preference and every unit may be busy. R. Larson, Computers & Operations
// Research 1 (1974); Larson and Odoni, Urban Operations Research, 5.4.
#pragma once

#include <cstddef>
#include <vector>

namespace muster::test {

struct Hypercube {
    std::vector<double> rates;  // calls by place; the mean service time is 1
    std::vector<std::vector<std::size_t>>
        preference;  // by place all units, the first one preferred
    bool queue =
        true;  // else calls that find everybody busy go away; with it: first come first served
};

struct HypercubeResult {
    std::vector<double> workload;               // by unit, share of its time
    double all_busy = 0;                        // share of time
    std::vector<std::vector<double>> fraction;  // by unit and place, of all calls that are served
};

// The stationary law of the 2^n states (n units, at most 8) by Gauss-Seidel to machine precision.
// A queue hangs on the state "all busy" alone and decays by rho = rate / n.
[[nodiscard]] HypercubeResult solve(const Hypercube& model);

}  // namespace muster::test
