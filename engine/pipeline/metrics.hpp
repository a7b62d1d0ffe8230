// The counters of the engine in Prometheus' text format.
#pragma once

#include <cstdint>

#include "engine/core/board.hpp"
#include "engine/feed/options.hpp"
#include "engine/log/decision_log.hpp"
#include "engine/pipeline/explainer.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "muster/metrics_text.hpp"

namespace muster::pipeline {

void write_metrics(MetricsText& out, const Pipeline& pipeline);
void write_metrics(MetricsText& out, const log::LogStats& stats, std::uint64_t committed_seq);
void write_metrics(MetricsText& out, const core::Board& board);
void write_metrics(MetricsText& out, const feed::FeedStats& stats);
void write_metrics(MetricsText& out, const ExplainerStats& stats);

}  // namespace muster::pipeline
