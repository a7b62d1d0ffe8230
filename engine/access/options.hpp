// Settings of accounts and sessions.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::access {

// What one look at a passphrase costs, so that a stolen file is slow to search.
struct HashCost {
    Bounded<std::size_t, 8, 4'194'304> memory_kib = 65'536;
    Bounded<std::size_t, 1, 100> passes = 3;
};
BOOST_DESCRIBE_STRUCT(HashCost, (), (memory_kib, passes))

// A few failures are free, then each doubles the time until the next attempt.
struct DelayRule {
    Bounded<std::int64_t, 1, 1'000> free_failures = 5;
    Bounded<Millis, 1'000, 86'400'000> longest_ms = minutes(15);
};
BOOST_DESCRIBE_STRUCT(DelayRule, (), (free_failures, longest_ms))

// Of whom two factors are asked. A responder carries a phone and sees only what is sent to it.
BOOST_DEFINE_ENUM_CLASS(SecondFactor, everybody, all_but_responders, nobody)

// [access].
struct AccessOptions {
    SecondFactor second_factor = SecondFactor::all_but_responders;
    Bounded<std::size_t, 8, 128> passphrase_shortest = 12;  // signs
    // Then a new one is asked for; 0 = never.
    Bounded<std::int64_t, 0, 3'660> passphrase_days = 365;
    // A session ends after this without use, and after that in any case: longer than a shift.
    Bounded<Millis, 300'000, plenty> idle_ms = minutes(60);
    Bounded<Millis, 60'000, plenty> session_ms = hours(16);
    Bounded<std::int64_t, 1, 100> sessions_per_account =
        8;  // beyond: the one used longest ago ends
    Bounded<Millis, 60'000, plenty> invitation_ms = hours(72);
    Bounded<std::size_t, 1, 100> recovery_codes = 10;
    DelayRule per_account{};
    DelayRule per_address{.free_failures = 20};
    Bounded<std::size_t, 1, 10'000'000> addresses_max = 10'000;  // that failed and are remembered
    // Sign-ins and changes that wait for each other; more are refused.
    Bounded<std::size_t, 1, 10'000> waiting_max = 64;
    HashCost hash{};
};
BOOST_DESCRIBE_STRUCT(AccessOptions, (),
                      (second_factor, passphrase_shortest, passphrase_days, idle_ms, session_ms,
                       sessions_per_account, invitation_ms, recovery_codes, per_account,
                       per_address, addresses_max, waiting_max, hash))

}  // namespace muster::access
