// Checked the slow way, from the entities alone.

#include <set>
#include <string>
#include <utility>

#include "engine/core/links/area.hpp"
#include "engine/core/links/link_state.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

std::string check_link(const Board& board, Index index) {
    const Link& link = board.store<Link>()[index];
    if (board.requests().find(link.request) == no_index) return "is about no request";
    if (board.deadlines<Link>().due_of(index).value_or(never) !=
        Derived<Link>::due(link, board.rules())) {
        return "does not expire when it should";
    }
    if (link.status != LinkStatus::active) return link.ended_at ? "" : "ended at no time";
    const Member* const member = board.members().get(board.root(link.member));
    if (link.member && (member == nullptr || !is_looked_after(member->status))) {
        return "is of somebody who is not looked after";
    }
    return "";
}

}  // namespace

std::string LinksArea::broken(const Board& board, Journeys& /*journeys*/) {
    std::set<std::pair<RequestId, LinkAudience>> active;
    for (const Index index : board.store<Link>().in_order()) {
        const Link& link = board.store<Link>()[index];
        const std::string name = "link " + std::to_string(link.id.value) + " ";
        const std::string broken = check_link(board, index);
        if (!broken.empty()) return name + broken;
        if (link.status == LinkStatus::active &&
            !active.emplace(link.request, link.audience).second) {
            return name + "is a second one for the same readers";
        }
    }
    return "";
}

}  // namespace muster::core
