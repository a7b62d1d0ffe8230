// What the register of talents promises: who is in it, what they can do and until when, that nobody
// is forgotten, and that one person is one entry.
#include "muster/talents.hpp"

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/talents/talent_check.hpp"
#include "engine/core/talents/talent_state.hpp"
#include "muster/dispatch.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/talents_stage.hpp"

namespace muster::test {
namespace {

using enum RejectReason;
using core::TalentAction;

constexpr Date today{20'423};  // 2025-12-01

// When the day is over in the city.
TimePoint end_of(Date day) {
    return core::time_at(CalendarRule{}, day + 1);
}

UpdateTalent update(TalentId talent) {
    UpdateTalent command;
    command.talent = talent;
    return command;
}

ReviewTalent review(TalentId talent, std::string late_cause = {}) {
    ReviewTalent command;
    command.talent = talent;
    command.late_cause = std::move(late_cause);
    return command;
}

LeaveTalent leave(TalentId talent, LeaveCause cause = LeaveCause::health) {
    return {talent, cause, {}, ""};
}

// One talent, who is a member too: a death leads to `left`, and its correction back.
struct TalentArea {
    struct Stage {
        TalentsStage s;
        MemberId member;
        TalentId talent;
    };
    [[nodiscard]] std::unique_ptr<Stage> stage(TalentStatus status) const {
        auto out = std::make_unique<Stage>();
        out->member = out->s.member();
        const bool candidate = status == TalentStatus::candidate;
        out->talent = {out->s.must(
            RegisterTalent{TalentsStage::profile("Li Na"), out->member, {}, candidate, {}})};
        if (status == TalentStatus::paused) out->s.must(PauseTalent{out->talent, "travels"});
        if (status == TalentStatus::left) out->s.must(leave(out->talent));
        return out;
    }
    [[nodiscard]] Rejection act(std::unique_ptr<Stage>& stage, TalentAction action) const {
        TalentsStage& s = stage->s;
        switch (action) {
            case TalentAction::update:
                return s.send(update(stage->talent));
            case TalentAction::admit:
            case TalentAction::review:
                return s.send(review(stage->talent));
            case TalentAction::pause:
                return s.send(PauseTalent{stage->talent, "travels"});
            case TalentAction::resume:
                return s.send(ResumeTalent{stage->talent});
            case TalentAction::decline:
                return s.send(leave(stage->talent, LeaveCause::declined));
            case TalentAction::leave:
                return s.send(leave(stage->talent));
            case TalentAction::return_candidate:
            case TalentAction::return_registered:
            case TalentAction::return_paused:
                break;
        }
        return {};
    }
    [[nodiscard]] TalentStatus status(const std::unique_ptr<Stage>& stage) const {
        return stage->s.get(stage->talent).status;
    }
};

// Admitting is the review of a candidate; who is back is back by what the register of members says.
TEST(Talents, EveryStatusWithEveryAction) {
    const TalentArea area;
    for (const TalentStatus status : enum_values<TalentStatus>) {
        for (const TalentAction action : enum_values<TalentAction>) {
            if (action >= TalentAction::return_candidate) continue;
            const bool candidate = status == TalentStatus::candidate;
            const bool reviews = action == TalentAction::admit || action == TalentAction::review;
            const auto asked = !reviews    ? action
                               : candidate ? TalentAction::admit
                                           : TalentAction::review;
            auto stage = area.stage(status);
            ASSERT_EQ(area.status(stage), status);
            const auto next = core::talent_cycle.next(status, asked);
            const Rejection rejection = area.act(stage, action);
            const auto pair = std::string(name_of(status)) + " " + std::string(name_of(action));
            EXPECT_EQ(rejection.reason == illegal_status, !next) << pair << rejection.detail;
            EXPECT_EQ(area.status(stage), next.value_or(status)) << pair;
        }
    }
}

TEST(Talents, ADeathEndsAndItsCorrectionGivesBack) {
    const TalentArea area;
    for (const TalentStatus status :
         {TalentStatus::candidate, TalentStatus::registered, TalentStatus::paused}) {
        auto stage = area.stage(status);
        TalentsStage& s = stage->s;
        s.must(SetMemberStatus{stage->member, MemberStatus::deceased, "told by her son"});
        EXPECT_EQ(area.status(stage), TalentStatus::left);
        EXPECT_EQ(s.get(stage->talent).cause, LeaveCause::deceased);
        EXPECT_EQ(s.send(update(stage->talent)).reason, illegal_status);
        s.must(SetMemberStatus{stage->member, MemberStatus::active, "somebody else"});
        EXPECT_EQ(area.status(stage), status);
        EXPECT_EQ(s.get(stage->talent).cause, LeaveCause::none);
    }
    // Who had left before, stays away.
    auto stage = area.stage(TalentStatus::left);
    stage->s.must(SetMemberStatus{stage->member, MemberStatus::moved_away, "to Nanjing"});
    stage->s.must(SetMemberStatus{stage->member, MemberStatus::active, "came back"});
    EXPECT_EQ(area.status(stage), TalentStatus::left);
}

TEST(Talents, LeaveForHealthOrAge) {
    for (const LeaveCause cause : {LeaveCause::health, LeaveCause::age}) {
        TalentsStage s;
        const TalentId talent = s.talent();
        s.must(LeaveTalent{talent, cause, {}, "told us"});
        EXPECT_EQ(s.get(talent).cause, cause);
        EXPECT_EQ(s.get(talent).reason.value, "told us");
        EXPECT_EQ(s.get(talent).status_since, s.now);
        // Nothing is owed any more, and after a year the board forgets.
        s.pass(TalentsStage::day * 365);
        EXPECT_TRUE(s.is_there(talent));
        s.pass(TalentsStage::day);
        EXPECT_FALSE(s.is_there(talent));
    }
}

TEST(Talents, AnotherCauseIsSaidInWords) {
    TalentsStage s;
    const TalentId talent = s.talent();
    EXPECT_EQ(s.send(leave(talent, LeaveCause::other)).field, "/reason");
    EXPECT_EQ(s.send(leave(talent, LeaveCause::none)).field, "/cause");
    EXPECT_EQ(s.send(leave(talent, LeaveCause::duplicate)).field, "/same_as");
    LeaveTalent wrong = leave(talent);
    wrong.same_as = talent;
    EXPECT_EQ(s.send(wrong).field, "/same_as");
    // Only candidates are not admitted.
    EXPECT_EQ(s.send(leave(talent, LeaveCause::declined)).reason, illegal_status);
}

TEST(Talents, AreReviewedEveryTwoYearsWithAWarning) {
    TalentsStage s;
    const TalentId talent = s.talent();
    const Talent& one = s.get(talent);
    EXPECT_EQ(one.review.reviewed_on, today);
    EXPECT_EQ(one.review.due_at, end_of(*Date::of(2027, 12, 1)));
    s.pass_until(one.review.due_at - TalentsStage::day * 30 - Millis{1});
    EXPECT_FALSE(s.get(talent).review.warned_at);
    s.pass(Millis{1});
    EXPECT_TRUE(s.get(talent).review.warned_at);
    s.must(review(talent));
    EXPECT_EQ(s.get(talent).review.reviewed_on, *Date::of(2027, 11, 2));
    EXPECT_EQ(s.get(talent).review.reviewed_by, "http:wang");
    EXPECT_EQ(s.get(talent).review.due_at, end_of(*Date::of(2029, 11, 2)));
    EXPECT_FALSE(s.get(talent).review.warned_at) << "the next one is owed";
}

TEST(Talents, ALateReviewIsBreachedAndExplained) {
    TalentsStage s;
    const TalentId talent = s.talent();
    s.pass_until(s.get(talent).review.due_at);
    EXPECT_TRUE(s.get(talent).review.breached_at);
    EXPECT_EQ(s.send(review(talent)).field, "/late_cause");
    s.must(review(talent, "was in hospital"));
    EXPECT_FALSE(s.get(talent).review.breached_at);
    EXPECT_EQ(s.get(talent).review.cause.value, "was in hospital");
}

// A review elsewhere counts from its day; the last of February stands for a day that there is not.
TEST(Talents, AReviewBeforeTheRegistrationCounts) {
    TalentsStage s;
    RegisterTalent command{TalentsStage::profile("Li Na"), {}, {}, false, Date::of(2024, 2, 29)};
    const TalentId talent{s.must(command)};
    EXPECT_EQ(s.get(talent).review.due_at, end_of(*Date::of(2026, 2, 28)));
    command.reviewed_on = today + 1;
    EXPECT_EQ(s.send(command).field, "/reviewed_on");
    command.reviewed_on = *Date::of(2015, 1, 1);
    EXPECT_EQ(s.send(command).field, "/reviewed_on");
}

TEST(Talents, ACandidateIsSpokenToWithinDays) {
    TalentsStage s;
    const TalentId talent = s.candidate();
    EXPECT_EQ(s.get(talent).review.due_at, end_of(today + 30));
    ReviewTalent admitted = review(talent);
    admitted.willingness = TalentWillingness::often;
    admitted.health = Personal<TalentHealth>(TalentHealth::good);
    admitted.manager = "zhou";
    admitted.note = "welcome";
    s.must(admitted);
    const Talent& one = s.get(talent);
    EXPECT_EQ(one.status, TalentStatus::registered);
    EXPECT_EQ(one.profile.willingness, TalentWillingness::often);
    EXPECT_EQ(one.profile.health.value, TalentHealth::good);
    EXPECT_EQ(one.profile.manager, "zhou");
    EXPECT_EQ(one.review.note.value, "welcome");
    EXPECT_EQ(one.review.due_at, end_of(*Date::of(2027, 12, 1)));
    // Or not admitted.
    const TalentId other = s.candidate();
    s.must(leave(other, LeaveCause::declined));
    EXPECT_EQ(s.get(other).status, TalentStatus::left);
}

TEST(Talents, WhoIsPausedIsReviewedAllTheSame) {
    TalentsStage s;
    const TalentId talent = s.talent();
    s.must(PauseTalent{talent, "looks after her mother"});
    s.pass_until(s.get(talent).review.due_at);
    EXPECT_TRUE(s.get(talent).review.breached_at);
    s.must(review(talent, "nobody called"));
    EXPECT_EQ(s.get(talent).status, TalentStatus::paused);
}

TEST(Talents, TheNextReviewMayBeOnAnotherDay) {
    TalentsStage s;
    const TalentId talent = s.talent();
    ReviewTalent sooner = review(talent);
    sooner.next_on = today + 90;
    s.must(sooner);
    EXPECT_EQ(s.get(talent).review.due_at, end_of(today + 90));
    sooner.next_on = today;
    EXPECT_EQ(s.send(sooner).field, "/next_on");
}

// --- Skills ---------------------------------------------------------------------------------

TalentProfile nurse(std::optional<TimePoint> until = {}) {
    TalentProfile profile = TalentsStage::profile("Li Na");
    profile.skills = {"nurse"};
    if (until) profile.skill_terms = {{"nurse", *until}};
    return profile;
}

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

// --- Whom it is -----------------------------------------------------------------------------

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

// --- Duplicates -----------------------------------------------------------------------------

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

TEST(Talents, MergedMembersMakeTheirTalentsAlike) {
    TalentsStage s;
    const MemberId kept = s.member("Li Na");
    const MemberId other = s.member("Li Nana");
    const TalentId first = s.talent(TalentsStage::profile("Li Na"), kept);
    const TalentId second = s.talent(TalentsStage::profile("Li Nana"), other);
    const MergeId merge{s.must(ProposeMerge{kept, other, ""})};
    s.must(MergeMembers{merge, ""});
    EXPECT_EQ(s.last<TalentsResemble>().matched.value, Matches{TalentMatch::member});
    // Both are hers: her death ends both.
    s.must(UndoMerge{merge, "two people"});
    EXPECT_TRUE(s.get(first).alike.empty());
    EXPECT_TRUE(s.get(second).alike.empty());
    s.must(MergeMembers{merge, ""});
    s.must(SetMemberStatus{kept, MemberStatus::deceased, "so"});
    EXPECT_EQ(s.get(first).status, TalentStatus::left);
    EXPECT_EQ(s.get(second).status, TalentStatus::left);
}

// --- What is told ---------------------------------------------------------------------------

TEST(Talents, AreWhatTheRulesKnow) {
    TalentsStage s;
    const auto refused = [&](TalentProfile profile) {
        return s.send(RegisterTalent{std::move(profile), {}, {}, false, {}}).field;
    };
    TalentProfile profile = TalentsStage::profile("Li Na");
    profile.fields = {"law", "alchemy"};
    EXPECT_EQ(refused(profile), "/profile/fields/1");
    profile.fields = {"law", "law"};
    EXPECT_EQ(refused(profile), "/profile/fields/1");
    profile.fields = {"law"};
    profile.skills = {"flying"};
    EXPECT_EQ(refused(profile), "/profile/skills/0");
    profile.skills = {"nurse"};
    profile.skill_terms = {{"nurse", s.now}};
    EXPECT_EQ(refused(profile), "/profile/skill_terms/0/ends_at");
    profile.skill_terms = {};
    profile.phone = "**42";
    EXPECT_EQ(refused(profile), "/profile/phone");
    profile.phone = "";
    profile.birth_date = BirthDate{CalendarKind::solar, 1950, 2, 30, false};
    EXPECT_EQ(refused(profile), "/profile/birth_date");
    profile.birth_date.reset();
    EXPECT_EQ(refused(TalentsStage::profile("")), "/profile/name");
    EXPECT_EQ(refused(TalentsStage::profile("L**")), "/profile/name");
    EXPECT_EQ(refused(profile), "");
}

TEST(Talents, TheirRulesHaveAtLeastTenFields) {
    Rules rules = test_rules();
    EXPECT_FALSE(core::check_talents(rules));
    rules.talents->fields.pop_back();
    EXPECT_EQ(core::check_talents(rules).field, "/talents/fields");
    rules = test_rules();
    rules.talents->fields[3].code = "law";
    EXPECT_EQ(core::check_talents(rules).field, "/talents/fields/3");
    rules = test_rules();
    rules.talents->review_months = 0;
    EXPECT_EQ(core::check_talents(rules).field, "/talents/review_months");
    rules.talents->review_months = 24;
    rules.talents->candidate_days = 0;
    EXPECT_EQ(core::check_talents(rules).field, "/talents/candidate_days");
}

}  // namespace
}  // namespace muster::test
