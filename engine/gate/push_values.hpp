// Single values of a pushed message. Internal to this folder. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/gate/push_mapping.hpp"
#include "muster/units.hpp"

namespace muster::gate {

// Nothing when it is no time in the mapping's form, or none of the years 1970 to 2999.
[[nodiscard]] std::optional<TimePoint> pushed_time(const PushTime& time, std::string_view text);

// WGS-84; nothing when they are no degrees, no place on earth, or 0/0, which is what a receiver
// without a fix says.
[[nodiscard]] std::optional<Point> pushed_point(std::string_view latitude,
                                                std::string_view longitude, std::string_view datum);

// "87", "87.5" and "87%" as 87; nothing when it is none of 0 to 100.
[[nodiscard]] std::optional<std::int32_t> pushed_percent(std::string_view text);

// At most so many bytes and no character cut in two; control characters as blanks.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t max_bytes);

// Whether a telephone can be rung by it: with digits, whole (clouds mask them by *), and not
// longer.
[[nodiscard]] bool is_pushed_number(std::string_view text, std::size_t most_bytes);

}  // namespace muster::gate
