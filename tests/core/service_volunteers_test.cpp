// What is kept of volunteers: hours and stars, how often they did not come, and what they are
// offered then. And the services of those who were sent to a request or a booking.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "muster/booking.hpp"
#include "muster/dispatch.hpp"
#include "muster/links.hpp"
#include "tests/core/service_records_stage.hpp"

namespace muster::test {
namespace {

using Stage = ServiceStage;

RecordVolunteerNoShow missed(ResponderId volunteer, std::optional<TimePoint> at = {}) {
    RecordVolunteerNoShow command;
    command.volunteer = volunteer;
    command.at = at;
    command.reason = "nobody came";
    return command;
}

// A chore asks volunteers.
RequestId ask(Stage& stage, std::size_t member = 0) {
    CreateRequest command;
    command.service = "chore";
    command.member = stage.members[member];
    stage.must_send(command);
    return {stage.last_seq()};
}
OfferId offer_to(const Stage& stage, ResponderId volunteer) {
    const auto& offers = stage.board().offers();
    for (const core::Index index : offers.in_order()) {
        if (offers[index].responder == volunteer && offers[index].status == OfferStatus::live) {
            return offers[index].id;
        }
    }
    return {};
}
// Sent to a new request.
RequestId send_there(Stage& stage, std::size_t volunteer = 0) {
    stage.must_send(SetDuty{stage.volunteers[1 - volunteer], ResponderStatus::off_duty, {}, ""});
    const RequestId request = ask(stage);
    stage.must_send(AcceptOffer{offer_to(stage, stage.volunteers[volunteer])});
    stage.must_send(SetDuty{stage.volunteers[1 - volunteer], ResponderStatus::available, {}, ""});
    return request;
}

// The fifth no-show in 365 days suspends, the oldest falling out lifts nothing by itself.
TEST(Volunteers, TheFifthTimeNotThereIn365DaysSuspends) {
    Stage stage;
    const ResponderId volunteer = stage.volunteers[0];
    for (int i = 0; i < 4; ++i) {
        stage.must_send(missed(volunteer));
        stage.pass(stage.now() + day * 91);
    }
    EXPECT_EQ(stage.standing().no_shows.size(), 4u);
    stage.pass(start + day * 365 - Millis{1});
    stage.must_send(missed(volunteer));
    EXPECT_EQ(stage.count("VolunteerSuspended"), 1u);
    EXPECT_TRUE(core::is_suspended(stage.board(), volunteer));
    // The oldest falls out.
    stage.pass(start + day * 500);
    EXPECT_TRUE(core::is_suspended(stage.board(), volunteer));
    stage.must_send(LiftVolunteerSuspension{volunteer, "spoken to"});
    EXPECT_FALSE(core::is_suspended(stage.board(), volunteer));
    EXPECT_EQ(stage.standing().lifted_by, "http:desk");
    EXPECT_EQ(stage.send(LiftVolunteerSuspension{volunteer, "again"}).reason,
              RejectReason::illegal_status);
}

TEST(Volunteers, TheFifthTimeAfter365DaysDoesNotSuspend) {
    Stage stage;
    const ResponderId volunteer = stage.volunteers[0];
    stage.must_send(missed(volunteer));
    for (int i = 0; i < 3; ++i)
        stage.must_send(missed(volunteer));
    stage.pass(stage.now() + day * 365);
    stage.must_send(missed(volunteer));
    EXPECT_EQ(stage.count("VolunteerSuspended"), 0u);
    EXPECT_EQ(stage.standing().no_shows.size(), 1u);
}

TEST(Volunteers, WhatIsTakenBackCountsNoMoreAndLiftsNothing) {
    Stage stage;
    const ResponderId volunteer = stage.volunteers[0];
    for (int i = 0; i < 4; ++i)
        stage.must_send(missed(volunteer));
    const VolunteerNoShowId wrong = stage.standing().no_shows.front().id;
    stage.must_send(WithdrawVolunteerNoShow{volunteer, wrong, "was on the ward"});
    EXPECT_EQ(stage.send(WithdrawVolunteerNoShow{volunteer, wrong, "again"}).reason,
              RejectReason::illegal_status);
    stage.must_send(missed(volunteer));
    EXPECT_FALSE(core::is_suspended(stage.board(), volunteer));
    stage.must_send(missed(volunteer));
    EXPECT_TRUE(core::is_suspended(stage.board(), volunteer));
    stage.must_send(WithdrawVolunteerNoShow{volunteer, {stage.last_seq()}, "came after all"});
    EXPECT_TRUE(core::is_suspended(stage.board(), volunteer));
}

TEST(Volunteers, WhoIsSuspendedIsOfferedNothing) {
    Stage stage;
    const ResponderId volunteer = stage.volunteers[0];
    for (int i = 0; i < 5; ++i)
        stage.must_send(missed(volunteer));
    ask(stage);
    EXPECT_FALSE(offer_to(stage, volunteer));
    EXPECT_TRUE(offer_to(stage, stage.volunteers[1]));
    EXPECT_EQ(stage.send(stage.sign_in_of(0)).reason, RejectReason::responder_not_able);
    stage.must_send(DeclineOffer{offer_to(stage, stage.volunteers[1]), ""});
    // As soon as it is lifted there is work.
    stage.must_send(LiftVolunteerSuspension{volunteer, "spoken to"});
    EXPECT_TRUE(offer_to(stage, volunteer));
}

TEST(Volunteers, WhoIsSuspendedMaySignInWhereTheDeskHasSentHim) {
    Stage stage;
    const RequestId request = send_there(stage);
    for (int i = 0; i < 5; ++i)
        stage.must_send(missed(stage.volunteers[0]));
    SignIn command;
    command.volunteer = stage.volunteers[0];
    command.request = request;
    stage.must_send(command);
}

TEST(Volunteers, ASuspensionSurvivesARestart) {
    Stage stage;
    for (int i = 0; i < 5; ++i)
        stage.must_send(missed(stage.volunteers[0]));
    core::Board restored;
    restored.restore(stage.board().state());
    EXPECT_TRUE(core::is_suspended(restored, stage.volunteers[0]));
    const core::Index index = restored.responders().find(stage.volunteers[0]);
    EXPECT_EQ(restored.responders().aux(index).grid, core::GridKind::none);
}

TEST(Volunteers, ThatSomebodyDidNotComeIsToldOnceAndOfWhoWasExpected) {
    Stage stage;
    const RequestId request = send_there(stage);
    RecordVolunteerNoShow told = missed(stage.volunteers[0]);
    told.request = request;
    RecordVolunteerNoShow other = missed(stage.volunteers[1]);
    other.request = request;
    EXPECT_EQ(stage.send(other).reason, RejectReason::not_the_assignee);
    stage.must_send(told);
    EXPECT_EQ(stage.send(told).reason, RejectReason::illegal_status);
    EXPECT_EQ(stage.send(missed(stage.volunteers[0], stage.now() - day * 365)).field, "/at");
    EXPECT_EQ(stage.send(missed(stage.join(ResponderKind::staff))).reason,
              RejectReason::responder_not_able);
}

// Who declined, or never answered, did not say that he would come; who was taken off had said so.
TEST(Volunteers, WhoDeclinedWasNotExpected) {
    Stage stage;
    const RequestId request = ask(stage);
    const auto told_of = [&](std::size_t who) {
        RecordVolunteerNoShow told = missed(stage.volunteers[who]);
        told.request = request;
        return stage.send(told).reason;
    };
    stage.must_send(DeclineOffer{offer_to(stage, stage.volunteers[1]), "no time"});
    EXPECT_EQ(told_of(1), RejectReason::not_the_assignee);
    EXPECT_EQ(told_of(0), RejectReason::not_the_assignee) << "has not answered yet";
    stage.must_send(AcceptOffer{offer_to(stage, stage.volunteers[0])});
    ReleaseResponder taken_off;
    taken_off.request = request;
    taken_off.reason = "nobody is there";
    stage.must_send(taken_off);
    EXPECT_EQ(told_of(0), RejectReason::none);
}

// Of each volunteer only so many are kept as can count within a year.
TEST(Volunteers, ThatSomebodyDidNotComeIsKeptADayForADay) {
    Stage stage;
    for (int i = 0; i < 366; ++i)
        stage.must_send(missed(stage.volunteers[0]));
    const Rejection one_more = stage.send(missed(stage.volunteers[0]));
    EXPECT_EQ(one_more.reason, RejectReason::limit_reached);
    EXPECT_EQ(one_more.field, "/volunteer");
    EXPECT_EQ(stage.standing().no_shows.size(), 366u);
    stage.pass(stage.now() + day * 365);
    stage.must_send(missed(stage.volunteers[0]));
    EXPECT_EQ(stage.standing().no_shows.size(), 1u);
}

// A chore for the first member on the next day.
BookingId booked(Stage& stage) {
    BookService wish;
    wish.member = stage.members[0];
    wish.service = "chore";
    wish.starts_at = start + hours(25);
    stage.must_send(wish);
    return {stage.last_seq()};
}

// A booking and the request that came of it are one thing, by whichever it is told.
TEST(Volunteers, ThatSomebodyDidNotComeToABookingIsToldOfItsRequest) {
    Stage stage;
    const BookingId booking = booked(stage);
    const auto request = [&] { return stage.board().store<Booking>().get(booking)->request; };
    while (!request() && stage.now() < start + hours(25))
        stage.pass(stage.now() + minutes(1));
    ASSERT_TRUE(request());
    stage.must_send(AcceptOffer{offer_to(stage, stage.volunteers[0])});
    RecordVolunteerNoShow told = missed(stage.volunteers[1]);
    told.booking = booking;
    EXPECT_EQ(stage.send(told).reason, RejectReason::not_the_assignee);
    told.volunteer = stage.volunteers[0];
    stage.must_send(told);
    EXPECT_EQ(stage.standing().no_shows.back().request, request());
    told.booking = {};
    told.request = request();
    EXPECT_EQ(stage.send(told).reason, RejectReason::illegal_status) << "told already";
    // Nor is a service for the booking one for another request.
    SignIn there;
    there.volunteer = stage.volunteers[0];
    there.booking = booking;
    there.request = ask(stage, 1);
    EXPECT_EQ(stage.send(there).field, "/booking");
    there.request = request();
    stage.must_send(there);
}

TEST(Volunteers, WhoWasThereWasNotMissing) {
    Stage stage;
    const RequestId request = send_there(stage);
    SignIn command;
    command.volunteer = stage.volunteers[0];
    command.request = request;
    stage.must_send(command);
    RecordVolunteerNoShow told = missed(stage.volunteers[0]);
    told.request = request;
    EXPECT_EQ(stage.send(told).reason, RejectReason::illegal_status);
}

// Hours and credits are two facts: whatever is paid, hours count in full.
TEST(Volunteers, HoursMakeStarsAndReversalsTakeThem) {
    Rules rules = test_rules();
    rules.service_records.emplace().star_hours = {2, 3};
    Stage stage(rules);
    const ServiceRecordId first = stage.confirmed(100);
    stage.approve(first);
    EXPECT_EQ(stage.standing().stars, 0);
    const ServiceRecordId second = stage.confirmed(80);
    stage.approve(second);
    EXPECT_EQ(stage.standing().stars, 2);
    EXPECT_EQ(stage.standing().approved_min, 180);
    stage.must_send(ReverseService{second, "was another day"}, reviewer);
    EXPECT_EQ(stage.standing().stars, 0);
    EXPECT_EQ(stage.standing().approved_min - stage.standing().reversed_min, 100);
}

TEST(Volunteers, SignInForTheRequestThatTheyAreSentTo) {
    Stage stage;
    const RequestId request = send_there(stage);
    SignIn command;
    command.volunteer = stage.volunteers[1];
    command.request = request;
    EXPECT_EQ(stage.send(command).reason, RejectReason::not_the_assignee);
    command.volunteer = stage.volunteers[0];
    command.member = stage.members[1];
    EXPECT_EQ(stage.send(command).reason, RejectReason::illegal_status);
    command.member = {};
    stage.must_send(command);
    const ServiceRecord& record = stage.get({stage.last_seq()});
    EXPECT_EQ(record.member, stage.members[0]);
    EXPECT_EQ(record.service, Code("chore"));
    EXPECT_EQ(record.request, request);
}

TEST(Volunteers, SignInForABooking) {
    Stage stage;
    SignIn command;
    command.volunteer = stage.volunteers[0];
    command.booking = booked(stage);
    stage.must_send(command);
    const ServiceRecordId id{stage.last_seq()};
    EXPECT_EQ(stage.get(id).member, stage.members[0]);
    EXPECT_EQ(stage.get(id).service, Code("chore"));
    stage.must_send(CancelBooking{command.booking, "well again", ""});
    command.volunteer = stage.volunteers[1];
    EXPECT_EQ(stage.send(command).reason, RejectReason::illegal_status);
}

TEST(Volunteers, WhatIsServedByWhoWasSentIsRecordedWhereTheRulesSaySo) {
    Rules rules = test_rules();
    rules.service_records.emplace().from_requests = true;
    for (const bool recorded : {true, false}) {
        rules.service_records->from_requests = recorded;
        Stage stage(rules);
        const RequestId request = send_there(stage);
        stage.must_send(ReportOnScene{request, stage.volunteers[0]});
        stage.pass(start + minutes(40));
        stage.must_send(CompleteAssignment{request, stage.volunteers[0], Disposition::helped, ""},
                        "http:closer");
        const auto& list = stage.board().derived<ServiceRecord>().of_request(request);
        ASSERT_EQ(list.size(), recorded ? 1u : 0u);
        if (!recorded) continue;
        const ServiceRecord& record = stage.get(list.front());
        EXPECT_EQ(record.status, ServiceRecordStatus::ended);
        EXPECT_EQ(record.minutes, 40);
        EXPECT_EQ(record.member, stage.members[0]);
        EXPECT_EQ(record.doubts, (std::vector{ServiceDoubt::no_place, ServiceDoubt::of_request}));
        // Whoever said that it was over has said how long it was.
        EXPECT_EQ(record.recorded_by, "http:closer");
        const ServiceRecordId id = record.id;
        stage.confirm(id);
        EXPECT_EQ(stage.send(Stage::accepted(id), "http:closer").reason,
                  RejectReason::not_eligible);
        stage.approve(id);
        EXPECT_EQ(stage.standing().approved_min, 40);
    }
}

// engelsystem#184, by one more channel: the times of a request meet what was written down.
TEST(Volunteers, WhatIsServedWhileSomethingElseIsRecordedMakesNoSecondRecord) {
    Rules rules = test_rules();
    rules.service_records.emplace().from_requests = true;
    Stage stage(rules);
    const RequestId request = send_there(stage);
    stage.must_send(ReportOnScene{request, stage.volunteers[0]});
    stage.pass(start + minutes(40));
    stage.paper(start + minutes(10), start + minutes(20));
    stage.must_send(CompleteAssignment{request, stage.volunteers[0], Disposition::helped, ""});
    EXPECT_TRUE(stage.board().derived<ServiceRecord>().of_request(request).empty());
}

TEST(Volunteers, WhoHasSignedInIsNotRecordedASecondTime) {
    Rules rules = test_rules();
    rules.service_records.emplace().from_requests = true;
    Stage stage(rules);
    const RequestId request = send_there(stage);
    stage.must_send(ReportOnScene{request, stage.volunteers[0]});
    SignIn command;
    command.volunteer = stage.volunteers[0];
    command.request = request;
    stage.must_send(command);
    stage.pass(start + minutes(40));
    stage.must_send(CompleteAssignment{request, stage.volunteers[0], Disposition::helped, ""});
    EXPECT_EQ(stage.board().derived<ServiceRecord>().of_request(request).size(), 1u);
}

// By the link to its request, which has to promise it.
TEST(Volunteers, TheMemberConfirmsByALink) {
    Stage stage;
    const RequestId request = send_there(stage);
    stage.must_send(IssueLink{request, LinkAudience::member, {LinkPart::status}, {}});
    const LinkId silent{stage.last_seq()};
    stage.must_send(IssueLink{request, LinkAudience::family, {LinkPart::confirm}, {}});
    const LinkId link{stage.last_seq()};
    SignIn command;
    command.volunteer = stage.volunteers[0];
    command.request = request;
    stage.must_send(command, "http:volunteer");
    const ServiceRecordId id{stage.last_seq()};
    stage.pass(start + minutes(40));
    stage.sign_out(id);
    const auto by = [&](LinkId one) {
        return stage.send(ConfirmService{id, ServiceConfirmer::member, one, "", ""}, "link");
    };
    EXPECT_EQ(by({999}).reason, RejectReason::unknown_link);
    EXPECT_EQ(by(silent).reason, RejectReason::illegal_status);
    EXPECT_EQ(by(silent).field, "/link");
    EXPECT_FALSE(by(link));
    EXPECT_EQ(stage.get(id).confirmed_by, "link");
    // A link of another story confirms nothing.
    const ServiceRecordId other = stage.in(ServiceRecordStatus::ended);
    EXPECT_EQ(
        stage.send(ConfirmService{other, ServiceConfirmer::member, link, "", ""}, "link").reason,
        RejectReason::illegal_status);
}

}  // namespace
}  // namespace muster::test
