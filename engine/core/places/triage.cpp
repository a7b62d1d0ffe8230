#include "engine/core/places/triage.hpp"

#include <algorithm>

#include "engine/core/service/rule_check.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_answers = 32;

// To the question; the last one in the list.
const TriageAnswer* answer_to(std::span<const TriageAnswer> answers, Code question) {
    for (auto one = answers.rbegin(); one != answers.rend(); ++one) {
        if (one->question == question) return &*one;
    }
    return nullptr;
}

void weigh(Triage& out, const TriageQuestion& question, const TriageChoice& choice) {
    if (choice.urgency && (!out.decided_by || *choice.urgency < out.decided_by->urgency)) {
        out.decided_by = TriageClass{question.code, choice.code, *choice.urgency};
    }
    for (const Code& skill : choice.skills) {
        if (std::find(out.skills.begin(), out.skills.end(), skill) == out.skills.end()) {
            out.skills.push_back(skill);
        }
    }
    if (choice.handover != Agency::none && !out.handover) out.handover = choice.handover;
}

}  // namespace

const TriageQuestion* find_question(const QuestionSet& set, Code question) {
    for (const TriageQuestion& one : set.questions) {
        if (one.code == question) return &one;
    }
    return nullptr;
}

const TriageChoice* find_choice(const TriageQuestion& question, Code choice) {
    for (const TriageChoice& one : question.choices) {
        if (one.code == choice) return &one;
    }
    return nullptr;
}

Rejection check_answers(std::span<const TriageAnswer> answers) {
    const auto refuse = [](std::string field, std::string detail) {
        return reject(RejectReason::invalid_field, std::move(field), std::move(detail));
    };
    if (answers.size() > max_answers) return refuse("/answers", "at most 32 answers");
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::string at = pointer("/answers", i);
        const TriageAnswer& answer = answers[i];
        if (answer.question.empty()) return refuse(at + "/question", "must name a question");
        if (answer.choice.value.empty()) {
            return refuse(at + "/choice", "must name one of the choices of the question");
        }
        if (auto bad = check_unmasked(at + "/text", answer.text.value)) return bad;
        if (answer_to(answers.subspan(i + 1), answer.question) != nullptr) {
            return refuse(at + "/question",
                          "\"" + answer.question.str() + "\" is answered twice; send one answer");
        }
    }
    return {};
}

Rejection check_in_set(const QuestionSet* set, Code service,
                       std::span<const TriageAnswer> answers) {
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::string at = pointer("/answers", i);
        const TriageAnswer& answer = answers[i];
        const TriageQuestion* const question =
            set == nullptr ? nullptr : find_question(*set, answer.question);
        if (question == nullptr) {
            return reject(RejectReason::invalid_field, at + "/question",
                          "\"" + answer.question.str() + "\" is not a question that service \"" +
                              service.str() + "\" asks (rules, question_sets)");
        }
        if (find_choice(*question, answer.choice.value) != nullptr) continue;
        std::vector<std::string_view> names;
        for (const TriageChoice& choice : question->choices)
            names.push_back(choice.code.view());
        return reject(RejectReason::invalid_field, at + "/choice",
                      "\"" + answer.choice.value.str() + "\" is not a choice of \"" +
                          answer.question.str() + "\"; it has " + alternatives(names));
    }
    return {};
}

Triage weigh_answers(const QuestionSet* set, std::span<const TriageAnswer> before,
                     std::span<const TriageAnswer> later) {
    Triage out;
    if (set == nullptr) {
        out.answers.assign(before.begin(), before.end());
        return out;
    }
    for (const TriageQuestion& question : set->questions) {
        const TriageAnswer* answer = answer_to(later, question.code);
        if (answer == nullptr) answer = answer_to(before, question.code);
        if (answer == nullptr) continue;
        // Of other rules, the choice may be gone; what was said stays.
        const TriageChoice* const choice = find_choice(question, answer->choice.value);
        out.answers.push_back(*answer);
        if (choice != nullptr) weigh(out, question, *choice);
    }
    return out;
}

}  // namespace muster::core
