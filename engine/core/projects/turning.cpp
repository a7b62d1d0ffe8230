// Who does a step: a department that says it is not its own, and another one that gets it.

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/projects/handling.hpp"
#include "engine/core/projects/times.hpp"
#include "engine/core/service/departments.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_returns = 20;

Rejection not_now(std::string field, std::string detail) {
    return reject(RejectReason::illegal_status, std::move(field), std::move(detail));
}

Rejection check_suggested(const Step& step, Code department) {
    if (department.empty()) return {};
    return check_department(step.board.rules(), "/department", department);
}

}  // namespace

Rejection decide(Step& step, const ReturnStep& command) {
    if (auto bad = check_suggested(step, command.department)) return bad;
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto of = find_step_for(step, command.project, command.step, ProjectStepAction::send_back,
                                  "ReturnStep");
    if (!of) return of.error();
    const Project& project = *of->project;
    const ProjectStep& one = *of->step;
    const std::string name = "step \"" + command.step.str() + "\" ";
    if (one.department == project.lead) {
        return not_now("/step", name +
                                    "is with the department that leads the project; give it to "
                                    "another one (ReassignStep)");
    }
    if (command.department == one.department) {
        return not_now("/department", name + "is with \"" + one.department.str() +
                                          "\", which cannot return it to itself");
    }
    const Rules& rules = step.board.rules();
    const TimePoint until = due_after(rules, one.assigned_at, project.return_within).at;
    if (step.now() >= until) {
        return not_now("/step",
                       name + "could be returned until " + local_text(calendar_rule(rules), until));
    }
    if (one.returns.size() >= max_returns) {
        return reject(RejectReason::limit_reached, "/step",
                      name + "was returned 20 times; decide whose it is (ReassignStep)");
    }
    step.emit(StepReturned{project.id, project.member, command.step, project.lead, project.owner,
                           one.department, command.department, command.reason});
    return {};
}

Rejection decide(Step& step, const ReassignStep& command) {
    if (auto bad = check_department(step.board.rules(), "/department", command.department))
        return bad;
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto of = find_step_for(step, command.project, command.step, ProjectStepAction::reassign,
                                  "ReassignStep");
    if (!of) return of.error();
    const ProjectStep& one = *of->step;
    Personal<std::string> owner = command.owner;
    if (owner.value.empty()) owner = contact_of(step, command.department);
    if (!one.returned && command.department == one.department && owner == one.owner) {
        return not_now("/department", "step \"" + command.step.str() + "\" is with \"" +
                                          one.department.str() + "\" and its owner already");
    }
    step.emit(StepReassigned{command.project, of->project->member, command.step, one.department,
                             command.department, std::move(owner), command.reason,
                             to_be_asked(step, *of->project, one, command.department, one.due)});
    return {};
}

}  // namespace muster::core
