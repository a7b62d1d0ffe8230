#include "engine/core/booking/slots.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"

namespace muster::core {
namespace {

// No booking is longer (booking_check.cpp).
constexpr Millis longest = hours(24);

bool is_open(const BookingHours& hours, const CalendarRule& calendar, Date day) {
    const auto& days = hours.days;
    if (std::find(days.begin(), days.end(), weekday(day)) == days.end()) return false;
    return hours.days_off || is_working_day(calendar, day);
}

}  // namespace

const BookableService* find_bookable(const Rules& rules, Code service) {
    if (!rules.booking) return nullptr;
    for (const BookableService& one : rules.booking->services) {
        if (one.service == service) return &one;
    }
    return nullptr;
}

std::vector<BookableTime> times_of(const BookableService& service, const CalendarRule& calendar,
                                   Date day) {
    std::vector<BookableTime> times;
    for (const BookingHours& hours : service.hours) {
        if (!is_open(hours, calendar, day)) continue;
        const std::int32_t whole = hours.to.minutes - hours.from.minutes;
        const auto length = hours.each_min > 0 ? static_cast<std::int32_t>(hours.each_min) : whole;
        for (std::int32_t from = hours.from.minutes; from + length <= hours.to.minutes;
             from += length) {
            times.push_back({time_at(calendar, day, {from}),
                             time_at(calendar, day, {from + length}), hours.capacity,
                             !hours.days_off && is_provisional(calendar, day)});
        }
    }
    std::sort(times.begin(), times.end(), [](const BookableTime& a, const BookableTime& b) {
        return a.starts_at < b.starts_at;
    });
    return times;
}

std::optional<BookableTime> time_from(const BookableService& service, const CalendarRule& calendar,
                                      TimePoint starts_at) {
    for (const BookableTime& time : times_of(service, calendar, local_day(calendar, starts_at))) {
        if (time.starts_at == starts_at) return time;
    }
    return std::nullopt;
}

void PlacesTaken::add(Code service, TimePoint starts_at, TimePoint ends_at) {
    ++booked_[{service, starts_at, ends_at}];
}

void PlacesTaken::remove(Code service, TimePoint starts_at, TimePoint ends_at) {
    const auto found = booked_.find({service, starts_at, ends_at});
    if (--found->second == 0) booked_.erase(found);
}

std::int64_t PlacesTaken::between(Code service, TimePoint from, TimePoint until) const {
    std::int64_t sum = 0;
    const auto begin = booked_.lower_bound({service, from - longest, TimePoint{}});
    const auto end = booked_.lower_bound({service, until, TimePoint{}});
    for (auto one = begin; one != end; ++one) {
        if (std::get<2>(one->first) > from) sum += one->second;
    }
    return sum;
}

}  // namespace muster::core
