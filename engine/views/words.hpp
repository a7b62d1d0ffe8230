// Events in words, one sentence each, in English and simplified Chinese: for timelines, `explain`
// and whoever reads the log without a manual.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/board.hpp"
#include "engine/core/dispatch/trace.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/units.hpp"

namespace muster::views {

enum class Language { en, zh };

// `board` is the one after the event, for names; a later one will do. Names and free words are
// masked unless `personal`.
[[nodiscard]] std::string sentence(const Event& event, const core::Board& board, Language language,
                                   bool personal);

// The name as the sentences give it, masked unless `personal`; empty when there is none.
[[nodiscard]] std::string responder_name(ResponderId responder, const core::Board& board,
                                         bool personal);

// "Li Na: 4 min 10 s, 1.2 km; lost: dearer"; without a name "responder 12: ...". Of volunteers also
// the chances: "..., 27.3 % to accept, 81.0 % to be in time; asked".
[[nodiscard]] std::string candidate_text(const core::TracedCandidate& candidate,
                                         std::string_view name, Language language);

// Whether the candidate could be sent, so that its costs were weighed.
[[nodiscard]] bool was_weighed(core::Verdict verdict);

// Those who lost for one reason, in one line: "1340 lost: off duty; nearest Li Na (52 s), Wang Wei
// (1 min 26 s)". `nearest`, with their `names`, may be fewer than `count`, or none.
[[nodiscard]] std::string losers_text(core::Verdict verdict, std::uint64_t count,
                                      std::span<const core::TracedCandidate* const> nearest,
                                      std::span<const std::string_view> names, Language language);

// "and 12 more, dearer"
[[nodiscard]] std::string more_dearer_text(std::uint64_t count, Language language);

// "4 min", "45 s", "1 h 5 min"; 4 分钟, 45 秒, 1 小时 5 分钟.
[[nodiscard]] std::string duration_text(Millis duration, Language language);

// "10:02:05" at this distance from UTC.
[[nodiscard]] std::string clock_text(TimePoint at, Millis utc_offset);
// "2026-11-28 (UTC+05:45)", by the Gregorian calendar.
[[nodiscard]] std::string day_text(TimePoint at, Millis utc_offset);

}  // namespace muster::views
