// What follows from projects: from one, and from all of them together.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/projects.hpp"

namespace muster::core {

// work_on: something is done about a step of it.
BOOST_DEFINE_ENUM_CLASS(ProjectAction, work_on, suspend, resume, complete, cancel)

constexpr LifeCycle<ProjectStatus, ProjectAction> project_cycle = [] {
    using enum ProjectStatus;
    using enum ProjectAction;
    return LifeCycle<ProjectStatus, ProjectAction>({open}, {completed, cancelled},
                                                   {{{open}, work_on, {}},
                                                    {{open}, suspend, suspended},
                                                    {{suspended}, resume, open},
                                                    {{open}, complete, completed},
                                                    {{open, suspended}, cancel, cancelled}});
}();

// send_back: by a department that says it is not its own. wait_again: the work before it is done
// once more. drop: the project is cancelled.
BOOST_DEFINE_ENUM_CLASS(ProjectStepAction, become_ready, start, finish, send_back, reassign, extend,
                        give_opinion, skip, suspend, resume_ready, resume_under_way, wait_again,
                        drop)

constexpr LifeCycle<ProjectStepStatus, ProjectStepAction> project_step_cycle = [] {
    using enum ProjectStepStatus;
    using enum ProjectStepAction;
    return LifeCycle<ProjectStepStatus, ProjectStepAction>(
        {waiting}, {done, skipped},
        {{{waiting}, become_ready, ready},
         {{ready}, start, under_way},
         {{under_way}, finish, done},
         {{ready}, send_back, {}},
         {{ready, under_way}, reassign, {}},
         {{ready, under_way}, extend, {}},
         {{ready, under_way}, give_opinion, {}},
         {{ready, under_way}, skip, skipped},
         {{ready, under_way}, suspend, suspended},
         {{suspended}, resume_ready, ready},
         {{suspended}, resume_under_way, under_way},
         {{ready, under_way}, wait_again, waiting},
         {.from = {done}, .action = wait_again, .to = waiting, .leaves_end = true},
         {{waiting, ready, under_way, suspended}, drop, skipped}});
}();

// Of these rules, or the usual one, which has no templates.
[[nodiscard]] const ProjectsRule& projects_rule(const Rules& rules);
// nullptr when the rules have none of this code.
[[nodiscard]] const ProjectTemplate* find_template(const Rules& rules, Code code);

// It has not ended.
[[nodiscard]] constexpr bool is_open(ProjectStatus status) {
    return project_cycle.legal(status, ProjectAction::cancel);
}
// Its department has something to do.
[[nodiscard]] constexpr bool is_at_work(ProjectStepStatus status) {
    return project_step_cycle.legal(status, ProjectStepAction::suspend);
}
// What comes after it need not wait for it.
[[nodiscard]] constexpr bool is_over(ProjectStepStatus status) {
    return project_step_cycle.ends().has(status);
}

// nullptr when the project has none.
[[nodiscard]] const ProjectStep* find_step(const Project& project, Code code);
[[nodiscard]] ProjectStep* find_step(Project& project, Code code);
[[nodiscard]] const ProjectStep* step_of_kind(const Project& project, ProjectStepKind kind);
[[nodiscard]] const ProjectOpinion* find_opinion(const ProjectStep& step, Code department);
[[nodiscard]] ProjectOpinion* find_opinion(ProjectStep& step, Code department);

// All that it comes after are over.
[[nodiscard]] bool may_begin(const Project& project, const ProjectStep& step);
// All steps are over.
[[nodiscard]] bool has_nothing_left(const Project& project);
// The step and all that come after it, by one step or by several.
[[nodiscard]] std::vector<Code> and_what_follows(const Project& project, Code step);

template <>
struct Derived<Project> {
  public:
    void add(Index index, const Project& project);
    void remove(Index index, const Project& project);
    // The next alarm of a step or of an opinion, or that it is forgotten.
    [[nodiscard]] static TimePoint due(const Project& project, const Rules& rules);

    // Those of a member, in order of id.
    [[nodiscard]] const std::vector<ProjectId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    // So many have not ended.
    [[nodiscard]] std::int64_t open() const { return open_; }

  private:
    IdLists<MemberId, ProjectId> by_member_;
    std::int64_t open_ = 0;
};

}  // namespace muster::core
