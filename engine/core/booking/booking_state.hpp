// What follows from bookings and series: from one, and from all of them together.
#pragma once

#include <vector>

#include "engine/core/booking/slots.hpp"
#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/booking.hpp"

namespace muster::core {

// give_up: its time passed without confirmation or help, or its member is not looked after any
// more, or its request ended without help. resume: its request is open again.
BOOST_DEFINE_ENUM_CLASS(BookingAction, confirm, move, cancel, fall_due, ask_again, serve, miss,
                        give_up, resume)

// A request that is opened again opens its booking: that leads out of the ends that it had led to.
constexpr LifeCycle<BookingStatus, BookingAction> booking_cycle(
    {BookingStatus::asked, BookingStatus::confirmed},
    {BookingStatus::served, BookingStatus::no_show, BookingStatus::moved, BookingStatus::cancelled},
    {{{BookingStatus::asked}, BookingAction::confirm, BookingStatus::confirmed},
     {{BookingStatus::asked, BookingStatus::confirmed}, BookingAction::move, BookingStatus::moved},
     {{BookingStatus::asked, BookingStatus::confirmed},
      BookingAction::cancel,
      BookingStatus::cancelled},
     {{BookingStatus::confirmed}, BookingAction::fall_due, BookingStatus::due},
     {{BookingStatus::due}, BookingAction::ask_again, BookingStatus::due},
     {{BookingStatus::due}, BookingAction::serve, BookingStatus::served},
     {{BookingStatus::due}, BookingAction::miss, BookingStatus::no_show},
     {{BookingStatus::asked, BookingStatus::confirmed, BookingStatus::due},
      BookingAction::give_up,
      BookingStatus::cancelled},
     {.from = {BookingStatus::served, BookingStatus::no_show, BookingStatus::cancelled},
      .action = BookingAction::resume,
      .to = BookingStatus::due,
      .leaves_end = true}});

BOOST_DEFINE_ENUM_CLASS(SeriesAction, complete, end)

constexpr LifeCycle<SeriesStatus, SeriesAction> series_cycle(
    {SeriesStatus::open}, {SeriesStatus::completed, SeriesStatus::ended},
    {{{SeriesStatus::open}, SeriesAction::complete, SeriesStatus::completed},
     {{SeriesStatus::open}, SeriesAction::end, SeriesStatus::ended}});

// Of these rules, or the usual one, which has nothing to book.
[[nodiscard]] const BookingRule& booking_rule(const Rules& rules);

// It takes a place of its time: it is not over, one way or another.
[[nodiscard]] constexpr bool is_pending(BookingStatus status) {
    return booking_cycle.legal(status, BookingAction::give_up);
}

template <>
struct Derived<Booking> {
  public:
    void add(Index index, const Booking& booking);
    void remove(Index index, const Booking& booking);
    // Asked: the desk is reminded of it, or it ends unconfirmed. Confirmed: a request is made for
    // it; due without one: likewise. Over: forgotten.
    [[nodiscard]] static TimePoint due(const Booking& booking, const Rules& rules);

    // In order of id.
    [[nodiscard]] const std::vector<BookingId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    [[nodiscard]] const std::vector<BookingId>& of_series(SeriesId series) const {
        return by_series_.of(series);
    }
    [[nodiscard]] const std::vector<BookingId>& of_request(RequestId request) const {
        return by_request_.of(request);
    }
    [[nodiscard]] const PlacesTaken& taken() const { return taken_; }

  private:
    IdLists<MemberId, BookingId> by_member_;
    IdLists<SeriesId, BookingId> by_series_;
    IdLists<RequestId, BookingId> by_request_;
    PlacesTaken taken_;
};

template <>
struct Derived<BookingSeries> {
  public:
    void add(Index index, const BookingSeries& series);
    void remove(Index index, const BookingSeries& series);
    // When it is forgotten.
    [[nodiscard]] static TimePoint due(const BookingSeries& series, const Rules& rules);

    // In order of id.
    [[nodiscard]] const std::vector<SeriesId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }

  private:
    IdLists<MemberId, SeriesId> by_member_;
};

}  // namespace muster::core
