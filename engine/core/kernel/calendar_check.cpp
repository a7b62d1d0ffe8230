#include "engine/core/kernel/calendar_check.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace muster::core {
namespace {

constexpr std::size_t max_office_hours = 8;
constexpr std::size_t max_days = 1024;
constexpr std::int32_t max_holiday_days = 60;
constexpr std::int64_t max_utc_offset_min = 14 * 60;

Rejection wrong(std::string field, std::string detail) {
    return {RejectReason::invalid_field, std::move(field), std::move(detail)};
}

std::string pointer(std::string_view list, std::size_t index) {
    return std::string(list) + "/" + std::to_string(index);
}

Rejection check_size(std::string list, std::size_t size, std::size_t most) {
    if (size <= most) return {};
    return wrong(std::move(list),
                 "at most " + std::to_string(most) + " entries, has " + std::to_string(size));
}

Rejection check_office_hours(const std::vector<OfficeHours>& office_hours) {
    const std::string at = "/office_hours";
    if (auto bad = check_size(at, office_hours.size(), max_office_hours)) return bad;
    TimeOfDay free_from;
    for (std::size_t i = 0; i < office_hours.size(); ++i) {
        const auto& [from, to] = office_hours[i];
        if (from < free_from) {
            return wrong(pointer(at, i) + "/from", "must not be before " + to_string(free_from) +
                                                       ", the end of the hours before");
        }
        if (to <= from) {
            return wrong(pointer(at, i) + "/to", "must be later than from, " + to_string(from));
        }
        free_from = to;
    }
    return {};
}

Rejection check_holidays(const CalendarRule& rule) {
    const std::string at = "/holidays";
    if (auto bad = check_size(at, rule.holidays.size(), max_days)) return bad;
    for (std::size_t i = 0; i < rule.holidays.size(); ++i) {
        const auto& [from, to] = rule.holidays[i];
        if (i > 0 && from <= rule.holidays[i - 1].to) {
            return wrong(pointer(at, i) + "/from", "must be later than " +
                                                       to_string(rule.holidays[i - 1].to) +
                                                       ", the end of the holiday before");
        }
        const std::string to_field = pointer(at, i) + "/to";
        if (to < from) {
            return wrong(to_field, "must not be before from, " + to_string(from));
        }
        if (to - from >= max_holiday_days) {
            return wrong(to_field, "must be within " + std::to_string(max_holiday_days) +
                                       " days from " + to_string(from) + " on");
        }
        if (to > rule.known_until) {
            return wrong(to_field,
                         "must not be later than known_until, " + to_string(rule.known_until));
        }
    }
    return {};
}

// Precondition: the holidays are sound.
Rejection check_make_up_days(const CalendarRule& rule) {
    const std::string at = "/make_up_days";
    if (auto bad = check_size(at, rule.make_up_days.size(), max_days)) return bad;
    for (std::size_t i = 0; i < rule.make_up_days.size(); ++i) {
        const Date day = rule.make_up_days[i];
        const auto refuse = [&](const std::string& why) {
            return wrong(pointer(at, i), to_string(day) + " " + why);
        };
        if (i > 0 && day <= rule.make_up_days[i - 1]) {
            return refuse("must be later than the day before it in the list");
        }
        if (weekday(day) < Weekday::saturday) {
            return refuse("must be a Saturday or Sunday; people work on all other days as it is");
        }
        for (const auto& [from, to] : rule.holidays) {
            if (day < from || day > to) continue;
            return refuse("must not be a day of a holiday, that from " + to_string(from) + " to " +
                          to_string(to));
        }
        if (day > rule.known_until) {
            return refuse("must not be later than known_until, " + to_string(rule.known_until));
        }
    }
    return {};
}

}  // namespace

Rejection check_calendar(const CalendarRule& rule) {
    if (rule.utc_offset_min < -max_utc_offset_min || rule.utc_offset_min > max_utc_offset_min) {
        return wrong("/utc_offset_min", "must be from " + std::to_string(-max_utc_offset_min) +
                                            " to " + std::to_string(max_utc_offset_min) + ", is " +
                                            std::to_string(rule.utc_offset_min));
    }
    if (auto bad = check_office_hours(rule.office_hours)) return bad;
    if (auto bad = check_holidays(rule)) return bad;
    return check_make_up_days(rule);
}

}  // namespace muster::core
