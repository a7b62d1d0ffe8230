// What the files of the area share: how a command finds its step, and what follows when a step is
// over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/projects/project_state.hpp"
#include "engine/core/step.hpp"
#include "muster/projects.hpp"

namespace muster::core {

// A project that a command names, and a step of it that it names or that it is about.
struct StepOfProject {
    const Project* project;
    const ProjectStep* step;
};

// Both, in a status in which the action is legal. `command` names it in refusals.
[[nodiscard]] Expected<StepOfProject, Rejection> find_step_for(const Step& step, ProjectId project,
                                                               Code code, ProjectStepAction action,
                                                               std::string_view command);
// The same for the step of a kind, which a project may not have.
[[nodiscard]] Expected<StepOfProject, Rejection> find_kind_for(const Step& step, ProjectId project,
                                                               ProjectStepKind kind,
                                                               ProjectStepAction action,
                                                               std::string_view command);

// How a project is named elsewhere, such as in a need: "project 7".
[[nodiscard]] std::string project_text(ProjectId id);

// Who looks after what nobody else was named for.
[[nodiscard]] Personal<std::string> contact_of(const Step& step, Code department);

// The opinions that are still to be asked for when the step, which is due so, is this department's:
// of all that its template names and that were not asked.
[[nodiscard]] std::vector<ProjectOpinion> to_be_asked(const Step& step, const Project& project,
                                                      const ProjectStep& one, Code department,
                                                      const ProjectPromise& due);

// What is late says why.
[[nodiscard]] Rejection check_in_time(const Step& step, const ProjectPromise& promise,
                                      const Personal<std::string>& late_cause);
// Papers are named once each, and no more than a step can ask for.
[[nodiscard]] Rejection check_documents(const std::vector<ProjectDocument>& documents);

// What a step is finished with.
struct Finish {
    Personal<std::string> note;
    std::vector<ProjectDocument> documents;
    std::int64_t spent_fen = 0;
    Personal<std::string> late_cause;
};
// Whether the step, which is under way, can be finished so.
[[nodiscard]] Rejection check_finish(const Step& step, const StepOfProject& of,
                                     const Finish& finish);
void finish_step(Step& step, ProjectId project, Code code, Finish finish);

// The steps that can begin are ready; a project of which nothing is left is complete.
void go_on(Step& step, ProjectId project);

// What was given in working days, by the calendar now in force.
void recompute_projects(Step& step);

// Ends it before it is complete; what was planned with it is open again.
void cancel_project(Step& step, ProjectId project, std::string by, Personal<std::string> reason);

}  // namespace muster::core
