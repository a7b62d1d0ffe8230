// The skills of a talent are those of the responder that it is, as long as both have them.
#include <gtest/gtest.h>

#include "muster/dispatch.hpp"
#include "muster/talents.hpp"
#include "tests/core/talents_stage.hpp"

namespace muster::test {
namespace {

TEST(Talents, TheResponderHasTheSkillsOfTheTalent) {
    TalentsStage s;
    const ResponderId responder = s.responder({"care"});
    const TalentId talent = s.talent(nurse(), {}, responder);
    EXPECT_EQ(s.skills(responder), (std::vector<Code>{"care", "nurse"}));
    EXPECT_EQ(s.get(talent).passed_on, std::vector<Code>{"nurse"});
    // What the responder had by himself stays his own.
    UpdateTalent more = update(talent);
    more.profile.skills = std::vector<Code>{"care", "lift"};
    s.must(more);
    EXPECT_EQ(s.skills(responder), (std::vector<Code>{"care", "lift"}));
    EXPECT_EQ(s.get(talent).passed_on, std::vector<Code>{"lift"});
    s.must(PauseTalent{talent, "travels"});
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"care"});
    s.must(ResumeTalent{talent});
    EXPECT_EQ(s.skills(responder), (std::vector<Code>{"care", "lift"}));
    s.must(leave(talent));
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"care"});
}

TEST(Talents, AnotherResponderGetsThemInstead) {
    TalentsStage s;
    const ResponderId first = s.responder();
    const ResponderId second = s.responder();
    const TalentId talent = s.talent(nurse(), {}, first);
    UpdateTalent command = update(talent);
    command.responder = second;
    s.must(command);
    EXPECT_TRUE(s.skills(first).empty());
    EXPECT_EQ(s.skills(second), std::vector<Code>{"nurse"});
    command.responder = ResponderId{};
    s.must(command);
    EXPECT_TRUE(s.skills(second).empty());
}

TEST(Talents, ACandidateGivesNoSkills) {
    TalentsStage s;
    const ResponderId responder = s.responder();
    const TalentId talent{s.must(RegisterTalent{nurse(), {}, responder, true, {}})};
    EXPECT_TRUE(s.skills(responder).empty());
    s.must(review(talent));
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"nurse"});
}

// A request for a nurse finds the talent a millisecond before the skill ends, and not when it does.
TEST(Talents, ASkillWithAnExpiryIsDispatchableUntilThen) {
    Rules rules = test_rules();
    rules.plans[4].slots[0].skills = {"nurse"};  // of repairs
    const TimePoint ends = TalentsStage::start + hours(5);
    for (const bool in_time : {true, false}) {
        TalentsStage s(rules);
        const ResponderId responder = s.responder({}, ResponderKind::staff);
        const TalentId talent = s.talent(nurse(ends), {}, responder);
        s.must(SetDuty{responder, ResponderStatus::available, {}, ""});
        s.pass_until(in_time ? ends - Millis{1} : ends);
        CreateRequest ask;
        ask.service = "repair";
        ask.place = TalentsStage::here;
        s.must(ask);
        EXPECT_EQ(s.get(responder).status == ResponderStatus::dispatched, in_time);
        EXPECT_EQ(s.get(talent).profile.skills.empty(), !in_time);
        EXPECT_EQ(s.skills(responder).empty(), !in_time);
    }
}

TEST(Talents, ASkillThatEndsIsRenewed) {
    TalentsStage s;
    const ResponderId responder = s.responder();
    const TimePoint ends = s.now + hours(5);
    const TalentId talent = s.talent(nurse(ends), {}, responder);
    s.pass_until(ends);
    EXPECT_TRUE(s.skills(responder).empty());
    EXPECT_TRUE(s.get(talent).passed_on.empty());
    UpdateTalent renewed = update(talent);
    renewed.profile.skills = std::vector<Code>{"nurse"};
    renewed.profile.skill_terms = std::vector<SkillTerm>{{"nurse", s.now + hours(5)}};
    s.must(renewed);
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"nurse"});
    EXPECT_EQ(s.get(responder).profile.skill_terms, *renewed.profile.skill_terms);
    s.pass(hours(5));
    EXPECT_TRUE(s.skills(responder).empty());
}

// What ended it before does not end what is told anew without an end.
TEST(Talents, ASkillThatIsToldAgainWithoutAnEndHasNone) {
    TalentsStage s;
    const ResponderId responder = s.responder();
    const TalentId talent = s.talent(nurse(s.now + hours(5)), {}, responder);
    s.pass(hours(5));
    UpdateTalent again = update(talent);
    again.profile.skills = std::vector<Code>{"nurse"};
    s.must(again);
    s.pass(hours(1));
    EXPECT_EQ(s.get(talent).profile.skills, std::vector<Code>{"nurse"});
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"nurse"});
}

TEST(Responders, ASkillThatIsToldAgainWithoutAnEndHasNone) {
    TalentsStage s;
    const ResponderId responder = s.responder({"nurse"});
    UpdateResponder ends;
    ends.responder = responder;
    ends.profile.skill_terms = std::vector<SkillTerm>{{"nurse", s.now + hours(5)}};
    s.must(ends);
    s.pass(hours(5));
    EXPECT_TRUE(s.skills(responder).empty());
    UpdateResponder again;
    again.responder = responder;
    again.profile.skills = std::vector<Code>{"nurse"};
    s.must(again);
    s.pass(hours(1));
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"nurse"});
    EXPECT_TRUE(s.get(responder).profile.skill_terms.empty());
}

// Whatever else is told of somebody in the moment in which it ends, before time has brought that.
TEST(Talents, ASkillThatIsNotToldAgainEndsAllTheSame) {
    TalentsStage s;
    const TimePoint ends = s.now + hours(5);
    RegisterResponder command;
    command.profile.kind = ResponderKind::volunteer;
    command.profile.skills = {"nurse"};
    command.profile.skill_terms = {{"nurse", ends}};
    const ResponderId responder{s.must(command)};
    const TalentId talent = s.talent(nurse(ends));
    const auto before_the_tick = [&](Command told) {
        Envelope envelope;
        envelope.seq = s.engine.last_seq() + 1;
        envelope.at = ends;
        envelope.source = "http:wang";
        envelope.command = std::move(told);
        EXPECT_FALSE(s.engine.handle(envelope).rejection);
    };
    UpdateResponder named;
    named.responder = responder;
    named.profile.name = "Li Nana";
    before_the_tick(named);
    UpdateTalent renamed = update(talent);
    renamed.profile.name = "Li Nana";
    before_the_tick(renamed);
    s.pass_until(ends + hours(1));
    EXPECT_TRUE(s.skills(responder).empty());
    EXPECT_TRUE(s.get(talent).profile.skills.empty());
}

// The own skill of the responder ends; as a talent the person has it for longer.
TEST(Talents, WhatTheResponderHadForAShorterTimeGoesOn) {
    TalentsStage s;
    RegisterResponder command;
    command.profile.kind = ResponderKind::volunteer;
    command.profile.skills = {"nurse"};
    command.profile.skill_terms = {{"nurse", s.now + hours(1)}};
    const ResponderId responder{s.must(command)};
    const TalentId talent = s.talent(nurse(s.now + hours(3)), {}, responder);
    EXPECT_TRUE(s.get(talent).passed_on.empty());
    s.pass(hours(1));
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"nurse"});
    EXPECT_EQ(s.get(talent).passed_on, std::vector<Code>{"nurse"});
    s.pass(hours(2));
    EXPECT_TRUE(s.skills(responder).empty());
}

}  // namespace
}  // namespace muster::test
