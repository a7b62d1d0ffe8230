// Times as people read them, in UTC.
#pragma once

#include <string>

#include "muster/units.hpp"

namespace muster::app {

// By a form of strftime, such as "%F %T"; whole seconds.
[[nodiscard]] std::string time_text(TimePoint at, const char* form);

}  // namespace muster::app
