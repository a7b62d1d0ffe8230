// What the desk looked like at a time that is over, and what happened then: found by replaying the
// log beside the engine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "muster/access.hpp"
#include "muster/units.hpp"

namespace muster {

// The board as it was at a time: JSON {seq, at, first_at, last_at, snapshot:[{topic, entities}]}.
// seq is that of the last record until then; first_at and last_at say how far the log reaches.
struct PastBoardQuery {
    TimePoint at;
    ReaderRight right;
};

// What changed after a record until a time: JSON {seq, at, last_at, whole, deltas:[{seq, prev, at,
// changes:[{topic, id, entity}]}]}, the deltas as the feed tells them. Where `whole` is false there
// is more: it goes on after seq.
struct PastChangesQuery {
    std::uint64_t after = 0;
    TimePoint until;
    ReaderRight right;
};

// When somebody at the desk should have looked up: JSON {from, until, whole, alarms:[{seq, at,
// kind, request}]}.
struct PastAlarmsQuery {
    TimePoint from;
    TimePoint until;
    ReaderRight right;
};

// The log lived again from a time on under other rules: JSON of engine/pipeline/what_if.hpp,
// numbers that tell of nobody. Each change is a rule's path and its value, as `muster whatif --set`
// has them.
struct WhatIfQuery {
    TimePoint from;
    std::vector<std::pair<std::string, std::string>> changes;
};

using PastQuery = std::variant<PastBoardQuery, PastChangesQuery, PastAlarmsQuery, WhatIfQuery>;

struct PastAnswer {
    enum class Kind : std::uint8_t {
        made,
        wrong,        // the question: there is no such rule, or no such record
        unavailable,  // it takes too much here, or the log cannot be read
    };
    Kind kind = Kind::unavailable;
    std::string text;  // JSON; else why there is none
};

// All calls on one thread, on which the answers come too.
class PastPort {
  public:
    // Something that is wanted. Destroying it before its answer cancels it, and frees its place
    // among those of its principal in any case.
    class Wish {
      public:
        virtual ~Wish() = default;
    };
    enum class Refusal : std::uint8_t {
        none,
        too_many_of_yours,  // this principal waits for as many as it may already
        too_many,           // others wait, for as many as may
    };
    using Done = std::function<void(PastAnswer)>;

    virtual ~PastPort() = default;
    // Calls `done` once, later. Null when refused. One is made after the other. It tells of people:
    // who may know is the caller's to ask.
    [[nodiscard]] virtual std::unique_ptr<Wish> ask(const PastQuery& query,
                                                    const std::string& principal, Done done,
                                                    Refusal& refusal) = 0;
};

}  // namespace muster
