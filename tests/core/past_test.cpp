// What catching up from paper promises: it is history from the start, and the same paper is one
// request.
#include <gtest/gtest.h>

#include "tests/core/places_stage.hpp"

namespace muster::test {
namespace {

RecordPastRequest paper(std::string reference) {
    RecordPastRequest command;
    command.reference = std::move(reference);
    command.service = "fall";
    command.place = PlacesStage::here;
    command.asked_at = PlacesStage::start - minutes(300);
    command.dispatched_at = PlacesStage::start - minutes(298);
    command.on_scene_at = PlacesStage::start - minutes(280);
    command.served_at = PlacesStage::start - minutes(240);
    command.taken_by = "Wang";
    command.responders = {{{}, "Chen"}};
    return command;
}

TEST(Past, NothingHappensButThatItIsWrittenDown) {
    PlacesStage stage;
    const ResponderId idle = stage.responder("care");
    RecordPastRequest command = paper("17");
    command.responders = {{idle, {}}};
    const auto id = stage.must<RequestId>(command);
    ASSERT_EQ(stage.events.size(), 1u);
    EXPECT_TRUE(stage.events[0].is<PastRequestRecorded>());
    const Request& request = stage.request(id);
    EXPECT_EQ(request.status, RequestStatus::closed);
    EXPECT_EQ(request.created_at, command.asked_at);
    EXPECT_EQ(request.ended_at, command.served_at);
    EXPECT_TRUE(request.slots.empty());
    EXPECT_EQ(request.caught_up->recorded_by, "test");
    EXPECT_EQ(stage.get(idle)->status, ResponderStatus::available);
    // And nothing will: until it leaves the board.
    stage.until(PlacesStage::start + PlacesStage::day * 92 - Millis{1});
    EXPECT_NE(stage.get(id), nullptr);
    stage.until(PlacesStage::start + PlacesStage::day * 92);
    EXPECT_EQ(stage.get(id), nullptr);
    ASSERT_EQ(stage.events.size(), 1u);
    EXPECT_TRUE(stage.events[0].is<RequestArchived>());
}

TEST(Past, ItsPromisesAreJudgedByTheTimesOfThen) {
    PlacesStage stage;
    const Request& kept = stage.request(stage.must<RequestId>(paper("1")));
    ASSERT_EQ(kept.milestones.size(), 2u);  // of a fall: on site in 30 min, at most in 45
    EXPECT_EQ(kept.milestones[0].met_at, *paper("1").on_scene_at);
    EXPECT_FALSE(kept.milestones[0].breached_at);
    RecordPastRequest late = paper("2");
    late.on_scene_at = late.asked_at + minutes(40);
    const Request& broken = stage.request(stage.must<RequestId>(late));
    EXPECT_EQ(broken.milestones[0].breached_at, late.asked_at + minutes(30));
    EXPECT_FALSE(broken.milestones[1].breached_at);
    RecordPastRequest nobody = paper("3");
    nobody.dispatched_at = {};
    nobody.on_scene_at = {};
    nobody.responders.clear();
    nobody.disposition = Disposition::advised;
    EXPECT_TRUE(stage.request(stage.must<RequestId>(nobody)).milestones.empty());
}

TEST(Past, TheSamePaperIsOneRequest) {
    PlacesStage stage;
    const auto id = stage.must<RequestId>(paper("17"));
    const Rejection refused = stage.send(paper("17"));
    EXPECT_EQ(refused.reason, RejectReason::illegal_status);
    EXPECT_EQ(refused.field, "/reference");
    EXPECT_NE(refused.detail.find("request " + std::to_string(id.value)), std::string::npos);
    // Also in an engine that was restored, and when the request has left the board.
    core::Engine twin;
    twin.restore(stage.engine.state());
    Envelope again{twin.last_seq() + 1, PlacesStage::start, "test", "", 0, paper("17")};
    EXPECT_EQ(twin.handle(again).rejection.field, "/reference");
    stage.until(PlacesStage::start + PlacesStage::day * 92);
    EXPECT_EQ(stage.send(paper("17")).field, "/asked_at");
}

TEST(Past, TimesInOrderAndNotInTheFuture) {
    PlacesStage stage;
    const auto field = [&](auto change) {
        RecordPastRequest command = paper("1");
        change(command);
        return stage.send(command).field;
    };
    const TimePoint later = PlacesStage::start + Millis{1};
    EXPECT_EQ(field([&](auto& c) { c.asked_at = {}; }), "/asked_at");
    EXPECT_EQ(field([&](auto& c) { c.asked_at = later; }), "/asked_at");
    EXPECT_EQ(field([&](auto& c) { c.served_at = later; }), "/served_at");
    EXPECT_EQ(field([&](auto& c) { c.dispatched_at = c.asked_at - Millis{1}; }), "/dispatched_at");
    EXPECT_EQ(field([&](auto& c) { c.on_scene_at = *c.dispatched_at - Millis{1}; }),
              "/on_scene_at");
    EXPECT_EQ(field([&](auto& c) { c.served_at = *c.on_scene_at - Millis{1}; }), "/served_at");
    EXPECT_EQ(field([&](auto& c) { c.dispatched_at = {}; }), "/dispatched_at");
    EXPECT_EQ(field([&](auto& c) { c.responders = {{{}, ""}}; }), "/responders/0");
    EXPECT_EQ(field([&](auto& c) { c.responders = {{{}, "C**"}}; }), "/responders/0/name");
    EXPECT_EQ(field([&](auto& c) { c.asked_at = c.asked_at - PlacesStage::day * 92; }),
              "/asked_at");
    EXPECT_EQ(field([](auto&) {}), "");
}

TEST(Past, NobodyWasAtTwoPlacesAtOnce) {
    PlacesStage stage;
    const ResponderId who = stage.responder("care");
    RecordPastRequest command = paper("1");
    command.responders = {{who, {}}};
    EXPECT_FALSE(stage.send(command));
    command.reference = "2";
    command.asked_at = command.served_at - minutes(10);
    command.dispatched_at = command.served_at - minutes(5);
    command.on_scene_at = {};
    command.served_at = command.served_at + minutes(30);
    const Rejection refused = stage.send(command);
    EXPECT_EQ(refused.reason, RejectReason::illegal_status);
    EXPECT_EQ(refused.field, "/responders/0/responder");
    command.dispatched_at = *command.dispatched_at + minutes(5);  // when the other one ended
    EXPECT_FALSE(stage.send(command));
}

TEST(Past, ItStaysClosedWhateverIsSaidOfIt) {
    PlacesStage stage;
    const auto id = stage.must<RequestId>(paper("1"));
    EXPECT_EQ(stage.send(ReopenRequest{id, "again"}).reason, RejectReason::illegal_status);
    EXPECT_FALSE(stage.send(AddNote{id, "the paper is in folder 3"}));
    EXPECT_EQ(stage.request(id).status, RequestStatus::closed);
    // It is no incident that a new request is merged into.
    CreateRequest command;
    command.service = "fall";
    command.place = PlacesStage::here;
    EXPECT_EQ(stage.request(stage.ask(command)).status, RequestStatus::queued);
}

}  // namespace
}  // namespace muster::test
