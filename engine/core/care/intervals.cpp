#include "engine/core/care/intervals.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"

namespace muster::core {
namespace {

bool is_last_of_month(Date day) {
    return year_month_day(day + 1).day == 1;
}

Date last_of_month(Date day) {
    const YearMonthDay parts = year_month_day(day);
    return day + (days_in_month(parts.year, parts.month) - parts.day);
}

}  // namespace

const CareRule& care_rule(const Rules& rules) {
    return or_usual(rules.care);
}

const VisitRule* visit_rule(const Rules& rules, RiskTier tier) {
    if (!rules.care) return nullptr;
    const auto& all = rules.care->visits;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const VisitRule& one) { return one.tier == tier; });
    return found == all.end() ? nullptr : &*found;
}

Date nth_day(const VisitRule& rule, Date agreed, std::int32_t n) {
    if (rule.every_days > 0) return agreed + rule.every_days * n;
    return months_after(agreed, static_cast<std::int32_t>(rule.every_months) * n);
}

Date one_interval_after(const VisitRule& rule, Date day) {
    const Date after = nth_day(rule, day, 1);
    return rule.every_days == 0 && is_last_of_month(day) ? last_of_month(after) : after;
}

InSeries first_after(const VisitRule& rule, Date agreed) {
    return {agreed, 1, nth_day(rule, agreed, 1)};
}

InSeries next_after(const VisitRule& rule, Date agreed, std::int32_t step, Date day) {
    InSeries next{agreed, step + 1, nth_day(rule, agreed, step + 1)};
    while (next.due <= day) {
        ++next.step;
        next.due = nth_day(rule, agreed, next.step);
    }
    next.due = std::min(next.due, one_interval_after(rule, day));
    return next;
}

TimePoint end_of(const CalendarRule& calendar, Date day) {
    return time_at(calendar, day + 1);
}

Date day_of_due(const CalendarRule& calendar, TimePoint due_at) {
    return local_day(calendar, due_at - Millis{1});
}

}  // namespace muster::core
