#include "engine/core/step.hpp"
#include "engine/core/survey/area.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t max_invited = 1'000'000'000;

}  // namespace

Rejection decide(Step& step, const OpenSurvey& command) {
    const auto wrong = [](const char* field, std::string detail) {
        return reject(RejectReason::invalid_field, field, std::move(detail));
    };
    const Questionnaire* const found =
        find_questionnaire(step.board.rules(), command.questionnaire);
    if (found == nullptr) {
        return wrong("/questionnaire", "\"" + command.questionnaire.str() +
                                           "\" is not one of the questionnaires of the rules");
    }
    if (command.invited && (*command.invited < 1 || *command.invited > max_invited)) {
        return wrong("/invited", "must be 1 to " + std::to_string(max_invited));
    }
    if (command.closes_at && *command.closes_at <= step.now()) {
        return wrong("/closes_at", "must be later than now");
    }
    Survey survey;
    survey.id = {step.env.seq};
    survey.title = command.title;
    survey.questionnaire = *found;
    survey.invited = command.invited.value_or(0);
    survey.opened_at = step.now();
    survey.closes_at = command.closes_at.value_or(TimePoint{});
    step.emit(SurveyOpened{std::move(survey)});
    return {};
}

Rejection decide(Step& step, const CloseSurvey& command) {
    const auto index = find_one(step, command.survey);
    if (!index) return index.error();
    const Survey& survey = step.board.store<Survey>()[*index];
    if (auto bad = check_status(survey, "CloseSurvey", survey_cycle.where(SurveyAction::close),
                                words_of<Survey>)) {
        return bad;
    }
    step.emit(SurveyClosed{command.survey, command.reason});
    return {};
}

TimePoint SurveyArea::due(const Board& board) {
    return board.deadlines<Survey>().next_due();
}

void SurveyArea::fire(Step& step) {
    const Board& board = step.board;
    const Survey& survey = board.store<Survey>()[board.deadlines<Survey>().next_handle()];
    step.emit(SurveyClosed{survey.id, {}});
}

}  // namespace muster::core
