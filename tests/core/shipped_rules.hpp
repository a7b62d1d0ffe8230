// The rules that are shipped in config/, for tests that run from the root of the sources.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "engine/app/config/config.hpp"
#include "muster/rules.hpp"

namespace muster::test {

[[nodiscard]] inline Rules shipped_rules(const std::vector<std::filesystem::path>& files) {
    Rules rules;
    const auto wrong = app::load_rules(files, rules);
    if (wrong) ADD_FAILURE() << app::to_string(*wrong);
    return rules;
}

// With all that the offices of a simulated city need; without surveys.
[[nodiscard]] inline Rules shipped_rules() {
    return shipped_rules({"config/rules.toml", "config/services.toml", "config/plans.toml",
                          "config/calendar.toml", "config/timebank.toml", "config/departments.toml",
                          "config/projects.toml", "config/thinktank.toml"});
}

// The calendar of the State Council.
[[nodiscard]] inline const CalendarRule& shipped_calendar() {
    static const CalendarRule rule = shipped_rules({"config/rules.toml", "config/services.toml",
                                                    "config/plans.toml", "config/calendar.toml"})
                                         .calendar.value_or(CalendarRule{});
    return rule;
}

}  // namespace muster::test
