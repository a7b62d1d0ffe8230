// A command on its way in, and the answer on its way out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "muster/command.hpp"
#include "muster/enums.hpp"
#include "muster/units.hpp"

namespace muster {

// A command with what the intake stamps on it. `at` never goes backwards from one seq to the next.
struct Envelope {
    std::uint64_t seq = 0;  // the record's number in the log, from 1 without gaps
    TimePoint at;
    std::string source;        // who sent it: "http:<token name>", "card", "engine"...
    std::string key;           // idempotency key within the source; empty = none
    std::uint64_t digest = 0;  // of the command's JSON: a reused key must bring the same command
    Command command;
};

// Why a command was refused: the reason, the field it is about (JSON pointer, may be empty) and
// what would have been right, in English. reason == none means accepted.
struct Rejection {
    RejectReason reason = RejectReason::none;
    std::string field;
    std::string detail;

    [[nodiscard]] explicit operator bool() const { return reason != RejectReason::none; }
};

// What became of the fixes of one ReportPositions. Of fixes of one responder that waited together
// the latest stands for all.
struct FixesOutcome {
    struct NotTaken {
        std::uint32_t fix = 0;  // its place in the report
        FixOutcome why = FixOutcome::late;
    };
    std::uint32_t taken = 0;
    std::uint32_t doubted = 0;
    std::uint32_t dropped = 0;
    std::vector<NotTaken> not_taken;
};

// The answer to a command. If accepted it is durable: it is sent only after the commit.
struct Outcome {
    Rejection rejection;
    std::uint64_t seq = 0;  // of the record
    TimePoint at;
    // Of what the command made, of the kind that its row names; of what was known already when it
    // only repeated that. 0 = neither.
    std::uint64_t id = 0;
    bool made = false;      // by this command
    bool replayed = false;  // the key was seen before: this is the answer of then
    // Array of events, without those that are confidential; null when refused.
    std::shared_ptr<const std::string> events_json;
    std::shared_ptr<const FixesOutcome> fixes;  // of ReportPositions only
};

}  // namespace muster
