// Random projects of a few members: every invariant holds after each command, no promise is
// overlooked when its time comes, money never exceeds its ceiling, and an engine restored from the
// state before decides the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/projects/project_state.hpp"
#include "muster/merges.hpp"
#include "muster/projects.hpp"
#include "muster/registry.hpp"
#include "muster/service.hpp"
#include "tests/core/random_lives.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};  // Monday, 2025-12-01 08:00 in the city
constexpr Millis day = hours(24);

class Projects : public RandomLives {
  public:
    explicit Projects(std::uint64_t seed) : RandomLives(seed, kinds, start, 40) {
        Rules rules = test_rules();
        rules.projects->keep_ms = day * 20;
        // More are asked than there is time for.
        rules.projects->templates[0].steps[0].co_departments = {"finance", "housing"};
        must_take(LoadRules{rules});
        for (int i = 0; i < 3; ++i)
            must_take(new_member());
    }

    void step() {
        // Mostly hours, now and then weeks.
        now_ = now_ + hours(static_cast<std::int64_t>(up_to(up_to(9) == 0 ? 24 * 20 : 12)));
        while (engine_.next_deadline() <= now_)
            must_take(Tick{}, std::max(engine_.last_at(), engine_.next_deadline()));
        check_nothing_overlooked();
        send(any_command(), now_);
        look();
    }

    static constexpr std::size_t kinds = 20;
    std::vector<std::size_t> statuses = std::vector<std::size_t>(enum_count<ProjectStatus>, 0);
    std::vector<std::size_t> steps = std::vector<std::size_t>(enum_count<ProjectStepStatus>, 0);
    std::size_t rounds = 0;       // the most that a project had
    std::size_t handed_over = 0;  // seen so
    std::size_t late = 0;

  private:
    static RegisterMember new_member() {
        RegisterMember command;
        command.profile.name = "Li";
        return command;
    }

    // Mostly one that is open.
    ProjectId some_project() {
        const auto& store = engine_.board().store<Project>();
        ProjectId id = any<Project>();
        for (int i = 0; i < 5; ++i) {
            const Project* const one = store.get(id);
            if (one != nullptr && core::is_open(one->status)) break;
            id = any<Project>();
        }
        return id;
    }
    // Mostly one at which something can be done, preferably in this status.
    Code some_step(ProjectId id, ProjectStepStatus wanted) {
        const Project* const project = engine_.board().store<Project>().get(id);
        if (project == nullptr || one_in(30)) return "nowhere";
        const std::uint64_t from = up_to(project->steps.size() - 1);
        for (std::size_t i = 0; i < project->steps.size(); ++i) {
            const ProjectStep& step = project->steps[(from + i) % project->steps.size()];
            if (step.status == wanted && !one_in(10)) return step.rule.code;
        }
        return project->steps[from].rule.code;
    }
    Code some_department() { return one_of<Code>({"civil", "housing", "health", "finance"}); }
    std::string cause() { return one_in(3) ? "" : "so"; }
    std::vector<ProjectDocument> papers(ProjectId id, Code code) {
        const Project* const project = engine_.board().store<Project>().get(id);
        const ProjectStep* const step =
            project == nullptr ? nullptr : core::find_step(*project, code);
        std::vector<ProjectDocument> all;
        if (step == nullptr || one_in(10)) return all;
        for (const ProjectDocumentRule& rule : step->rule.documents)
            all.push_back({rule.code, ""});
        return all;
    }

    Command about_a_step(std::size_t kind) {
        const ProjectId id = some_project();
        switch (kind) {
            case 0:
            case 1:
                return StartStep{id, some_step(id, ProjectStepStatus::ready), ""};
            case 2:
            case 3: {
                const Code code = some_step(id, ProjectStepStatus::under_way);
                return FinishStep{id, code, "", papers(id, code), one_in(3) ? 50'000 : 0, cause()};
            }
            case 4:
                return ReturnStep{id, some_step(id, ProjectStepStatus::ready),
                                  one_in(2) ? some_department() : Code(), cause()};
            case 5:
                return ReassignStep{id, some_step(id, ProjectStepStatus::ready), some_department(),
                                    one_in(2) ? "Wu" : "", cause()};
            case 6:
                return GiveOpinion{id,
                                   some_step(id, ProjectStepStatus::under_way),
                                   one_in(3) ? some_department() : Code("health"),
                                   one_in(2),
                                   "so",
                                   cause()};
            case 7:
                return ExtendStep{id, some_step(id, ProjectStepStatus::ready), cause()};
            default:
                return SkipStep{id, some_step(id, ProjectStepStatus::ready), cause()};
        }
    }

    // What comes next of a project, so that some come to their end.
    Command next_thing(const Project& project) {
        const ProjectId id = project.id;
        if (project.status == ProjectStatus::suspended) return ResumeProject{id, ""};
        for (const ProjectStep& step : project.steps) {
            if (!core::is_at_work(step.status)) continue;
            const Code code = step.rule.code;
            if (step.returned) return ReassignStep{id, code, some_department(), "", "so"};
            if (step.status == ProjectStepStatus::ready) return StartStep{id, code, ""};
            for (const ProjectOpinion& opinion : step.opinions) {
                if (opinion.due.met_at || one_in(5)) continue;
                return GiveOpinion{id, code, opinion.department, true, "", "so"};
            }
            if (step.rule.kind == ProjectStepKind::approval) {
                return ApproveBudget{id, static_cast<std::int64_t>(up_to(3'000'000)), "", {}, "so"};
            }
            if (step.rule.kind == ProjectStepKind::acceptance) {
                if (one_in(2)) return RejectWork{id, "so", "so"};
                return AcceptWork{id, "", {}, project.promised_fen, "so"};
            }
            return FinishStep{id, code, "", papers(id, code), project.promised_fen / 2, "so"};
        }
        return CancelProject{id, "so"};
    }

    Command any_command() {
        const Project* const project = engine_.board().store<Project>().get(some_project());
        if (project != nullptr && core::is_open(project->status) && one_in(2)) {
            kind_ = kinds - 1;
            return next_thing(*project);
        }
        kind_ = up_to(kinds - 2);
        switch (kind_) {
            case 9:
                return ApproveBudget{
                    some_project(), static_cast<std::int64_t>(up_to(3'200'000)), "", {}, cause()};
            case 10:
                return AcceptWork{some_project(), "", {}, one_in(2) ? 1'000 : 0, cause()};
            case 11:
                return RejectWork{some_project(), cause(), cause()};
            case 12:
                return SuspendProject{some_project(), cause()};
            case 13:
                return ResumeProject{some_project(), ""};
            case 14:
                if (!one_in(3)) return ResumeProject{some_project(), ""};
                return CancelProject{some_project(), "so"};
            case 15:
                if (one_in(15)) return new_member();
                return SetMemberStatus{
                    any<Member>(),
                    one_of<MemberStatus>({MemberStatus::active, MemberStatus::active,
                                          MemberStatus::active, MemberStatus::away,
                                          MemberStatus::deceased, MemberStatus::moved_away}),
                    "so"};
            case 16:
                if (!one_in(5)) return ProposeMerge{any<Member>(), any<Member>(), ""};
                return one_in(2) ? Command(EraseMember{any<Member>(), "so"})
                                 : Command(RemoveMember{any<Member>(), "so"});
            case 17:
                if (one_in(2)) return UndoMerge{any<MemberMerge>(), "two people"};
                return MergeMembers{any<MemberMerge>(), ""};
            case 18: {
                OpenProject command;
                command.member = any<Member>();
                command.template_code = one_of<Code>({"bath", "bath", "doctor"});
                return command;
            }
            default:
                return about_a_step(kind_);
        }
    }

    // What is owed is warned of and breached by the time, and not before; money stays within.
    void check_nothing_overlooked() {
        for (const core::Index index : engine_.board().store<Project>().in_order()) {
            const Project& project = engine_.board().store<Project>()[index];
            EXPECT_LE(project.spent_fen + project.promised_fen, project.ceiling_fen);
            for (const ProjectStep& step : project.steps) {
                if (!core::is_at_work(step.status)) continue;
                EXPECT_EQ(step.due.due_at <= now_, step.due.breached_at.value != 0)
                    << "project " << project.id.value << ", step " << step.rule.code.view();
                late += step.due.breached_at ? 1 : 0;
                for (const ProjectOpinion& opinion : step.opinions) {
                    if (opinion.due.met_at) continue;
                    EXPECT_LE(opinion.due.due_at, step.due.due_at);
                    EXPECT_EQ(opinion.due.due_at <= now_, opinion.due.breached_at.value != 0);
                }
            }
        }
    }
    void look() {
        for (const core::Index index : engine_.board().store<Project>().in_order()) {
            const Project& project = engine_.board().store<Project>()[index];
            ++statuses[static_cast<std::size_t>(project.status)];
            rounds = std::max(rounds, project.rounds.size());
            handed_over += project.member_gone ? 1 : 0;
            for (const ProjectStep& step : project.steps)
                ++steps[static_cast<std::size_t>(step.status)];
        }
    }
};

TEST(Projects, AnySequenceKeepsEveryInvariant) {
    std::vector<std::size_t> statuses(enum_count<ProjectStatus>, 0);
    std::vector<std::size_t> steps(enum_count<ProjectStepStatus>, 0);
    std::size_t rounds = 0;
    std::size_t handed_over = 0;
    std::size_t late = 0;
    expect_kept<Projects>(40, 400, [&](const Projects& lives) {
        for (std::size_t i = 0; i < statuses.size(); ++i)
            statuses[i] += lives.statuses[i];
        for (std::size_t i = 0; i < steps.size(); ++i)
            steps[i] += lives.steps[i];
        rounds = std::max(rounds, lives.rounds);
        handed_over += lives.handed_over;
        late += lives.late;
    });
    // Lives in which something never happens prove nothing of it.
    for (std::size_t i = 0; i < statuses.size(); ++i)
        EXPECT_GT(statuses[i], 0u) << "status " << i;
    for (std::size_t i = 0; i < steps.size(); ++i)
        EXPECT_GT(steps[i], 0u) << "status of a step " << i;
    EXPECT_GT(rounds, 1u);
    EXPECT_GT(handed_over, 0u);
    EXPECT_GT(late, 0u);
}

}  // namespace
}  // namespace muster::test
