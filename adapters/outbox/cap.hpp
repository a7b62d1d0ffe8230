// An event as an alert of the Common Alerting Protocol 1.2, for the alerting systems of a city:
// https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.html. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "muster/event_port.hpp"
#include "muster/language.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

struct CapAlert {
    std::string_view id;
    std::string_view source;
    std::string_view channel;
    std::string_view type;  // the event's name
    TimePoint at;
    Audience audience;
};

// XML in UTF-8. How urgent it is and where follows from the fields of the event, and is left out or
// unknown where they do not tell. What is masked is within about a kilometre.
[[nodiscard]] std::string cap_text(const CapAlert& alert, const EventTold& told);

}  // namespace muster::outbox
