#include "engine/core/booking/eligibility.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/names.hpp"
#include "engine/core/registry/risk.hpp"

namespace muster::core {
namespace {

template <class Enum>
std::string any_of_these(const std::vector<Enum>& values) {
    std::vector<std::string_view> names;
    for (const Enum value : values)
        names.push_back(name_of(value));
    return alternatives(names);
}

bool has_any(const std::vector<MemberFlag>& wanted, EnumSet<MemberFlag> has) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](MemberFlag flag) { return has.has(flag); });
}

template <class T>
bool contains(const std::vector<T>& list, const T& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

}  // namespace

std::string missing_for(const EligibilityRule& rule, const Member& member, const Rules& rules,
                        TimePoint now, TimePoint on) {
    std::string missing;
    const auto add = [&](const std::string& text) {
        missing.append(missing.empty() ? "" : "; ").append(text);
    };
    if (!rule.tiers.empty() && !contains(rule.tiers, member.risk.value.tier)) {
        add("the risk tier " + any_of_these(rule.tiers));
    }
    if (!rule.flags.empty() && !has_any(rule.flags, flags_at(member, rules, now))) {
        add("the flag " + any_of_these(rule.flags));
    }
    if (!rule.districts.empty() && !contains(rule.districts, member.profile.district)) {
        std::vector<std::string_view> names;
        for (const Code& district : rule.districts)
            names.push_back(district.view());
        add("a home in the district " + alternatives(names));
    }
    if (rule.min_years > 0) {
        const auto day = turns(member.profile, rule.min_years, calendar_rule(rules));
        if (!day || *day > on) {
            add("an age of " + std::to_string(rule.min_years) + " years" +
                (day ? "" : ", and no date of birth is known"));
        }
    }
    return missing;
}

}  // namespace muster::core
