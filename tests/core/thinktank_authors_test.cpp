// Who makes suggestions, and what follows from what happens to him.
#include <utility>

#include "muster/talents.hpp"
#include "tests/core/thinktank_stage.hpp"

namespace muster::test {
namespace {

using enum SuggestionStatus;
using Stage = ThinktankStage;

TEST(Thinktank, MergedMembersAreOneAuthor) {
    Stage stage;
    const MemberId kept = stage.member("Li");
    const MemberId other = stage.member("Li Wei");
    const auto by = [&](const char* reference, MemberId member) {
        RegisterSuggestion command = Stage::suggestion(reference, "");
        command.member = member;
        const SuggestionId id = stage.must(command);
        stage.accept(id);
        return id;
    };
    const SuggestionId first = by("1", kept);
    const SuggestionId second = by("2", other);
    EXPECT_EQ(stage.get(second).author.value, "Li Wei");
    const auto merge = stage.must<MergeId>(ProposeMerge{kept, other, ""});
    stage.must(MergeMembers{merge, ""});
    EXPECT_EQ(stage.get(stage.report({first, second})).author_count, 1);
    // One who died is known under either number; undone, each is himself again.
    stage.must(SetMemberStatus{kept, MemberStatus::deceased, "told"});
    EXPECT_TRUE(stage.get(first).author_gone);
    EXPECT_TRUE(stage.get(second).author_gone);
    stage.must(UndoMerge{merge, "two people"});
    EXPECT_TRUE(stage.get(first).author_gone);
    EXPECT_FALSE(stage.get(second).author_gone) << "it was the other one who died";
}

TEST(Thinktank, TheAnswerToADeadAuthorGoesToTheFamily) {
    Stage stage;
    const MemberId member = stage.member("Li");
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.member = member;
    const SuggestionId waits = stage.must(command);
    command.reference = "2";
    const SuggestionId over = stage.must(command);
    stage.must(WithdrawSuggestion{over, "no"});
    stage.accept(waits);
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    EXPECT_NE(stage.told().find("SuggestionAuthorGone"), std::string::npos);
    EXPECT_TRUE(stage.get(waits).author_gone);
    EXPECT_FALSE(stage.get(over).author_gone) << "nobody waits for an answer";
    command.reference = "3";
    EXPECT_EQ(stage.send(command).reason, RejectReason::illegal_status);
    // It is answered all the same.
    stage.bring_to(waits, fed_back);
    stage.must(RecordSatisfaction{waits, Satisfaction::no_answer, "the daughter was told"});
    EXPECT_EQ(stage.status(waits), closed);
    stage.must(SetMemberStatus{member, MemberStatus::active, "another Li"});
    EXPECT_FALSE(stage.get(waits).author_gone);
}

TEST(Thinktank, AnErasedAuthorLeavesNoNameAndHisSuggestionGoesOn) {
    Stage stage;
    const MemberId member = stage.member("Li Erased");
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.member = member;
    command.phone = "0514-8555 0101";
    const SuggestionId id = stage.must(command);
    EXPECT_EQ(stage.get(id).phone.value, "+8651485550101");
    stage.accept(id);
    const SuggestionId other = stage.reviewed("2", "b");
    const SuggestionReportId report = stage.report({id, other});
    stage.instruct(id);
    stage.assign(id);
    stage.reply(id);
    stage.grade(id);
    stage.must(GiveFeedback{id, "Dear Li Erased"});
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    stage.must(EraseMember{member, "the law"});
    for (const std::string& text : {stage.json(id), stage.json(report)}) {
        EXPECT_EQ(text.find("Li Erased"), std::string::npos) << text;
        EXPECT_EQ(text.find("85550101"), std::string::npos) << text;
        EXPECT_EQ(text.find("Build them."), std::string::npos) << text;
    }
    EXPECT_EQ(stage.get(report).erased_names, 1);
    EXPECT_EQ(stage.get(report).items[1].raw[0].author.value, "b");
    EXPECT_EQ(stage.get(report).author_count, 2) << "what was counted stays counted";
    EXPECT_EQ(stage.status(id), fed_back);
    stage.must(RecordSatisfaction{id, Satisfaction::no_answer, ""});
    EXPECT_EQ(stage.status(id), closed);
    // The file that it came from can be read again.
    RegisterSuggestion again = Stage::suggestion("1", "Li Erased");
    EXPECT_FALSE(stage.send(again));
    EXPECT_EQ(stage.told(), "SuggestionRepeated");
    EXPECT_EQ(stage.get(id).author.value, "");
}

TEST(Thinktank, ATalentIsAnAuthor) {
    Stage stage;
    const MemberId member = stage.member("Wang Mei");
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    talent.member = member;
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.talent = stage.must<TalentId>(talent);
    const SuggestionId by_talent = stage.must(command);
    EXPECT_EQ(stage.get(by_talent).author.value, "Wang Mei");
    command.reference = "2";
    command.member = std::exchange(command.talent, {}) ? member : MemberId{};
    const SuggestionId by_member = stage.must(command);
    stage.accept(by_talent);
    stage.accept(by_member);
    EXPECT_EQ(stage.get(stage.report({by_talent, by_member})).author_count, 1);
    command.reference = "3";
    command.talent = {999};
    EXPECT_EQ(stage.send(command).field, "/talent");
    // What happens to the member, happens to the talent.
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    EXPECT_TRUE(stage.get(by_talent).author_gone);
    EXPECT_TRUE(stage.get(by_member).author_gone);
    stage.must(SetMemberStatus{member, MemberStatus::active, "another one"});
    EXPECT_FALSE(stage.get(by_talent).author_gone);
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    stage.must(EraseMember{member, "the law"});
    EXPECT_EQ(stage.get(by_talent).author.value, "");
    EXPECT_EQ(stage.get(by_member).author.value, "");
}

TEST(Thinktank, ATalentWhoLeftStaysAnAuthor) {
    Stage stage;
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.talent = stage.must<TalentId>(talent);
    const SuggestionId id = stage.must(command);
    stage.must(LeaveTalent{command.talent, LeaveCause::age, {}, ""});
    EXPECT_FALSE(stage.get(id).author_gone) << "he can still be asked";
    // Long after that nothing is known of the talent any more.
    stage.go_on_to("2036-01-01");
    EXPECT_EQ(stage.engine.board().store<Talent>().get(command.talent), nullptr);
    EXPECT_EQ(stage.get(id).author.value, "Wang Mei");
    stage.accept(id, "it lay in a drawer");
    EXPECT_EQ(stage.get(stage.report({id})).author_count, 1);
}

// One of two entries of a talent left as a duplicate: what was suggested under it is his all the
// same.
TEST(Thinktank, TwoEntriesOfATalentAreOneAuthor) {
    Stage stage;
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    const auto stays = stage.must<TalentId>(talent);
    const auto twice = stage.must<TalentId>(talent);
    const auto by = [&](const char* reference, TalentId author) {
        RegisterSuggestion command = Stage::suggestion(reference, "");
        command.talent = author;
        const SuggestionId id = stage.must(command);
        stage.accept(id);
        return id;
    };
    const SuggestionId first = by("1", stays);
    const SuggestionId second = by("2", twice);
    stage.must(LeaveTalent{twice, LeaveCause::duplicate, stays, ""});
    const SuggestionId third = by("3", twice);
    EXPECT_EQ(stage.get(third).talent, stays);
    EXPECT_EQ(stage.get(stage.report({first, second, third})).author_count, 1);
    const MemberId member = stage.member("Wang Mei");
    UpdateTalent found;
    found.talent = stays;
    found.member = member;
    stage.must(found);
    stage.must(SetMemberStatus{member, MemberStatus::deceased, "told"});
    EXPECT_TRUE(stage.get(second).author_gone);
    stage.must(SetMemberStatus{member, MemberStatus::active, "another one"});
    EXPECT_FALSE(stage.get(second).author_gone);
    stage.must(SetMemberStatus{member, MemberStatus::moved_away, "to Nanjing"});
    stage.must(EraseMember{member, "the law"});
    for (const SuggestionId id : {first, second, third})
        EXPECT_EQ(stage.get(id).author.value, "") << id.value;
}

// The duplicate leaves the register long before the entry that stays.
TEST(Thinktank, WhatADuplicateSuggestedIsOfTheEntryThatStays) {
    Stage stage;
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    talent.member = stage.member("Wang Mei");
    const auto stays = stage.must<TalentId>(talent);
    talent.member = {};
    const auto between = stage.must<TalentId>(talent);
    const auto twice = stage.must<TalentId>(talent);
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.talent = twice;
    const SuggestionId id = stage.must(command);
    stage.accept(id);
    stage.must(LeaveTalent{twice, LeaveCause::duplicate, between, ""});
    stage.go_on_to("2026-01-05");
    stage.must(LeaveTalent{between, LeaveCause::duplicate, stays, ""});
    EXPECT_EQ(stage.get(id).talent, twice) << "both are known yet";
    stage.go_on_to("2027-06-01");
    const auto& talents = stage.engine.board().store<Talent>();
    ASSERT_EQ(talents.get(twice), nullptr);
    ASSERT_EQ(talents.get(between), nullptr);
    ASSERT_NE(talents.get(stays), nullptr);
    EXPECT_EQ(stage.get(id).talent, stays);
    command = Stage::suggestion("2", "");
    command.talent = stays;
    const SuggestionId later = stage.must(command);
    stage.accept(later);
    EXPECT_EQ(stage.get(stage.report({id, later})).author_count, 1);
    // Whoever is erased leaves no name behind, whichever entry he suggested it by.
    const MemberId member = talents.get(stays)->member;
    stage.must(SetMemberStatus{member, MemberStatus::moved_away, "to Nanjing"});
    EXPECT_TRUE(stage.get(id).author_gone);
    stage.must(EraseMember{member, "the law"});
    EXPECT_EQ(stage.get(id).author.value, "");
}

// Both leave in one moment, and so are forgotten in one: whichever of the two comes first there.
TEST(Thinktank, WhatADuplicateSuggestedIsOfTheEntryThatStaysThoughAllLeaveAtOnce) {
    for (const bool first : {false, true}) {
        Stage stage;
        RegisterTalent talent;
        talent.profile.name = "Wang Mei";
        const auto stays = stage.must<TalentId>(talent);
        const auto one = stage.must<TalentId>(talent);
        const auto other = stage.must<TalentId>(talent);
        const TalentId twice = first ? one : other;
        const TalentId between = first ? other : one;
        RegisterSuggestion command = Stage::suggestion("1", "");
        command.talent = twice;
        const SuggestionId id = stage.must(command);
        stage.must(LeaveTalent{twice, LeaveCause::duplicate, between, ""});
        stage.must(LeaveTalent{between, LeaveCause::duplicate, stays, ""});
        stage.go_on_to("2027-06-01");
        const auto& talents = stage.engine.board().store<Talent>();
        ASSERT_EQ(talents.get(twice), nullptr);
        ASSERT_EQ(talents.get(between), nullptr);
        EXPECT_EQ(stage.get(id).talent, stays);
    }
}

// Of somebody who left for another reason nobody else is known.
TEST(Thinktank, WhatATalentSuggestedThatIsForgottenKeepsItsNumber) {
    Stage stage;
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.talent = stage.must<TalentId>(talent);
    const SuggestionId id = stage.must(command);
    stage.must(LeaveTalent{command.talent, LeaveCause::age, {}, ""});
    stage.go_on_to("2027-06-01");
    ASSERT_EQ(stage.engine.board().store<Talent>().get(command.talent), nullptr);
    EXPECT_EQ(stage.get(id).talent, command.talent);
}

TEST(Thinktank, ADeadTalentSuggestsNothing) {
    Stage stage;
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.talent = stage.must<TalentId>(talent);
    const SuggestionId before = stage.must(command);
    stage.must(LeaveTalent{command.talent, LeaveCause::deceased, {}, ""});
    EXPECT_TRUE(stage.get(before).author_gone);
    EXPECT_FALSE(stage.send(command)) << "the same again is known already";
    command.reference = "2";
    const Rejection refused = stage.send(command);
    EXPECT_EQ(refused.reason, RejectReason::illegal_status);
    EXPECT_EQ(refused.field, "/talent");
}

// A pause of the talent says nothing of the member, who is dead.
TEST(Thinktank, WhatTheRegisterOfMembersSaysOfAnAuthorGoesFirst) {
    Stage stage;
    RegisterTalent talent;
    talent.profile.name = "Wang Mei";
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.member = stage.member("Wang Mei");
    command.talent = stage.must<TalentId>(talent);
    const SuggestionId id = stage.must(command);
    stage.must(SetMemberStatus{command.member, MemberStatus::deceased, "told"});
    EXPECT_TRUE(stage.get(id).author_gone);
    stage.must(PauseTalent{command.talent, "nobody answers"});
    EXPECT_TRUE(stage.get(id).author_gone);
}

TEST(Thinktank, WhyAnErasedAuthorWithdrewIsForgottenToo) {
    Stage stage;
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.member = stage.member("Li");
    const SuggestionId id = stage.must(command);
    stage.must(WithdrawSuggestion{id, "My wife is ill."});
    stage.must(SetMemberStatus{command.member, MemberStatus::moved_away, "told"});
    stage.must(EraseMember{command.member, "the law"});
    EXPECT_EQ(stage.get(id).reason.value, "");
}

// The file is read again after the register has another name for him.
TEST(Thinktank, AnAuthorWithAnotherNameIsTheSame) {
    Stage stage;
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.member = stage.member("Li Na");
    stage.must(command);
    UpdateMember renamed;
    renamed.member = command.member;
    renamed.profile.name = Personal<std::string>("Li Nana");
    stage.must(renamed);
    stage.must(command);
    EXPECT_EQ(stage.told(), "SuggestionRepeated");
}

TEST(Thinktank, NamesAndNumbersAreWhole) {
    Stage stage;
    RegisterSuggestion command = Stage::suggestion("1", "L**");
    EXPECT_EQ(stage.send(command).field, "/author");
    command.author = "Li";
    command.phone = "**42";
    EXPECT_EQ(stage.send(command).field, "/phone");
    const SuggestionId id = stage.reviewed("2");
    EXPECT_EQ(stage.send(ReportSuggestions{{id}, "Winter", "Mayor W**"}).field, "/addressee");
}

TEST(Thinktank, AMemberEnteredByMistakeLeavesNoName) {
    Stage stage;
    RegisterSuggestion command = Stage::suggestion("1", "");
    command.member = stage.member("Nobody");
    const SuggestionId id = stage.must(command);
    stage.must(RemoveMember{command.member, "entered twice"});
    EXPECT_EQ(stage.get(id).author.value, "");
    EXPECT_FALSE(stage.get(id).member);
}

}  // namespace
}  // namespace muster::test
