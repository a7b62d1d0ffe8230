// Checked the slow way, from the entities alone.

#include <algorithm>
#include <set>
#include <string>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/talents/area.hpp"
#include "engine/core/talents/talent_state.hpp"

namespace muster::core {
namespace {

std::string check_skills(const Board& board, const Talent& one) {
    if (one.passed_on.empty()) return "";
    if (!talent_serves.has(one.status)) return "gives skills though it does not serve";
    if (!one.responder) return "gives skills to nobody";
    if (board.responders().get(one.responder) == nullptr) return "is no responder";
    for (const Code skill : one.passed_on) {
        const auto& skills = one.profile.skills;
        if (std::find(skills.begin(), skills.end(), skill) == skills.end()) {
            return "gives the skill " + skill.str() + ", which it has not";
        }
    }
    return "";
}

std::string check_alike(const Board& board, const Talent& one) {
    TalentId before;
    for (const TalentLikeness& likeness : one.alike) {
        const Talent* const other = board.store<Talent>().get(likeness.other);
        if (likeness.other <= before) return "has likenesses out of order";
        before = likeness.other;
        if (other == nullptr || !talent_stays.has(other->status) || !talent_stays.has(one.status)) {
            return "is like what is not there any more";
        }
        if (other->id == one.id) return "is like itself";
        for (const TalentLikeness& back : other->alike) {
            if (back.other == one.id) return "is proposed twice with the same one";
        }
    }
    return "";
}

std::string check_talent(const Board& board, Index index) {
    const Talent& one = board.store<Talent>()[index];
    if (board.deadlines<Talent>().due_of(index).value_or(never) !=
        Derived<Talent>::due(one, board.rules())) {
        return "does not fall due when it should";
    }
    if (one.profile.name.value.empty()) return "has no name";
    if (one.review.warn_at > one.review.due_at) return "is warned of after it is due";
    if ((one.status == TalentStatus::left) != (one.cause != LeaveCause::none)) {
        return "left for no cause, or stays with one";
    }
    const bool stays = talent_stays.has(one.status);
    if (stays && one.review.met_at) return "owes no review";
    if (one.member) {
        const Member* const member = board.members().get(board.root(one.member));
        if (member == nullptr) return "is no member";
        if (stays && !is_looked_after(member->status)) return "is somebody who is not there";
    }
    std::string broken = check_skills(board, one);
    return broken.empty() ? check_alike(board, one) : broken;
}

}  // namespace

std::string TalentsArea::broken(const Board& board, Journeys& /*journeys*/) {
    std::set<MemberId> members;
    std::set<ResponderId> responders;
    for (const Index index : board.store<Talent>().in_order()) {
        const Talent& one = board.store<Talent>()[index];
        const std::string name = "talent " + std::to_string(one.id.value) + " ";
        if (std::string broken = check_talent(board, index); !broken.empty()) return name + broken;
        if (!talent_stays.has(one.status)) continue;
        if (one.member && !members.insert(one.member).second) {
            return name + "is a second one of its member";
        }
        if (one.responder && !responders.insert(one.responder).second) {
            return name + "is a second one of its responder";
        }
    }
    return "";
}

}  // namespace muster::core
