#include "engine/core/registry/risk.hpp"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/lunar.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

struct Found {
    RiskTier tier = RiskTier::general;
    EnumSet<RiskReason> reasons;
    EnumSet<MemberFlag> flags;

    bool operator==(const Found&) const = default;
};

template <class Enum>
EnumSet<Enum> set_of(const std::vector<Enum>& values) {
    EnumSet<Enum> set;
    for (const Enum value : values)
        set.add(value);
    return set;
}

template <class Enum>
std::vector<Enum> list_of(EnumSet<Enum> set) {
    std::vector<Enum> values;
    for (const Enum value : enum_values<Enum>) {
        if (set.has(value)) values.push_back(value);
    }
    return values;
}

Found told(const Risk& risk) {
    return {risk.tier, set_of(risk.reasons), set_of(risk.flags)};
}

Millis recent_for(const RiskRule& rule) {
    return hours(24 * rule.recent_days);
}

// What follows from the age, and from living alone, being poor and being disabled.
void look_at_circumstances(const Member& member, const Rules& rules, TimePoint now, Found& found) {
    using enum MemberFlag;
    const RiskRule& rule = risk_rule(rules);
    const CalendarRule& calendar = calendar_rule(rules);
    const auto is_of = [&](std::int64_t years) {
        const auto day = turns(member.profile, years, calendar);
        return day && *day <= now;
    };
    found.flags = set_of(member.profile.flags.value);
    if (found.flags.has(key_person)) found.reasons.add(RiskReason::told);
    if (is_of(rule.very_old_years)) found.flags.add(very_old);
    const bool alone = found.flags.has(lives_alone) || found.flags.has(empty_nest);
    const bool poor = found.flags.has(low_income) && found.flags.has(disabled);
    if (alone && found.flags.has(very_old)) found.reasons.add(RiskReason::old_and_alone);
    if (alone && poor && !found.flags.has(very_old) && is_of(rule.key_years)) {
        found.reasons.add(RiskReason::poor_and_alone);
    }
    if (found.reasons.empty()) return;
    found.flags.add(key_person);
    found.tier = RiskTier::key;
}

Found find(const Member& member, const Rules& rules, TimePoint now) {
    Found found;
    if (!is_looked_after(member.status) || member.merged_into) return found;
    look_at_circumstances(member, rules, now, found);
    const RiskRule& rule = risk_rule(rules);
    EnumSet<RiskReason> high;
    if (member.profile.ability.value >= rule.high_from) high.add(RiskReason::ability);
    for (const MemberEvent& event : member.events.value) {
        const MemberEventRule* const kind = event_rule(rule, event.kind);
        if (kind != nullptr && kind->major && is_recent(event, rule, now)) {
            high.add(RiskReason::recent_event);
        }
    }
    if (high.empty()) return found;
    found.tier = RiskTier::high;
    found.reasons = high | found.reasons;
    return found;
}

}  // namespace

const RiskRule& risk_rule(const Rules& rules) {
    return or_usual(rules.risk);
}

const MemberEventRule* event_rule(const RiskRule& rule, Code kind) {
    const auto found = std::find_if(rule.events.begin(), rule.events.end(),
                                    [&](const MemberEventRule& one) { return one.kind == kind; });
    return found == rule.events.end() ? nullptr : &*found;
}

std::optional<TimePoint> turns(const MemberProfile& profile, std::int64_t years,
                               const CalendarRule& calendar) {
    std::optional<Date> born;
    if (profile.birth_date) born = born_on(profile.birth_date->value);
    if (!born && profile.birth_year != 0) born = Date::of(profile.birth_year, 1, 1);
    if (!born) return std::nullopt;
    return time_at(calendar, months_after(*born, static_cast<std::int32_t>(12 * years)));
}

EnumSet<MemberFlag> flags_at(const Member& member, const Rules& rules, TimePoint now) {
    return find(member, rules, now).flags;
}

Risk risk_at(const Member& member, const Rules& rules, TimePoint now) {
    const Found found = find(member, rules, now);
    return {found.tier, list_of(found.reasons), list_of(found.flags), now};
}

bool same_risk(const Risk& a, const Risk& b) {
    return told(a) == told(b);
}

TimePoint risk_due(const Member& member, const Rules& rules) {
    const Risk& known = member.risk.value;
    const Found now = told(known);
    if (find(member, rules, known.since) != now) return known.since;
    if (!is_looked_after(member.status) || member.merged_into) return never;

    // The only times at which anything changes by itself.
    const RiskRule& rule = risk_rule(rules);
    const CalendarRule& calendar = calendar_rule(rules);
    TimePoint due = never;
    const auto may_change = [&](std::optional<TimePoint> at) {
        if (!at || *at <= known.since || *at >= due) return;
        if (find(member, rules, *at) != now) due = *at;
    };
    may_change(turns(member.profile, rule.key_years, calendar));
    may_change(turns(member.profile, rule.very_old_years, calendar));
    for (const MemberEvent& event : member.events.value)
        may_change(event.at + recent_for(rule));
    return due;
}

bool is_recent(const MemberEvent& event, const RiskRule& rule, TimePoint now) {
    return event.at <= now && now < event.at + recent_for(rule);
}

}  // namespace muster::core
