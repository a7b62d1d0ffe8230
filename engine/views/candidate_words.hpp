// Why a decision fell as it did, in words: whoever was weighed, and why each lost.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/dispatch/trace.hpp"
#include "engine/views/language.hpp"

namespace muster::views {

// "Li Na: 4 min 10 s, 1.2 km; lost: dearer"; without a name "responder 12: ...". Of volunteers also
// the chances: "..., 27.3 % to accept, 81.0 % to be in time; asked".
[[nodiscard]] std::string candidate_text(const core::TracedCandidate& candidate,
                                         std::string_view name, Language language);

// Those who lost for one reason, in one line: "1340 lost: off duty; nearest Li Na (52 s), Wang Wei
// (1 min 26 s)". `nearest`, with their `names`, may be fewer than `count`, or none.
[[nodiscard]] std::string losers_text(core::Verdict verdict, std::uint64_t count,
                                      std::span<const core::TracedCandidate* const> nearest,
                                      std::span<const std::string_view> names, Language language);

// "and 12 more, dearer"
[[nodiscard]] std::string more_dearer_text(std::uint64_t count, Language language);

}  // namespace muster::views
