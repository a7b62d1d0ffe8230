#include "engine/core/survey/replies.hpp"

namespace muster::core {

void read_replies(const Questionnaire& questionnaire, std::string_view text, ReplyValues& values) {
    const auto& questions = questionnaire.questions;
    values.assign(questions.size(), {});
    // Lines are in the order of the questionnaire, so that one walk finds all.
    std::size_t place = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        const std::string_view code = line.substr(0, equals);
        std::size_t found = place;
        while (found < questions.size() && questions[found].code.view() != code)
            ++found;
        if (found == questions.size()) continue;
        values[found] = line.substr(equals + 1);
        place = found + 1;
    }
}

std::string write_replies(const Questionnaire& questionnaire, const ReplyValues& values) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].empty()) continue;
        if (!text.empty()) text += '\n';
        text += questionnaire.questions[i].code.view();
        text += '=';
        for (const char c : values[i])
            text += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    text.shrink_to_fit();
    return text;
}

std::string_view next_code(std::string_view& value) {
    while (value.starts_with(' '))
        value.remove_prefix(1);
    const std::string_view code = value.substr(0, value.find(' '));
    value.remove_prefix(code.size());
    return code;
}

bool has_code(std::string_view value, std::string_view code) {
    for (auto one = next_code(value); !one.empty(); one = next_code(value)) {
        if (one == code) return true;
    }
    return false;
}

std::optional<std::size_t> find_choice(const SurveyQuestion& question, std::string_view code) {
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        if (question.choices[i].code.view() == code) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> find_question(const Questionnaire& questionnaire,
                                         std::string_view code) {
    for (std::size_t i = 0; i < questionnaire.questions.size(); ++i) {
        if (questionnaire.questions[i].code.view() == code) return i;
    }
    return std::nullopt;
}

}  // namespace muster::core
