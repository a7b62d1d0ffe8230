// What was decided, told to whoever has to act on it outside: a telephone exchange that is to ring
// somebody, a button that is to be told that help is on its way, another system that wants to know.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/language.hpp"
#include "muster/units.hpp"

namespace muster {

// One record of the log. The events are valid during the call only.
struct CommittedRecord {
    std::uint64_t seq = 0;
    TimePoint at;
    std::span<const Event> events;
};

// Whom an event is told.
struct Audience {
    Language language = Language::en;
    bool personal = false;  // may see what is personal; else it is masked
};

// An event as it is told to somebody outside.
struct EventTold {
    std::string sentence;
    std::string fields;  // a JSON object, its name in "type"
    RequestId request;   // that it belongs to; 0 = none
    // Who may know of it at all, masked or not.
    Confidentiality confidentiality = Confidentiality::open;
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
    // The same from the record after `seq` on, once and in order: what is in the log already is
    // read there, a little at a time and never before this returns, then what is published follows.
    // Where the log cannot be read it is tried again, for as long as it takes.
    // Precondition: `seq` is not after the log's end (QueryPort::committed_seq).
    [[nodiscard]] virtual std::unique_ptr<Following> follow_from(
        std::uint64_t seq, std::function<void(const CommittedRecord&)> tell) = 0;
    // What is said of an event that was told, which happened at that time; names are those of now.
    [[nodiscard]] virtual EventTold put(const Event& event, TimePoint at,
                                        const Audience& audience) const = 0;
};

}  // namespace muster
