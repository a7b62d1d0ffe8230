// What the codes of alarm devices mean here: Contact ID (SIA DC-05) and SIA (DC-03), as signals of
// the rules. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "muster/ids.hpp"

namespace muster::dc09 {

struct Meaning {
    Code signal;                // of DeviceRule::signals; empty = nobody here knows the code
    bool sign_of_life = false;  // a report of the device by itself that all is well; no signal
};

// The three digits of an event and its qualifier: 1 new, 3 restored, 6 still so. A restored one is
// told and closes nothing.
[[nodiscard]] Meaning meaning_of_contact_id(char qualifier, std::string_view event);

// Two letters, such as MA.
[[nodiscard]] Meaning meaning_of_sia(std::string_view code);

}  // namespace muster::dc09
