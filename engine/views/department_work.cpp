#include "engine/views/department_work.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/projects/project_state.hpp"
#include "engine/views/filter_makers.hpp"
#include "engine/views/made_list.hpp"
#include "muster/projects_reads.hpp"

namespace muster::views {
namespace {

// A line of a board before it is written out. `opinion`: of the department that is asked; nullptr:
// of the one that has the step.
struct Line {
    const Project* project;
    const ProjectStep* step;
    const ProjectOpinion* opinion = nullptr;

    [[nodiscard]] Code department() const {
        return opinion != nullptr ? opinion->department : step->department;
    }
    [[nodiscard]] DepartmentTask task() const {
        if (opinion != nullptr) return DepartmentTask::opinion;
        return step->returned ? DepartmentTask::reassign : DepartmentTask::step;
    }
    [[nodiscard]] const ProjectPromise& due() const {
        return opinion != nullptr ? opinion->due : step->due;
    }
    [[nodiscard]] bool is_overdue() const { return static_cast<bool>(due().breached_at); }
};

struct Asked {
    std::optional<Code> department;
    std::optional<DepartmentTask> task;
    std::optional<bool> overdue;

    [[nodiscard]] bool wants(const Line& line) const {
        return (!department || line.department() == *department) &&
               (!task || line.task() == *task) && (!overdue || line.is_overdue() == *overdue);
    }
};

std::optional<Asked> asked_by(const core::Board& board, const ListQuery& query,
                              std::string& error) {
    Asked asked;
    Filters none;
    for (const auto& [name, value] : query.filters) {
        const Wanted wanted{board, value, none, error};
        if (name == "department") {
            asked.department = code(wanted);
            if (!asked.department) return std::nullopt;
        } else if (name == "task") {
            asked.task = enum_value<DepartmentTask>(wanted);
            if (!asked.task) return std::nullopt;
        } else if (name == "overdue" && (value == "true" || value == "false")) {
            asked.overdue = value == "true";
        } else {
            error = name == "overdue" ? "overdue is true or false"
                                      : "there is no filter \"" + name +
                                            "\"; known are department, task, overdue";
            return std::nullopt;
        }
    }
    return asked;
}

bool is_awaited(const ProjectOpinion& opinion) {
    return !opinion.due.met_at && !opinion.due.breached_at;
}

DepartmentWork written_out(const Line& line) {
    const ProjectStep& step = *line.step;
    DepartmentWork work;
    work.department = line.department();
    work.task = line.task();
    work.project = line.project->id;
    work.template_code = line.project->template_code;
    work.step = step.rule.code;
    work.name_en = step.rule.name_en;
    work.name_zh = step.rule.name_zh;
    work.status = step.status;
    work.round = step.round;
    work.due_at = line.due().due_at;
    work.provisional = line.due().provisional;
    work.warned = static_cast<bool>(line.due().warned_at);
    work.overdue = line.is_overdue();
    work.extended = step.extension.has_value();
    work.returns = static_cast<std::int64_t>(step.returns.size());
    for (const ProjectOpinion& opinion : step.opinions) {
        if (is_awaited(opinion)) work.waiting_for.push_back(opinion.department);
    }
    return work;
}

// Also of steps that are suspended: they come back.
template <class Use>
void each_open_step(const core::Board& board, Use use) {
    const auto& all = board.store<Project>();
    for (const core::Index index : all.in_order()) {
        const Project& project = all[index];
        if (!core::is_open(project.status)) continue;
        for (const ProjectStep& step : project.steps) {
            if (!core::is_over(step.status) && step.status != ProjectStepStatus::waiting) {
                use(project, step);
            }
        }
    }
}

std::vector<Line> lines_of(const core::Board& board, const Asked& asked) {
    std::vector<Line> all;
    const auto add = [&](const Line& line) {
        if (asked.wants(line)) all.push_back(line);
    };
    each_open_step(board, [&](const Project& project, const ProjectStep& step) {
        add({&project, &step});
        for (const ProjectOpinion& opinion : step.opinions) {
            if (!opinion.due.met_at) add({&project, &step, &opinion});
        }
    });
    std::stable_sort(all.begin(), all.end(), [](const Line& a, const Line& b) {
        return std::pair(a.due().due_at, a.project->id) < std::pair(b.due().due_at, b.project->id);
    });
    return all;
}

std::string key_of(const Project& project, ProjectCountBy by) {
    if (by == ProjectCountBy::all) return {};
    return by == ProjectCountBy::department ? project.lead.str() : project.template_code.str();
}

void add_status(ProjectCount& count, const Project& project) {
    count.open += project.status == ProjectStatus::open ? 1 : 0;
    count.suspended += project.status == ProjectStatus::suspended ? 1 : 0;
    count.completed += project.status == ProjectStatus::completed ? 1 : 0;
    count.cancelled += project.status == ProjectStatus::cancelled ? 1 : 0;
    count.promised_fen += project.promised_fen;
    count.spent_fen += project.spent_fen;
}

std::vector<ProjectCount> count(const core::Board& board, ProjectCountBy by) {
    std::map<std::string, ProjectCount> lines;
    const auto& all = board.store<Project>();
    for (const core::Index index : all.in_order())
        add_status(lines[key_of(all[index], by)], all[index]);
    each_open_step(board, [&](const Project& project, const ProjectStep& step) {
        const bool of_department = by == ProjectCountBy::department;
        ProjectCount& line = lines[of_department ? step.department.str() : key_of(project, by)];
        ++line.open_steps;
        line.overdue_steps += core::is_at_work(step.status) && step.due.breached_at ? 1 : 0;
        line.returned_steps += step.returned ? 1 : 0;
        for (const ProjectOpinion& opinion : step.opinions) {
            if (!is_awaited(opinion)) continue;
            ++(of_department ? lines[opinion.department.str()] : line).opinions_awaited;
        }
    });
    std::vector<ProjectCount> counts;
    for (auto& [key, line] : lines) {
        line.key = key;
        counts.push_back(std::move(line));
    }
    return counts;
}

}  // namespace

std::unique_ptr<ListReading> start_department_work(const core::Board& board, const ListQuery& query,
                                                   std::size_t limit, std::string& error) {
    const auto asked = asked_by(board, query, error);
    if (!asked) return nullptr;
    return made_page(board, query, limit, lines_of(board, *asked), written_out);
}

std::unique_ptr<ListReading> start_project_counts(const core::Board& board, const ListQuery& query,
                                                  std::size_t limit, std::string& error) {
    ProjectCountBy by = ProjectCountBy::all;
    Filters none;
    for (const auto& [name, value] : query.filters) {
        if (name != "by") {
            error = "there is no filter \"" + name + "\"; known is by";
            return nullptr;
        }
        const auto wanted = enum_value<ProjectCountBy>(Wanted{board, value, none, error});
        if (!wanted) return nullptr;
        by = *wanted;
    }
    return made_page(board, query, limit, count(board, by));
}

}  // namespace muster::views
