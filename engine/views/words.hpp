// Events in words, one sentence each, in English and simplified Chinese: for timelines, `explain`
// and whoever reads the log without a manual.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/board.hpp"
#include "engine/core/trace.hpp"
#include "muster/enums.hpp"
#include "muster/events.hpp"
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

// "4 min", "45 s", "1 h 5 min"; 4 分钟, 45 秒, 1 小时 5 分钟.
[[nodiscard]] std::string duration_text(Millis duration, Language language);

// "10:02:05" at this distance from UTC.
[[nodiscard]] std::string clock_text(TimePoint at, Millis utc_offset);

}  // namespace muster::views
