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
    // What the register of members says, is said there.
    const TalentId known{
        s.must(RegisterTalent{TalentsStage::profile("Wang Wu"), s.member(), {}, false, {}})};
    EXPECT_EQ(s.send(leave(known, LeaveCause::deceased)).field, "/cause");
    s.must(leave(s.talent("Zhao Liu"), LeaveCause::moved_away));
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
    const Rejection late = s.send(review(talent));
    EXPECT_EQ(late.field, "/late_cause");
    EXPECT_EQ(late.detail, "it was due by 2027-12-02 00:00; say why it comes late");
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
    EXPECT_EQ(s.send(PauseTalent{talent, ""}).detail, "must say why");
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
    EXPECT_EQ(core::check_talents(rules).field, "/rules/talents/fields");
    rules = test_rules();
    rules.talents->fields[3].code = "law";
    EXPECT_EQ(core::check_talents(rules).field, "/rules/talents/fields/3");
    rules = test_rules();
    rules.talents->review_months = 0;
    EXPECT_EQ(core::check_talents(rules).field, "/rules/talents/review_months");
    rules.talents->review_months = 24;
    rules.talents->candidate_days = 0;
    EXPECT_EQ(core::check_talents(rules).field, "/rules/talents/candidate_days");
}

}  // namespace
}  // namespace muster::test
