// What is sent: one event for one channel, put into words when it was decided. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "muster/event_port.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

struct Message {
    std::string id;       // the same however often it is sent, so that a repeat can be dropped
    std::string channel;  // its name
    std::uint64_t seq = 0;
    TimePoint at;
    std::string text;  // for people
    std::string body;  // for programs: a CloudEvent in JSON, or an alert
};

// "2026-02-14T08:00:05.250Z"
[[nodiscard]] std::string rfc3339(TimePoint at);

// Where an event stands in the log.
struct EventPlace {
    std::uint64_t seq = 0;
    TimePoint at;
    std::size_t index = 0;  // among the events of its record
};

// `book` tells apart logs whose records have the same numbers. `type`: the event's name.
[[nodiscard]] Message make_message(const EventPlace& place, std::string_view type,
                                   const EventTold& told, std::string_view channel,
                                   std::string_view book, std::string_view source);

}  // namespace muster::outbox
