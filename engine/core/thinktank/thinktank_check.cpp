#include "engine/core/thinktank/thinktank_check.hpp"

#include "engine/core/service/rule_check.hpp"
#include "engine/core/thinktank/suggestion_state.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_categories = 64;

}  // namespace

Rejection check_thinktank(const Rules& rules) {
    const ThinktankRule& rule = thinktank_rule(rules);
    if (auto bad = check_list("/thinktank/categories", rule.categories, max_categories)) return bad;
    struct Range {
        const char* field;
        std::int64_t value;
        std::int64_t most;
    };
    for (const Range& one : {Range{"review_days", rule.review_days, 366},
                             {"reply_months", rule.reply_months, 24},
                             {"extension_months", rule.extension_months, 24},
                             {"feedback_days", rule.feedback_days, 366},
                             {"warn_permille", rule.warn_permille, 999},
                             {"max_in_report", rule.max_in_report, 500},
                             {"max_merged", rule.max_merged, 500},
                             {"max_open", rule.max_open, 1'000'000}}) {
        const std::string field = std::string("/thinktank/") + one.field;
        if (auto bad = check_number(field, one.value, 1, one.most)) return bad;
    }
    return {};
}

}  // namespace muster::core
