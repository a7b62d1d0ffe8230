#include "engine/core/merges/merge_state.hpp"

#include <algorithm>

namespace muster::core {

void Derived<MemberMerge>::add(Index /*index*/, const MemberMerge& merge) {
    for (const MemberId member : {merge.kept, merge.other}) {
        std::vector<MergeId>& list = by_member_[member.value];
        list.insert(std::upper_bound(list.begin(), list.end(), merge.id), merge.id);
    }
}

void Derived<MemberMerge>::remove(Index /*index*/, const MemberMerge& merge) {
    for (const MemberId member : {merge.kept, merge.other}) {
        const auto list = by_member_.find(member.value);
        std::erase(list->second, merge.id);
        if (list->second.empty()) by_member_.erase(list);
    }
}

std::span<const MergeId> Derived<MemberMerge>::of_member(MemberId member) const {
    const auto list = by_member_.find(member.value);
    if (list == by_member_.end()) return {};
    return list->second;
}

}  // namespace muster::core
