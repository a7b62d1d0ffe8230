// Checked the slow way, from the entities alone.

#include <string>

#include "engine/core/merges/area.hpp"
#include "engine/core/merges/merge_state.hpp"

namespace muster::core {
namespace {

std::string check_merge(const Board& board, const MemberMerge& merge) {
    const Member* const kept = board.members().get(merge.kept);
    const Member* const other = board.members().get(merge.other);
    if (kept == nullptr || other == nullptr) return "names a member that is not there";
    if (kept == other) return "names one member twice";
    if (merge.status == MergeStatus::merged && other->merged_into != merge.kept) {
        return "is merged, and its member leads elsewhere";
    }
    return "";
}

// Every alias leads to somebody in the end, and open requests are listed for him.
std::string check_alias(const Board& board, const Member& member) {
    if (!member.merged_into) return "";
    const Member* const root = board.members().get(board.root(member.id));
    if (root == nullptr || root->merged_into) return "leads to nobody";
    const Index index = board.members().find(member.id);
    return board.members().aux(index).open_requests.empty() ? "" : "is an alias and has requests";
}

}  // namespace

std::string MergesArea::broken(const Board& board, Journeys& /*journeys*/) {
    for (const Index index : board.store<MemberMerge>().in_order()) {
        const MemberMerge& merge = board.store<MemberMerge>()[index];
        const std::string broken = check_merge(board, merge);
        if (!broken.empty()) return "merge " + std::to_string(merge.id.value) + " " + broken;
    }
    for (const Index index : board.members().in_order()) {
        const Member& member = board.members()[index];
        const std::string broken = check_alias(board, member);
        if (!broken.empty()) return "member " + std::to_string(member.id.value) + " " + broken;
    }
    return {};
}

}  // namespace muster::core
