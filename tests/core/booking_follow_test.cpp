// What becomes of bookings: somebody comes, and they end with their request or with their member,
// and say why.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "muster/dispatch.hpp"
#include "muster/merges.hpp"
#include "muster/responders.hpp"
#include "tests/core/booking_stage.hpp"
#include "tests/core/life_cycle_pairs.hpp"

namespace muster::test {
namespace {

using Stage = BookingStage;

using core::BookingAction;

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
                stage.pass(stage.get(actor.booking).ask_at);
                serve(stage, stage.get(actor.booking).request);
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
                return {};  // no command asks for it
        }
        return {};
    }
    static BookingStatus status(const Actor& actor) { return actor.stage.status(actor.booking); }
    static bool further_rule(BookingStatus /*status*/, BookingAction /*action*/) { return false; }
};

TEST(Bookings, EveryStatusAndEveryActionOfACommand) {
    std::vector<std::string> differ;
    for (const std::string& line : disagreements(core::booking_cycle, BookingArea())) {
        const bool by_command = line.starts_with("confirm ") || line.starts_with("move ") ||
                                line.starts_with("cancel ") || line.starts_with("miss ");
        if (by_command || line.find("the stage is") != std::string::npos) differ.push_back(line);
    }
    EXPECT_EQ(differ, std::vector<std::string>());
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

}  // namespace
}  // namespace muster::test
