// What follows from merges of members: from one, and from all of them together.
#pragma once

#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/merges.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(MergeAction, merge, reject, undo)

constexpr LifeCycle<MergeStatus, MergeAction> merge_cycle(
    {MergeStatus::proposed}, {MergeStatus::rejected, MergeStatus::undone},
    {{{MergeStatus::proposed}, MergeAction::merge, MergeStatus::merged},
     {{MergeStatus::proposed}, MergeAction::reject, MergeStatus::rejected},
     {{MergeStatus::merged}, MergeAction::undo, MergeStatus::undone}});

template <>
struct Derived<MemberMerge> {
  public:
    void add(Index /*index*/, const MemberMerge& merge) {
        by_member_.add(merge.kept, merge.id);
        by_member_.add(merge.other, merge.id);
    }
    void remove(Index /*index*/, const MemberMerge& merge) {
        by_member_.remove(merge.kept, merge.id);
        by_member_.remove(merge.other, merge.id);
    }
    [[nodiscard]] static TimePoint due(const MemberMerge& /*merge*/, const Rules& /*rules*/) {
        return never;
    }

    // Those of a member, on whichever side, in order of id.
    [[nodiscard]] const std::vector<MergeId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }

  private:
    IdLists<MemberId, MergeId> by_member_;
};

}  // namespace muster::core
