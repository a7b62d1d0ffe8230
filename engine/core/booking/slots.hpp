// When a service can be had, and how many places of a time are taken. Pure: from the catalogue, the
// calendar and what was booked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster::core {

// One time of a service: from `starts_at` until before `ends_at`.
struct BookableTime {
    TimePoint starts_at;
    TimePoint ends_at;
    std::int64_t capacity = 0;
    bool provisional = false;  // whether its day is a working day is not known for sure

    bool operator==(const BookableTime&) const = default;
};

// nullptr when it cannot be booked.
[[nodiscard]] const BookableService* find_bookable(const Rules& rules, Code service);

// Those that begin on a day of the city, in order.
[[nodiscard]] std::vector<BookableTime> times_of(const BookableService& service,
                                                 const CalendarRule& calendar, Date day);

// The one that begins just then.
[[nodiscard]] std::optional<BookableTime> time_from(const BookableService& service,
                                                    const CalendarRule& calendar,
                                                    TimePoint starts_at);

// How many are booked, by service and time. A booking counts for each time that it has a moment in
// common with, so that it keeps its place when the catalogue has other times.
class PlacesTaken {
  public:
    void add(Code service, TimePoint starts_at, TimePoint ends_at);
    // Precondition: added.
    void remove(Code service, TimePoint starts_at, TimePoint ends_at);
    // Precondition: from < until.
    [[nodiscard]] std::int64_t between(Code service, TimePoint from, TimePoint until) const;

  private:
    std::map<std::tuple<Code, TimePoint, TimePoint>, std::int64_t> booked_;
};

}  // namespace muster::core
