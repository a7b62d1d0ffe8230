// Members for benches, and what the program takes in memory.
#pragma once

#include <cstdint>

#include "bench/core/crowd.hpp"
#include "muster/member.hpp"

namespace muster::bench {

// Resident now, as the system says.
[[nodiscard]] std::uint64_t resident_bytes();

// Of a member of this number, with a home at the next place, two contacts and two flags.
[[nodiscard]] MemberProfile member_profile(Places& places, std::uint64_t number);

}  // namespace muster::bench
