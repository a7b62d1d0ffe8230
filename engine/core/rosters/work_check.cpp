#include "engine/core/rosters/work_check.hpp"

#include "engine/core/service/rule_check.hpp"

namespace muster::core {

Rejection check_work(const Rules& rules) {
    if (!rules.work) return {};
    const WorkRule& rule = *rules.work;
    const std::string at = "/work";
    if (auto bad = check_span(at + "/shift_ms", rule.shift_ms, minutes(1))) return bad;
    if (auto bad = check_span(at + "/rest_ms", rule.rest_ms, {0})) return bad;
    if (auto bad = check_span(at + "/week_ms", rule.week_ms, minutes(1))) return bad;
    const std::int64_t one_day = hours(24).value;
    if (auto bad = check_number(at + "/early_ms", rule.early_ms.value, 0, one_day)) return bad;
    if (auto bad = check_number(at + "/late_ms", rule.late_ms.value, 0, one_day)) return bad;
    return check_span(at + "/keep_ms", rule.keep_ms, seconds(1));
}

}  // namespace muster::core
