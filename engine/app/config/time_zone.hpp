// Time zones by their IANA name, from the system's tzdata.
#pragma once

#include <string>

#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster::app {

// A zone that exists. Cheap to copy; any thread.
class TimeZone {
  public:
    // Or that nothing is known of it, and what may have been meant.
    [[nodiscard]] static Expected<TimeZone, std::string> find(const std::string& name);
    // What the city's clocks show minus UTC, at that moment: summer time included.
    [[nodiscard]] Millis offset_at(TimePoint at) const;

  private:
    explicit TimeZone(const void* zone) : zone_(zone) {}
    const void* zone_;  // of the library, which keeps it for the life of the program
};

}  // namespace muster::app
