// Policies compared on one city: the same calls for each, many replications, on several threads.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/sim/evaluation/calls.hpp"
#include "engine/sim/evaluation/report.hpp"
#include "engine/sim/evaluation/service_rules.hpp"

namespace muster::evaluation {

struct EvaluationOptions {
    std::vector<PolicyChoice> policies{{}};  // the first is what the others are compared to
    std::int64_t replications = 10;
    std::int64_t days = 20;
    std::int64_t warmup_days = 1;  // the first of the days, not counted
    std::int64_t load_permille = 1000;
    std::uint64_t seed = 1;
    unsigned threads = 2;
    ServiceOptions service;
    const Rhythm* rhythm = nullptr;  // not owned
};

// What the page draws beside the figures.
struct PolicySamples {
    // Response times in ms of all replications, sorted, by class.
    std::array<std::vector<std::int64_t>, call_classes> responses;
    // Where somebody came too late, or not at all, in the first replication.
    std::vector<Point> late_places;
};

struct Evaluation {
    EvaluationReport report;
    std::vector<PolicySamples> samples;  // as report.policies
};

// Of the simulated days gone by; called by one thread at a time, but not always the same.
using EvaluationProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// The same options give the same result whatever the number of threads.
[[nodiscard]] Evaluation evaluate(const CityBundle& city, const EvaluationOptions& options,
                                  const EvaluationProgress& progress = {});

}  // namespace muster::evaluation
