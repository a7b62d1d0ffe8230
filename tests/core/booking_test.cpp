// What bookings promise: a place that nobody else gets, a way back until a time, somebody who
// comes, and an end that says why.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/booking/booking_state.hpp"
#include "engine/core/engine.hpp"
#include "muster/booking.hpp"
#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::BookingAction;
using core::SeriesAction;

constexpr TimePoint start{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
constexpr Point here{324'000'000, 1'194'000'000};
constexpr Millis day = hours(24);
constexpr TimePoint tomorrow_at_nine = start + hours(25);

// Three members at home, and time that passes.
class Stage {
  public:
    explicit Stage(const Rules& rules = test_rules()) {
        must_send(LoadRules{rules});
        for (MemberId& member : members) {
            RegisterMember command;
            command.profile.name = "Li";
            command.profile.home = here;
            must_send(command);
            member = {engine_.last_seq()};
        }
    }

    Rejection send(Command command) {
        pass(now_);
        return record(std::move(command), now_);
    }
    void must_send(Command command) {
        const Rejection rejection = send(std::move(command));
        EXPECT_FALSE(rejection) << rejection.detail;
    }
    BookingId book(BookService command) {
        must_send(std::move(command));
        return {engine_.last_seq()};
    }
    BookingId book(MemberId member, TimePoint at, Code service = "chore") {
        return book(wish(member, at, service));
    }
    static BookService wish(MemberId member, TimePoint at, Code service = "chore") {
        BookService command;
        command.member = member;
        command.service = service;
        command.starts_at = at;
        return command;
    }
    Rejection try_to_book(MemberId member, TimePoint at, Code service = "chore") {
        return send(wish(member, at, service));
    }
    static OpenSeries weekly(MemberId member, std::int64_t count) {
        OpenSeries command;
        command.member = member;
        command.service = "chore";
        command.starts_at = tomorrow_at_nine;
        command.count = count;
        return command;
    }

    // Lets everything fall due until then.
    void pass(TimePoint until) {
        while (engine_.next_deadline() <= until)
            record(Tick{}, std::max(engine_.next_deadline(), engine_.last_at()));
        now_ = until;
    }

    [[nodiscard]] const core::Board& board() const { return engine_.board(); }
    [[nodiscard]] const Booking& get(BookingId id) const {
        return *board().store<Booking>().get(id);
    }
    [[nodiscard]] const BookingSeries& get(SeriesId id) const {
        return *board().store<BookingSeries>().get(id);
    }
    [[nodiscard]] BookingStatus status(BookingId id) const { return get(id).status; }
    [[nodiscard]] std::vector<BookingId> of(SeriesId id) const {
        return board().derived<Booking>().of_series(id);
    }
    [[nodiscard]] RequestStatus request_of(BookingId id) const {
        return board().requests().get(get(id).request)->status;
    }
    [[nodiscard]] std::uint64_t last_seq() const { return engine_.last_seq(); }
    [[nodiscard]] std::size_t count(std::string_view event) const {
        return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
    }

    MemberId members[3];
    std::vector<std::string> events;  // of the last record

  private:
    Rejection record(Command command, TimePoint at) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        events.clear();
        for (const Event& event : handled.events)
            events.emplace_back(event.name());
        EXPECT_EQ(engine_.broken_invariant(), "");
        return handled.rejection;
    }

    core::Engine engine_;
    TimePoint now_ = start;
};

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
    const TimePoint until = stage.get(booking).change_until;
    EXPECT_EQ(until, tomorrow_at_nine);
    stage.pass(until - Millis{1});
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

TEST(Bookings, BecomeRequestsThatBringSomebody) {
    Stage stage;
    BookService command = Stage::wish(stage.members[0], tomorrow_at_nine);
    command.channel = Channel::app;
    command.skills = {"female"};
    command.note = "the blue door";
    const BookingId booking = stage.book(command);
    stage.pass(tomorrow_at_nine - hours(1) - Millis{1});
    EXPECT_EQ(stage.status(booking), BookingStatus::confirmed);
    stage.pass(tomorrow_at_nine - hours(1));
    EXPECT_EQ(stage.status(booking), BookingStatus::due);
    const Request& request = *stage.board().requests().get(stage.get(booking).request);
    EXPECT_EQ(request.member, stage.members[0]);
    EXPECT_EQ(request.service, Code("chore"));
    EXPECT_EQ(request.channel, Channel::app);
    EXPECT_EQ(request.place->value, here);
    EXPECT_EQ(request.note.value, "the blue door");
    EXPECT_EQ(request.skills, std::vector<Code>{"female"});
}

// One record makes one request.
TEST(Bookings, OfOneTimeAreAskedForOneAfterTheOther) {
    Stage stage;
    std::vector<BookingId> all;
    for (int i = 0; i < 2; ++i)
        all.push_back(stage.book(stage.members[i], tomorrow_at_nine));
    all.push_back(stage.book(stage.members[2], tomorrow_at_nine, "repair"));
    stage.must_send(ConfirmBooking{all.back(), ""});
    stage.pass(tomorrow_at_nine);
    for (const BookingId id : all)
        EXPECT_EQ(stage.status(id), BookingStatus::due);
    EXPECT_NE(stage.get(all[0]).request, stage.get(all[1]).request);
}

TEST(Bookings, EndAsTheirRequestsDo) {
    struct Way {
        Command (*end)(RequestId);
        BookingStatus status;
        const char* reason;
    };
    const Way ways[] = {
        {[](RequestId id) -> Command {
             return CancelRequest{id, "she is better"};
         },
         BookingStatus::cancelled, "was cancelled: she is better"},
        {[](RequestId id) -> Command {
             return TransferRequest{id, "the street office", ""};
         },
         BookingStatus::cancelled, "was transferred to the street office"},
    };
    for (const Way& way : ways) {
        Stage stage;
        const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
        stage.pass(tomorrow_at_nine);
        const RequestId request = stage.get(booking).request;
        stage.must_send(way.end(request));
        EXPECT_EQ(stage.status(booking), way.status);
        EXPECT_EQ(stage.get(booking).reason.value,
                  "request " + std::to_string(request.value) + " " + way.reason);
        // The same record tells of both.
        EXPECT_EQ(stage.count("BookingStatusChanged"), 1u);
    }
}

TEST(Bookings, OfWhatNeedsNobodyAreServedByAnAnswer) {
    Rules rules = test_rules();
    rules.booking->services[0].service = "advice";
    for (const Disposition disposition : {Disposition::advised, Disposition::not_needed}) {
        Stage stage(rules);
        const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine, "advice");
        stage.pass(tomorrow_at_nine);
        stage.must_send(CloseRequest{stage.get(booking).request, disposition, ""});
        EXPECT_EQ(stage.status(booking), disposition == Disposition::advised
                                             ? BookingStatus::served
                                             : BookingStatus::cancelled);
    }
}

TEST(Bookings, AreDueAgainWhenTheirRequestIsOpenedAgain) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
    stage.pass(tomorrow_at_nine);
    const RequestId request = stage.get(booking).request;
    stage.must_send(CancelRequest{request, "a mistake"});
    stage.must_send(ReopenRequest{request, "she waits"});
    EXPECT_EQ(stage.status(booking), BookingStatus::due);
    EXPECT_EQ(stage.get(booking).request, request);
    EXPECT_FALSE(stage.get(booking).ended_at);
}

// A second report of the same takes the booking with it, and gives it back.
TEST(Bookings, FollowTheirRequestIntoAnotherOne) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
    stage.pass(tomorrow_at_nine - hours(1) - minutes(5));
    CreateRequest call;
    call.service = "chore";
    call.member = stage.members[0];
    stage.must_send(call);
    const RequestId other{stage.last_seq()};
    stage.pass(tomorrow_at_nine - hours(1));
    EXPECT_EQ(stage.request_of(booking), RequestStatus::merged);
    const RequestId own = stage.get(booking).request;
    stage.must_send(CancelRequest{other, "done by the son"});
    EXPECT_EQ(stage.status(booking), BookingStatus::cancelled);
    stage.must_send(SplitRequest{own, "two errands"});
    EXPECT_EQ(stage.status(booking), BookingStatus::due);
}

TEST(Bookings, ThatNobodyConfirmsEndAfterAReminder) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine + day, "repair");
    stage.pass(tomorrow_at_nine);
    EXPECT_EQ(stage.count("BookingWarned"), 1u);
    EXPECT_EQ(stage.status(booking), BookingStatus::asked);
    stage.pass(tomorrow_at_nine + day - Millis{1});
    EXPECT_EQ(stage.status(booking), BookingStatus::asked);
    stage.pass(tomorrow_at_nine + day);
    EXPECT_EQ(stage.status(booking), BookingStatus::cancelled);
    EXPECT_EQ(stage.get(booking).reason.value, "nobody confirmed it before its time");
    EXPECT_EQ(stage.get(booking).request, RequestId{});
}

TEST(Bookings, OfWhoIsAwayBringNobodyToAnEmptyHome) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
    stage.must_send(SetMemberStatus{stage.members[0], MemberStatus::away, "with her daughter"});
    EXPECT_EQ(stage.status(booking), BookingStatus::confirmed);
    stage.pass(tomorrow_at_nine);
    EXPECT_EQ(stage.status(booking), BookingStatus::cancelled);
    EXPECT_EQ(stage.get(booking).reason.value, "the member is away");
}

// No room for another request: it is tried again, and given up when the time is over.
TEST(Bookings, AreTriedAgainWhileNoRequestCanBeMade) {
    for (const bool room_comes : {true, false}) {
        Rules rules = test_rules();
        rules.desk.max_open_requests = 1;
        Stage stage(rules);
        CreateRequest call;
        call.service = "fall";
        call.member = stage.members[1];
        stage.must_send(call);
        const RequestId other{stage.last_seq()};
        const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
        stage.pass(tomorrow_at_nine);
        EXPECT_EQ(stage.status(booking), BookingStatus::due);
        EXPECT_FALSE(stage.get(booking).request);
        if (room_comes) {
            stage.must_send(CancelRequest{other, "well"});
            stage.pass(tomorrow_at_nine + minutes(5));
            EXPECT_TRUE(stage.get(booking).request);
        } else {
            stage.pass(tomorrow_at_nine + hours(1));
            EXPECT_EQ(stage.status(booking), BookingStatus::cancelled);
            EXPECT_EQ(stage.get(booking).reason.value,
                      "its time passed before help could be asked for");
        }
    }
}

TEST(Bookings, NobodySaysTooEarlyThatTheMemberWasNotThere) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine);
    stage.pass(tomorrow_at_nine + minutes(15) - Millis{1});
    EXPECT_EQ(stage.send(RecordNoShow{booking, ""}).reason, RejectReason::illegal_status);
    stage.pass(tomorrow_at_nine + minutes(15));
    stage.must_send(RecordNoShow{booking, "rang three times"});
    EXPECT_EQ(stage.status(booking), BookingStatus::no_show);
    EXPECT_EQ(stage.request_of(booking), RequestStatus::cancelled);
}

TEST(Bookings, LeaveTheBoardWhenTheyHaveBeenOverForLong) {
    Stage stage;
    const BookingId booking = stage.book(stage.members[0], tomorrow_at_nine + day * 3);
    stage.must_send(CancelBooking{booking, "", ""});
    const TimePoint until = start + day * 35;
    stage.pass(until - Millis{1});
    EXPECT_NE(stage.board().store<Booking>().get(booking), nullptr);
    stage.pass(until);
    EXPECT_EQ(stage.board().store<Booking>().get(booking), nullptr);
}

TEST(Bookings, AndSeriesEndInTheRecordInWhichTheirMemberDies) {
    for (const MemberStatus status : {MemberStatus::deceased, MemberStatus::moved_away}) {
        Stage stage;
        const MemberId member = stage.members[0];
        const BookingId due = stage.book(member, tomorrow_at_nine - hours(24) + hours(1));
        const BookingId asked = stage.book(member, tomorrow_at_nine + day, "repair");
        stage.must_send(Stage::weekly(member, 4));
        const SeriesId series{stage.last_seq()};
        stage.pass(start + hours(1));
        ASSERT_EQ(stage.status(due), BookingStatus::due);
        stage.must_send(SetMemberStatus{member, status, ""});
        EXPECT_EQ(stage.count("BookingStatusChanged"), 6u);
        for (const BookingId id : stage.board().derived<Booking>().of_member(member))
            EXPECT_EQ(stage.status(id), BookingStatus::cancelled);
        EXPECT_EQ(stage.get(asked).reason.value,
                  "the member is " + std::string(core::name_of(status)));
        EXPECT_EQ(stage.get(series).status, SeriesStatus::ended);
        // Taken back, it brings none of them back: the places are free for others.
        stage.must_send(SetMemberStatus{member, MemberStatus::active, "a mistake"});
        EXPECT_EQ(stage.count("BookingStatusChanged"), 0u);
        EXPECT_EQ(stage.status(asked), BookingStatus::cancelled);
        stage.book(stage.members[1], tomorrow_at_nine + day, "repair");
    }
}

TEST(Bookings, AreForgottenWithWhoIsErasedOrRemoved) {
    Stage stage;
    const auto all = [&](MemberId member) {
        return stage.board().derived<Booking>().of_member(member).size() +
               stage.board().derived<BookingSeries>().of_member(member).size();
    };
    for (int i = 0; i < 2; ++i) {
        stage.must_send(Stage::weekly(stage.members[i], 3));
        EXPECT_EQ(all(stage.members[i]), 4u);
    }
    stage.must_send(SetMemberStatus{stage.members[0], MemberStatus::away, ""});
    stage.must_send(EraseMember{stage.members[0], "asked for it"});
    EXPECT_EQ(all(stage.members[0]), 0u);
    stage.must_send(RemoveMember{stage.members[1], "a mistake"});
    EXPECT_EQ(all(stage.members[1]), 0u);
    for (int i = 0; i < 2; ++i) {
        RegisterMember command;
        stage.must_send(command);
        stage.book({stage.last_seq()}, tomorrow_at_nine);
    }
}

// They belong to whom the other entry leads to, and to the other entry again when it is undone.
TEST(Bookings, FollowAMemberWhoWasMerged) {
    Stage stage;
    const MemberId kept = stage.members[0];
    const MemberId other = stage.members[1];
    const BookingId booking = stage.book(other, tomorrow_at_nine);
    stage.must_send(ProposeMerge{kept, other, ""});
    const MergeId merge{stage.last_seq()};
    stage.must_send(MergeMembers{merge, ""});
    EXPECT_EQ(stage.try_to_book(kept, tomorrow_at_nine).detail,
              "2025-12-02 09:00: the member has a booking of this service at that time");
    stage.pass(tomorrow_at_nine);
    EXPECT_EQ(stage.board().requests().get(stage.get(booking).request)->member, kept);
    stage.must_send(SetMemberStatus{kept, MemberStatus::deceased, ""});
    EXPECT_EQ(stage.status(booking), BookingStatus::cancelled);
}

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

// Every status and every action, by the commands and events that ask for them.
struct BookingArea {
    struct Actor {
        Stage stage{test_rules()};
        BookingId booking;
    };

    static Actor stage(BookingStatus status) {
        Actor actor;
        Stage& stage = actor.stage;
        const bool asked = status == BookingStatus::asked;
        actor.booking =
            stage.book(stage.members[0], tomorrow_at_nine + day, asked ? "repair" : "chore");
        const auto become_due = [&] {
            stage.pass(stage.get(actor.booking).no_show_at);
            return stage.get(actor.booking).request;
        };
        switch (status) {
            case BookingStatus::asked:
            case BookingStatus::confirmed:
                break;
            case BookingStatus::due:
                become_due();
                break;
            case BookingStatus::served:
                stage.must_send(RegisterResponder{volunteer()});
                stage.must_send(SetDuty{{stage.last_seq()}, ResponderStatus::available, {}, ""});
                serve(stage, become_due());
                break;
            case BookingStatus::no_show:
                become_due();
                stage.must_send(RecordNoShow{actor.booking, ""});
                break;
            case BookingStatus::moved:
                stage.must_send(MoveBooking{actor.booking, tomorrow_at_nine + day * 2, "", ""});
                break;
            case BookingStatus::cancelled:
                stage.must_send(CancelRequest{become_due(), ""});
                break;
        }
        return actor;
    }

    static ResponderProfile volunteer() {
        ResponderProfile profile;
        profile.kind = ResponderKind::volunteer;
        profile.skills = {"care"};
        profile.post = here;
        return profile;
    }
    static void serve(Stage& stage, RequestId request) {
        const core::Board& board = stage.board();
        const auto& offers = board.requests().aux(board.requests().find(request)).offers;
        ASSERT_FALSE(offers.empty());
        const Offer& offer = *board.offers().get(offers[0]);
        const ResponderId who = offer.responder;
        stage.must_send(AcceptOffer{offer.id});
        stage.must_send(CompleteAssignment{request, who, Disposition::helped, ""});
    }

    // Asked for of what is not due, an action of requests and of time has nothing to refuse it;
    // the booking does not change.
    static Rejection act(Actor& actor, BookingAction action) {
        Stage& stage = actor.stage;
        switch (action) {
            case BookingAction::confirm:
                return stage.send(ConfirmBooking{actor.booking, ""});
            case BookingAction::move:
                return stage.send(MoveBooking{actor.booking, tomorrow_at_nine + day * 6, "", "so"});
            case BookingAction::cancel:
                return stage.send(CancelBooking{actor.booking, "", "so"});
            case BookingAction::miss:
                return stage.send(RecordNoShow{actor.booking, ""});
            case BookingAction::fall_due:
            case BookingAction::ask_again:
            case BookingAction::serve:
            case BookingAction::give_up:
            case BookingAction::resume:
                return {};
        }
        return {};
    }
};

TEST(Bookings, AreRefusedWhatTheirStatusDoesNotAllow) {
    for (const BookingStatus status : enum_values<BookingStatus>) {
        for (const BookingAction action : {BookingAction::confirm, BookingAction::move,
                                           BookingAction::cancel, BookingAction::miss}) {
            BookingArea::Actor actor = BookingArea::stage(status);
            const std::string pair =
                std::string(core::name_of(action)) + " when " + std::string(core::name_of(status));
            ASSERT_EQ(actor.stage.status(actor.booking), status) << pair;
            const Rejection rejection = BookingArea::act(actor, action);
            const auto next = core::booking_cycle.next(status, action);
            EXPECT_EQ(rejection.reason, next ? RejectReason::none : RejectReason::illegal_status)
                << pair << ": " << rejection.detail;
            EXPECT_EQ(actor.stage.status(actor.booking), next.value_or(status)) << pair;
        }
    }
}

// What requests and time do with them follows the same table.
TEST(Bookings, FollowRequestsAsTheirStatusAllows) {
    for (const BookingStatus status : enum_values<BookingStatus>) {
        const bool ended_by_request = status == BookingStatus::served ||
                                      status == BookingStatus::no_show ||
                                      status == BookingStatus::cancelled;
        BookingArea::Actor actor = BookingArea::stage(status);
        Stage& stage = actor.stage;
        if (ended_by_request) {
            ASSERT_TRUE(core::booking_cycle.legal(status, BookingAction::resume));
            stage.must_send(ReopenRequest{stage.get(actor.booking).request, "once more"});
            EXPECT_EQ(stage.status(actor.booking), BookingStatus::due);
        } else if (status != BookingStatus::moved) {
            ASSERT_TRUE(core::booking_cycle.legal(status, BookingAction::give_up));
            stage.must_send(SetMemberStatus{stage.members[0], MemberStatus::deceased, ""});
            EXPECT_EQ(stage.status(actor.booking), BookingStatus::cancelled);
        } else {
            EXPECT_TRUE(core::booking_cycle.allowed(status).empty());
        }
    }
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
