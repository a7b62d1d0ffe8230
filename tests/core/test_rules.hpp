// Small rules in which every kind of plan occurs, for tests of the core.
#pragma once

#include "muster/rules.hpp"

namespace muster::test {

// Services: emergency (P0, first aider directly and a volunteer by offer, contact chain, hand-over
// to 120), fall (P1, care worker), lift (P1, two slots), chore (P2, volunteer by offer with
// fall-back), repair (P3, direct), advice (P4, no slots). Speed: 36 km/h without detour, 100 m take
// 10 s.
[[nodiscard]] Rules test_rules();

// Of those rules: living (required), helped (by who lives alone), needs, visits a month (0-31, of
// who needs something), wish (a text).
[[nodiscard]] Questionnaire test_questionnaire();

}  // namespace muster::test
