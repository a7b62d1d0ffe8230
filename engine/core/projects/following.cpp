// What becomes of the projects of somebody who died, moved away, or is not known any more.

#include <vector>

#include "engine/core/projects/area.hpp"
#include "engine/core/projects/handling.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

// A copy: whoever walks over it may change what he meets.
std::vector<ProjectId> projects_of(const Board& board, MemberId member) {
    return board.derived<Project>().of_member(member);
}

// What money was promised or spent for has to be settled by somebody; all else ends at once.
void end_or_hand_over(Step& step, const Project& project, const std::string& reason) {
    if (project.promised_fen == 0 && project.spent_fen == 0) {
        return cancel_project(step, project.id, {}, reason);
    }
    if (project.member_gone) return;
    step.emit(ProjectHandedOver{project.id, project.member, project.lead, project.owner, true});
}

// What still can go on, of the member and of whoever was merged into him.
void follow_life(Step& step, MemberId member, MemberStatus status) {
    const Board& board = step.board;
    const bool gone = !is_looked_after(status);
    const std::string reason = "the member is " + std::string(name_of(status));
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        for (const ProjectId id : projects_of(board, one)) {
            const Project& project = *board.store<Project>().get(id);
            if (!is_open(project.status)) continue;
            if (gone) {
                end_or_hand_over(step, project, reason);
            } else if (project.member_gone) {
                step.emit(
                    ProjectHandedOver{id, project.member, project.lead, project.owner, false});
            }
        }
    }
}

void react(Step& step, const MemberStatusChanged& event) {
    follow_life(step, event.member, event.status);
}
// Whoever died meanwhile was another person.
void react(Step& step, const MergeUndone& event) {
    follow_life(step, event.other, step.board.members().get(event.other)->status);
}

void forget_all(Step& step, MemberId member, const char* reason) {
    const Board& board = step.board;
    for (const ProjectId id : projects_of(board, member)) {
        if (is_open(board.store<Project>().get(id)->status)) {
            cancel_project(step, id, {}, std::string(reason));
        }
        step.emit(ProjectForgotten{id});
    }
}

void react(Step& step, const MemberErased& event) {
    forget_all(step, event.member, "the member was erased");
}
void react(Step& step, const MemberRemoved& event) {
    forget_all(step, event.member, "the member was removed");
}

void react(Step& step, const DeadlinesRecomputed& /*event*/) {
    recompute_projects(step);
}

}  // namespace

void ProjectsArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
