// From log records to a board: without deciding (recovery), or deciding anew (audit).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/engine.hpp"
#include "engine/log/error.hpp"
#include "engine/log/record.hpp"
#include "muster/event.hpp"

namespace muster::pipeline {

// Use by one thread. Buffers are reused from record to record.
class Replayer {
  public:
    explicit Replayer(core::Engine& engine) : engine_(engine) {}

    // Reads the record's logged events. Fails with corrupted when they cannot be read.
    [[nodiscard]] log::LogError read(const log::RecordView& record);
    // Of the record read last.
    [[nodiscard]] const std::vector<Event>& events() const { return events_; }

    // Applies the events of the record that was read last. Precondition: it follows the engine's
    // last one.
    void apply_read(const log::RecordView& record);
    // Both.
    [[nodiscard]] log::LogError apply(const log::RecordView& record);

    // Handles the record's command as if it came in now. Fails with not_found when that takes a
    // road map that the engine's road source does not have.
    struct Redone {
        Rejection rejection;      // it was refused this time
        bool replayed = false;    // it was taken for a repetition
        std::string events_json;  // else what happened this time
    };
    [[nodiscard]] log::Result<Redone> redo(const log::RecordView& record);

  private:
    core::Engine& engine_;
    std::vector<Event> events_;
};

}  // namespace muster::pipeline
