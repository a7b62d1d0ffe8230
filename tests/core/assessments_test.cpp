// What assessments promise: levels from points, one that is valid, and a member who follows it.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/assessments/assessment_state.hpp"
#include "engine/core/assessments/scoring.hpp"
#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "tests/core/life_cycle_pairs.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

using core::AssessmentAction;
using enum AbilityLevel;

constexpr TimePoint start{1'764'547'200'000};  // 2025-12-01 08:00 in the city
constexpr Millis day = hours(24);
const Code gb = "GB/T 42195";

std::vector<AssessmentScore> of_parts(std::int64_t self_care, std::int64_t mobility,
                                      std::int64_t mental, std::int64_t senses) {
    return {
        {"self_care", self_care}, {"mobility", mobility}, {"mental", mental}, {"senses", senses}};
}

// So many points, spread over the parts.
std::vector<AssessmentScore> points(std::int64_t left) {
    std::vector<AssessmentScore> scores = of_parts(32, 15, 28, 15);
    for (AssessmentScore& score : scores) {
        score.points = std::min(score.points, left);
        left -= score.points;
    }
    EXPECT_EQ(left, 0);
    return scores;
}

// One member, and what was assessed.
class Stage {
  public:
    Stage() {
        EXPECT_FALSE(send(LoadRules{test_rules()}));
        EXPECT_FALSE(send(RegisterMember{}));
        member_ = {engine_.last_seq()};
    }

    Rejection send(Command command, std::optional<TimePoint> at = {}) {
        now_ = at.value_or(now_);
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = now_;
        envelope.source = "test";
        envelope.command = std::move(command);
        const Rejection rejection = engine_.handle(envelope).rejection;
        EXPECT_EQ(engine_.broken_invariant(), "");
        return rejection;
    }
    [[nodiscard]] RecordAssessment command(std::int64_t sum) const {
        RecordAssessment command;
        command.member = member_;
        command.standard = gb;
        command.assessors = {"Dr Wu", "Nurse He"};
        command.scores = points(sum);
        return command;
    }
    AssessmentId assess(RecordAssessment command, std::optional<TimePoint> at = {}) {
        EXPECT_FALSE(send(std::move(command), at));
        return {engine_.last_seq()};
    }
    AssessmentId assess(std::int64_t sum, std::optional<TimePoint> at = {}) {
        return assess(command(sum), at);
    }
    [[nodiscard]] const Assessment& get(AssessmentId id) const {
        return *engine_.board().store<Assessment>().get(id);
    }
    [[nodiscard]] const Member& member() const { return *engine_.board().members().get(member_); }
    [[nodiscard]] MemberId id() const { return member_; }
    [[nodiscard]] TimePoint next() const { return engine_.next_deadline(); }

  private:
    core::Engine engine_;
    MemberId member_;
    TimePoint now_ = start;
};

TEST(Assessments, LevelsOfTheStandard) {
    const std::pair<std::int64_t, AbilityLevel> oracle[]{
        {90, intact}, {89, mild},   {66, mild},          {65, moderate},    {46, moderate},
        {45, severe}, {30, severe}, {29, complete_loss}, {0, complete_loss}};
    const AssessmentStandard standard = *core::find_standard(test_rules(), gb);
    for (const auto& [sum, level] : oracle) {
        EXPECT_EQ(core::level_by_points(standard, sum), level) << sum;
        EXPECT_EQ(core::sum_of(points(sum)), sum);
    }
    // 32 + 15 + 28 + 15.
    EXPECT_EQ(core::sum_of(of_parts(32, 15, 28, 15)), 90);
    EXPECT_FALSE(core::check_scores(standard, of_parts(32, 15, 28, 15)));
    EXPECT_EQ(core::check_scores(standard, of_parts(33, 15, 28, 15)).field, "/scores/0/points");
    EXPECT_EQ(core::check_scores(standard, of_parts(32, 16, 28, 15)).field, "/scores/1/points");
    EXPECT_EQ(core::check_scores(standard, of_parts(32, 15, 29, 15)).field, "/scores/2/points");
    EXPECT_EQ(core::check_scores(standard, of_parts(32, 15, 28, 16)).field, "/scores/3/points");
    EXPECT_EQ(core::check_scores(standard, of_parts(32, 15, 28, -1)).field, "/scores/3/points");
    EXPECT_EQ(core::check_scores(standard, {{"self_care", 1}}).field, "/scores");
    EXPECT_EQ(core::check_scores(standard, {{"self_care", 1}, {"self_care", 1}}).field,
              "/scores/1/item");
    EXPECT_EQ(core::check_scores(standard, {{"courage", 1}}).field, "/scores/0/item");
}

TEST(Assessments, ConditionsMakeTheLevelWorseOnce) {
    using enum Adjustment;
    AssessmentStandard standard = *core::find_standard(test_rules(), gb);
    EXPECT_EQ(core::adjusted(standard, mild, {}), mild);
    EXPECT_EQ(core::adjusted(standard, mild, {dementia}), moderate);
    EXPECT_EQ(core::adjusted(standard, mild, {dementia, mental_disorder, care_events}), moderate);
    EXPECT_EQ(core::adjusted(standard, complete_loss, {dementia}), complete_loss);
    EXPECT_EQ(core::adjusted(standard, intact, {coma}), complete_loss);
    EXPECT_EQ(core::adjusted(standard, intact, {coma, dementia}), complete_loss);
    standard.add_up = true;
    EXPECT_EQ(core::adjusted(standard, mild, {dementia, mental_disorder}), severe);
    EXPECT_EQ(core::adjusted(standard, mild, {dementia, mental_disorder, care_events}),
              complete_loss);
    EXPECT_EQ(core::adjusted(standard, severe, {dementia, mental_disorder, care_events}),
              complete_loss);
}

// 66 points with dementia: moderate.
TEST(Assessments, SetTheMembersAbilityAndRisk) {
    Stage stage;
    RecordAssessment command = stage.command(66);
    command.conditions = std::vector{Adjustment::dementia};
    const AssessmentId id = stage.assess(command);
    EXPECT_EQ(stage.get(id).raw_level, mild);
    EXPECT_EQ(stage.get(id).level, moderate);
    EXPECT_EQ(stage.get(id).version, "2022");
    EXPECT_EQ(stage.member().profile.ability, moderate);
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::general);
    stage.assess(40);
    EXPECT_EQ(stage.member().profile.ability, severe);
    EXPECT_EQ(stage.member().risk.value.tier, RiskTier::high);
    EXPECT_EQ(stage.member().risk.value.reasons, std::vector{RiskReason::ability});

    UpdateMember by_hand;
    by_hand.member = stage.id();
    by_hand.profile.ability = intact;
    EXPECT_EQ(stage.send(by_hand).field, "/profile/ability");
    by_hand.profile.ability = severe;
    EXPECT_FALSE(stage.send(by_hand));
}

TEST(Assessments, CountCareRisksOfTheLastThirtyDays) {
    const auto level = [](std::vector<TimePoint> falls) {
        Stage stage;
        const TimePoint at = start + day * 60;
        for (const TimePoint fall : falls)
            EXPECT_FALSE(stage.send(ReportMemberEvent{stage.id(), "fall", fall, {}}, at));
        return stage.get(stage.assess(70, at)).level.value;
    };
    const TimePoint at = start + day * 60;
    EXPECT_EQ(level({}), mild);
    EXPECT_EQ(level({at}), mild);
    EXPECT_EQ(level({at, at - day}), moderate);
    EXPECT_EQ(level({at, at - day * 30}), mild);
    EXPECT_EQ(level({at, at - day * 30 + Millis{1}}), moderate);
}

TEST(Assessments, TwoDifferentAssessors) {
    Stage stage;
    for (const std::vector<std::string>& names :
         {std::vector<std::string>{}, {"Dr Wu"}, {"Dr Wu", "Dr Wu"}, {"Dr Wu", ""}}) {
        RecordAssessment command = stage.command(90);
        command.assessors = names;
        EXPECT_EQ(stage.send(command).field, "/assessors") << names.size();
    }
}

TEST(Assessments, OneIsValidForEachStandard) {
    Stage stage;
    const AssessmentId first = stage.assess(90);
    const AssessmentId second = stage.assess(70, start + day);
    EXPECT_EQ(stage.get(first).status, AssessmentStatus::superseded);
    EXPECT_EQ(stage.get(first).again.met_at, start + day);
    EXPECT_EQ(stage.get(second).status, AssessmentStatus::valid);

    // Told late: history from the start.
    RecordAssessment old = stage.command(20);
    old.assessed_at = start + Millis{1};
    const AssessmentId late = stage.assess(old);
    EXPECT_EQ(stage.get(late).status, AssessmentStatus::superseded);
    EXPECT_EQ(stage.member().profile.ability, mild);

    RecordAssessment other;
    other.member = stage.id();
    other.standard = "MZ/T 039";
    other.assessors = {"Dr Wu", "Nurse He"};
    other.scores = std::vector<AssessmentScore>{{"daily_living", 45}};
    const AssessmentId third = stage.assess(other, start + day * 2);
    EXPECT_EQ(stage.get(second).status, AssessmentStatus::valid);
    EXPECT_EQ(stage.get(third).status, AssessmentStatus::valid);
    EXPECT_EQ(stage.member().profile.ability, moderate);

    // A mistake: what was before is valid again.
    EXPECT_FALSE(stage.send(VoidAssessment{third, "the wrong person"}));
    EXPECT_EQ(stage.member().profile.ability, mild);
    EXPECT_FALSE(stage.send(VoidAssessment{second, "the wrong person"}));
    EXPECT_EQ(stage.get(late).status, AssessmentStatus::valid);
    EXPECT_FALSE(stage.get(late).again.met_at);
    EXPECT_EQ(stage.member().profile.ability, complete_loss);
    EXPECT_FALSE(stage.send(VoidAssessment{late, "the wrong person"}));
    EXPECT_FALSE(stage.send(VoidAssessment{first, "the wrong person"}));
    EXPECT_EQ(stage.member().profile.ability, unassessed);
    EXPECT_EQ(stage.next(), never);
}

// Six months after 2025-12-01; warned of fourteen days before.
TEST(Assessments, AreOwedAgainAfterSixMonths) {
    Stage stage;
    const AssessmentId id = stage.assess(90);
    const CalendarRule calendar;
    const TimePoint due = core::time_at(calendar, *Date::of(2026, 6, 1));
    EXPECT_EQ(stage.get(id).again.due_at, due);
    EXPECT_EQ(stage.next(), due - day * 14);
    EXPECT_FALSE(stage.send(Tick{}, due - day * 14));
    EXPECT_TRUE(stage.get(id).again.warned_at);
    EXPECT_EQ(stage.next(), due);
    EXPECT_FALSE(stage.send(Tick{}, due));
    EXPECT_EQ(stage.get(id).again.breached_at, due);
    EXPECT_EQ(stage.next(), never);
    RecordAssessment late = stage.command(88);
    late.late_cause = "she was in hospital";
    stage.assess(late, due + day);
    EXPECT_EQ(stage.get(id).again.cause, "she was in hospital");
    EXPECT_EQ(stage.get(id).again.met_at, due + day);
}

// From 2025-08-31 six months are 2026-02-28.
TEST(Assessments, AreOwedOnTheLastDayOfAShorterMonth) {
    Stage stage;
    const CalendarRule calendar;
    RecordAssessment command = stage.command(90);
    command.assessed_at = core::time_at(calendar, *Date::of(2025, 8, 31), {10 * 60});
    const AssessmentId id = stage.assess(command);
    EXPECT_EQ(stage.get(id).again.due_at, core::time_at(calendar, *Date::of(2026, 2, 28)));
}

TEST(Assessments, AreOwedToNobodyWhoDied) {
    Stage stage;
    const AssessmentId id = stage.assess(90);
    EXPECT_FALSE(stage.send(SetMemberStatus{stage.id(), MemberStatus::deceased, "told by kin"}));
    EXPECT_EQ(stage.get(id).status, AssessmentStatus::closed);
    EXPECT_EQ(stage.next(), never);
    EXPECT_EQ(stage.send(stage.command(90)).reason, RejectReason::illegal_status);
    EXPECT_FALSE(stage.send(SetMemberStatus{stage.id(), MemberStatus::active, "a mistake"}));
    EXPECT_EQ(stage.get(id).status, AssessmentStatus::valid);
    EXPECT_NE(stage.next(), never);
    EXPECT_FALSE(stage.send(SetMemberStatus{stage.id(), MemberStatus::deceased, "told by kin"}));
    EXPECT_FALSE(stage.send(EraseMember{stage.id(), "the law"}));
    EXPECT_EQ(stage.next(), never);
}

// What the life-cycle test asks of an area: one assessment, and what makes the actions possible.
struct Area {
    struct Scene {
        Stage stage;
        AssessmentId id;
        AssessmentId later;
    };
    static Scene stage(AssessmentStatus status) {
        Scene scene;
        scene.id = scene.stage.assess(80);
        if (status == AssessmentStatus::superseded) {
            scene.later = scene.stage.assess(70, start + day);
        } else if (status == AssessmentStatus::voided) {
            EXPECT_FALSE(scene.stage.send(VoidAssessment{scene.id, "wrong"}));
        } else if (status == AssessmentStatus::closed) {
            set(scene, MemberStatus::deceased);
        }
        return scene;
    }
    static Rejection set(Scene& scene, MemberStatus status) {
        return scene.stage.send(SetMemberStatus{scene.stage.id(), status, "so"});
    }
    static Rejection act(Scene& scene, AssessmentAction action) {
        switch (action) {
            case AssessmentAction::supersede:
                return scene.stage.send(scene.stage.command(60), start + day * 2);
            case AssessmentAction::revive:
                return scene.stage.send(VoidAssessment{scene.later, "wrong"});
            case AssessmentAction::close:
                return set(scene, MemberStatus::deceased);
            case AssessmentAction::reopen:
                return set(scene, MemberStatus::active);
            case AssessmentAction::make_void:
                return scene.stage.send(VoidAssessment{scene.id, "wrong"});
        }
        return {};
    }
    static AssessmentStatus status(const Scene& scene) { return scene.stage.get(scene.id).status; }
};

// What no command names directly happens or does not: the pairs that the table does not have leave
// the status as it is.
TEST(Assessments, EveryStatusAndEveryAction) {
    for (const AssessmentStatus status : enum_values<AssessmentStatus>) {
        for (const AssessmentAction action : enum_values<AssessmentAction>) {
            Area::Scene scene = Area::stage(status);
            const std::string pair =
                std::string(name_of(status)) + " " + std::string(name_of(action));
            ASSERT_EQ(Area::status(scene), status) << pair;
            const auto next = core::assessment_cycle.next(status, action);
            const Rejection rejection = Area::act(scene, action);
            EXPECT_EQ(Area::status(scene), next.value_or(status)) << pair;
            if (action == AssessmentAction::make_void) {
                EXPECT_EQ(!next, rejection.reason == RejectReason::illegal_status) << pair;
            }
        }
    }
}

}  // namespace
}  // namespace muster::test
