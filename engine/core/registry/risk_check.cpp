#include "engine/core/registry/risk_check.hpp"

#include "engine/core/service/rule_check.hpp"
#include "muster/enum_set.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_listed = 64;

Rejection check_rule(const RiskRule& rule) {
    const std::string at = "/risk";
    if (rule.high_from == AbilityLevel::unassessed) {
        return wrong(at + "/high_from", "must be a level that an assessment gives");
    }
    if (auto bad = check_number(at + "/recent_days", rule.recent_days, 1, 366)) return bad;
    if (auto bad = check_number(at + "/very_old_years", rule.very_old_years, 1, 150)) return bad;
    if (auto bad = check_number(at + "/key_years", rule.key_years, 1, rule.very_old_years)) {
        return bad;
    }
    if (rule.events.size() > max_listed) return wrong(at + "/events", "at most 64 kinds");
    const auto kind = [](const MemberEventRule& one) -> const Code& { return one.kind; };
    if (auto bad = check_codes(at + "/events", rule.events, kind)) return bad;
    EnumSet<RiskTier> seen;
    for (std::size_t i = 0; i < rule.credits.size(); ++i) {
        const std::string credit = pointer(at + "/credits", i);
        if (seen.has(rule.credits[i].tier)) {
            return wrong(credit + "/tier", "each tier has one credit at most");
        }
        seen.add(rule.credits[i].tier);
        if (auto bad = check_span(credit + "/credit_ms", rule.credits[i].credit_ms, {0})) {
            return bad;
        }
    }
    return {};
}

}  // namespace

Rejection check_risk(const Rules& rules) {
    if (rules.risk) {
        if (auto bad = check_rule(*rules.risk)) return bad;
    }
    const auto code = [](const ConsentPurpose& one) -> const Code& { return one.code; };
    if (rules.consent_purposes.size() > max_listed) {
        return wrong("/consent_purposes", "at most 64 purposes");
    }
    return check_codes("/consent_purposes", rules.consent_purposes, code);
}

}  // namespace muster::core
