// Series of bookings: whole or not at all, and over with the last of them.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/core/booking_stage.hpp"

namespace muster::test {
namespace {

using Stage = BookingStage;

using core::SeriesAction;

// 24 weeks with a clash at the 17th: nothing is booked and the 17th is named.
TEST(Series, AreBookedWholeOrNotAtAll) {
    Stage stage;
    const TimePoint seventeenth = tomorrow_at_nine + day * (7 * 16);
    Rules rules = test_rules();
    rules.booking->services[0].ahead_days = 366;
    stage.must_send(LoadRules{rules});
    stage.book(stage.members[1], seventeenth);
    stage.book(stage.members[2], seventeenth);
    OpenSeries command = Stage::weekly(stage.members[0], 24);
    const Rejection refused = stage.send(command);
    EXPECT_EQ(refused.reason, RejectReason::no_free_place);
    EXPECT_EQ(refused.detail,
              "1 of 24 times cannot be booked, so none was: number 17, 2026-03-24 09:00: all 2 "
              "places are taken. With skip_clashes the others are booked");
    EXPECT_TRUE(stage.events.empty());
    EXPECT_TRUE(stage.board().derived<Booking>().of_member(stage.members[0]).empty());

    // Or 23, by explicit choice, and it says which was left out.
    command.skip_clashes = true;
    stage.must_send(command);
    const SeriesId series{stage.last_seq()};
    EXPECT_EQ(stage.of(series).size(), 23u);
    EXPECT_EQ(stage.get(series).count, 24);
    ASSERT_EQ(stage.get(series).left_out.size(), 1u);
    const LeftOut& left_out = stage.get(series).left_out[0];
    EXPECT_EQ(left_out.number, 17);
    EXPECT_EQ(left_out.starts_at, seventeenth);
    EXPECT_EQ(left_out.clash, BookingClash::taken);
    for (const BookingId id : stage.of(series))
        EXPECT_NE(stage.get(id).starts_at, seventeenth);
}

// calcom/cal.diy#15997: not the first two alone.
TEST(Series, NameEachClash) {
    Stage stage;
    Rules rules = test_rules();
    rules.booking->services[0].hours[0].capacity = 1;
    stage.must_send(LoadRules{rules});
    for (const int week : {1, 2, 3})
        stage.book(stage.members[1], tomorrow_at_nine + day * (7 * week));
    const Rejection refused = stage.send(Stage::weekly(stage.members[0], 30));
    EXPECT_EQ(refused.detail,
              "6 of 30 times cannot be booked, so none was: "
              "number 2, 2025-12-09 09:00: all 1 places are taken; "
              "number 3, 2025-12-16 09:00: all 1 places are taken; "
              "number 4, 2025-12-23 09:00: all 1 places are taken; "
              "number 28, 2026-06-09 09:00: too far, it is booked at most 184 days ahead; "
              "number 29, 2026-06-16 09:00: too far, it is booked at most 184 days ahead; "
              "number 30, 2026-06-23 09:00: too far, it is booked at most 184 days ahead. "
              "With skip_clashes the others are booked");
}

TEST(Series, WithNothingButClashesAreRefused) {
    Stage stage;
    OpenSeries command = Stage::weekly(stage.members[0], 3);
    command.starts_at = command.starts_at + minutes(30);
    command.skip_clashes = true;
    EXPECT_EQ(stage.send(command).reason, RejectReason::no_free_place);
}

// A month that is too short has its last day; the day of those after it is the first one's again.
TEST(Series, OfMonthsCountFromTheFirstDay) {
    Stage stage;
    OpenSeries command = Stage::weekly(stage.members[0], 0);
    command.starts_at = tomorrow_at_nine + day * 29;  // 31 December
    command.recurrence = Recurrence::monthly;
    command.until = Date::from_text("2026-04-30").value();
    stage.must_send(command);
    std::vector<TimePoint> times;
    for (const BookingId id : stage.of({stage.last_seq()}))
        times.push_back(stage.get(id).starts_at);
    const TimePoint first = command.starts_at;
    EXPECT_EQ(times, (std::vector<TimePoint>{first, first + day * 31, first + day * 59,
                                             first + day * 90, first + day * 120}));
}

TEST(Series, SayHowLongTheyAreOnce) {
    Stage stage;
    const auto field = [&](const auto& change) {
        OpenSeries command = Stage::weekly(stage.members[0], 4);
        change(command);
        const Rejection rejection = stage.send(command);
        EXPECT_EQ(rejection.reason, RejectReason::invalid_field);
        return rejection.field;
    };
    const Date later = Date::from_text("2026-01-31").value();
    EXPECT_EQ(field([](OpenSeries& c) { c.count = 0; }), "/count");
    EXPECT_EQ(field([](OpenSeries& c) { c.count = -1; }), "/count");
    EXPECT_EQ(field([](OpenSeries& c) { c.count = 61; }), "/count");
    EXPECT_EQ(field([&](OpenSeries& c) { c.until = later; }), "/count");
    EXPECT_EQ(field([&](OpenSeries& c) {
                  c.count = 0;
                  c.until = Date::from_text("2025-12-01").value();
              }),
              "/until");
    EXPECT_EQ(field([&](OpenSeries& c) {
                  c.count = 0;
                  c.until = Date{Date::last};
              }),
              "/until");
    EXPECT_EQ(field([](OpenSeries& c) { c.every = 0; }), "/every");
    EXPECT_EQ(field([](OpenSeries& c) { c.every = 53; }), "/every");
}

TEST(Series, AreCompletedByTheLastOfTheirBookings) {
    Stage stage;
    stage.must_send(Stage::weekly(stage.members[0], 2));
    const SeriesId series{stage.last_seq()};
    const std::vector<BookingId> both = stage.of(series);
    stage.must_send(CancelBooking{both[1], "", ""});
    stage.pass(tomorrow_at_nine);
    EXPECT_EQ(stage.get(series).status, SeriesStatus::open);
    stage.must_send(CancelRequest{stage.get(both[0]).request, ""});
    EXPECT_EQ(stage.get(series).status, SeriesStatus::completed);
}

TEST(Series, ThatEndCancelWhatIsStillToCome) {
    Stage stage;
    stage.must_send(Stage::weekly(stage.members[0], 3));
    const SeriesId series{stage.last_seq()};
    stage.pass(tomorrow_at_nine);
    stage.must_send(EndSeries{series, "she moves in with her son"});
    const std::vector<BookingId> all = stage.of(series);
    EXPECT_EQ(stage.status(all[0]), BookingStatus::due);
    EXPECT_EQ(stage.status(all[1]), BookingStatus::cancelled);
    EXPECT_EQ(stage.status(all[2]), BookingStatus::cancelled);
    EXPECT_EQ(stage.get(series).status, SeriesStatus::ended);
}

// A moved one stays in its series, whose last it may be.
TEST(Series, KeepWhatIsMoved) {
    Stage stage;
    stage.must_send(Stage::weekly(stage.members[0], 2));
    const SeriesId series{stage.last_seq()};
    const std::vector<BookingId> both = stage.of(series);
    stage.must_send(CancelBooking{both[1], "", ""});
    stage.must_send(MoveBooking{both[0], tomorrow_at_nine + day * 9, "", "a visitor"});
    EXPECT_EQ(stage.get(BookingId{stage.last_seq()}).series, series);
    EXPECT_EQ(stage.get(series).status, SeriesStatus::open);
}

TEST(Series, AreRefusedWhatTheirStatusDoesNotAllow) {
    for (const SeriesStatus status : enum_values<SeriesStatus>) {
        Stage stage;
        stage.must_send(Stage::weekly(stage.members[0], 1));
        const SeriesId series{stage.last_seq()};
        if (status == SeriesStatus::completed) {
            stage.must_send(CancelBooking{stage.of(series)[0], "", "so"});
        } else if (status == SeriesStatus::ended) {
            stage.must_send(EndSeries{series, ""});
        }
        ASSERT_EQ(stage.get(series).status, status);
        const Rejection rejection = stage.send(EndSeries{series, ""});
        const auto next = core::series_cycle.next(status, SeriesAction::end);
        EXPECT_EQ(rejection.reason, next ? RejectReason::none : RejectReason::illegal_status);
        EXPECT_EQ(stage.get(series).status, next.value_or(status));
    }
}

}  // namespace
}  // namespace muster::test
