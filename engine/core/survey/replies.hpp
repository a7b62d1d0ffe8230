// The replies of an answer as one text (SurveyAnswer::replies), and its parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/survey_rules.hpp"

namespace muster::core {

// What was replied to each question, by its place; empty = nothing. Parts of the text.
using ReplyValues = std::vector<std::string_view>;

// Lines of questions that the questionnaire does not have are left out.
void read_replies(const Questionnaire& questionnaire, std::string_view text, ReplyValues& values);
[[nodiscard]] std::string write_replies(const Questionnaire& questionnaire,
                                        const ReplyValues& values);

// Takes the next code from the front of a value; empty = there is none.
[[nodiscard]] std::string_view next_code(std::string_view& value);
[[nodiscard]] bool has_code(std::string_view value, std::string_view code);

// The place of a choice; nothing when it is none of the question's.
[[nodiscard]] std::optional<std::size_t> find_choice(const SurveyQuestion& question,
                                                     std::string_view code);
// The place of a question; nothing when there is none.
[[nodiscard]] std::optional<std::size_t> find_question(const Questionnaire& questionnaire,
                                                       std::string_view code);

[[nodiscard]] constexpr bool has_choices(QuestionKind kind) {
    return kind == QuestionKind::select_one || kind == QuestionKind::select_multiple;
}

}  // namespace muster::core
