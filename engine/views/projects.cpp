// Projects in reads and on the feed.
#include <algorithm>

#include "engine/core/projects/project_state.hpp"
#include "engine/views/collection_impl.hpp"
#include "engine/views/filter_makers.hpp"

namespace muster::views {
namespace {

bool owes_opinion(const ProjectStep& step, Code department) {
    const ProjectOpinion* const opinion = core::find_opinion(step, department);
    return opinion != nullptr && !opinion->due.met_at;
}

// Which has something to do for it now: it leads it, it has an open step, or it is still asked.
bool has_part(const Project& project, Code department) {
    if (project.lead == department) return true;
    return std::any_of(project.steps.begin(), project.steps.end(), [&](const ProjectStep& step) {
        if (core::is_over(step.status) || step.status == ProjectStepStatus::waiting) return false;
        return step.department == department || owes_opinion(step, department);
    });
}

Test by_department(const Wanted& w) {
    const auto wanted = code(w);
    if (!wanted) return {};
    return test_of<Project>(w, [v = *wanted](const Project& one) { return has_part(one, v); });
}

// A step of it is late now; while it is suspended nothing is.
Test by_overdue(const Wanted& w) {
    if (w.value != "true" && w.value != "false") {
        w.error = "overdue is true or false";
        return {};
    }
    return test_of<Project>(w, [wanted = w.value == "true"](const Project& one) {
        const bool late =
            std::any_of(one.steps.begin(), one.steps.end(), [](const ProjectStep& step) {
                return core::is_at_work(step.status) && step.due.breached_at;
            });
        return late == wanted;
    });
}

constexpr Filter project_filters[] = {
    {"member", false, of_member<Project>},   {"template_code", false, by<&Project::template_code>},
    {"status", false, by<&Project::status>}, {"department", false, by_department},
    {"lead", false, by<&Project::lead>},     {"need", false, by<&Project::need>},
    {"overdue", false, by_overdue}};

}  // namespace

template <>
constexpr Collection<Project> collection<Project>{
    .filters = project_filters,
    .over_since = [](const core::Board& /*board*/,
                     const Project& project) { return project.ended_at; },
};
template class EntityView<Project>;

}  // namespace muster::views
