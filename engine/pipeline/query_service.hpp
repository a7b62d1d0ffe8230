// Reads for adapters: the board, a request's story, the state of the service.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/pipeline/disk_log.hpp"
#include "engine/pipeline/explainer.hpp"
#include "engine/pipeline/options.hpp"
#include "engine/pipeline/pipeline.hpp"
#include "engine/pipeline/timelines.hpp"
#include "engine/views/reads.hpp"
#include "muster/metrics_text.hpp"
#include "muster/ports.hpp"

namespace muster::pipeline {

// One thread, the pipeline's; to be called between its steps. Nothing is owned.
class QueryService final : public QueryPort {
  public:
    struct Parts {
        const core::Engine& engine;
        const Pipeline& pipeline;
        const DiskLog& log;
        const Timelines& timelines;
        const views::EntityIndex& index;
        const feed::Hub* feed = nullptr;
        const Explainer* explainer = nullptr;
        // Alarms of what works beside the pipeline, and its metrics; both may be empty.
        std::function<std::vector<Alarm>()> alarms;
        std::function<void(MetricsText&)> metrics;
    };

    QueryService(const Parts& parts, const QueryOptions& options);

    [[nodiscard]] std::optional<std::string> read(std::string_view collection, std::uint64_t id,
                                                  const Principal& principal) const override;
    [[nodiscard]] std::unique_ptr<ListReading> start_list(std::string_view collection,
                                                          const ListQuery& query,
                                                          const Principal& principal,
                                                          std::string& error) const override;
    [[nodiscard]] bool is_personal_filter(std::string_view collection,
                                          std::string_view filter) const override;
    // Also, if so: "complete":false (older records are only in the log). Each record has its
    // events, and beside them their sentences "en" and "zh" and their "tones".
    [[nodiscard]] std::unique_ptr<TextReading> start_timeline(RequestId request,
                                                              const Principal& principal,
                                                              std::string more) const override;
    [[nodiscard]] std::unique_ptr<TextReading> start_statistics(const StatisticsQuery& query,
                                                                std::string& error) const override;
    [[nodiscard]] std::string find_places(const PlaceQuery& query) const override;
    [[nodiscard]] std::uint64_t committed_seq() const override;
    // Prometheus text format 0.0.4.
    [[nodiscard]] std::string metrics_text() const override;
    [[nodiscard]] bool ready(std::string& why_not) const override;
    [[nodiscard]] std::vector<Alarm> alarms() const override;

  private:
    class Timeline;

    [[nodiscard]] bool append_record(std::string& json, std::uint64_t seq, RequestId request,
                                     const ReaderRight& right) const;

    const Parts parts_;
    const QueryOptions options_;
    const views::Reads reads_;
};

}  // namespace muster::pipeline
