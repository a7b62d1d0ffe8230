// The story of one request, from the log: what happened, and for each decision every candidate and
// why it lost.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/dispatch/trace.hpp"
#include "engine/log/error.hpp"
#include "engine/pipeline/recovery.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::pipeline {

// One record of the request's story. The sentences are those of the events that are about it, in
// the two languages, place by place.
struct StoryEntry {
    std::uint64_t seq = 0;
    TimePoint at;
    std::string source;
    std::string command;  // its name
    std::vector<std::string> en;
    std::vector<std::string> zh;
};
BOOST_DESCRIBE_STRUCT(StoryEntry, (), (seq, at, source, command, en, zh))

// A search for a responder as it was at that record.
struct StoryDecision {
    std::uint64_t seq = 0;
    TimePoint at;
    std::string role;  // of the slot, where the request has several
    core::DecisionTrace trace;
    // Of the trace's candidates, place by place, masked as everything else; "" = without a name.
    std::vector<std::string> names;
};
BOOST_DESCRIBE_STRUCT(StoryDecision, (), (seq, at, role, trace, names))

struct Story {
    RequestId request;
    std::vector<StoryEntry> entries;
    std::vector<StoryDecision> decisions;
    // False when this build decided otherwise than the log says: then there are no decisions from
    // that record on. The log's events are what happened all the same.
    bool reproduced = true;
    std::uint64_t records_read = 0;  // to find all this
};
BOOST_DESCRIBE_STRUCT(Story, (), (request, entries, decisions, reproduced, records_read))

struct StoryOptions {
    log::ReaderOptions reader;
    core::RoadSource* roads = nullptr;  // has the maps that the log names
    bool decisions = true;
    // Names and words in full; else masked.
    bool personal = true;
    // Stops with too_large when more records than this would have to be read. 0 = no limit.
    std::uint64_t records_max = 0;
    // Between two calls of the progress.
    std::uint64_t records_per_progress = 65'536;
    // When given and set, by another thread or by the progress, it ends early and fails with
    // cancelled. Not owned.
    const std::atomic<bool>* cancelled = nullptr;
};

// Replays the log up to the request (from the newest snapshot before it), then on to the record
// with which it left the board or the end, handling anew each record that is about it. Any thread;
// reads only. Nothing when no such request was ever received.
[[nodiscard]] log::Result<std::optional<Story>> explain(const std::filesystem::path& folder,
                                                        RequestId request,
                                                        const StoryOptions& options,
                                                        const Progress& progress);

struct StoryTextOptions {
    bool chinese = false;
    // What the city's clocks show minus UTC, at a moment. None = UTC.
    std::function<Millis(TimePoint)> offset_at{};
    // Every candidate of each decision, as far as the trace keeps them; else those who were
    // weighed, the cheapest of them, and the others counted by reason.
    bool all = false;
};

// The story as a person reads it (story_text.cpp): the city's wall clock on each line, and a line
// with the date wherever a new day or another offset from UTC begins.
[[nodiscard]] std::string story_text(const Story& story, const StoryTextOptions& options);

}  // namespace muster::pipeline
