// What a simulated day came to.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster::sim {

struct MilestoneReport {
    Milestone milestone = Milestone::dispatched;
    std::int64_t promised = 0;
    std::int64_t breached = 0;
    std::int64_t breached_permille = 0;
};
BOOST_DESCRIBE_STRUCT(MilestoneReport, (), (milestone, promised, breached, breached_permille))

// By the class in which a request was received. Response: from received to the first on scene.
struct ClassReport {
    Urgency urgency = Urgency::P0;
    std::int64_t received = 0;
    std::int64_t merged = 0;
    std::int64_t cancelled = 0;
    std::int64_t reached = 0;  // somebody came
    Millis response_mean_ms;
    Millis response_p50_ms;
    Millis response_p90_ms;
    Millis response_p99_ms;
    std::vector<MilestoneReport> milestones;
};
BOOST_DESCRIBE_STRUCT(ClassReport, (),
                      (urgency, received, merged, cancelled, reached, response_mean_ms,
                       response_p50_ms, response_p90_ms, response_p99_ms, milestones))

struct KindReport {
    ResponderKind kind = ResponderKind::staff;
    std::int64_t people = 0;  // on duty at any time
    std::int64_t assignments = 0;
    std::int64_t services = 0;
    Millis on_duty_ms;
    Millis busy_ms;
    std::int64_t utilisation_permille = 0;
};
BOOST_DESCRIBE_STRUCT(KindReport, (),
                      (kind, people, assignments, services, on_duty_ms, busy_ms,
                       utilisation_permille))

struct OfferReport {
    std::int64_t made = 0;
    std::int64_t accepted = 0;
    std::int64_t declined = 0;
    std::int64_t expired = 0;
    std::int64_t withdrawn = 0;
    std::int64_t fell_back = 0;  // slots that were filled directly in the end
};
BOOST_DESCRIBE_STRUCT(OfferReport, (), (made, accepted, declined, expired, withdrawn, fell_back))

struct RefusalReport {
    RejectReason reason = RejectReason::none;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RefusalReport, (), (reason, count))

struct SimReport {
    std::uint64_t seed = 0;
    std::int64_t load_permille = 0;
    TimePoint start_at;
    TimePoint end_at;
    std::int64_t records = 0;
    std::int64_t commands = 0;  // of the simulated people, accepted
    std::int64_t positions = 0;
    std::int64_t received = 0;
    std::int64_t open_at_end = 0;
    std::vector<ClassReport> classes;
    OfferReport offers;
    std::vector<KindReport> kinds;
    std::int64_t preemptions = 0;
    std::int64_t not_acknowledged = 0;
    std::int64_t raised_automatically = 0;
    std::int64_t reclassified = 0;
    std::int64_t handovers = 0;
    std::int64_t contact_answered = 0;
    std::int64_t contact_misses = 0;
    std::int64_t contacts_exhausted = 0;
    std::int64_t called_back = 0;
    std::int64_t reopened = 0;
    std::int64_t closed = 0;
    std::int64_t queue_mean_permille = 0;  // slots without anybody on the way, over time
    std::int64_t queue_max = 0;
    std::vector<RefusalReport> refusals;
    std::string state_hash;  // SHA-256 of the final board
};
BOOST_DESCRIBE_STRUCT(SimReport, (),
                      (seed, load_permille, start_at, end_at, records, commands, positions,
                       received, open_at_end, classes, offers, kinds, preemptions, not_acknowledged,
                       raised_automatically, reclassified, handovers, contact_answered,
                       contact_misses, contacts_exhausted, called_back, reopened, closed,
                       queue_mean_permille, queue_max, refusals, state_hash))

[[nodiscard]] std::string to_json(const SimReport& report);
// A table for people, several lines.
[[nodiscard]] std::string to_text(const SimReport& report);

}  // namespace muster::sim
