// Checked the slow way, from the entities alone.

#include <algorithm>
#include <string>

#include "engine/core/registry/area.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"

namespace muster::core {
namespace {

bool knows_nothing(const Member& member) {
    const MemberProfile& profile = member.profile;
    return profile.external_ref.empty() && profile.name.value.empty() &&
           profile.phone.value.empty() && profile.address.value.empty() && !profile.home &&
           profile.contacts.empty() && profile.risks.value.empty() && !profile.birth_date &&
           member.consents.empty() && member.events.value.empty();
}

std::string check_member(const Board& board, Index index) {
    const Member& member = board.members()[index];
    if (board.deadlines<Member>().due_of(index).value_or(never) !=
        risk_due(member, board.rules())) {
        return "does not fall due when it should";
    }
    const auto earlier = [](const MemberEvent& a, const MemberEvent& b) { return a.at < b.at; };
    if (!std::is_sorted(member.events.value.begin(), member.events.value.end(), earlier)) {
        return "has events out of order";
    }
    if (member.status == MemberStatus::erased && !knows_nothing(member)) {
        return "is erased and something is known of it";
    }
    return "";
}

}  // namespace

std::string RegistryArea::broken(const Board& board, Journeys& /*journeys*/) {
    for (const Index index : board.members().in_order()) {
        const std::string broken = check_member(board, index);
        if (!broken.empty()) {
            return "member " + std::to_string(board.members()[index].id.value) + " " + broken;
        }
    }
    for (const Index index : board.cards().in_order()) {
        const Card& card = board.cards()[index];
        const Member* const member = board.members().get(card.member);
        if (card.status == CardStatus::active && member && !is_looked_after(member->status)) {
            return "card " + std::to_string(card.id.value) + " is of who is not looked after";
        }
    }
    return {};
}

}  // namespace muster::core
