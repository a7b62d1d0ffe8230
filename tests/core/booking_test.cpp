// What bookings promise: a place that nobody else gets, and a way back until a time.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/core/booking_stage.hpp"

namespace muster::test {
namespace {

using Stage = BookingStage;

// Capacity 2, three asks: the third is refused.
TEST(Bookings, TheThirdOfTwoPlacesIsRefused) {
    Stage stage;
    const BookingId first = stage.book(stage.members[0], tomorrow_at_nine);
    stage.book(stage.members[1], tomorrow_at_nine);
    const Rejection third = stage.try_to_book(stage.members[2], tomorrow_at_nine);
    EXPECT_EQ(third.reason, RejectReason::no_free_place);
    EXPECT_EQ(third.detail, "2025-12-02 09:00: all 2 places are taken");
    // The next hour is another time.
    stage.book(stage.members[2], tomorrow_at_nine + hours(1));
    // A place that is given back is free.
    stage.must_send(CancelBooking{first, "well again", "asked for by telephone"});
    stage.book(stage.members[2], tomorrow_at_nine);
}

TEST(Bookings, AskedOnesTakeAPlaceToo) {
    Stage stage;
    const BookingId first = stage.book(stage.members[0], tomorrow_at_nine, "repair");
    EXPECT_EQ(stage.status(first), BookingStatus::asked);
    EXPECT_EQ(stage.try_to_book(stage.members[1], tomorrow_at_nine, "repair").reason,
              RejectReason::no_free_place);
    stage.must_send(ConfirmBooking{first, ""});
    EXPECT_EQ(stage.try_to_book(stage.members[1], tomorrow_at_nine, "repair").reason,
              RejectReason::no_free_place);
}

TEST(Bookings, SayWhyATimeCannotBeBooked) {
    Stage stage;
    const auto detail = [&](TimePoint at, Code service = "chore") {
        const Rejection rejection = stage.try_to_book(stage.members[0], at, service);
        EXPECT_EQ(rejection.reason, RejectReason::no_free_place);
        EXPECT_EQ(rejection.field, "/starts_at");
        return rejection.detail;
    };
    EXPECT_EQ(detail(tomorrow_at_nine + minutes(30)),
              "2025-12-02 09:30: \"chore\" does not begin then; that day it begins at 09:00, "
              "10:00, 11:00, 12:00, 13:00, 14:00, 15:00, 16:00");
    EXPECT_EQ(detail(start + hours(8 + 1)),
              "2025-12-01 17:00: \"chore\" does not begin then; that "
              "day it begins at 09:00, 10:00, 11:00, 12:00, 13:00, "
              "14:00, 15:00, 16:00");
    // 6 December is a Saturday.
    EXPECT_EQ(detail(tomorrow_at_nine + day * 4, "repair"),
              "2025-12-06 09:00: \"repair\" does not begin then; nor at any other time of that "
              "day");
    EXPECT_EQ(detail(tomorrow_at_nine + day * 30),
              "2026-01-01 09:00: too far, it is booked at most 30 days ahead");
    EXPECT_EQ(detail(tomorrow_at_nine - day * 7), "2025-11-25 09:00: that has passed");
    stage.book(stage.members[0], tomorrow_at_nine);
    EXPECT_EQ(detail(tomorrow_at_nine),
              "2025-12-02 09:00: the member has a booking of this service at that time");
    // What cannot be told as a day of the city is refused before it is looked at.
    for (const TimePoint never_meant : {TimePoint{}, never, TimePoint{never.value / 2}}) {
        EXPECT_EQ(stage.try_to_book(stage.members[0], never_meant).reason,
                  RejectReason::invalid_field);
    }
}

TEST(Bookings, AreMadeInTime) {
    Rules rules = test_rules();
    rules.booking->services[0].book_before_ms = hours(25);
    Stage stage(rules);
    stage.book(stage.members[0], tomorrow_at_nine);
    stage.pass(start + Millis{1});
    EXPECT_EQ(stage.try_to_book(stage.members[1], tomorrow_at_nine).detail,
              "2025-12-02 09:00: too late, it is booked until 2025-12-01 08:00");
}

// 1 December is a holiday of this calendar.
TEST(Bookings, ThereAreNoneOnAHolidayOfTheCalendar) {
    Rules rules = test_rules();
    CalendarRule& calendar = rules.calendar.emplace();
    const Date holiday = Date::from_text("2025-12-02").value();
    calendar.holidays = {{holiday, holiday}};
    calendar.known_until = Date::from_text("2025-12-31").value();
    Stage stage(rules);
    EXPECT_EQ(stage.try_to_book(stage.members[0], tomorrow_at_nine, "repair").reason,
              RejectReason::no_free_place);
    stage.book(stage.members[0], tomorrow_at_nine, "chore");
    const BookingId next = stage.book(stage.members[0], tomorrow_at_nine + day, "repair");
    EXPECT_FALSE(stage.get(next).provisional);
}

TEST(Bookings, SayWhatAMemberLacks) {
    Stage stage;
    const Rejection refused = stage.try_to_book(stage.members[0], tomorrow_at_nine, "lift");
    EXPECT_EQ(refused.reason, RejectReason::not_eligible);
    EXPECT_EQ(refused.field, "/member");
    EXPECT_EQ(refused.detail, "\"lift\" asks for what member " +
                                  std::to_string(stage.members[0].value) +
                                  " has not: the flag disabled");
    MemberChanges changes;
    changes.flags = std::vector{MemberFlag::disabled};
    stage.must_send(UpdateMember{stage.members[0], changes, {}});
    stage.book(stage.members[0], tomorrow_at_nine, "lift");
}

TEST(Bookings, AreMovedWholeOrNotAtAll) {
    Stage stage;
    const TimePoint later = tomorrow_at_nine + day * 2;
    const BookingId booking = stage.book(stage.members[0], later);
    stage.book(stage.members[1], later + hours(1));
    stage.book(stage.members[2], later + hours(1));
    // No place: nothing is given away.
    EXPECT_EQ(stage.send(MoveBooking{booking, later + hours(1), "", ""}).reason,
              RejectReason::no_free_place);
    EXPECT_EQ(stage.status(booking), BookingStatus::confirmed);
    stage.must_send(MoveBooking{booking, later + hours(2), "the doctor comes", ""});
    const BookingId moved{stage.last_seq()};
    EXPECT_EQ(stage.events, (std::vector<std::string>{"BookingStatusChanged", "BookingMade"}));
    EXPECT_EQ(stage.status(booking), BookingStatus::moved);
    EXPECT_EQ(stage.get(booking).moved_to, moved);
    EXPECT_EQ(stage.get(moved).moved_from, booking);
    EXPECT_EQ(stage.status(moved), BookingStatus::confirmed);
    stage.book(stage.members[1], later);
    stage.book(stage.members[2], later);
}

// Of a long time with one place: the own place does not stand in the way of another one that meets
// it.
TEST(Bookings, AreMovedToATimeThatMeetsTheirOwn) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine + day, "repair");
    Rules rules = test_rules();
    rules.booking->services[1].hours[0].from = {8 * 60 + 30};
    rules.booking->services[1].hours[0].to = {16 * 60 + 30};
    stage.must_send(LoadRules{rules});
    EXPECT_EQ(
        stage.try_to_book(stage.members[1], tomorrow_at_nine + day - minutes(30), "repair").reason,
        RejectReason::no_free_place);
    stage.must_send(
        MoveBooking{booking, tomorrow_at_nine + day - minutes(30), "an earlier bus", ""});
}

TEST(Bookings, AreChangedLateOnlyForACause) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine + day);
    const BookingId another = stage.book(stage.members[1], tomorrow_at_nine + day);
    const TimePoint until = stage.get(booking).change_until;
    EXPECT_EQ(until, tomorrow_at_nine);
    stage.pass(until - Millis{1});
    stage.must_send(CancelBooking{another, "", ""});
    stage.pass(until);
    const Rejection late = stage.send(CancelBooking{booking, "well again", ""});
    EXPECT_EQ(late.reason, RejectReason::illegal_status);
    EXPECT_EQ(late.field, "/late_cause");
    EXPECT_EQ(stage.send(MoveBooking{booking, tomorrow_at_nine + day * 3, "", ""}).field,
              "/late_cause");
    stage.must_send(CancelBooking{booking, "well again", "her son is there"});
    EXPECT_EQ(stage.get(booking).reason.value, "well again; her son is there");
}

// What was promised stays, whatever becomes of the rules.
TEST(Bookings, KeepTheirPromisesWhenTheRulesChange) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
    const Booking before = stage.get(booking);
    Rules rules = test_rules();
    rules.booking->services[0].price_min = 90;
    rules.booking->services[0].ask_before_ms = hours(5);
    rules.booking->services[0].hours[0].from = {10 * 60};
    stage.must_send(LoadRules{rules});
    EXPECT_EQ(stage.get(booking).ask_at, before.ask_at);
    EXPECT_EQ(stage.get(booking).price_min, 0);
    stage.pass(before.ask_at);
    EXPECT_EQ(stage.status(booking), BookingStatus::due);
}

}  // namespace
}  // namespace muster::test
