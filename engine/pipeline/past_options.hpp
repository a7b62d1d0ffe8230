// Settings of what is replayed for whoever looks back.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

// [past].
struct PastOptions {
    // Questions that wait, beside the one being answered. Above it: refused with 503.
    Bounded<std::size_t, 1, 10'000> waiting_max = 8;
    // Of one token, waiting or being answered. Above it: refused with 429.
    Bounded<std::size_t, 1, 10'000> waiting_per_token = 3;
    // Records read for one answer, and the time it may take. Beyond them there is none.
    Bounded<std::uint64_t, 1, plenty> records_max = 2'000'000;
    Bounded<Millis, 1, 600'000> budget_ms = seconds(20);
    // The same of the log lived again, which decides anew: from the fork to the end.
    Bounded<std::uint64_t, 1, plenty> what_if_records_max = 200'000;
    Bounded<Millis, 1, 3'600'000> what_if_budget_ms = seconds(60);
    // One answer about changes ends with the record that passes one of these; whoever wants more
    // asks on.
    Bounded<std::size_t, 1024, 1 << 28> answer_bytes = 4 * 1024 * 1024;
    Bounded<std::uint64_t, 1, 1'000'000> answer_records = 5'000;
    // In one answer about alarms, the first ones.
    Bounded<std::size_t, 1, 1'000'000> alarms_max = 5'000;
    // The board that was replayed last stays in memory so long after the last question, so that
    // who goes on from there does not wait for all of it again.
    Bounded<Millis, 0, plenty> kept_ms = minutes(2);
};
BOOST_DESCRIBE_STRUCT(PastOptions, (),
                      (waiting_max, waiting_per_token, records_max, budget_ms, what_if_records_max,
                       what_if_budget_ms, answer_bytes, answer_records, alarms_max, kept_ms))

}  // namespace muster::pipeline
