// What a load run found out, and how it is told.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::app {

// Of a set of times, in microseconds. Each is a time that was really measured: the smallest one
// that at least this share of all does not exceed (nearest rank). All 0 when there are none.
struct LatencyUs {
    std::uint64_t count = 0;
    std::int64_t mean = 0;
    std::int64_t p50 = 0;
    std::int64_t p90 = 0;
    std::int64_t p99 = 0;
    std::int64_t p999 = 0;
    std::int64_t max = 0;
};
BOOST_DESCRIBE_STRUCT(LatencyUs, (), (count, mean, p50, p90, p99, p999, max))

// `times_ns` need not be sorted.
[[nodiscard]] LatencyUs latency_of(std::vector<std::int64_t> times_ns);

// An answer that was not 201: the HTTP status ("429"), or "unanswered" when the connection broke or
// the server said nothing in time.
struct LoadErrors {
    std::string status;
    std::uint64_t count = 0;
    std::string example;  // the server's own words, once
};
BOOST_DESCRIBE_STRUCT(LoadErrors, (), (status, count, example))

struct LoadReport {
    std::string url;
    std::string run;  // names every request of the run: device "<run>-<number>"
    std::string service;
    std::string arrivals;
    std::uint64_t seed = 0;
    std::uint64_t connections = 0;
    std::int64_t planned_per_s = 0;   // asked for, in thousandths of a request a second
    std::int64_t achieved_per_s = 0;  // acknowledged until the last answer; thousandths, too
    std::uint64_t planned = 0;
    std::uint64_t sent = 0;
    std::uint64_t acknowledged = 0;
    std::int64_t lasted_ms = 0;

    // All from the planned time of sending, so that a stall counts for all who had to wait.
    LatencyUs accepted;  // until the request was wholly written to the socket
    LatencyUs durable;   // until the answer: it is given only after the commit
    LatencyUs on_feed;   // until the request was on the feed
    // How late the sends were themselves: what of the above is this program's own doing, or came
    // from having every connection in use.
    LatencyUs send_delay;

    std::vector<LoadErrors> errors;
    std::uint64_t on_feed_missing = 0;  // acknowledged, but never seen on the feed
    std::uint64_t feed_gaps = 0;        // a delta whose `prev` had not been received
    std::uint64_t feed_deltas = 0;
    std::uint64_t feed_reconnects = 0;

    // The final check, read back from the server.
    std::uint64_t read_back = 0;   // requests of this run that the server has
    std::uint64_t missing = 0;     // acknowledged, but not there
    std::uint64_t differing = 0;   // acknowledged under an id that is now something else
    std::uint64_t unexpected = 0;  // there twice, or there although refused
    std::uint64_t merged = 0;      // taken for a second report of one incident
    bool checked = false;          // false: the check itself could not be made
    bool kept = false;             // everything acknowledged is there, as it was sent, once
};
BOOST_DESCRIBE_STRUCT(LoadReport, (),
                      (url, run, service, arrivals, seed, connections, planned_per_s,
                       achieved_per_s, planned, sent, acknowledged, lasted_ms, accepted, durable,
                       on_feed, send_delay, errors, on_feed_missing, feed_gaps, feed_deltas,
                       feed_reconnects, read_back, missing, differing, unexpected, merged, checked,
                       kept))

[[nodiscard]] std::string to_json(const LoadReport& report);
[[nodiscard]] std::string to_text(const LoadReport& report);

}  // namespace muster::app
