// Short ways to say what is often said: a line in words -> the generic line. Each verb is a row of
// a table; a command that has none is written out.
#pragma once

#include <string>
#include <vector>

#include "tests/core/scenario_stage.hpp"
#include "tests/core/scenario_values.hpp"
#include "tests/core/scenario_words.hpp"

namespace muster::test {

// The words behind "at TIME", such as "R is_cancelled she is well", as the words of the generic
// line: {"CancelRequest", "request=R", ...}. Throws Failure when there is no such verb.
[[nodiscard]] std::vector<std::string> said_in_full(Words words, const Stage& stage,
                                                    const Names& names);

// The same for the lines that set a scene: "member M at 0 0", "staff A care at 100 0", "card C of
// M". Nothing when the first word sets no scene.
[[nodiscard]] std::vector<std::vector<std::string>> scene_in_full(Words words, const Stage& stage,
                                                                  const Names& names);

}  // namespace muster::test
