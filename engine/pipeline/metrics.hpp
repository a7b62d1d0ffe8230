// The counters of the engine in Prometheus' text format.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/board.hpp"
#include "engine/feed/options.hpp"
#include "engine/log/decision_log.hpp"
#include "engine/pipeline/explainer.hpp"
#include "engine/pipeline/pipeline.hpp"

namespace muster::pipeline {

// Builds exposition format 0.0.4. A metric's samples must be written one after the other.
class MetricsText {
  public:
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        head(name, help, "counter");
        sample(name, "", value);
    }
    void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
        head(name, help, "gauge");
        sample(name, "", value);
    }
    void head(std::string_view name, std::string_view help, std::string_view type);
    // labels: as they stand between the braces, without them; may be empty.
    void sample(std::string_view name, std::string_view labels, std::uint64_t value);

    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

void write_metrics(MetricsText& out, const Pipeline& pipeline);
void write_metrics(MetricsText& out, const log::LogStats& stats, std::uint64_t committed_seq);
void write_metrics(MetricsText& out, const core::Board& board);
void write_metrics(MetricsText& out, const feed::FeedStats& stats);
void write_metrics(MetricsText& out, const ExplainerStats& stats);

}  // namespace muster::pipeline
