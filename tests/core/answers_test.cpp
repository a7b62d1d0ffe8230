// What answers to the questions of a service promise.
#include <gtest/gtest.h>

#include "tests/core/places_stage.hpp"

namespace muster::test {
namespace {

TEST(Answers, TheHighestClassWinsAndSaysWhichAnswer) {
    PlacesStage stage;
    CreateRequest command = repair();
    command.answers = {answer("who", "woman"), answer("danger", "water")};
    const Request& request = stage.request(stage.ask(command));
    EXPECT_EQ(request.urgency, Urgency::P1);
    ASSERT_TRUE(request.triage.decided_by);
    EXPECT_EQ(request.triage.decided_by->question, Code("danger"));
    EXPECT_EQ(request.triage.decided_by->choice.value, Code("water"));
    // In the order of the questions, and both ask for skills.
    EXPECT_EQ(request.triage.answers[0].question, Code("danger"));
    EXPECT_EQ(request.skills, (std::vector<Code>{"lift", "female"}));
    EXPECT_FALSE(request.triage.handover);
}

TEST(Answers, NeverLowerThanTheServiceOrWhatAHumanSays) {
    PlacesStage stage;
    CreateRequest command = repair();
    command.urgency = Urgency::P0;
    command.answers = {answer("danger", "water")};
    EXPECT_EQ(stage.request(stage.ask(command)).urgency, Urgency::P0);
    command.urgency = {};
    command.place = PlacesStage::far;
    command.answers = {answer("danger", "nothing")};
    EXPECT_EQ(stage.request(stage.ask(command)).urgency, Urgency::P3);
}

TEST(Answers, MayBeCorrectedAndTheClassFollows) {
    PlacesStage stage;
    const RequestId id = stage.ask(repair());
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "gas")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P0);
    EXPECT_EQ(stage.request(id).triage.handover, Agency::fire_119);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "water")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
    EXPECT_EQ(stage.request(id).skills, std::vector<Code>{"lift"});
    EXPECT_FALSE(stage.request(id).triage.handover);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "nothing")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P3);
    EXPECT_TRUE(stage.request(id).skills.empty());
    // The same again is nothing new.
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "nothing")}}));
    EXPECT_TRUE(stage.events.empty());
}

TEST(Answers, DoNotLowerWhatAHumanSetMeanwhile) {
    PlacesStage stage;
    const RequestId id = stage.ask(repair());
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "gas")}}));
    EXPECT_FALSE(stage.send(ReclassifyRequest{id, Urgency::P1, "the neighbour says so"}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "nothing")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
}

TEST(Answers, SkillsAskedForOtherwiseStay) {
    PlacesStage stage;
    CreateRequest command = repair();
    command.skills = {"lift"};
    command.answers = {answer("danger", "water"), answer("who", "woman")};
    const RequestId id = stage.ask(command);
    EXPECT_EQ(stage.request(id).skills, (std::vector<Code>{"lift", "female"}));
    EXPECT_FALSE(
        stage.send(AnswerQuestions{id, {answer("danger", "nothing"), answer("who", "anybody")}}));
    EXPECT_EQ(stage.request(id).skills, std::vector<Code>{"lift"});
}

// While it waits, who is sent must have them from now on.
TEST(Answers, WhoIsSentHasTheSkills) {
    PlacesStage stage;
    const RequestId id = stage.ask(repair());
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("who", "woman")}}));
    stage.responder("repair");
    EXPECT_EQ(stage.request(id).status, RequestStatus::queued);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("who", "anybody")}}));
    EXPECT_EQ(stage.request(id).status, RequestStatus::dispatched);
}

TEST(Answers, WhatIsNotInTheSetIsRefusedAtItsPlace) {
    PlacesStage stage;
    CreateRequest command = repair();
    const auto field = [&](std::vector<TriageAnswer> answers) {
        command.answers = std::move(answers);
        const Rejection refused = stage.send(command);
        EXPECT_EQ(refused.reason, RejectReason::invalid_field);
        EXPECT_TRUE(stage.events.empty());
        return refused.field;
    };
    EXPECT_EQ(field({answer("who", "woman"), answer("colour", "red")}), "/answers/1/question");
    EXPECT_EQ(field({answer("danger", "snakes")}), "/answers/0/choice");
    EXPECT_EQ(field({answer("danger", "gas"), answer("danger", "water")}), "/answers/0/question");
    EXPECT_EQ(field({answer("", "gas")}), "/answers/0/question");
    EXPECT_EQ(field({answer("danger", "")}), "/answers/0/choice");
    command.service = "chore";
    EXPECT_EQ(field({answer("danger", "gas")}), "/answers/0/question");
    const RequestId id = stage.ask(repair());
    const Rejection refused = stage.send(AnswerQuestions{id, {answer("danger", "snakes")}});
    EXPECT_EQ(refused.field, "/answers/0/choice");
    EXPECT_NE(refused.detail.find("gas, water or nothing"), std::string::npos);
}

TEST(Answers, NeverBelowTheSilenceThatIsUnverified) {
    Rules rules = test_rules();
    rules.question_sets[0].services.push_back("silent_line");
    PlacesStage stage(rules);
    CreateRequest command;
    command.service = "silent_line";
    command.place = PlacesStage::here;
    command.silent = true;
    const RequestId id = stage.ask(command);
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "gas")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P0);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "nothing")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
    EXPECT_FALSE(stage.send(VerifySafe{id, "spoke with her"}));
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("who", "woman")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P2);
}

// A report that is merged in counts while it is, and no longer.
TEST(Answers, WhatAReportRaisedGoesWithIt) {
    PlacesStage stage;
    const RequestId id = stage.ask(repair());
    CreateRequest command;
    command.service = "fall";
    command.place = PlacesStage::far;
    const RequestId fall = stage.ask(command);
    EXPECT_FALSE(stage.send(MergeRequest{fall, id}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "gas")}}));
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("danger", "nothing")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P1);
    EXPECT_FALSE(stage.send(SplitRequest{fall, "two things"}));
    EXPECT_FALSE(stage.send(AnswerQuestions{id, {answer("who", "woman")}}));
    EXPECT_EQ(stage.request(id).urgency, Urgency::P3);
}

TEST(Plans, TheMostSpecificOverrideWinsAndSaysWhy) {
    PlacesStage stage;
    const auto plan_of = [&](MemberId member, std::optional<Urgency> urgency) {
        CreateRequest command = repair({});
        command.member = member;
        command.urgency = urgency;
        return stage.request(stage.ask(command)).plan;
    };
    const auto in_community = [&](Code community, Point home) {
        RegisterMember command;
        command.profile.district = "Baoying";
        command.profile.community = community;
        command.profile.home = home;
        return stage.must<MemberId>(command);
    };
    const PlanChoice by_district{"lift", PlanBasis::district, "Baoying", {}};
    const PlanChoice by_community{"chore", PlanBasis::community, "Anyi", {}};
    const PlanChoice if_urgent{"fall", PlanBasis::community, "Anyi", {}};
    EXPECT_EQ(plan_of(stage.member("Guangling"), {}), std::nullopt);
    EXPECT_EQ(plan_of(in_community("", PlacesStage::far), {}), by_district);
    EXPECT_EQ(plan_of(in_community("Anyi", Point{326'000'000, 1'194'000'000}), {}), by_community);
    EXPECT_EQ(plan_of(in_community("Anyi", Point{327'000'000, 1'194'000'000}), Urgency::P1),
              if_urgent);
}

TEST(Plans, APlaceAndWhatStandsInItGoBeforeAll) {
    PlacesStage stage;
    const PlaceId hospital = stage.place("hospital", PlacesStage::far, "Baoying", "Anyi");
    const PlaceId ward = stage.place("ward", PlacesStage::here, {}, {}, hospital);
    const PlanChoice wanted{"advice", PlanBasis::place, {}, hospital};
    CreateRequest named = repair({});
    named.known_place = ward;
    const Request& request = stage.request(stage.ask(named));
    EXPECT_EQ(request.plan, wanted);
    EXPECT_EQ(request.place->value, PlacesStage::here);
    EXPECT_EQ(request.address.value, "place ward");
    EXPECT_TRUE(request.slots.empty());  // advice sends nobody
    EXPECT_EQ(stage.request(stage.ask(repair(PlacesStage::beside))).plan, wanted);
}

TEST(Plans, FollowWhereItTurnsOutToBeWhileNobodyWasSent) {
    PlacesStage stage;
    stage.place("hospital", PlacesStage::far);
    const RequestId id = stage.ask(repair({}));
    EXPECT_EQ(stage.request(id).plan, std::nullopt);
    EXPECT_FALSE(stage.send(LocateRequest{id, PlacesStage::far, ""}));
    ASSERT_TRUE(stage.request(id).plan);
    EXPECT_EQ(stage.request(id).plan->plan, Code("advice"));
    EXPECT_TRUE(stage.request(id).slots.empty());
    stage.responder("repair");
    const RequestId sent = stage.ask(repair(PlacesStage::here));
    EXPECT_EQ(stage.request(sent).status, RequestStatus::dispatched);
    EXPECT_FALSE(stage.send(LocateRequest{sent, PlacesStage::far, ""}));
    EXPECT_EQ(stage.request(sent).plan, std::nullopt);
}

}  // namespace
}  // namespace muster::test
