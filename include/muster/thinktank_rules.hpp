// What the think tank sorts suggestions by, and how long each step of their way may take
// (engine/core/thinktank/DESIGN.md).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/ids.hpp"

namespace muster {

// What suggestions are about.
struct SuggestionCategory {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(SuggestionCategory, (), (code, name_en, name_zh))

struct ThinktankRule {
    std::vector<SuggestionCategory> categories;  // at most 64; none = whatever is told
    std::int64_t review_days = 10;               // working days from the registration, 1..366
    std::int64_t reply_months = 3;               // from the day of the assignment, 1..24
    std::int64_t extension_months = 1;  // once in a round, counted from the same day, 1..24
    std::int64_t feedback_days = 10;    // working days from the reply, 1..366
    std::int64_t warn_permille = 800;   // of each of these times, 1..999
    std::int64_t max_in_report = 200;   // suggestions handed up together, 1..500
    std::int64_t max_merged = 100;      // that are handled as one, 1..500
    std::int64_t max_open = 100'000;    // suggestions that have not ended, 1..1000000
};
BOOST_DESCRIBE_STRUCT(ThinktankRule, (),
                      (categories, review_days, reply_months, extension_months, feedback_days,
                       warn_permille, max_in_report, max_merged, max_open))

}  // namespace muster
