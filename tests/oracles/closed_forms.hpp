// Closed forms of queueing theory and geometry, to compare the engine with. Plain functions of
// doubles; tests/oracles/closed_forms_test.cpp holds them against published numbers.
#pragma once

#include <cstddef>
#include <vector>

namespace muster::test {

// Erlang's loss formula: the share of calls that find all c servers busy, at offered load a, when
// such calls go away. Recursion B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)).
[[nodiscard]] double erlang_b(int c, double a);

// Erlang's delay formula: the share of calls that wait, when nobody goes away. a < c.
[[nodiscard]] double erlang_c(int c, double a);

// Mean wait in M/M/c, first come first served, in units of the mean service time.
[[nodiscard]] double mean_wait(int c, double a);

// Mean waits by class, class 0 first, mean service time 1. A. Cobham, Operations Research 2 (1954).
[[nodiscard]] std::vector<double> cobham(int c, const std::vector<double>& rates);

// The same when a higher class takes a server at once and the other call resumes later.
[[nodiscard]] std::vector<double> preemptive_resume(int c, const std::vector<double>& rates);

// Mean waits when priority grows with the wait at the rate slopes[p], ascending. L. Kleinrock,
// Naval Research Logistics Quarterly 11 (1964).
[[nodiscard]] std::vector<double> accumulating_priority(int c, const std::vector<double>& rates,
                                                        const std::vector<double>& slopes);

// M/M/c with patience of mean 1/theta, by the stationary law of the birth-death process.
struct ErlangA {
    double abandoned = 0;  // share of calls
    double wait = 0;       // mean of all calls, whether served or not
};
[[nodiscard]] ErlangA erlang_a(int c, double rate, double mu, double theta);

// Mean distance of the k-th nearest of Poisson points of density 1 in the plane.
[[nodiscard]] double mean_distance(int k);

// Chance that the first of Poisson volunteers has arrived by t: each accepts with probability a,
// starts after d and walks v; `density` per square metre.
[[nodiscard]] double arrived_by(double t, double a, double density, double v, double d);

// Live offers needed so that somebody accepts with probability `target`.
[[nodiscard]] int offers_needed(double target, double acceptance);

}  // namespace muster::test
