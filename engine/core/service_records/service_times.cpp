#include "engine/core/service_records/service_times.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"

namespace muster::core {

std::int64_t minutes_between(TimePoint from, TimePoint until) {
    return (until - from).value / minutes(1).value;
}

// Minutes are counted from the start, so that one that lies on two days counts on the later one.
std::vector<ServiceDay> days_between(const CalendarRule& calendar, TimePoint from,
                                     TimePoint until) {
    std::vector<ServiceDay> days;
    std::int64_t counted = 0;
    for (Date day = local_day(calendar, from); time_at(calendar, day) < until; day = day + 1) {
        const std::int64_t so_far =
            minutes_between(from, std::min(until, time_at(calendar, day + 1)));
        if (so_far > counted) days.push_back({day, so_far - counted});
        counted = so_far;
    }
    return days;
}

std::int64_t stars_for(std::int64_t minutes, const std::vector<std::int64_t>& hours) {
    return std::count_if(hours.begin(), hours.end(),
                         [&](std::int64_t least) { return least * 60 <= minutes; });
}

}  // namespace muster::core
