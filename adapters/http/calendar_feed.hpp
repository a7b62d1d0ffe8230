// Visits and bookings as iCalendar (RFC 5545), for calendar programs that subscribe to them: each
// event by itself, none by a rule. UIDs are those of our entities, SEQUENCE counts how often one
// was moved and that it is over, DTSTAMP is when it last changed as far as it is told: the same
// entities give the same bytes. Pure; any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "muster/booking.hpp"
#include "muster/care.hpp"

namespace muster::http::calendar {

// The part of a visit that is told: not what was found.
struct VisitEntry {
    VisitId id;
    MemberId member;
    VisitStatus status = VisitStatus::planned;
    TimePoint since;
    CarePromise due;
    TimePoint window_from;
    TimePoint window_until;
    std::int32_t moved = 0;
    TimePoint started_at;
    TimePoint ended_at;
};
BOOST_DESCRIBE_STRUCT(VisitEntry, (),
                      (id, member, status, since, due, window_from, window_until, moved, started_at,
                       ended_at))

struct BookingEntry {
    BookingId id;
    MemberId member;
    Code service;
    TimePoint starts_at;
    TimePoint ends_at;
    BookingStatus status = BookingStatus::asked;
    TimePoint booked_at;
    TimePoint ended_at;
};
BOOST_DESCRIBE_STRUCT(BookingEntry, (),
                      (id, member, service, starts_at, ends_at, status, booked_at, ended_at))

struct Event {
    std::string uid;
    std::int64_t sequence = 0;
    TimePoint stamp;
    TimePoint from;
    TimePoint until;  // the same as `from`: a day as a whole
    std::string_view status;
    std::string summary;
};

// `name` as whoever reads it may see it; `host` makes the UIDs differ from those of other cities.
[[nodiscard]] Event event_of(const VisitEntry& visit, std::string_view name, std::string_view host);
[[nodiscard]] Event event_of(const BookingEntry& booking, std::string_view service,
                             std::string_view name, std::string_view host);

// Times are local where the zone is Asia/Shanghai, which has kept one offset since 1992; else UTC.
[[nodiscard]] std::string calendar_text(const std::vector<Event>& events,
                                        std::string_view time_zone);

// A line with its CRLF, broken after 75 bytes at most and never inside of a character.
void append_line(std::string& out, std::string_view line);
// With backslashes before what else has a meaning.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace muster::http::calendar
