// Whether the questionnaires in the rules are sound.
#pragma once

#include "muster/envelope.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// As check_rules().
[[nodiscard]] Rejection check_questionnaires(const Rules& rules);

// One of them; `at` is its JSON pointer.
[[nodiscard]] Rejection check_questionnaire(const Questionnaire& questionnaire,
                                            const std::string& at);

}  // namespace muster::core
