// Times, distances, shares and numbers in words.
#pragma once

#include <cstdint>
#include <string>

#include "engine/views/language.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::views {

// "4 min", "45 s", "1 h 5 min"; 4 分钟, 45 秒, 1 小时 5 分钟. Less than nothing is nothing.
[[nodiscard]] std::string duration_text(Millis duration, Language language);

// "60 m", "1.2 km"
[[nodiscard]] std::string distance_text(Metres distance);

// "27.3 %"; not below 0.
[[nodiscard]] std::string per_cent_text(std::int64_t permille);

// "responder 12", 人员 12: for whoever has no name.
[[nodiscard]] std::string numbered_responder(ResponderId id, Language language);

// "10:02:05" at this distance from UTC.
[[nodiscard]] std::string clock_text(TimePoint at, Millis utc_offset);
// "2026-11-28 (UTC+05:45)", by the Gregorian calendar.
[[nodiscard]] std::string day_text(TimePoint at, Millis utc_offset);

}  // namespace muster::views
