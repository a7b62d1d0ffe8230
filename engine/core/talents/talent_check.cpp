#include "engine/core/talents/talent_check.hpp"

#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::size_t least_fields = 10;
constexpr std::size_t most_fields = 256;

}  // namespace

Rejection check_talents(const Rules& rules) {
    if (!rules.talents) return {};
    const TalentRule& rule = *rules.talents;
    const std::string at = "/talents";
    if (rule.fields.size() < least_fields || rule.fields.size() > most_fields) {
        return wrong(at + "/fields", "a register of talents has 10 to 256 fields, has " +
                                         std::to_string(rule.fields.size()));
    }
    const auto code = [](const TalentField& field) { return field.code; };
    if (auto bad = check_codes(at + "/fields", rule.fields, code)) return bad;
    if (auto bad = check_number(at + "/review_months", rule.review_months, 1, 120)) return bad;
    if (auto bad = check_number(at + "/review_warn_days", rule.review_warn_days, 0, 366)) {
        return bad;
    }
    if (auto bad = check_number(at + "/candidate_days", rule.candidate_days, 1, 366)) return bad;
    return check_span(at + "/keep_ms", rule.keep_ms, seconds(1));
}

}  // namespace muster::core
