#include "engine/core/care/care_check.hpp"

#include <algorithm>

#include "engine/core/service/rule_check.hpp"
#include "muster/enum_set.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t shortest_month = 28;

Rejection check_visits(const CareRule& rule, const std::string& field) {
    EnumSet<RiskTier> seen;
    for (std::size_t i = 0; i < rule.visits.size(); ++i) {
        const VisitRule& one = rule.visits[i];
        const std::string at = pointer(field, i);
        if (seen.has(one.tier)) return wrong(at + "/tier", "each tier has one interval at most");
        seen.add(one.tier);
        if (auto bad = check_number(at + "/every_days", one.every_days, 0, 366)) return bad;
        if (auto bad = check_number(at + "/every_months", one.every_months, 0, 12)) return bad;
        if ((one.every_days == 0) == (one.every_months == 0)) {
            return wrong(at, "needs either every_days or every_months");
        }
        const std::int64_t most = std::max(one.every_days, one.every_months * shortest_month) - 1;
        if (auto bad = check_number(at + "/early_days", one.early_days, 0, most)) return bad;
        if (auto bad = check_number(at + "/warn_days", one.warn_days, 0, most)) return bad;
        if (auto bad = check_number(at + "/late_days", one.late_days, 0, most)) return bad;
    }
    return {};
}

// Empty, or one of these.
template <class Items, class CodeOf>
Rejection check_named(std::string field, Code code, const Items& items, const CodeOf& code_of,
                      const char* what) {
    const bool known = std::any_of(items.begin(), items.end(),
                                   [&](const auto& item) { return code_of(item) == code; });
    if (code.empty() || known) return {};
    return wrong(std::move(field), "\"" + code.str() + "\" is not one of the " + what);
}

}  // namespace

Rejection check_care(const Rules& rules) {
    if (!rules.care) return {};
    const CareRule& rule = *rules.care;
    const std::string at = "/care";
    const auto self = [](const Code& code) { return code; };
    const auto code = [](const ServiceRule& service) { return service.code; };
    if (auto bad = check_named(at + "/consultant_skill", rule.consultant_skill, rules.skills, self,
                               "skills")) {
        return bad;
    }
    if (auto bad = check_named(at + "/visit_service", rule.visit_service, rules.services, code,
                               "services")) {
        return bad;
    }
    if (rule.dispatched && rule.visit_service.empty()) {
        return wrong(at + "/dispatched", "somebody is sent only by a visit_service");
    }
    if (auto bad = check_number(at + "/case_load", rule.case_load, 1, 1000)) return bad;
    if (auto bad = check_visits(rule, at + "/visits")) return bad;
    const auto one_day = hours(24).value;
    const auto one_second = seconds(1).value;
    if (auto bad = check_span(at + "/event_within_ms", rule.event_within_ms, seconds(1))) {
        return bad;
    }
    if (auto bad = check_number(at + "/warn_permille", rule.warn_permille, 1, 999)) return bad;
    if (auto bad =
            check_number(at + "/ask_within_ms", rule.ask_within_ms.value, one_second, one_day)) {
        return bad;
    }
    if (auto bad =
            check_number(at + "/ask_again_ms", rule.ask_again_ms.value, one_second, one_day)) {
        return bad;
    }
    if (auto bad = check_number(at + "/review_months", rule.review_months, 1, 120)) return bad;
    if (auto bad = check_number(at + "/review_warn_days", rule.review_warn_days, 0, 28)) return bad;
    if (auto bad = check_number(at + "/answer_days", rule.answer_days, 0, 366)) return bad;
    return check_span(at + "/keep_ms", rule.keep_ms, seconds(1));
}

}  // namespace muster::core
