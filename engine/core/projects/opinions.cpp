// What departments that are asked think of another one's step.

#include "engine/core/projects/handling.hpp"
#include "engine/core/service/departments.hpp"

namespace muster::core {

Rejection decide(Step& step, const GiveOpinion& command) {
    if (auto bad = check_department(step.board.rules(), "/department", command.department))
        return bad;
    if (!command.agrees && command.text.value.empty()) {
        return reject(RejectReason::invalid_field, "/text", "whoever does not agree says why");
    }
    const auto of = find_step_for(step, command.project, command.step,
                                  ProjectStepAction::give_opinion, "GiveOpinion");
    if (!of) return of.error();
    const ProjectOpinion* const opinion = find_opinion(*of->step, command.department);
    const auto refuse = [&](const char* why) {
        return reject(
            RejectReason::illegal_status, "/department",
            "\"" + command.department.str() + "\" " + why + " step \"" + command.step.str() + "\"");
    };
    if (opinion == nullptr) return refuse("is not asked about");
    if (opinion->due.met_at) return refuse("has said already what it thinks of");
    if (auto bad = check_in_time(step, opinion->due, command.late_cause)) return bad;
    step.emit(OpinionGiven{command.project, of->project->member, command.step, command.department,
                           command.agrees, step.env.source, command.text, command.late_cause});
    return {};
}

}  // namespace muster::core
