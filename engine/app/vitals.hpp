// What the service tells of itself that takes a look at something: the process, the disk, the
// newest backup, and how long people wait at the desk.
#pragma once

#include <filesystem>
#include <string>

#include "engine/core/board.hpp"
#include "muster/metrics_text.hpp"
#include "muster/units.hpp"

namespace muster::app {

// One thread.
class Vitals {
  public:
    // started: the program, by the system's clock. offsite: whether backups are to go elsewhere.
    Vitals(std::filesystem::path data, TimePoint started, bool offsite)
        : data_(std::move(data)), started_(started), offsite_(offsite) {}

    // Looks anew when the last look is `fresh_ms` old: whoever asks for metrics all the time does
    // not make the engine look all the time. Precondition: rules are loaded.
    void write(MetricsText& out, const core::Board& board, TimePoint city_now,
               TimePoint steady_now);

    static constexpr Millis fresh_ms = seconds(5);

  private:
    void look(MetricsText& out, const core::Board& board, TimePoint city_now) const;
    void write_process(MetricsText& out) const;
    void write_disk(MetricsText& out) const;

    const std::filesystem::path data_;
    const TimePoint started_;
    const bool offsite_;
    std::string text_;
    TimePoint due_;
};

}  // namespace muster::app
