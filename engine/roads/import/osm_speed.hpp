// Speed limits and durations as people write them in tags. TAGS.md lists the forms.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::roads {

struct SpeedLimit {
    enum class Kind : std::uint8_t {
        unsaid,     // blank, or changing by the hour: what holds without a limit
        unlimited,  // "none"
        limited,
        unread  // a form that is not known
    };
    Kind kind = Kind::unsaid;
    std::uint32_t m_per_h = 0;

    auto operator<=>(const SpeedLimit&) const = default;
};

// maxspeed=* and its kin: "50", "30 mph", "CN:urban", "DE:zone:30", "60;40". Of a list the lowest.
[[nodiscard]] SpeedLimit read_limit(std::string_view value);

// Only the forms that name a rule or a zone, for tags that may also say where a limit was seen
// (source:maxspeed=sign). Never unread.
[[nodiscard]] SpeedLimit read_zone(std::string_view value);

// duration=* and interval=*: "25" (minutes), "00:25", "01:10:30", "PT25M", "1 h 10 min"; of a list
// the longest. Milliseconds, 1 s to 31 days; nothing for another form.
[[nodiscard]] std::optional<std::uint64_t> read_duration_ms(std::string_view value);

}  // namespace muster::roads
