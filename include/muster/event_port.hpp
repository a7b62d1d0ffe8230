// What was decided, told to whoever has to act on it outside: a telephone exchange that is to ring
// somebody, a button that is to be told that help is on its way.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "muster/event.hpp"
#include "muster/units.hpp"

namespace muster {

// One record of the log. The events are valid during the call only.
struct CommittedRecord {
    std::uint64_t seq = 0;
    TimePoint at;
    std::span<const Event> events;
};

class EventPort {
  public:
    // Destroying it ends the following, also from within a call.
    class Following {
      public:
        virtual ~Following() = default;
    };
    virtual ~EventPort() = default;
    // Calls `tell` for each record after its commit, in order of seq and without gaps, from the
    // next one on; what was decided before is read from the board (QueryPort). On the engine's
    // thread: `tell` may submit commands, and must not wait. The port outlives what it returns.
    [[nodiscard]] virtual std::unique_ptr<Following> follow(
        std::function<void(const CommittedRecord&)> tell) = 0;
};

}  // namespace muster
