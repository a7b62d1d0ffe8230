// Invented talents, to try imports with.
#pragma once

#include <cstdint>
#include <vector>

#include "muster/talent_rules.hpp"
#include "muster/talents.hpp"

namespace muster::sim {

// When the n-th was spoken to last: a day of the year before December 2025.
[[nodiscard]] Date invented_review(std::uint64_t seed, std::uint32_t n);

// The n-th of the register that belongs to a seed: the same seed, the same people. All of them are
// invented; their numbers begin with "DEMO-T" and their telephones cannot be dialled. Fields are
// those of the rules. Precondition: n < 10'000'000, and the rules have fields.
[[nodiscard]] TalentProfile invented_talent(const std::vector<TalentField>& fields,
                                            std::uint64_t seed, std::uint32_t n);

}  // namespace muster::sim
