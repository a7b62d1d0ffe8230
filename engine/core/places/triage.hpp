// What callers are asked, and what follows from what they answer.
#pragma once

#include <span>

#include "muster/envelope.hpp"
#include "muster/request.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// nullptr when the set has no such question, or the question no such choice.
[[nodiscard]] const TriageQuestion* find_question(const QuestionSet& set, Code question);
[[nodiscard]] const TriageChoice* find_choice(const TriageQuestion& question, Code choice);

// What is wrong with answers in themselves: a question twice, a choice or a question left empty.
[[nodiscard]] Rejection check_answers(std::span<const TriageAnswer> answers);
// ... and with answers to a set of questions: each is of the set, as its pointer says. nullptr:
// the service asks nothing.
[[nodiscard]] Rejection check_in_set(const QuestionSet* set, Code service,
                                     std::span<const TriageAnswer> answers);

// What follows from answers: `later` replace those of `before` to the same questions. `skills` are
// all that they ask for; `decided_by` asks for the highest class, of equals the first; of several
// agencies the first is to be handed over to.
[[nodiscard]] Triage weigh_answers(const QuestionSet* set, std::span<const TriageAnswer> before,
                                   std::span<const TriageAnswer> later);

}  // namespace muster::core
