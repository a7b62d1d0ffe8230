#include "engine/pipeline/survey_reading.hpp"

#include <utility>

#include "engine/codec/json_writer.hpp"
#include "engine/core/survey/survey_state.hpp"
#include "engine/views/survey_report.hpp"

namespace muster::pipeline {

bool SurveyReading::go_on(std::size_t work) {
    const auto& answers = board_.store<SurveyAnswer>();
    const std::size_t enough = work_ + work;
    for (; next_ < answers.end_index(); ++next_) {
        if (work_ >= enough) return false;
        ++work_;
        if (!answers.used(next_) || answers[next_].survey != survey_) continue;
        counter_.add(answers[next_]);
    }
    const auto report =
        views::report_of(counter_.result(core::survey_rule(board_.rules()).hide_below));
    if (as_page_) {
        text_ = views::survey_page(report);
    } else {
        codec::write(text_, report);
    }
    constexpr std::size_t bytes_per_work = 64;
    work_ += text_.size() / bytes_per_work;
    return true;
}

std::unique_ptr<TextReading> start_statistics(const core::Board& board,
                                              const StatisticsQuery& query, std::string& error) {
    const Survey* const survey = board.store<Survey>().get(query.survey);
    if (survey == nullptr) return nullptr;
    auto counter = views::SurveyCounter::of(*survey, query.by);
    if (!counter) {
        error = counter.error();
        return nullptr;
    }
    return std::make_unique<SurveyReading>(board, query.survey, std::move(*counter), query.as_page);
}

}  // namespace muster::pipeline
