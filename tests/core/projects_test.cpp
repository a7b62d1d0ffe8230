// What projects promise: each step has somebody who owes it by a time, the money is within its
// ceiling, and what was begun comes to an end.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/service/rule_index.hpp"
#include "tests/core/project_stage.hpp"

namespace muster::test {
namespace {

using Stage = ProjectStage;
using enum ProjectStepStatus;

TEST(Projects, WhoIsAskedOn13FebruaryHasUntil13March) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.do_step(project, "look");
    const ProjectStep& plan = stage.step(project, "plan");
    ASSERT_EQ(plan.opinions.size(), 1u);
    EXPECT_EQ(plan.opinions[0].department, Code("health"));
    EXPECT_EQ(plan.opinions[0].due.due_at, Stage::end_of("2026-03-13"));
    stage.pass(Stage::end_of("2026-03-13") - Millis{1});
    EXPECT_FALSE(plan.opinions[0].due.breached_at);
    EXPECT_TRUE(plan.opinions[0].due.warned_at);
    stage.pass(Stage::end_of("2026-03-13"));
    EXPECT_TRUE(plan.opinions[0].due.breached_at);
    EXPECT_EQ(stage.events, std::vector<std::string>{"OpinionBreached"});
    // What comes late says why.
    const Rejection silent = stage.send(Stage::agrees(project, "plan", "health"));
    EXPECT_EQ(silent.field, "/late_cause");
    EXPECT_EQ(silent.detail, "it was due by 2026-03-14 00:00; say why it comes late");
    stage.must_send(GiveOpinion{project, "plan", "health", true, "", "on leave"});
    EXPECT_EQ(plan.opinions[0].due.cause.value, "on leave");
}

TEST(Projects, AStepIsReturnedWithinTenDaysAndNotAfter) {
    const auto returned_at = [](TimePoint at) {
        Stage stage;
        const ProjectId project = stage.open();
        stage.pass(at);
        return stage.send(ReturnStep{project, "look", "housing", "not ours"});
    };
    EXPECT_FALSE(returned_at(friday_13));
    EXPECT_FALSE(returned_at(Stage::end_of("2026-02-23") - Millis{1}));
    const Rejection late = returned_at(Stage::end_of("2026-02-23"));
    EXPECT_EQ(late.reason, RejectReason::illegal_status);
    EXPECT_EQ(late.detail, "step \"look\" could be returned until 2026-02-24 00:00");
}

TEST(Projects, TheTenDaysBeginAnewWithTheNextDepartment) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.pass(friday_13 + day * 9);
    stage.must_send(ReturnStep{project, "look", "housing", "not ours"});
    stage.pass(friday_13 + day * 12);
    stage.must_send(ReassignStep{project, "look", "housing", "Chen", "as they say"});
    stage.pass(friday_13 + day * 21);
    EXPECT_FALSE(stage.send(ReturnStep{project, "look", "", "nor ours"}));
    EXPECT_EQ(stage.step(project, "look").returns.size(), 2u);
}

TEST(Projects, AReturnNeedsAReasonAndAnotherDepartment) {
    Stage stage;
    const ProjectId project = stage.open();
    EXPECT_EQ(stage.send(ReturnStep{project, "look", "housing", ""}).field, "/reason");
    EXPECT_EQ(stage.send(ReturnStep{project, "look", "health", "so"}).field, "/department");
    EXPECT_EQ(stage.send(ReturnStep{project, "look", "fire", "so"}).reason,
              RejectReason::invalid_field);
    // Whoever leads the project gives a step away and does not return it.
    stage.must_send(ReturnStep{project, "look", "", "not ours"});
    EXPECT_EQ(stage.send(ReturnStep{project, "look", "housing", "so"}).detail,
              "step \"look\" is with the department that leads the project; give it to another one "
              "(ReassignStep)");
}

TEST(Projects, AStepThatWaitsForAnotherDepartmentHasAnOwnerAndItsDay) {
    Stage stage;
    const ProjectId project = stage.open();
    const ProjectStep& look = stage.step(project, "look");
    const TimePoint due = look.due.due_at;
    stage.must_send(ReturnStep{project, "look", "housing", "not ours"});
    EXPECT_TRUE(look.returned);
    EXPECT_EQ(look.status, ready);
    EXPECT_EQ(look.department, Code("civil"));
    EXPECT_EQ(look.owner.value, "desk of civil");
    EXPECT_EQ(look.due.due_at, due);
    EXPECT_EQ(stage.send(StartStep{project, "look", ""}).detail,
              "step \"look\" was returned; say first which department has it (ReassignStep)");
    stage.must_send(ReassignStep{project, "look", "housing", "", "as they say"});
    EXPECT_FALSE(look.returned);
    EXPECT_EQ(look.owner.value, "desk of housing");
    EXPECT_EQ(look.due.due_at, due);
    stage.start(project, "look");
}

TEST(Projects, WhoWasAskedAndGetsTheStepIsNotAskedAnyMore) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.do_step(project, "look");
    stage.must_send(ReassignStep{project, "plan", "health", "", "theirs"});
    EXPECT_TRUE(stage.step(project, "plan").opinions.empty());
    EXPECT_EQ(stage.send(ReassignStep{project, "plan", "health", "", "theirs"}).reason,
              RejectReason::illegal_status);
    // Another owner in the same department does not begin the ten days anew.
    const TimePoint assigned = stage.step(project, "plan").assigned_at;
    stage.pass(stage.now() + day);
    stage.must_send(ReassignStep{project, "plan", "health", "Wu", "on leave"});
    EXPECT_EQ(stage.step(project, "plan").assigned_at, assigned);
}

TEST(Projects, WhoWasAskedAndGaveTheStepOnIsAskedOnceMore) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.do_step(project, "look");
    const ProjectStep& plan = stage.step(project, "plan");
    stage.must_send(ReassignStep{project, "plan", "health", "", "theirs"});
    stage.pass(friday_13 + day * 3);
    stage.must_send(ReassignStep{project, "plan", "finance", "", "a matter of money"});
    ASSERT_EQ(plan.opinions.size(), 1u);
    EXPECT_EQ(plan.opinions[0].department, Code("health"));
    EXPECT_EQ(plan.opinions[0].due.due_at, Stage::end_of("2026-03-16"));
    stage.start(project, "plan");
    EXPECT_EQ(stage.finish(project, "plan").field, "/step");
    stage.must_send(Stage::agrees(project, "plan", "health"));
    // What it has said stays said, whoever has the step, and whether by a return or not.
    stage.must_send(ReassignStep{project, "plan", "housing", "", "so"});
    ASSERT_EQ(plan.opinions.size(), 1u);
    EXPECT_TRUE(plan.opinions[0].due.met_at);
    EXPECT_FALSE(stage.finish(project, "plan"));

    Stage returned;
    const ProjectId other = returned.open();
    returned.do_step(other, "look");
    returned.must_send(ReassignStep{other, "plan", "health", "", "theirs"});
    returned.must_send(ReturnStep{other, "plan", "housing", "not ours"});
    EXPECT_TRUE(returned.step(other, "plan").opinions.empty());
    returned.must_send(ReassignStep{other, "plan", "housing", "", "as they say"});
    EXPECT_EQ(returned.step(other, "plan").opinions.size(), 1u);
}

TEST(Projects, NobodyIsAskedOnceMoreAboutAStepThatIsLate) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.do_step(project, "look");
    stage.must_send(ReassignStep{project, "plan", "health", "", "theirs"});
    stage.pass(stage.step(project, "plan").due.due_at);
    stage.must_send(ReassignStep{project, "plan", "housing", "", "not theirs"});
    EXPECT_TRUE(stage.step(project, "plan").opinions.empty());
}

TEST(Projects, APlanOf30001YuanIsRefusedAndOneOf30000Accepted) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.do_step(project, "look");
    stage.start(project, "plan");
    stage.must_send(Stage::agrees(project, "plan", "health"));
    ASSERT_FALSE(stage.finish(project, "plan"));
    stage.start(project, "approve");
    const Rejection dear = stage.send(ApproveBudget{project, 3'000'100, "", {}, ""});
    EXPECT_EQ(dear.reason, RejectReason::limit_reached);
    EXPECT_EQ(dear.detail, "a plan of 30001.00 yuan is above the ceiling of 30000.00 yuan");
    EXPECT_EQ(stage.send(ApproveBudget{project, 3'000'001, "", {}, ""}).reason,
              RejectReason::limit_reached);
    EXPECT_EQ(stage.status(project, "approve"), under_way);
    stage.must_send(ApproveBudget{project, 3'000'000, "", {}, ""});
    EXPECT_EQ(stage.get(project).promised_fen, 3'000'000);
    EXPECT_EQ(stage.status(project, "approve"), done);
}

TEST(Projects, SpendWhatWasPromisedAndNoMore) {
    Stage stage;
    const ProjectId project = stage.to_build(2'000'000);
    stage.start(project, "build");
    EXPECT_EQ(stage.finish(project, "build", 2'000'001).reason, RejectReason::limit_reached);
    ASSERT_FALSE(stage.finish(project, "build", 1'500'000));
    EXPECT_EQ(stage.get(project).spent_fen, 1'500'000);
    EXPECT_EQ(stage.get(project).promised_fen, 500'000);
    // What is spent already is part of the budget.
    EXPECT_EQ(stage.send(ApproveBudget{project, 1'499'999, "", {}, ""}).detail,
              "15000.00 yuan are spent already");
    EXPECT_EQ(stage.send(ApproveBudget{project, 3'000'001, "", {}, ""}).reason,
              RejectReason::limit_reached);
    stage.must_send(ApproveBudget{project, 3'000'000, "dearer tiles", {}, ""});
    EXPECT_EQ(stage.get(project).promised_fen, 1'500'000);
    stage.do_step(project, "supervise");
    stage.start(project, "accept");
    ASSERT_FALSE(stage.accept(project, 400'000));
    // What was promised and is not needed is free again.
    EXPECT_EQ(stage.get(project).status, ProjectStatus::completed);
    EXPECT_EQ(stage.get(project).spent_fen, 1'900'000);
    EXPECT_EQ(stage.get(project).promised_fen, 0);
}

TEST(Projects, WithoutMoneyHaveNoBudget) {
    Stage stage;
    const ProjectId project = stage.open("doctor");
    EXPECT_EQ(stage.send(ApproveBudget{project, 1, "", {}, ""}).detail,
              "project " + std::to_string(project.value) + " has no step of the kind approval");
    stage.start(project, "find");
    EXPECT_EQ(stage.finish(project, "find", 1).reason, RejectReason::limit_reached);
}

TEST(Projects, WorkRejectedTwiceIsThreeRoundsOfOneProject) {
    Stage stage;
    const ProjectId project = stage.to_build();
    for (int round = 1; round <= 3; ++round) {
        EXPECT_EQ(stage.step(project, "build").round, static_cast<std::uint32_t>(round));
        stage.build(project);
        if (round == 3) break;
        stage.must_send(RejectWork{project, "the tiles are loose", ""});
        EXPECT_EQ(stage.events, (std::vector<std::string>{"WorkRejected", "StepBecameReady"}));
        EXPECT_EQ(stage.status(project, "build"), ready);
        EXPECT_EQ(stage.status(project, "supervise"), waiting);
        EXPECT_EQ(stage.status(project, "accept"), waiting);
        stage.pass(stage.now() + day);
    }
    ASSERT_FALSE(stage.accept(project));
    const Project& done_with = stage.get(project);
    EXPECT_EQ(done_with.status, ProjectStatus::completed);
    ASSERT_EQ(done_with.rounds.size(), 3u);
    EXPECT_FALSE(done_with.rounds[0].accepted);
    EXPECT_EQ(done_with.rounds[1].reason.value, "the tiles are loose");
    EXPECT_TRUE(done_with.rounds[2].accepted);
    EXPECT_EQ(stage.board().store<Project>().in_order().size(), 1u);
}

TEST(Projects, ALateAcceptanceSaysWhyAlsoWhenItEndsInARejection) {
    Stage stage;
    const ProjectId project = stage.to_build();
    stage.build(project);
    const TimePoint due = stage.step(project, "accept").due.due_at;
    stage.pass(due);
    EXPECT_EQ(stage.events, std::vector<std::string>{"StepBreached"});
    const Rejection silent = stage.send(RejectWork{project, "the tiles are loose", ""});
    EXPECT_EQ(silent.reason, RejectReason::illegal_status);
    EXPECT_EQ(silent.field, "/late_cause");
    EXPECT_EQ(stage.status(project, "accept"), under_way);
    stage.must_send(RejectWork{project, "the tiles are loose", "the inspector was ill"});
    // The next round has a time of its own, and need not say why.
    stage.build(project);
    EXPECT_FALSE(stage.step(project, "accept").due.breached_at);
    stage.must_send(RejectWork{project, "still loose", ""});
    stage.build(project);
    stage.pass(stage.step(project, "accept").due.due_at);
    stage.must_send(AcceptWork{project, "", {}, 0, "it snowed"});
    const std::vector<WorkRound>& rounds = stage.get(project).rounds;
    ASSERT_EQ(rounds.size(), 3u);
    EXPECT_EQ(rounds[0].late_cause.value, "the inspector was ill");
    EXPECT_EQ(rounds[1].late_cause.value, "");
    EXPECT_EQ(rounds[2].late_cause.value, "it snowed");
}

TEST(Projects, AcceptWorkAfterItsSupervisionOnly) {
    Stage stage;
    const ProjectId project = stage.to_build();
    EXPECT_EQ(stage.accept(project).detail,
              "step \"accept\" of project " + std::to_string(project.value) +
                  " is waiting; AcceptWork is possible when it is under_way");
    stage.do_step(project, "build");
    EXPECT_EQ(stage.send(SkipStep{project, "supervise", "trust"}).detail,
              "step \"supervise\" judges work, and is not left out");
    EXPECT_EQ(stage.send(StartStep{project, "accept", ""}).reason, RejectReason::illegal_status);
    stage.do_step(project, "supervise");
    stage.start(project, "accept");
    EXPECT_EQ(stage.finish(project, "accept").detail,
              "step \"accept\" is finished by AcceptWork or RejectWork");
    EXPECT_EQ(stage.send(SkipStep{project, "accept", "trust"}).reason,
              RejectReason::illegal_status);
    EXPECT_FALSE(stage.accept(project));
}

// A parent task stayed open for ever after one of its children was cancelled (hezo#361).
TEST(Projects, EndWhenEachStepIsDoneOrSkipped) {
    Stage stage;
    const ProjectId project = stage.open("doctor");
    stage.do_step(project, "papers");
    stage.must_send(SkipStep{project, "find", "he has one"});
    EXPECT_EQ(stage.status(project, "sign"), ready);
    stage.must_send(SkipStep{project, "sign", "signed long ago"});
    EXPECT_EQ(stage.get(project).status, ProjectStatus::completed);
    EXPECT_EQ(stage.events, (std::vector<std::string>{"StepSkipped", "ProjectCompleted"}));
}

TEST(Projects, WithoutWorkAreNotStuckOnItsSupervision) {
    Stage stage;
    const ProjectId project = stage.to_build();
    stage.must_send(SkipStep{project, "build", "he moves to his daughter"});
    stage.start(project, "supervise");
    ASSERT_FALSE(stage.finish(project, "supervise"));
    stage.start(project, "accept");
    EXPECT_EQ(stage.accept(project).detail,
              "step \"build\" was skipped: there is no work to accept; skip the acceptance too");
    EXPECT_EQ(stage.send(RejectWork{project, "so", ""}).reason, RejectReason::illegal_status);
    stage.must_send(SkipStep{project, "accept", "nothing was built"});
    EXPECT_EQ(stage.get(project).status, ProjectStatus::completed);
}

TEST(Projects, WorkThatWasRejectedIsNotLeftAsItIs) {
    Stage stage;
    const ProjectId project = stage.to_build();
    stage.build(project);
    stage.must_send(RejectWork{project, "the tiles are loose", ""});
    EXPECT_EQ(stage.send(SkipStep{project, "build", "good enough"}).detail,
              "step \"build\" was rejected, and has to be done again");
    // But the project can be given up.
    stage.must_send(CancelProject{project, "the builder is bankrupt"});
    EXPECT_EQ(stage.get(project).status, ProjectStatus::cancelled);
    EXPECT_EQ(stage.get(project).promised_fen, 0);
}

TEST(Projects, AStepIsFinishedWithItsPapers) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.start(project, "look");
    FinishStep command{project, "look", "", {}, 0, ""};
    EXPECT_EQ(stage.send(command).detail, "step \"look\" is not finished without \"report\"");
    command.documents = {{"report", "a"}, {"report", "b"}};
    EXPECT_EQ(stage.send(command).field, "/documents/1/code");
    command.documents = {{"report", "a"}, {"poem", "b"}};
    EXPECT_EQ(stage.send(command).detail, "step \"look\" does not ask for \"poem\"");
    command.documents = {{"report", "a"}};
    EXPECT_FALSE(stage.send(command));
}

TEST(Projects, AStepWaitsForOpinionsAsLongAsTheyCanCome) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.do_step(project, "look");
    stage.start(project, "plan");
    EXPECT_EQ(stage.finish(project, "plan").detail,
              "\"health\" has until 2026-03-14 00:00 to say what it thinks of step \"plan\"");
    EXPECT_EQ(stage.send(Stage::agrees(project, "plan", "finance")).detail,
              "\"finance\" is not asked about step \"plan\"");
    EXPECT_EQ(stage.send(GiveOpinion{project, "plan", "health", false, "", ""}).field, "/text");
    stage.must_send(GiveOpinion{project, "plan", "health", false, "too steep", ""});
    EXPECT_EQ(stage.send(Stage::agrees(project, "plan", "health")).detail,
              "\"health\" has said already what it thinks of step \"plan\"");
    EXPECT_FALSE(stage.finish(project, "plan"));

    Stage silent;
    const ProjectId other = silent.open();
    silent.do_step(other, "look");
    silent.start(other, "plan");
    silent.pass(Stage::end_of("2026-03-13"));
    EXPECT_FALSE(silent.finish(other, "plan"));
}

TEST(Projects, KeepTheTemplateThatTheyWereOpenedWith) {
    Stage stage;
    const ProjectId project = stage.open();
    Rules rules = test_rules();
    rules.version = "2";
    ProjectTemplate& bath = rules.projects->templates[0];
    bath.version = "2";
    bath.ceiling_fen = 100;
    bath.steps[1].within = {1, DeadlineUnit::days};
    bath.steps[1].co_departments.clear();
    stage.must_send(LoadRules{rules});
    stage.do_step(project, "look");
    EXPECT_EQ(stage.get(project).template_version, "1");
    EXPECT_EQ(stage.get(project).ceiling_fen, 3'000'000);
    EXPECT_EQ(stage.step(project, "plan").due.due_at, Stage::end_of("2026-04-13"));
    EXPECT_EQ(stage.step(project, "plan").opinions.size(), 1u);
    stage.member = stage.new_member();
    EXPECT_EQ(stage.get(stage.open()).template_version, "2");
}

TEST(Projects, AMemberHasOneOfATemplate) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.open("doctor");
    EXPECT_EQ(stage.send(OpenProject{stage.member, "bath", "", {}, ""}).detail,
              "project " + std::to_string(project.value) +
                  " of this member is open; go on with it, or cancel it first");
    EXPECT_EQ(stage.send(OpenProject{stage.member, "garden", "", {}, ""}).detail,
              "there is no template \"garden\"; there is bath or doctor");
    stage.must_send(CancelProject{project, "asked for by his son"});
    stage.open();
}

TEST(Projects, WarnBeforeTheyAreLateAndAskForTheCause) {
    Stage stage;
    const ProjectId project = stage.open("doctor");
    const ProjectStep& find = stage.step(project, "find");
    stage.start(project, "find");
    stage.pass(friday_13 + Millis{hours(48).value * 8 / 10});
    EXPECT_EQ(stage.events, std::vector<std::string>{"StepWarned"});
    stage.pass(friday_13 + hours(48));
    EXPECT_EQ(stage.events, std::vector<std::string>{"StepBreached"});
    EXPECT_EQ(find.due.breached_at, friday_13 + hours(48));
    stage.pass(friday_13 + hours(49));
    EXPECT_EQ(stage.finish(project, "find").field, "/late_cause");
    stage.must_send(FinishStep{project, "find", "", {}, 0, "nobody answered"});
    EXPECT_EQ(find.due.cause.value, "nobody answered");
    EXPECT_EQ(std::count(stage.all_events.begin(), stage.all_events.end(), "StepBreached"), 1);
}

TEST(Projects, LeaveTheListSomeTimeAfterTheirEnd) {
    Stage stage;
    const ProjectId project = stage.open();
    stage.must_send(CancelProject{project, "so"});
    stage.pass(stage.now() + test_rules().projects->keep_ms - Millis{1});
    ASSERT_NE(stage.board().store<Project>().get(project), nullptr);
    stage.pass(stage.now() + Millis{1});
    EXPECT_EQ(stage.board().store<Project>().get(project), nullptr);
}

TEST(Projects, AreAtMostSoMany) {
    Rules rules = test_rules();
    rules.projects->max_open = 1;
    Stage stage(rules);
    const ProjectId project = stage.open();
    const Rejection more = stage.send(OpenProject{stage.member, "doctor", "", {}, ""});
    EXPECT_EQ(more.reason, RejectReason::limit_reached);
    stage.must_send(CancelProject{project, "so"});
    stage.open("doctor");
}

TEST(Projects, DepartmentsThatCannotBeUsedAreRefused) {
    const auto refused = [](void (*change)(std::vector<Department>&)) {
        Rules rules = test_rules();
        change(rules.departments);
        return core::check_rules(rules).field;
    };
    using List = std::vector<Department>;
    EXPECT_EQ(refused([](List& all) { all[1].code = "civil"; }), "/rules/departments/1");
    EXPECT_EQ(refused([](List& all) { all[1].code = ""; }), "/rules/departments/1");
    EXPECT_EQ(refused([](List& all) { all[1].contact = {}; }), "/rules/departments/1/contact");
    EXPECT_EQ(refused([](List& all) { all.resize(257, all[0]); }), "/rules/departments");
}

TEST(Rules, NamesOfCodesThatCannotBeUsedAreRefused) {
    const auto refused = [](CodeName second) {
        Rules rules = test_rules();
        rules.names = {{"skills", "care", "care", "照护"}, std::move(second)};
        return core::check_rules(rules).field;
    };
    EXPECT_EQ(refused({"roles", "care", "carer", "护理员"}), "");
    EXPECT_EQ(refused({"people", "care", "care", "照护"}), "/rules/names/1/list");
    EXPECT_EQ(refused({"roles", "", "carer", "护理员"}), "/rules/names/1/code");
    EXPECT_EQ(refused({"skills", "care", "carer", "护理员"}), "/rules/names/1");
    EXPECT_EQ(refused({"roles", "care", "", "护理员"}), "/rules/names/1/name_en");
    EXPECT_EQ(refused({"roles", "care", "carer", ""}), "/rules/names/1/name_zh");
}

// What is wrong with a template is said where it stands.
TEST(Projects, TemplatesThatCannotBeUsedAreRefused) {
    using Change = void (*)(ProjectsRule&);
    const std::vector<std::pair<Change, std::string>> faults{
        {[](ProjectsRule& r) { r.templates[1].code = "bath"; }, "/projects/templates/1"},
        {[](ProjectsRule& r) { r.templates[0].version.clear(); }, "/projects/templates/0/version"},
        {[](ProjectsRule& r) { r.templates[0].lead = "fire"; }, "/projects/templates/0/lead"},
        {[](ProjectsRule& r) { r.templates[0].ceiling_fen = 0; },
         "/projects/templates/0/ceiling_fen"},
        {[](ProjectsRule& r) { r.templates[1].ceiling_fen = 5; },
         "/projects/templates/1/ceiling_fen"},
        {[](ProjectsRule& r) { r.templates[0].return_within.count = 0; },
         "/projects/templates/0/return_within/count"},
        {[](ProjectsRule& r) { r.templates[0].steps[0].after = {"plan"}; },
         "/projects/templates/0/steps/0/after/0"},
        {[](ProjectsRule& r) { r.templates[0].steps[1].within.count = 0; },
         "/projects/templates/0/steps/1/within/count"},
        {[](ProjectsRule& r) { r.templates[0].steps[1].co_departments = {"fire"}; },
         "/projects/templates/0/steps/1/co_departments/0"},
        {[](ProjectsRule& r) { r.templates[0].steps[1].department = "fire"; },
         "/projects/templates/0/steps/1/department"},
        // Two of a kind; work without supervision; acceptance beside the supervision.
        {[](ProjectsRule& r) { r.templates[0].steps[0].kind = ProjectStepKind::work; },
         "/projects/templates/0/steps"},
        {[](ProjectsRule& r) { r.templates[0].steps[4].kind = ProjectStepKind::plain; },
         "/projects/templates/0/steps"},
        {[](ProjectsRule& r) { r.templates[0].steps[5].after = {"build"}; },
         "/projects/templates/0/steps"},
        {[](ProjectsRule& r) { r.templates[0].steps.clear(); }, "/projects/templates/0/steps"},
        {[](ProjectsRule& r) { r.max_open = 0; }, "/projects/max_open"}};
    EXPECT_FALSE(core::check_rules(test_rules()));
    for (const auto& [change, field] : faults) {
        Rules rules = test_rules();
        change(*rules.projects);
        const Rejection rejection = core::check_rules(rules);
        EXPECT_EQ(rejection.field, "/rules" + field) << rejection.detail;
    }
}

}  // namespace
}  // namespace muster::test
