// The decision log behind the pipeline's port.
#pragma once

#include <memory>

#include "engine/log/decision_log.hpp"
#include "engine/log/log_reader.hpp"
#include "engine/pipeline/log_port.hpp"

namespace muster::pipeline {

class DiskLog final : public LogPort {
  public:
    // Opens a reader beside the writer, for find().
    [[nodiscard]] static log::Result<std::unique_ptr<DiskLog>> over(
        std::unique_ptr<log::DecisionLog> writer, const log::ReaderOptions& options);

    [[nodiscard]] log::LogError begin() override { return writer_->begin(); }
    [[nodiscard]] log::LogError release() override { return writer_->release(); }
    [[nodiscard]] log::LogError append(const log::RecordDraft& record) override {
        return writer_->append(record);
    }
    [[nodiscard]] log::LogError commit() override { return writer_->commit(); }
    [[nodiscard]] log::LogError checkpoint_if_due(bool idle) override {
        return writer_->checkpoint_if_due(idle);
    }
    [[nodiscard]] std::uint64_t committed_seq() const override { return writer_->committed_seq(); }
    [[nodiscard]] log::Result<std::optional<log::Record>> find(std::uint64_t seq) override {
        return reader_.find(seq);
    }

    [[nodiscard]] const log::DecisionLog& writer() const { return *writer_; }
    [[nodiscard]] const log::LogReader& reader() const { return reader_; }

  private:
    DiskLog(std::unique_ptr<log::DecisionLog> writer, log::LogReader reader)
        : writer_(std::move(writer)), reader_(std::move(reader)) {}

    std::unique_ptr<log::DecisionLog> writer_;
    log::LogReader reader_;
};

}  // namespace muster::pipeline
