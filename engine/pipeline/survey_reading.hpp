// The statistics of a survey, counted in pieces while commands are decided between two of them.
#pragma once

#include <memory>
#include <string>

#include "engine/core/board.hpp"
#include "engine/views/survey_statistics.hpp"
#include "muster/ports.hpp"

namespace muster::pipeline {

class SurveyReading final : public TextReading {
  public:
    // The board must live as long.
    SurveyReading(const core::Board& board, SurveyId survey, views::SurveyCounter counter,
                  bool as_page)
        : board_(board), survey_(survey), counter_(std::move(counter)), as_page_(as_page) {}

    // Each answer counts as it was when it was reached.
    bool go_on(std::size_t work) override;
    [[nodiscard]] std::size_t work() const override { return work_; }
    std::string take() override { return std::move(text_); }

  private:
    const core::Board& board_;
    const SurveyId survey_;
    views::SurveyCounter counter_;
    const bool as_page_;
    core::Index next_ = 0;
    std::size_t work_ = 0;
    std::string text_;
};

// Null when there is no such survey, or it cannot be counted so: then `error` says why.
[[nodiscard]] std::unique_ptr<TextReading> start_statistics(const core::Board& board,
                                                            const StatisticsQuery& query,
                                                            std::string& error);

}  // namespace muster::pipeline
