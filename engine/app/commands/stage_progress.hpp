// A line of progress for each stage of work on a backup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/app/progress.hpp"

namespace muster::app {

class StageProgress {
  public:
    void show(std::string_view stage, std::uint64_t done, std::uint64_t total) {
        const bool travels = stage == "uploading" || stage == "downloading";
        if (stage != stage_) {
            stage_ = stage;
            line_.emplace(stage_, travels ? "MiB" : stage_ == "copying" ? "pages" : "records");
        }
        line_->show(travels ? done >> 20 : done, travels ? total >> 20 : total);
    }
    void end() {
        line_.reset();
        stage_.clear();
    }

  private:
    std::string stage_;
    std::optional<ProgressLine> line_;
};

}  // namespace muster::app
