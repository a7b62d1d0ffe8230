#include "engine/views/survey_report.hpp"

#include <string_view>
#include <utility>

namespace muster::views {
namespace {

ReportShare share(const SurveyCell& cell, const QuestionBase& base) {
    if (cell.hidden || base.hidden) return {true, {}, {}, {}};
    return {false, cell.count, permille(cell.count, base.answered),
            permille(cell.count, base.asked)};
}

std::int64_t rounded(std::int64_t sum, std::int64_t of) {
    const std::int64_t half = sum < 0 ? -of / 2 : of / 2;
    return (sum + half) / of;
}

ReportBase base_of(const QuestionBase& base, QuestionKind kind) {
    if (base.hidden) return {true, {}, {}, {}};
    ReportBase made{false, base.asked, base.answered, {}};
    if (kind == QuestionKind::integer && base.answered > 0 && !base.mean_hidden) {
        made.mean_tenths = rounded(base.sum * 10, base.answered);
    }
    return made;
}

ReportChoice choice_of(const SurveyQuestion& question, const ChoiceFound& found,
                       const QuestionFound& of) {
    ReportChoice made;
    if (found.choice < question.choices.size()) {
        const SurveyChoice& choice = question.choices[found.choice];
        made.code = choice.code;
        made.name_en = choice.name_en.empty() ? choice.code.str() : choice.name_en;
        made.name_zh = choice.name_zh.empty() ? choice.code.str() : choice.name_zh;
    } else {
        made.name_en = "none of these";
        made.name_zh = "其他";
    }
    made.total = share(found.total, of.total);
    for (std::size_t i = 0; i < found.parts.size(); ++i)
        made.parts.push_back(share(found.parts[i], of.parts[i]));
    return made;
}

ReportQuestion question_of(const Questionnaire& questionnaire, const QuestionFound& found) {
    const SurveyQuestion& question = questionnaire.questions[found.question];
    ReportQuestion made;
    made.code = question.code;
    made.kind = question.kind;
    made.name_en = question.name_en.empty() ? question.code.str() : question.name_en;
    made.name_zh = question.name_zh.empty() ? question.code.str() : question.name_zh;
    made.total = base_of(found.total, question.kind);
    for (const QuestionBase& part : found.parts)
        made.parts.push_back(base_of(part, question.kind));
    for (const ChoiceFound& choice : found.choices) {
        // What is none of the choices stands there only where somebody said it.
        if (choice.choice == question.choices.size() && choice.total.count == 0) continue;
        made.choices.push_back(choice_of(question, choice, found));
    }
    return made;
}

ReportPart part_of(const SurveyPartFound& found) {
    ReportPart made{found.code, found.name_en, found.name_zh, found.answers.hidden, {}};
    if (!made.hidden) made.answers = found.answers.count;
    const auto name = [&](std::string_view en, std::string_view zh) {
        made.name_en = en;
        made.name_zh = zh;
    };
    switch (found.kind) {
        case PartKind::told:
            if (made.name_en.empty()) made.name_en = found.code.str();
            if (made.name_zh.empty()) made.name_zh = found.code.str();
            break;
        case PartKind::none_told:
            name("not told", "未填");
            break;
        case PartKind::not_asked:
            name("not asked", "不适用");
            break;
        case PartKind::others:
            name("others", "其他");
            break;
    }
    return made;
}

}  // namespace

SurveyReport report_of(const SurveyStatistics& statistics) {
    const Survey& survey = *statistics.survey;
    const auto with = [&](AnswerStatus status) {
        return statistics.statuses[static_cast<std::size_t>(status)];
    };
    SurveyReport report;
    report.survey = survey.id;
    report.title = survey.title;
    report.questionnaire = survey.questionnaire.code;
    report.version = survey.questionnaire.version;
    report.name_en = survey.questionnaire.name_en;
    report.name_zh = survey.questionnaire.name_zh;
    report.answers = {statistics.all(),
                      with(AnswerStatus::received),
                      with(AnswerStatus::accepted),
                      with(AnswerStatus::flagged),
                      with(AnswerStatus::rejected),
                      with(AnswerStatus::superseded)};
    if (survey.invited > 0) report.invited = survey.invited;
    report.accepted_of_invited_permille = permille(statistics.accepted(), survey.invited);
    report.hidden_below = statistics.hide_below;
    report.by = statistics.by;
    for (const SurveyPartFound& part : statistics.parts)
        report.parts.push_back(part_of(part));
    for (const QuestionFound& question : statistics.questions)
        report.questions.push_back(question_of(survey.questionnaire, question));
    return report;
}

}  // namespace muster::views
