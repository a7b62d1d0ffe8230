// Whether an answer keeps to its questionnaire. Pure.
#pragma once

#include <string>
#include <vector>

#include "muster/envelope.hpp"
#include "muster/survey.hpp"

namespace muster::core {

struct CheckedReplies {
    std::string text;                     // SurveyAnswer::replies
    std::vector<AnswerFinding> findings;  // in the order of the questionnaire
};

// Refused is what has no place in the text: a question that there is not, or that stands twice.
[[nodiscard]] Rejection check_replies(const Questionnaire& questionnaire,
                                      const std::vector<SurveyReply>& replies,
                                      CheckedReplies& checked);

// Where the questionnaire names districts, age bands or groups, what is told is one of them.
[[nodiscard]] Rejection check_parts(const Questionnaire& questionnaire,
                                    const SubmitAnswer& command);

// What becomes of an answer with such findings, before anybody has looked at it.
[[nodiscard]] AnswerStatus status_after(const Questionnaire& questionnaire,
                                        const std::vector<AnswerFinding>& findings);

// What is left of the replies when nobody may know whose they are: all but the texts.
[[nodiscard]] std::string without_texts(const Questionnaire& questionnaire,
                                        const std::string& replies);

// The needs that the replies tell of, each once, in order of their codes.
[[nodiscard]] std::vector<Code> needs_told(const Questionnaire& questionnaire,
                                           const std::string& replies);

}  // namespace muster::core
