// What follows from merges of members: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/derived.hpp"
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
    void add(Index index, const MemberMerge& merge);
    void remove(Index index, const MemberMerge& merge);
    [[nodiscard]] static TimePoint due(const MemberMerge& /*merge*/, const Rules& /*rules*/) {
        return never;
    }

    // Those of a member, on whichever side, in order of id.
    [[nodiscard]] std::span<const MergeId> of_member(MemberId member) const;

  private:
    boost::unordered_flat_map<std::uint64_t, std::vector<MergeId>> by_member_;
};

}  // namespace muster::core
