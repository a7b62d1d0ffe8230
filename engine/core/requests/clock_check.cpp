#include "engine/core/requests/clock_check.hpp"

#include <algorithm>

#include "engine/core/requests/clocks.hpp"
#include "engine/core/service/rule_check.hpp"
#include "muster/enum_set.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t most_days = 366;
constexpr std::size_t max_owner = 256;

Rejection check_clocks(const OnestopRule& rule) {
    EnumSet<ClockKind> seen;
    for (std::size_t i = 0; i < rule.clocks.size(); ++i) {
        const ClockRule& clock = rule.clocks[i];
        const std::string at = pointer("/onestop/clocks", i);
        if (clock.kind == ClockKind::none) {
            return wrong(at + "/kind", "must be advice, help or complaint");
        }
        if (seen.has(clock.kind)) return wrong(at + "/kind", "this kind has a clock already");
        seen.add(clock.kind);
        if (auto bad = check_number(at + "/days", clock.days, 1, most_days)) return bad;
        if (auto bad = check_number(at + "/warn_permille", clock.warn_permille, 0, 1000)) {
            return bad;
        }
        if (auto bad = check_number(at + "/extension_days", clock.extension_days, 0, most_days)) {
            return bad;
        }
        if (auto bad = check_number(at + "/urge_after_days", clock.urge_after_days, 0, most_days)) {
            return bad;
        }
    }
    return {};
}

Rejection check_services(const Rules& rules, const OnestopRule& rule) {
    const auto code = [](const ServiceClock& one) -> const Code& { return one.service; };
    if (auto bad = check_codes("/onestop/services", rule.services, code)) return bad;
    for (std::size_t i = 0; i < rule.services.size(); ++i) {
        const ServiceClock& one = rule.services[i];
        const std::string at = pointer("/onestop/services", i);
        const bool known =
            std::any_of(rules.services.begin(), rules.services.end(),
                        [&one](const ServiceRule& service) { return service.code == one.service; });
        if (!known) {
            return wrong(at + "/service",
                         "\"" + one.service.str() + "\" is not one of the services");
        }
        if (one.kind != ClockKind::none && find_clock(rule, one.kind) == nullptr) {
            return wrong(at + "/kind", "there is no clock of this kind");
        }
    }
    return {};
}

}  // namespace

Rejection check_onestop(const Rules& rules) {
    if (!rules.onestop) return {};
    const OnestopRule& rule = *rules.onestop;
    if (auto bad = check_clocks(rule)) return bad;
    if (auto bad = check_services(rules, rule)) return bad;
    if (auto bad = check_number("/onestop/callback_days", rule.callback_days, 0, most_days)) {
        return bad;
    }
    if (auto bad = check_span("/onestop/urge_every_ms", rule.urge_every_ms, {0})) return bad;
    if (rule.returns_to.size() > max_owner) {
        return wrong("/onestop/returns_to", "at most 256 bytes");
    }
    return {};
}

}  // namespace muster::core
