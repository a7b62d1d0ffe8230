// What follows from members: from one, and from all of them together.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/member.hpp"
#include "muster/rules.hpp"

namespace muster::core {

constexpr std::size_t max_contacts = 16;  // of a member

BOOST_DEFINE_ENUM_CLASS(MemberAction, go_away, come_back, die, move_away, correct, erase)

// A death or a move that was told by mistake is corrected: that leads out of an end.
constexpr LifeCycle<MemberStatus, MemberAction> member_cycle(
    {MemberStatus::active},
    {MemberStatus::deceased, MemberStatus::moved_away, MemberStatus::erased},
    {{{MemberStatus::active}, MemberAction::go_away, MemberStatus::away},
     {{MemberStatus::away}, MemberAction::come_back, MemberStatus::active},
     {{MemberStatus::active, MemberStatus::away}, MemberAction::die, MemberStatus::deceased},
     {{MemberStatus::active, MemberStatus::away},
      MemberAction::move_away,
      MemberStatus::moved_away},
     {.from = {MemberStatus::deceased, MemberStatus::moved_away},
      .action = MemberAction::correct,
      .to = MemberStatus::active,
      .leaves_end = true},
     {{MemberStatus::away}, MemberAction::erase, MemberStatus::erased},
     {.from = {MemberStatus::deceased, MemberStatus::moved_away},
      .action = MemberAction::erase,
      .to = MemberStatus::erased,
      .leaves_end = true}});

// Something is owed to such a member.
[[nodiscard]] constexpr bool is_looked_after(MemberStatus status) {
    return member_cycle.legal(status, MemberAction::die);
}
constexpr EnumSet<MemberStatus> looked_after = member_cycle.where(MemberAction::die);

// Something is still known of such a member.
constexpr EnumSet<MemberStatus> not_erased =
    looked_after | member_cycle.where(MemberAction::correct);

// Who is visited, if the rules have it so: whoever is there, under the number that he is known by.
[[nodiscard]] inline bool is_visited(const Member& member) {
    return member.status == MemberStatus::active && !member.merged_into;
}

template <>
struct Derived<Member> {
  public:
    void add(Index index, const Member& member);
    void remove(Index index, const Member& member);
    // When the risk has to be found anew.
    [[nodiscard]] static TimePoint due(const Member& member, const Rules& rules);

    // The member and all that lead to it, whatever the number of steps; the member first.
    [[nodiscard]] std::vector<MemberId> with_aliases(MemberId member) const;
    [[nodiscard]] bool has_aliases() const { return !aliases_.empty(); }
    // How many are active, and no aliases, by their tier.
    [[nodiscard]] const std::array<std::uint64_t, enum_count<RiskTier>>& active() const {
        return active_;
    }
    // Who may be the same person: the same external number, or the same name with the same number,
    // birth date or address. In no order, itself among them.
    [[nodiscard]] std::vector<Index> like(const Member& member) const;

  private:
    // By hashes of what two entries of one person share. Nearly all have one member only.
    boost::unordered_flat_map<std::uint64_t, Index> alike_;
    boost::unordered_flat_map<std::uint64_t, std::vector<Index>> more_alike_;
    IdLists<MemberId, MemberId> aliases_;
    std::array<std::uint64_t, enum_count<RiskTier>> active_{};
};

}  // namespace muster::core
