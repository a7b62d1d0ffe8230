// How long a service was, in whole minutes and on which days. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "muster/rules.hpp"
#include "muster/service_records.hpp"

namespace muster::core {

// From `from` until before `until`; what is left of a minute does not count. Precondition: from <=
// until.
[[nodiscard]] std::int64_t minutes_between(TimePoint from, TimePoint until);

// The same by the days of the city, in order, without days of which there is no minute: together
// they are minutes_between(). Precondition: as there, and both are times of the calendar.
[[nodiscard]] std::vector<ServiceDay> days_between(const CalendarRule& calendar, TimePoint from,
                                                   TimePoint until);

// From `from` until before `until`.
struct Stretch {
    TimePoint from;
    TimePoint until;
};
[[nodiscard]] constexpr bool meet_in_time(Stretch a, Stretch b) {
    return a.from < b.until && b.from < a.until && a.from < a.until && b.from < b.until;
}

// From its start until it ended; what is still open goes on.
[[nodiscard]] constexpr Stretch stretch_of(const ServiceRecord& record) {
    return {record.starts_at, record.status == ServiceRecordStatus::open ? never : record.ends_at};
}

// So many stars for so many minutes, by hours that rise.
[[nodiscard]] std::int64_t stars_for(std::int64_t minutes, const std::vector<std::int64_t>& hours);

}  // namespace muster::core
