// Bookings: services agreed on for a time ahead, one by one or in series.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

// The sequence number of the record that booked it; those that came with a series: see
// booking_in_series().
using BookingId = Id<struct BookingTag>;
using SeriesId = Id<struct SeriesTag>;

// The number of the booking at a place of a series. Apart from the numbers of records, and still
// exact where numbers are floating-point. Precondition: place < most_per_record.
constexpr std::uint64_t first_booking_in_series = std::uint64_t{1} << 52;
constexpr BookingId booking_in_series(SeriesId series, std::uint64_t place) {
    return {first_booking_in_series + number_in_record(series.value, place)};
}

// asked: waits for the desk to confirm it. due: its time comes, and a request was made for it.
// served: that request was. no_show: the member was not there. The first three take a place of
// their time; the last four are ends, and leave the board some time later.
BOOST_DEFINE_ENUM_CLASS(BookingStatus, asked, confirmed, due, served, no_show, moved, cancelled)

// From `starts_at` until before `ends_at`. What was promised with it stays so, whatever becomes of
// the rules.
struct Booking {
    BookingId id;
    MemberId member;
    Code service;
    TimePoint starts_at;
    TimePoint ends_at;
    BookingStatus status = BookingStatus::asked;
    SeriesId series;  // 0 = it stands alone
    std::string by;   // who booked it
    Channel channel = Channel::console;
    std::int64_t price_min = 0;  // minutes of credit
    std::vector<Code> skills;    // wanted beyond the plan's: a woman...
    Personal<std::string> note;  // for whoever comes
    bool provisional = false;    // whether its day is a working day is not known for sure
    TimePoint booked_at;
    TimePoint change_until;  // until then it is moved or cancelled without a cause
    TimePoint warn_at;       // while it is asked: the desk is reminded then
    TimePoint warned_at;     // 0 = not yet
    TimePoint ask_at;        // a request is made for it then
    TimePoint no_show_at;    // from then on it can be said that the member was not there
    RequestId request;       // that was made for it, perhaps merged into another one
    BookingId moved_from;
    BookingId moved_to;
    TimePoint ended_at;
    Personal<std::string> reason;  // of its end
};
BOOST_DESCRIBE_STRUCT(Booking, (),
                      (id, member, service, starts_at, ends_at, status, series, by, channel,
                       price_min, skills, note, provisional, booked_at, change_until, warn_at,
                       warned_at, ask_at, no_show_at, request, moved_from, moved_to, ended_at,
                       reason))
template <>
inline constexpr EntityRow entity_row<Booking>{
    .path = "bookings", .one = "booking", .feed_order = 31};

// completed: all its bookings are over. ended: before that.
BOOST_DEFINE_ENUM_CLASS(SeriesStatus, open, completed, ended)

// weekly: on the same weekday. monthly: on the same day of the month, or its last.
BOOST_DEFINE_ENUM_CLASS(Recurrence, weekly, monthly)

// Why a time cannot be booked. no_time: the service is not offered then. too_late: it begins too
// soon, or has begun. taken: all places are. booked_already: by the same member.
BOOST_DEFINE_ENUM_CLASS(BookingClash, no_time, too_late, too_far, taken, booked_already)

// A time of a series that was not booked; they are counted from 1.
struct LeftOut {
    std::int64_t number = 1;
    TimePoint starts_at;
    BookingClash clash = BookingClash::no_time;
};
BOOST_DESCRIBE_STRUCT(LeftOut, (), (number, starts_at, clash))

struct BookingSeries {
    SeriesId id;
    MemberId member;
    Code service;
    SeriesStatus status = SeriesStatus::open;
    TimePoint starts_at;  // of the first
    Recurrence recurrence = Recurrence::weekly;
    std::int64_t every = 1;  // so many weeks or months
    std::int64_t count = 0;  // of times, those left out included
    std::vector<LeftOut> left_out;
    std::string by;
    Channel channel = Channel::console;
    Personal<std::string> note;
    TimePoint opened_at;
    TimePoint ended_at;
    Personal<std::string> reason;  // of its end
};
BOOST_DESCRIBE_STRUCT(BookingSeries, (),
                      (id, member, service, status, starts_at, recurrence, every, count, left_out,
                       by, channel, note, opened_at, ended_at, reason))
template <>
inline constexpr EntityRow entity_row<BookingSeries>{
    .path = "series", .one = "series", .feed_order = 32};

// At a time at which the service is offered and a place is free.
struct BookService {
    MemberId member;
    Code service;  // of BookingRule::services
    TimePoint starts_at;
    Channel channel = Channel::console;
    std::vector<Code> skills;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(BookService, (), (member, service, starts_at, channel, skills, note))
template <>
inline constexpr CommandRow command_row<BookService>{.roles = desk_roles | adapter_roles,
                                                     .traffic = Traffic::registry,
                                                     .creates = entity_row<Booking>.path};

struct ConfirmBooking {
    BookingId booking;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ConfirmBooking, (), (booking, note))
template <>
inline constexpr CommandRow command_row<ConfirmBooking>{.roles = desk_roles,
                                                        .traffic = Traffic::registry};

// To another time of the same service: a booking of its own, while this one is moved. Either both
// or nothing.
struct MoveBooking {
    BookingId booking;
    TimePoint starts_at;
    Personal<std::string> reason;
    Personal<std::string> late_cause;  // why it is moved after its change_until
};
BOOST_DESCRIBE_STRUCT(MoveBooking, (), (booking, starts_at, reason, late_cause))
template <>
inline constexpr CommandRow command_row<MoveBooking>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<Booking>.path};

// One that is due is cancelled with its request (CancelRequest).
struct CancelBooking {
    BookingId booking;
    Personal<std::string> reason;
    Personal<std::string> late_cause;  // why it is cancelled after its change_until
};
BOOST_DESCRIBE_STRUCT(CancelBooking, (), (booking, reason, late_cause))
template <>
inline constexpr CommandRow command_row<CancelBooking>{.roles = desk_roles,
                                                       .traffic = Traffic::registry};

// The member was not there. The request that was made for it is cancelled, if it is still open.
struct RecordNoShow {
    BookingId booking;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RecordNoShow, (), (booking, reason))
template <>
inline constexpr CommandRow command_row<RecordNoShow>{.roles = desk_roles};

// Books each of its times. Where one cannot be booked, nothing is, and each such time is named; or,
// with skip_clashes, all others are.
struct OpenSeries {
    MemberId member;
    Code service;
    TimePoint starts_at;  // of the first
    Recurrence recurrence = Recurrence::weekly;
    std::int64_t every = 1;     // weeks or months, 1..52
    std::int64_t count = 0;     // of times; 0 = as `until` says
    std::optional<Date> until;  // the last day, included
    bool skip_clashes = false;
    Channel channel = Channel::console;
    std::vector<Code> skills;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(OpenSeries, (),
                      (member, service, starts_at, recurrence, every, count, until, skip_clashes,
                       channel, skills, note))
template <>
inline constexpr CommandRow command_row<OpenSeries>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<BookingSeries>.path};

// Cancels its bookings, but for those that are due.
struct EndSeries {
    SeriesId series;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(EndSeries, (), (series, reason))
template <>
inline constexpr CommandRow command_row<EndSeries>{.roles = desk_roles,
                                                   .traffic = Traffic::registry};

struct BookingMade {
    Booking booking;
    [[nodiscard]] auto changes() const { return std::tuple(booking.id); }
};
BOOST_DESCRIBE_STRUCT(BookingMade, (), (booking))

// due: `request` is the one made for it; 0: none could be made, and `ask_at` is when that is tried
// again. moved: `moved_to` is the other one.
struct BookingStatusChanged {
    BookingId booking;
    MemberId member;
    Code service;
    BookingStatus status = BookingStatus::confirmed;
    RequestId request;
    TimePoint ask_at;
    BookingId moved_to;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(booking); }
};
BOOST_DESCRIBE_STRUCT(BookingStatusChanged, (),
                      (booking, member, service, status, request, ask_at, moved_to, reason))

// Its time comes near, and nobody has confirmed it.
struct BookingWarned {
    BookingId booking;
    MemberId member;
    Code service;
    [[nodiscard]] auto changes() const { return std::tuple(booking); }
};
BOOST_DESCRIBE_STRUCT(BookingWarned, (), (booking, member, service))

struct BookingForgotten {
    BookingId booking;
    [[nodiscard]] auto changes() const { return std::tuple(booking); }
};
BOOST_DESCRIBE_STRUCT(BookingForgotten, (), (booking))

// Its bookings follow in the same record.
struct SeriesOpened {
    BookingSeries series;
    [[nodiscard]] auto changes() const { return std::tuple(series.id); }
};
BOOST_DESCRIBE_STRUCT(SeriesOpened, (), (series))

struct SeriesStatusChanged {
    SeriesId series;
    MemberId member;
    SeriesStatus status = SeriesStatus::ended;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(series); }
};
BOOST_DESCRIBE_STRUCT(SeriesStatusChanged, (), (series, member, status, reason))

struct SeriesForgotten {
    SeriesId series;
    [[nodiscard]] auto changes() const { return std::tuple(series); }
};
BOOST_DESCRIBE_STRUCT(SeriesForgotten, (), (series))

using BookingCommands = TypeList<BookService, ConfirmBooking, MoveBooking, CancelBooking,
                                 RecordNoShow, OpenSeries, EndSeries>;
using BookingEvents = TypeList<BookingMade, BookingStatusChanged, BookingWarned, BookingForgotten,
                               SeriesOpened, SeriesStatusChanged, SeriesForgotten>;

}  // namespace muster
