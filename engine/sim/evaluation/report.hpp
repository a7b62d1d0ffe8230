// What an evaluation found, in whole numbers: milliseconds, and shares in parts per million (ppm).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/sim/evaluation/statistics.hpp"
#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster::evaluation {

// Of one class, or of all calls. Each replication gives one value; these are their means. A call
// that nobody reached is late, and no part of the response times.
struct ClassFigures {
    std::string calls_of;  // high, medium, low or all
    std::int64_t calls = 0;
    std::int64_t never_reached = 0;
    Estimate mean_ms;
    Estimate p50_ms;
    Estimate p90_ms;
    Estimate p99_ms;
    Estimate late_ppm;  // response above the target
};
BOOST_DESCRIBE_STRUCT(ClassFigures, (),
                      (calls_of, calls, never_reached, mean_ms, p50_ms, p90_ms, p99_ms, late_ppm))

struct PolicyFigures {
    std::string policy;
    std::vector<ClassFigures> classes;  // without those that have no calls; `all` is the last
    Estimate busy_ppm;                  // of the units' time, from the order to the end of service
    Estimate diversions_per_1000_calls;
    Estimate moves_per_1000_calls;  // crews told to stand by at another post
    std::int64_t commands = 0;
    // Signs of something wrong; all must be 0.
    std::int64_t idle_while_waiting = 0;
    std::int64_t eta_mismatches = 0;
    std::int64_t refusals = 0;
    std::string first_refusal;
};
BOOST_DESCRIBE_STRUCT(PolicyFigures, (),
                      (policy, classes, busy_ppm, diversions_per_1000_calls, moves_per_1000_calls,
                       commands, idle_while_waiting, eta_mismatches, refusals, first_refusal))

struct ClassComparison {
    std::string calls_of;
    Difference mean_ms;
    Difference p50_ms;
    Difference p90_ms;
    Difference p99_ms;
    Difference late_ppm;
};
BOOST_DESCRIBE_STRUCT(ClassComparison, (), (calls_of, mean_ms, p50_ms, p90_ms, p99_ms, late_ppm))

struct Comparison {
    std::string base;
    std::string policy;
    std::vector<ClassComparison> classes;
    Difference busy_ppm;
};
BOOST_DESCRIBE_STRUCT(Comparison, (), (base, policy, classes, busy_ppm))

struct EvaluationReport {
    std::string city;
    std::string name_en;
    std::string name_zh;
    std::string roads_hash;
    std::int64_t units = 0;
    std::uint64_t seed = 0;
    std::int64_t replications = 0;
    std::int64_t days = 0;
    std::int64_t warmup_days = 0;
    std::int64_t load_permille = 0;
    bool weekly_rhythm = false;
    std::vector<std::int64_t> class_weights;  // high, medium, low
    std::vector<std::string> changes;         // of rules, as "path=value"
    std::vector<PolicyFigures> policies;
    std::vector<Comparison> comparisons;  // of the first policy with each other
};
BOOST_DESCRIBE_STRUCT(EvaluationReport, (),
                      (city, name_en, name_zh, roads_hash, units, seed, replications, days,
                       warmup_days, load_permille, weekly_rhythm, class_weights, changes, policies,
                       comparisons))

[[nodiscard]] std::string to_json(const EvaluationReport& report);
// Tables for people, several lines.
[[nodiscard]] std::string to_text(const EvaluationReport& report);

// "12.34": a number of minutes, and "41.8": a number of per cent.
[[nodiscard]] std::string minutes_text(std::int64_t ms);
[[nodiscard]] std::string percent_text(std::int64_t ppm);

}  // namespace muster::evaluation
