// Some days of a city, lived through with the real engine under one policy.
//
// The engine gets what a service gets, in the same order: positions, requests, what crews report,
// and Tick at its deadlines. Crews do what it publishes and nothing else; a crew that is sent
// elsewhere on the way turns around where it is.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/sim/evaluation/calls.hpp"
#include "muster/rules.hpp"

namespace muster::evaluation {

struct CallResult {
    Millis response;  // from the call until somebody is there
    bool reached = false;
};

struct ReplicationResult {
    std::vector<CallResult> calls;  // in the order of the calls
    std::int64_t diversions = 0;    // crews taken off a call on the way
    std::int64_t moves = 0;         // crews told to stand by at another post
    Millis busy_ms;                 // of all units together, within the counted period
    std::int64_t commands = 0;
    // Decisions after which an able unit was free while a request waited. None may be.
    std::int64_t idle_while_waiting = 0;
    // Assignments whose expected arrival is not what the drive takes. None may be.
    std::int64_t eta_mismatches = 0;
    // Commands that the engine refused. None may be; the first says why.
    std::int64_t refusals = 0;
    std::string first_refusal;
};

struct ReplicationOptions {
    Rules rules;
    TimePoint start;  // all units stand at their stations
    // Utilisation is counted between these two, diversions from the first on. After the second no
    // calls come, and the last ones are served: until `give_up` at most.
    TimePoint count_from;
    TimePoint count_until;
    TimePoint give_up;
    // Called with each day that went by; may be empty. On the thread of the replication.
    std::function<void()> day_done;
};

// Deterministic. Any number of them may run at once on one city.
[[nodiscard]] ReplicationResult run_replication(const CityBundle& city, std::span<const Call> calls,
                                                const ReplicationOptions& options);

}  // namespace muster::evaluation
