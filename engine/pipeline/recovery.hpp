// From a folder to an engine that goes on where the last one stopped.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/engine.hpp"
#include "engine/log/decision_log.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/pipeline/timelines.hpp"
#include "engine/views/entity_index.hpp"

namespace muster::core {
class RoadSource;
}

namespace muster::pipeline {

// Called now and then on long work; may be empty.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct RecoverOptions {
    log::ReaderOptions reader;
    bool use_snapshot = true;
    // The hash chain of what is read is verified on a second thread while records are applied.
    bool verify = true;
    // Recovers the state after this record, not the newest.
    std::uint64_t last = ~std::uint64_t{0};
    std::size_t notes_max = 8'000'000;  // of Timelines
    std::uint64_t records_per_progress = 65'536;
    // Fails with too_large when more records than this would have to be applied. 0 = no limit.
    std::uint64_t records_max = 0;
    // For an engine that is to decide afterwards: it gets the roads of its board, and recovery
    // fails with not_found when they cannot be had. Without, records are only applied, which needs
    // none. Not owned; must outlive the engine.
    core::RoadSource* roads = nullptr;
    // When given and set by another thread, recovery ends early, with cancelled or at some record
    // before `last`.
    const std::atomic<bool>* cancelled = nullptr;
};

// An engine and what is derived beside it.
struct Recovered {
    core::Engine engine;
    Timelines timelines;
    views::EntityIndex index;
    std::uint64_t snapshot_seq = 0;     // 0 = none was used
    std::uint64_t records_applied = 0;  // after it
    std::vector<std::string> warnings;  // about snapshots that were passed over
};

// Newest valid snapshot up to options.last, then the logged events after it. Reads only, beside a
// running writer too. Fails with what the log reports; corrupted names the record.
[[nodiscard]] log::Result<std::unique_ptr<Recovered>> recover(const std::filesystem::path& folder,
                                                              const RecoverOptions& options,
                                                              const Progress& progress);

struct Opened {
    std::unique_ptr<log::DecisionLog> log;
    std::unique_ptr<Recovered> state;
};

// Takes the folder for writing (creating it if need be) and recovers.
[[nodiscard]] log::Result<Opened> open_engine(const std::filesystem::path& folder,
                                              const log::LogOptions& log_options,
                                              const RecoverOptions& options,
                                              const Progress& progress);

}  // namespace muster::pipeline
