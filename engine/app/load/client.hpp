// A paced load on a running server, over the same HTTP and feed that everybody uses, and the check
// afterwards that the server has what it acknowledged.
//
// Open loop: the times of sending are planned beforehand and do not wait for answers; every latency
// counts from the planned time. So a server that stalls is charged for all who came meanwhile, not
// only for the one request that was stuck ("coordinated omission").
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "engine/app/load/plan.hpp"
#include "engine/app/load/report.hpp"
#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::app {

struct LoadOptions {
    std::string url;
    std::string token;
    double rate = 100;          // requests a second
    std::int64_t seconds = 10;  // of sending
    std::string service;        // empty: the server's first one that is no emergency line
    std::size_t connections = 32;
    std::uint64_t seed = 1;
    Arrivals arrivals = Arrivals::poisson;
    Point centre{323'942'000, 1'194'129'000};
    std::string run;  // letters and digits; must differ from every earlier run on this server

    static constexpr std::size_t max_connections = 1'000;
    static constexpr std::size_t max_requests = 5'000'000;  // planned in one run
    std::chrono::milliseconds answer_timeout{10'000};
    // After the last answer, how long the feed may take to show the last request.
    std::chrono::milliseconds feed_timeout{5'000};
};

// phase: "sending", "reading back"; total 0 = unknown.
using LoadProgress =
    std::function<void(const char* phase, std::uint64_t done, std::uint64_t total)>;

// Runs to the end on this thread; or why the load could not start.
[[nodiscard]] Expected<LoadReport, std::string> run_load(const LoadOptions& options,
                                                         const LoadProgress& progress);

}  // namespace muster::app
