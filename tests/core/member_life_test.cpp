// The life of a member with the service, and the risk that follows from what is known of him.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::MemberAction;

constexpr TimePoint start{1'764'547'200'000};

// One member, active.
class Stage {
  public:
    Stage() {
        EXPECT_FALSE(send(LoadRules{test_rules()}));
        EXPECT_FALSE(send(RegisterMember{}));
        member_ = {engine_.last_seq()};
    }

    Rejection send(Command command, TimePoint at = start) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const Rejection rejection = engine_.handle(envelope).rejection;
        EXPECT_EQ(engine_.broken_invariant(), "");
        return rejection;
    }
    void becomes(MemberStatus status) {
        EXPECT_FALSE(send(SetMemberStatus{member_, status, "so"}));
    }
    [[nodiscard]] const Member& member() const { return *engine_.board().members().get(member_); }
    [[nodiscard]] MemberId id() const { return member_; }
    [[nodiscard]] const core::Engine& engine() const { return engine_; }

  private:
    core::Engine engine_;
    MemberId member_;
};

// What the life-cycle test asks of an area.
struct Registry {
    static Stage stage(MemberStatus status) {
        Stage stage;
        if (status == MemberStatus::erased) {
            stage.becomes(MemberStatus::away);
            EXPECT_FALSE(stage.send(EraseMember{stage.id(), ""}));
        } else if (status != MemberStatus::active) {
            stage.becomes(status);
        }
        return stage;
    }
    static Rejection act(Stage& stage, MemberAction action) {
        const auto set = [&](MemberStatus status) {
            return stage.send(SetMemberStatus{stage.id(), status, "so"});
        };
        switch (action) {
            case MemberAction::go_away:
                return set(MemberStatus::away);
            case MemberAction::come_back:
            case MemberAction::correct:
                return set(MemberStatus::active);
            case MemberAction::die:
                return set(MemberStatus::deceased);
            case MemberAction::move_away:
                return set(MemberStatus::moved_away);
            case MemberAction::erase:
                return stage.send(EraseMember{stage.id(), ""});
        }
        return {};
    }
    static MemberStatus status(const Stage& stage) { return stage.member().status; }
    static bool further_rule(MemberStatus, MemberAction) { return false; }
};

// One command asks for both: back from away, and back by a correction. Which of them it is, follows
// from the status, so the pairs in which the other one is asked for are left out.
TEST(MemberLife, EveryStatusAndEveryAction) {
    std::vector<std::string> differ;
    for (const std::string& line : disagreements(core::member_cycle, Registry())) {
        const bool other_name = line.starts_with("come_back when deceased") ||
                                line.starts_with("correct when away") ||
                                line.starts_with("come_back when moved_away");
        if (!other_name) differ.push_back(line);
    }
    EXPECT_EQ(differ, std::vector<std::string>());
}

TEST(MemberLife, ADeathIsTakenBackOnlyWithAReason) {
    Stage stage;
    stage.becomes(MemberStatus::deceased);
    const Rejection without = stage.send(SetMemberStatus{stage.id(), MemberStatus::active, ""});
    EXPECT_EQ(without.reason, RejectReason::invalid_field);
    EXPECT_EQ(without.field, "/reason");
    EXPECT_FALSE(
        stage.send(SetMemberStatus{stage.id(), MemberStatus::active, "it was the cousin"}));
}

TEST(MemberLife, NothingIsLeftOfWhoIsErased) {
    Stage stage;
    UpdateMember told;
    told.member = stage.id();
    told.profile.name = "Li Na";
    told.profile.phone = "0514 8555 0101";
    told.profile.home = Point{324'000'000, 1'194'000'000};
    told.profile.contacts = std::vector<Contact>{{ContactRelation::kin, "Li Wei", "120"}};
    EXPECT_FALSE(stage.send(told));
    EXPECT_FALSE(stage.send(RecordConsent{stage.id(), "care", "form 7"}));
    EXPECT_FALSE(stage.send(ReportMemberEvent{stage.id(), "fall", {}, "in the kitchen"}));
    EXPECT_EQ(stage.engine().board().members_with_phone("051485550101").size(), 1u);
    stage.becomes(MemberStatus::deceased);
    EXPECT_FALSE(stage.send(EraseMember{stage.id(), "asked for by the family"}));

    Member nothing;
    nothing.id = stage.id();
    const Member& left = stage.member();
    EXPECT_EQ(left.profile.name, nothing.profile.name);
    EXPECT_FALSE(left.profile.home);
    EXPECT_TRUE(left.profile.contacts.empty());
    EXPECT_TRUE(left.consents.empty());
    EXPECT_TRUE(left.events.value.empty());
    EXPECT_TRUE(stage.engine().board().members_with_phone("051485550101").empty());
    UpdateMember again;
    again.member = stage.id();
    again.profile.name = "Li Na";
    EXPECT_EQ(stage.send(again).reason, RejectReason::illegal_status);
}

// Born on 1 March 1946: very old from 2026-03-01 00:00 +08:00, not a minute before.
TEST(Risk, VeryOldOnTheBirthdayNotAMinuteBefore) {
    Rules rules = test_rules();
    const CalendarRule& calendar = core::calendar_rule(rules);
    const TimePoint birthday = core::time_at(calendar, *Date::of(2026, 3, 1));
    EXPECT_EQ(birthday.value, 1'772'294'400'000);  // 2026-02-28T16:00:00Z
    Member member;
    member.profile.birth_date = BirthDate{CalendarKind::solar, 1946, 3, 1, false};
    const auto very_old = [&](TimePoint at) {
        return core::flags_at(member, rules, at).has(MemberFlag::very_old);
    };
    EXPECT_FALSE(very_old(birthday - minutes(1)));
    EXPECT_FALSE(very_old(birthday - Millis{1}));
    EXPECT_TRUE(very_old(birthday));
    EXPECT_EQ(core::risk_due(member, rules), birthday);

    // Told in the lunar calendar, the 28th day of the first month of 1946 is the same day.
    member.profile.birth_date = BirthDate{CalendarKind::lunar, 1946, 1, 28, false};
    EXPECT_FALSE(very_old(birthday - minutes(1)));
    EXPECT_TRUE(very_old(birthday));

    // Of whom only the year is known, from its first day.
    member.profile.birth_date.reset();
    member.profile.birth_year = 1946;
    EXPECT_FALSE(very_old(core::time_at(calendar, *Date::of(2026, 1, 1)) - minutes(1)));
    EXPECT_TRUE(very_old(core::time_at(calendar, *Date::of(2026, 1, 1))));
}

struct Circumstances {
    std::int32_t born;
    std::vector<MemberFlag> flags;
    AbilityLevel ability;
    RiskTier tier;
    std::vector<RiskReason> reasons;
};

TEST(Risk, FollowsFromWhatIsKnownAndSaysWhy) {
    using enum MemberFlag;
    using enum AbilityLevel;
    const Circumstances all[]{
        {1990, {}, unassessed, RiskTier::general, {}},
        {1945, {}, intact, RiskTier::general, {}},
        {1945, {lives_alone}, mild, RiskTier::key, {RiskReason::old_and_alone}},
        {1945, {empty_nest}, moderate, RiskTier::key, {RiskReason::old_and_alone}},
        {1960, {lives_alone}, unassessed, RiskTier::general, {}},
        {1960, {low_income, disabled}, unassessed, RiskTier::general, {}},
        {1960,
         {low_income, disabled, empty_nest},
         mild,
         RiskTier::key,
         {RiskReason::poor_and_alone}},
        {1970, {low_income, disabled, empty_nest}, mild, RiskTier::general, {}},
        {0, {low_income, disabled, empty_nest}, mild, RiskTier::general, {}},
        {0, {very_old, lives_alone}, mild, RiskTier::key, {RiskReason::old_and_alone}},
        {1990, {key_person}, unassessed, RiskTier::key, {RiskReason::told}},
        {1990, {}, severe, RiskTier::high, {RiskReason::ability}},
        {1945,
         {lives_alone},
         complete_loss,
         RiskTier::high,
         {RiskReason::ability, RiskReason::old_and_alone}},
    };
    for (const Circumstances& one : all) {
        Member member;
        member.profile.birth_year = one.born;
        member.profile.flags = one.flags;
        member.profile.ability = one.ability;
        const Risk risk = core::risk_at(member, test_rules(), start);
        EXPECT_EQ(risk.tier, one.tier) << one.born;
        EXPECT_EQ(risk.reasons, one.reasons) << one.born;
    }
}

TEST(Risk, AMajorEventCountsForThirtyDays) {
    Stage stage;
    EXPECT_FALSE(stage.send(ReportMemberEvent{stage.id(), "discharge", start, {}}));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::high);
    const TimePoint over = start + hours(24 * 30);
    EXPECT_EQ(stage.engine().next_deadline(), over);
    EXPECT_FALSE(stage.send(Tick{}, over - Millis{1}));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::high);
    EXPECT_FALSE(stage.send(Tick{}, over));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::general);
    EXPECT_EQ(stage.engine().next_deadline(), never);

    // What is not major changes nothing; what happened long ago, too long ago.
    EXPECT_FALSE(stage.send(ReportMemberEvent{stage.id(), "admission", over, {}}, over));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::general);
    EXPECT_FALSE(stage.send(ReportMemberEvent{stage.id(), "fall", start, {}}, over));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::general);
}

// Whatever the log or other rules left behind, it is found right at the next tick.
TEST(Risk, IsFoundAnewByOtherRules) {
    Stage stage;
    UpdateMember told;
    told.member = stage.id();
    told.profile.ability = AbilityLevel::moderate;
    EXPECT_FALSE(stage.send(told));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::general);
    Rules rules = test_rules();
    rules.risk->high_from = AbilityLevel::moderate;
    EXPECT_FALSE(stage.send(LoadRules{rules}));
    EXPECT_LE(stage.engine().next_deadline(), start);
    EXPECT_FALSE(stage.send(Tick{}));
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::high);
    EXPECT_EQ(stage.engine().next_deadline(), never);
}

TEST(Consents, AreGivenWithdrawnAndGivenAnew) {
    Stage stage;
    EXPECT_EQ(stage.send(WithdrawConsent{stage.id(), "care", {}}).reason,
              RejectReason::illegal_status);
    EXPECT_EQ(stage.send(RecordConsent{stage.id(), "parade", {}}).reason,
              RejectReason::invalid_field);
    EXPECT_FALSE(stage.send(RecordConsent{stage.id(), "family", "form 8"}));
    EXPECT_FALSE(stage.send(RecordConsent{stage.id(), "care", "form 7"}));
    EXPECT_FALSE(
        stage.send(WithdrawConsent{stage.id(), "care", "does not want it"}, start + minutes(1)));
    ASSERT_EQ(stage.member().consents.size(), 2u);
    EXPECT_EQ(stage.member().consents[0].purpose, Code("care"));
    EXPECT_EQ(stage.member().consents[0].withdrawn_at, start + minutes(1));
    EXPECT_FALSE(stage.member().consents[1].withdrawn_at);
    EXPECT_EQ(stage.send(WithdrawConsent{stage.id(), "care", {}}, start + minutes(2)).reason,
              RejectReason::illegal_status);
    EXPECT_FALSE(stage.send(RecordConsent{stage.id(), "care", "form 9"}, start + minutes(3)));
    EXPECT_FALSE(stage.member().consents[0].withdrawn_at);
    EXPECT_EQ(stage.member().consents[0].given_at, start + minutes(3));
}

}  // namespace
}  // namespace muster::test
