// One person is one entry: whom a talent is, and what is done about two that are alike.
#include <gtest/gtest.h>

#include "engine/core/talents/talents.hpp"
#include "muster/talents.hpp"
#include "tests/core/talents_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

TEST(Talents, AMemberAndAResponderAreOneTalentAtMost) {
    TalentsStage s;
    const MemberId member = s.member();
    const ResponderId responder = s.responder();
    const TalentId talent = s.talent(TalentsStage::profile("Li Na"), member, responder);
    EXPECT_EQ(s.send(RegisterTalent{TalentsStage::profile("Li"), member, {}, false, {}}).field,
              "/member");
    EXPECT_EQ(s.send(RegisterTalent{TalentsStage::profile("Li"), {}, responder, false, {}}).field,
              "/responder");
    s.must(leave(talent));
    s.talent(TalentsStage::profile("Li Na"), member, responder);
    const ResponderId team = s.responder({}, ResponderKind::team);
    EXPECT_EQ(s.send(RegisterTalent{TalentsStage::profile("Li"), {}, team, false, {}}).reason,
              not_eligible);
}

// While somebody was believed to be dead, another talent became the responder.
TEST(Talents, WhoComesBackIsNoResponderThatAnotherOneIsByNow) {
    TalentsStage s;
    const MemberId member = s.member();
    const ResponderId responder = s.responder();
    const TalentId talent = s.talent(nurse(), member, responder);
    s.must(SetMemberStatus{member, MemberStatus::deceased, "told by her son"});
    const TalentId other = s.talent(TalentsStage::profile("Wang Wu"), {}, responder);
    s.must(SetMemberStatus{member, MemberStatus::active, "somebody else"});
    EXPECT_EQ(s.get(talent).status, TalentStatus::registered);
    EXPECT_EQ(s.get(talent).responder, ResponderId{});
    EXPECT_EQ(s.get(other).responder, responder);
    EXPECT_TRUE(s.skills(responder).empty());
}

TEST(Talents, WhoIsNotThereIsNoTalent) {
    TalentsStage s;
    const MemberId member = s.member();
    s.must(SetMemberStatus{member, MemberStatus::deceased, "so"});
    EXPECT_EQ(s.send(RegisterTalent{TalentsStage::profile("Li"), member, {}, false, {}}).reason,
              illegal_status);
}

TEST(Talents, AnErasedMemberLeavesNoTalent) {
    TalentsStage s;
    const MemberId member = s.member();
    const ResponderId responder = s.responder();
    const TalentId talent = s.talent(nurse(), member, responder);
    s.must(SetMemberStatus{member, MemberStatus::away, "so"});
    s.must(EraseMember{member, "the law"});
    EXPECT_FALSE(s.is_there(talent));
    EXPECT_TRUE(s.skills(responder).empty());
    // Who was no member after all stays a talent.
    const MemberId mistake = s.member();
    const TalentId stays = s.talent(TalentsStage::profile("Li Na"), mistake);
    s.must(RemoveMember{mistake, "no member"});
    EXPECT_EQ(s.get(stays).member, MemberId{});
}

TalentProfile born(std::string name, std::int16_t year, std::string phone = {}) {
    TalentProfile profile = TalentsStage::profile(std::move(name), std::move(phone));
    profile.birth_date = BirthDate{CalendarKind::solar, year, 3, 1, false};
    return profile;
}

using Matches = std::vector<TalentMatch>;

TEST(Talents, DuplicatesAreProposedWithTheFieldsThatMatch) {
    TalentsStage s;
    const TalentId first = s.talent(born("Li Na", 1950, "0514-85550101"));
    EXPECT_EQ(s.count<TalentsResemble>(), 0u);
    // The same name alone is no reason, nor is a telephone that two share.
    s.talent(born("Li Na", 1951));
    EXPECT_EQ(s.count<TalentsResemble>(), 0u);
    s.talent(TalentsStage::profile("Wang Wu", "85550101"));
    EXPECT_EQ(s.count<TalentsResemble>(), 0u);
    // The name with the birth date; with the telephone, however it is written.
    const TalentId second = s.talent(born("Li Na", 1950));
    ASSERT_EQ(s.count<TalentsResemble>(), 1u);
    EXPECT_EQ(s.last<TalentsResemble>().other, first);
    EXPECT_EQ(s.last<TalentsResemble>().matched.value,
              (Matches{TalentMatch::name, TalentMatch::birth_date}));
    s.talent(TalentsStage::profile("Li Na", "+86 514 85550101"));
    ASSERT_EQ(s.count<TalentsResemble>(), 1u);
    EXPECT_EQ(s.last<TalentsResemble>().matched.value,
              (Matches{TalentMatch::name, TalentMatch::phone}));
    EXPECT_EQ(s.get(second).alike.size(), 1u);
}

TEST(Talents, DuplicatesAreProposedWhoeverEntersThem) {
    TalentsStage s;
    TalentProfile numbered = TalentsStage::profile("Li Na");
    numbered.external_ref = "T-7";
    s.talent(numbered);
    numbered.name = "Li Nana";
    s.must(RegisterTalent{numbered, {}, {}, true, {}}, "http:import");
    EXPECT_EQ(s.last<TalentsResemble>().matched.value, Matches{TalentMatch::external_ref});
    // By a change as well.
    const TalentId other = s.talent(born("Zhao Liu", 1950));
    const TalentId wrong = s.talent(born("Zhao Lu", 1950));
    UpdateTalent command = update(wrong);
    command.profile.name = Personal<std::string>("Zhao Liu");
    s.must(command);
    EXPECT_EQ(s.last<TalentsResemble>().other, other);
    command.profile.name = Personal<std::string>("Zhao Lu");
    s.must(command);
    EXPECT_FALSE(s.last<TalentsSeparated>().decided);
    EXPECT_TRUE(s.get(wrong).alike.empty()) << "alike no more";
}

TEST(Talents, TwoPeopleAreNotProposedAgain) {
    TalentsStage s;
    const TalentId first = s.talent(born("Li Na", 1950));
    const TalentId second = s.talent(born("Li Na", 1950));
    s.must(SeparateTalents{first, second, "twins"});
    EXPECT_TRUE(s.get(second).alike.empty());
    EXPECT_EQ(s.get(second).apart, std::vector<TalentId>{first});
    UpdateTalent command = update(first);
    command.profile.district = Code("Hanjiang");
    s.must(command);
    EXPECT_EQ(s.count<TalentsResemble>(), 0u);
    EXPECT_EQ(s.send(SeparateTalents{first, second, ""}).reason, illegal_status);
    EXPECT_EQ(s.send(SeparateTalents{first, first, ""}).field, "/other");
}

TEST(Talents, ADuplicateLeavesAndHandsOverWhomItIs) {
    TalentsStage s;
    const MemberId member = s.member();
    const ResponderId responder = s.responder();
    const TalentId stays = s.talent(nurse(), {}, responder);
    const TalentId twice = s.talent(born("Li Na", 1950), member);
    s.must(LeaveTalent{twice, LeaveCause::duplicate, stays, ""});
    EXPECT_EQ(s.get(twice).status, TalentStatus::left);
    EXPECT_EQ(s.get(twice).same_as, stays);
    EXPECT_EQ(s.get(stays).member, member);
    EXPECT_EQ(s.get(stays).responder, responder);
    EXPECT_EQ(s.skills(responder), std::vector<Code>{"nurse"});
    // Who has left is no duplicate of anybody, and stays for nobody.
    const TalentId other = s.talent(born("Li Na", 1950));
    EXPECT_TRUE(s.get(other).alike.empty());
    EXPECT_EQ(s.send(LeaveTalent{other, LeaveCause::duplicate, twice, ""}).reason, illegal_status);
}

// Found without a walk over the register, by however many steps; what is forgotten is none.
TEST(Talents, DuplicatesAreFoundByTheEntryThatStays) {
    TalentsStage s;
    const TalentId stays = s.talent(born("Li Na", 1950));
    const TalentId twice = s.talent(born("Li Na", 1950));
    const TalentId thrice = s.talent(born("Li Na", 1950));
    const TalentId again = s.talent(born("Li Na", 1950));
    const auto all = [&](TalentId id) { return core::with_duplicates(s.engine.board(), id); };
    s.must(LeaveTalent{again, LeaveCause::duplicate, twice, ""});
    s.pass(hours(24));
    s.must(LeaveTalent{twice, LeaveCause::duplicate, stays, ""});
    s.must(LeaveTalent{thrice, LeaveCause::duplicate, stays, ""});
    const auto& derived = s.engine.board().derived<Talent>();
    using Ids = std::vector<TalentId>;
    EXPECT_EQ(derived.duplicates_of(stays), (Ids{twice, thrice}));
    EXPECT_EQ(derived.duplicates_of(twice), Ids{again});
    EXPECT_EQ(all(stays), (Ids{stays, twice, thrice, again}));
    EXPECT_EQ(all(twice), (Ids{twice, again}));
    EXPECT_EQ(all(thrice), Ids{thrice});
    core::Engine other;
    other.restore(s.engine.state());
    EXPECT_EQ(core::with_duplicates(other.board(), stays), all(stays));
    s.pass(hours(24) * 366);
    EXPECT_FALSE(s.is_there(twice));
    EXPECT_EQ(all(stays), Ids{stays});
    EXPECT_TRUE(derived.duplicates_of(stays).empty());
}

TEST(Talents, WhoForgetsADuplicateSaysWhichEntryStays) {
    TalentsStage s;
    const TalentId stays = s.talent(born("Li Na", 1950));
    const TalentId twice = s.talent(born("Li Na", 1950));
    const TalentId old = s.talent("Wang Wu");
    s.must(LeaveTalent{twice, LeaveCause::duplicate, stays, ""});
    while (s.is_there(twice))
        s.pass_until(s.engine.next_deadline());
    EXPECT_EQ(s.last<TalentForgotten>().talent, twice);
    EXPECT_EQ(s.last<TalentForgotten>().same_as, stays);
    s.must(LeaveTalent{old, LeaveCause::age, {}, ""});
    while (s.is_there(old))
        s.pass_until(s.engine.next_deadline());
    EXPECT_EQ(s.last<TalentForgotten>().talent, old);
    EXPECT_FALSE(s.last<TalentForgotten>().same_as);
}

// The second entry named no member, and had left before.
TEST(Talents, AnErasedMemberLeavesNoDuplicateEither) {
    TalentsStage s;
    const MemberId member = s.member();
    const TalentId stays = s.talent(born("Li Na", 1950), member);
    const TalentId twice = s.talent(born("Li Na", 1950));
    const TalentId thrice = s.talent(born("Li Na", 1950));
    const TalentId other = s.talent("Wang Wu");
    s.must(LeaveTalent{thrice, LeaveCause::duplicate, twice, ""});
    s.must(LeaveTalent{twice, LeaveCause::duplicate, stays, ""});
    s.must(SetMemberStatus{member, MemberStatus::deceased, "told by her son"});
    s.must(EraseMember{member, "the law"});
    EXPECT_FALSE(s.is_there(stays));
    EXPECT_FALSE(s.is_there(twice));
    EXPECT_FALSE(s.is_there(thrice));
    EXPECT_TRUE(s.is_there(other));
}

TEST(Talents, MergedMembersMakeTheirTalentsAlike) {
    TalentsStage s;
    const MemberId kept = s.member("Li Na");
    const MemberId other = s.member("Li Nana");
    const TalentId first = s.talent(TalentsStage::profile("Li Na"), kept);
    const TalentId second = s.talent(TalentsStage::profile("Li Nana"), other);
    const auto merge = [&] {
        const MergeId id{s.must(ProposeMerge{kept, other, ""})};
        s.must(MergeMembers{id, ""});
        return id;
    };
    const MergeId mistaken = merge();
    EXPECT_EQ(s.last<TalentsResemble>().matched.value, Matches{TalentMatch::member});
    s.must(UndoMerge{mistaken, "two people"});
    EXPECT_TRUE(s.get(first).alike.empty());
    EXPECT_TRUE(s.get(second).alike.empty());
    // Both are hers: her death ends both.
    const MergeId again = merge();
    const auto die = [&] {
        s.must(SetMemberStatus{kept, MemberStatus::deceased, "so"});
        EXPECT_EQ(s.get(first).status, TalentStatus::left);
        EXPECT_EQ(s.get(second).status, TalentStatus::left);
    };
    die();
    s.must(SetMemberStatus{kept, MemberStatus::active, "somebody else"});
    EXPECT_EQ(s.get(first).status, TalentStatus::registered);
    EXPECT_EQ(s.get(second).status, TalentStatus::registered);
    // It was not hers after all.
    die();
    s.must(UndoMerge{again, "two people"});
    EXPECT_EQ(s.get(first).status, TalentStatus::left);
    EXPECT_EQ(s.get(second).status, TalentStatus::registered);
}

}  // namespace
}  // namespace muster::test
