// What can be booked ahead: the catalogue as data (engine/core/booking/DESIGN.md).
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "muster/date.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/member.hpp"
#include "muster/units.hpp"

namespace muster {

// When a service can be had, week for week, by the city's clocks: from `from` until before `to`.
struct BookingHours {
    std::vector<Weekday> days;  // in order, each once, at least one
    TimeOfDay from;
    TimeOfDay to;
    // The stretch is cut into times of so many minutes that fill it; 0 = it is one time. 0..1440
    std::int64_t each_min = 0;
    std::int64_t capacity = 1;  // bookings at one time, 1..10000
    // Also on the calendar's days off; else on its working days alone.
    bool days_off = false;
};
BOOST_DESCRIBE_STRUCT(BookingHours, (), (days, from, to, each_min, capacity, days_off))

// Whom a service is for. What is empty asks for nothing.
struct EligibilityRule {
    std::vector<RiskTier> tiers;    // one of these
    std::vector<MemberFlag> flags;  // at least one of these, told or by age
    std::vector<Code> districts;    // one of these
    std::int64_t min_years = 0;     // at least so old on the day. 0..150
};
BOOST_DESCRIBE_STRUCT(EligibilityRule, (), (tiers, flags, districts, min_years))

struct BookableService {
    Code service;         // of Rules::services: what is asked for when the time has come
    std::string name_en;  // as the catalogue calls it; empty = as the service is called
    std::string name_zh;
    std::vector<BookingHours> hours;  // 1 to 64, no two at the same time
    EligibilityRule eligible;
    std::int64_t price_min = 0;  // minutes of credit for one time; 0 = free. 0..100000
    bool desk_confirms = false;  // else a booking is confirmed as it is made
    // It can be booked at most so many days ahead, and a series reaches at most so far. 1..366;
    // series_days 0 = no series
    std::int64_t ahead_days = 30;
    std::int64_t series_days = 184;
    // Before its start: the latest time at which it can be booked; until when it is moved or
    // cancelled without a cause; when the desk is reminded that it is unconfirmed; when the engine
    // asks for a request, so that somebody is sent. 0..366 days each
    Millis book_before_ms;
    Millis change_before_ms = muster::hours(24);
    Millis warn_before_ms = muster::hours(24);
    Millis ask_before_ms = muster::hours(1);
    // So long after its start it can be said that the member was not there. 0..1 day
    Millis no_show_ms = minutes(15);
};
BOOST_DESCRIBE_STRUCT(BookableService, (),
                      (service, name_en, name_zh, hours, eligible, price_min, desk_confirms,
                       ahead_days, series_days, book_before_ms, change_before_ms, warn_before_ms,
                       ask_before_ms, no_show_ms))

struct BookingRule {
    std::vector<BookableService> services;  // at most 256, each service once
    std::int64_t max_in_series = 60;        // times, 1..366
    // A request that could not be made is tried again after this time. 1 s..1 day
    Millis retry_ms = minutes(5);
    Millis keep_ms = muster::hours(24 * 35);  // what is over stays on the board. 1 s..366 days
};
BOOST_DESCRIBE_STRUCT(BookingRule, (), (services, max_in_series, retry_ms, keep_ms))

}  // namespace muster
