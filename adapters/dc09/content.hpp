// The inside of a message of SIA DC-09 in plain text: what happened, where and when.
//
//   #acct|DATA] [ext] [ext] _time     as it stands behind the first bracket
//
// ADM-CID (SIA DC-05): QEEE GG ZZZ. SIA-DCS (SIA DC-03): N ti12:30/id7/ri2/MA004^text^/... Whatever
// cannot be read is kept as it was said, and costs nothing else. Pure.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dc09/codes.hpp"
#include "adapters/dc09/message.hpp"
#include "muster/units.hpp"

namespace muster::dc09 {

// In what a peer writes names of zones, where that is no UTF-8.
BOOST_DEFINE_ENUM_CLASS(TextForm, windows_1252, gb18030)

constexpr std::size_t most_said_bytes = 256;
// Of one message; what is beyond them is one more, in its own words.
constexpr std::size_t most_events = 8;

struct Event {
    Meaning meaning;
    std::string said;  // UTF-8, at most most_said_bytes
    std::string zone;  // digits without leading zeros; empty = none was told
    std::string name;  // of the zone, as the device has it; empty = none
};

struct Content {
    std::vector<Event> events;       // none: it says no more than that it is alive
    std::optional<Point> place;      // WGS-84
    std::optional<TimePoint> stamp;  // as though it were UTC
};

[[nodiscard]] Content read_content(Token token, std::string_view content, TextForm form);

// Without control characters, cut between two characters.
[[nodiscard]] std::string readable(std::string_view bytes, TextForm form);

}  // namespace muster::dc09
