// Checked the slow way, from the entities alone.

#include <map>
#include <string>
#include <utility>

#include "engine/core/assessments/area.hpp"
#include "engine/core/assessments/assessment_state.hpp"
#include "engine/core/assessments/scoring.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

std::string check_assessment(const Board& board, Index index) {
    const Assessment& one = board.store<Assessment>()[index];
    const Member* const member = board.members().get(one.member);
    if (member == nullptr) return "has no member";
    const bool valid = one.status == AssessmentStatus::valid;
    if (valid && !is_looked_after(board.members().get(board.root(one.member))->status))
        return "is valid for who is not looked after";
    if (one.points.value != sum_of(one.scores.value)) return "does not have the sum of its points";
    if (one.assessors.size() < 2 || one.assessors[0] == one.assessors[1]) {
        return "does not have two assessors";
    }
    if (board.deadlines<Assessment>().due_of(index).value_or(never) !=
        Derived<Assessment>::due(one, board.rules())) {
        return "does not fall due when it should";
    }
    return "";
}

// Of each member and standard at most one is valid, and none that is later is superseded; the
// member's ability is that of the latest that is valid.
std::string check_all(const Board& board) {
    std::map<std::pair<MemberId, Code>, const Assessment*> valid;
    std::map<MemberId, const Assessment*> latest;
    for (const Index index : board.store<Assessment>().in_order()) {
        const Assessment& one = board.store<Assessment>()[index];
        if (one.status != AssessmentStatus::valid) continue;
        const std::string id = "assessment " + std::to_string(one.id.value);
        const MemberId member = board.root(one.member);
        if (!valid.emplace(std::pair(member, one.standard), &one).second) {
            return id + " is a second one that is valid";
        }
        const Assessment*& last = latest[member];
        if (last == nullptr || one.assessed_at >= last->assessed_at) last = &one;
    }
    for (const auto& [member, last] : latest) {
        if (board.members().get(member)->profile.ability != last->level) {
            return "member " + std::to_string(member.value) + " is not as assessed";
        }
    }
    return "";
}

}  // namespace

std::string AssessmentsArea::broken(const Board& board, Journeys& /*journeys*/) {
    for (const Index index : board.store<Assessment>().in_order()) {
        const std::string broken = check_assessment(board, index);
        if (!broken.empty()) {
            return "assessment " + std::to_string(board.store<Assessment>()[index].id.value) + " " +
                   broken;
        }
    }
    return check_all(board);
}

}  // namespace muster::core
