#include "engine/core/survey/answer_check.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/core/service/rule_check.hpp"
#include "engine/core/survey/replies.hpp"
#include "engine/core/survey/skip_rules.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t any_number = 1'000'000'000'000;

Rejection refuse(std::string field, std::string detail) {
    return {RejectReason::invalid_field, std::move(field), std::move(detail)};
}

std::optional<AnswerFault> number_fault(const SurveyQuestion& question, std::string_view value) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) {
        return AnswerFault::not_a_number;
    }
    const bool fits = number >= question.least.value_or(-any_number) &&
                      number <= question.most.value_or(any_number);
    if (fits) return std::nullopt;
    return AnswerFault::out_of_range;
}

std::optional<AnswerFault> fault_of(const SurveyQuestion& question, std::string_view value) {
    switch (question.kind) {
        case QuestionKind::select_one:
            if (find_choice(question, value)) return std::nullopt;
            return AnswerFault::unknown_choice;
        case QuestionKind::select_multiple:
            for (auto one = next_code(value); !one.empty(); one = next_code(value)) {
                if (!find_choice(question, one)) return AnswerFault::unknown_choice;
            }
            return std::nullopt;
        case QuestionKind::integer:
            return number_fault(question, value);
        case QuestionKind::text:
            return std::nullopt;
    }
    return std::nullopt;
}

template <class Parts>
Rejection check_part(const Parts& parts, Code told, const char* field) {
    if (told.empty() || parts.empty()) return {};
    const bool known =
        std::any_of(parts.begin(), parts.end(), [&](const auto& one) { return one.code == told; });
    if (known) return {};
    return refuse(field, "\"" + told.str() + "\" is none that the questionnaire knows");
}

}  // namespace

Rejection check_replies(const Questionnaire& questionnaire, const std::vector<SurveyReply>& replies,
                        CheckedReplies& checked) {
    ReplyValues values(questionnaire.questions.size());
    std::vector<bool> told(values.size(), false);
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const SurveyReply& reply = replies[i];
        const auto place = find_question(questionnaire, reply.question.view());
        const std::string field = pointer("/replies", i) + "/question";
        if (!place) {
            return refuse(field, "\"" + reply.question.str() +
                                     "\" is no question of the questionnaire \"" +
                                     questionnaire.code.str() + "\"");
        }
        if (told[*place]) return refuse(field, "\"" + reply.question.str() + "\" stands twice");
        told[*place] = true;
        values[*place] = reply.value;
    }
    std::vector<bool> asked;
    SkipRules(questionnaire).find_asked(values, asked);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const SurveyQuestion& question = questionnaire.questions[i];
        std::optional<AnswerFault> fault;
        if (values[i].empty()) {
            if (question.required && asked[i]) fault = AnswerFault::missing;
        } else {
            fault = asked[i] ? fault_of(question, values[i]) : AnswerFault::not_asked;
        }
        if (fault) checked.findings.push_back({question.code, *fault});
    }
    checked.text = write_replies(questionnaire, values);
    return {};
}

Rejection check_parts(const Questionnaire& questionnaire, const SubmitAnswer& command) {
    if (auto bad = check_part(questionnaire.districts, command.district, "/district")) return bad;
    if (auto bad = check_part(questionnaire.age_bands, command.age_band, "/age_band")) return bad;
    return check_part(questionnaire.groups, command.group, "/group");
}

AnswerStatus status_after(const Questionnaire& questionnaire,
                          const std::vector<AnswerFinding>& findings) {
    const auto rejects = [&](const AnswerFinding& finding) {
        return std::find(questionnaire.reject.begin(), questionnaire.reject.end(), finding.fault) !=
               questionnaire.reject.end();
    };
    if (std::any_of(findings.begin(), findings.end(), rejects)) return AnswerStatus::rejected;
    if (!findings.empty()) return AnswerStatus::flagged;
    return questionnaire.review_all ? AnswerStatus::received : AnswerStatus::accepted;
}

std::string without_texts(const Questionnaire& questionnaire, const std::string& replies) {
    ReplyValues values;
    read_replies(questionnaire, replies, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const SurveyQuestion& question = questionnaire.questions[i];
        if (question.kind == QuestionKind::text || fault_of(question, values[i])) values[i] = {};
    }
    return write_replies(questionnaire, values);
}

std::vector<Code> needs_told(const Questionnaire& questionnaire, const std::string& replies) {
    ReplyValues values;
    read_replies(questionnaire, replies, values);
    std::vector<bool> asked;
    SkipRules(questionnaire).find_asked(values, asked);
    std::vector<Code> needs;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const SurveyQuestion& question = questionnaire.questions[i];
        if (!asked[i] || !has_choices(question.kind)) continue;
        for (auto one = next_code(values[i]); !one.empty(); one = next_code(values[i])) {
            const auto choice = find_choice(question, one);
            if (choice && !question.choices[*choice].need.empty()) {
                needs.push_back(question.choices[*choice].need);
            }
        }
    }
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    return needs;
}

}  // namespace muster::core
