#include "engine/core/projects/projects_check.hpp"

#include <algorithm>
#include <array>

#include "engine/core/projects/project_state.hpp"
#include "engine/core/service/departments.hpp"
#include "engine/core/service/rule_check.hpp"

namespace muster::core {
namespace {

constexpr std::int64_t longest = 3660;  // of any unit: ten years of days
constexpr std::int64_t most_money = 1'000'000'000'000;

Rejection check_known(const Rules& rules, const std::string& at, Code department) {
    if (find_department(rules, department) != nullptr) return {};
    return wrong(at, "\"" + department.str() + "\" is not one of the departments");
}

Rejection check_time(const std::string& at, ProjectTime time, std::int64_t least) {
    return check_number(at + "/count", time.count, least, longest);
}

// Steps that it comes after stand before it: no ring of steps waits for itself.
Rejection check_order(const ProjectTemplate& one, std::size_t place, const std::string& at) {
    const std::vector<Code>& after = one.steps[place].after;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto end = one.steps.begin() + static_cast<std::ptrdiff_t>(place);
        const bool before = std::any_of(one.steps.begin(), end, [&](const ProjectStepRule& rule) {
            return rule.code == after[i];
        });
        if (!before) {
            return wrong(pointer(at + "/after", i),
                         "\"" + after[i].str() + "\" is not a step that stands before this one");
        }
    }
    return {};
}

Rejection check_step(const Rules& rules, const ProjectTemplate& one, std::size_t place,
                     const std::string& at) {
    const ProjectStepRule& rule = one.steps[place];
    if (auto bad = check_order(one, place, at)) return bad;
    const auto itself = [](const Code& code) -> const Code& { return code; };
    if (auto bad = check_codes(at + "/after", rule.after, itself)) return bad;
    if (!rule.department.empty()) {
        if (auto bad = check_known(rules, at + "/department", rule.department)) return bad;
    }
    if (rule.co_departments.size() > 16) return wrong(at + "/co_departments", "at most 16");
    if (auto bad = check_codes(at + "/co_departments", rule.co_departments, itself)) return bad;
    for (std::size_t i = 0; i < rule.co_departments.size(); ++i) {
        const std::string field = pointer(at + "/co_departments", i);
        if (auto bad = check_known(rules, field, rule.co_departments[i])) return bad;
    }
    if (auto bad = check_time(at + "/within", rule.within, 1)) return bad;
    if (auto bad = check_time(at + "/extension", rule.extension, 0)) return bad;
    return check_list(at + "/documents", rule.documents, 32);
}

// Nothing where there is none, or two.
const ProjectStepRule* only_one(const ProjectTemplate& one, ProjectStepKind kind, bool& twice) {
    const ProjectStepRule* found = nullptr;
    for (const ProjectStepRule& rule : one.steps) {
        if (rule.kind != kind) continue;
        if (found != nullptr) twice = true;
        found = &rule;
    }
    return found;
}

bool comes_after(const ProjectTemplate& one, const ProjectStepRule& first,
                 const ProjectStepRule& then) {
    Project probe;
    for (const ProjectStepRule& rule : one.steps)
        probe.steps.emplace_back().rule = rule;
    const std::vector<Code> after = and_what_follows(probe, first.code);
    return std::find(after.begin() + 1, after.end(), then.code) != after.end();
}

// A budget is approved before the work, the work supervised before it is accepted.
Rejection check_kinds(const ProjectTemplate& one, const std::string& at) {
    using enum ProjectStepKind;
    bool twice = false;
    const std::array kinds{only_one(one, approval, twice), only_one(one, work, twice),
                           only_one(one, supervision, twice), only_one(one, acceptance, twice)};
    if (twice) return wrong(at + "/steps", "at most one step of each kind but plain");
    const auto& [approved, worked, supervised, accepted] = kinds;
    if ((approved != nullptr) != (one.ceiling_fen > 0)) {
        return wrong(at + "/ceiling_fen",
                     "a ceiling above 0 and a step of the kind approval go together");
    }
    if ((supervised != nullptr && worked == nullptr) ||
        (accepted != nullptr && supervised == nullptr)) {
        return wrong(at + "/steps",
                     "acceptance needs a supervision, and supervision a step of the kind work");
    }
    const ProjectStepRule* before = nullptr;
    for (const ProjectStepRule* const rule : kinds) {
        if (rule == nullptr) continue;
        if (before != nullptr && !comes_after(one, *before, *rule)) {
            return wrong(at + "/steps", "\"" + rule->code.str() + "\" must come after \"" +
                                            before->code.str() + "\"");
        }
        before = rule;
    }
    return {};
}

Rejection check_template(const Rules& rules, const ProjectTemplate& one, const std::string& at) {
    if (one.version.empty()) return wrong(at + "/version", "must not be empty");
    if (auto bad = check_known(rules, at + "/lead", one.lead)) return bad;
    if (auto bad = check_number(at + "/ceiling_fen", one.ceiling_fen, 0, most_money)) return bad;
    if (auto bad = check_time(at + "/return_within", one.return_within, 1)) return bad;
    if (auto bad = check_time(at + "/opinion_within", one.opinion_within, 1)) return bad;
    if (auto bad = check_number(at + "/warn_permille", one.warn_permille, 1, 999)) return bad;
    if (one.steps.empty()) return wrong(at + "/steps", "must hold 1 to 64 steps");
    if (auto bad = check_list(at + "/steps", one.steps, 64)) return bad;
    for (std::size_t i = 0; i < one.steps.size(); ++i) {
        if (auto bad = check_step(rules, one, i, pointer(at + "/steps", i))) return bad;
    }
    return check_kinds(one, at);
}

}  // namespace

Rejection check_projects(const Rules& rules) {
    if (!rules.projects) return {};
    const ProjectsRule& rule = *rules.projects;
    if (auto bad = check_list("/projects/templates", rule.templates, 64)) return bad;
    for (std::size_t i = 0; i < rule.templates.size(); ++i) {
        const std::string at = pointer("/projects/templates", i);
        if (auto bad = check_template(rules, rule.templates[i], at)) return bad;
    }
    if (auto bad = check_number("/projects/max_open", rule.max_open, 1, 1'000'000)) return bad;
    return check_span("/projects/keep_ms", rule.keep_ms, seconds(1));
}

}  // namespace muster::core
