// Two entries of the register that may be one person: proposed, merged, and merged no more.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/member.hpp"
#include "muster/personal.hpp"
#include "muster/registry.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using MergeId = Id<struct MergeTag>;

BOOST_DEFINE_ENUM_CLASS(MergeStatus, proposed, merged, rejected, undone)

// What is the same in both entries. The engine proposes two with the same external number, or with
// the same name and one of the others.
BOOST_DEFINE_ENUM_CLASS(MergeMatch, external_ref, name, phone, birth_date, address)

// While it is merged, `other` is an alias: whatever leads to it, leads to `kept`.
struct MemberMerge {
    MergeId id;
    MemberId kept;
    MemberId other;
    MergeStatus status = MergeStatus::proposed;
    Personal<std::vector<MergeMatch>> matched;
    std::string proposed_by;  // empty = the engine
    std::string decided_by;
    TimePoint decided_at;
    Personal<std::string> reason;  // of the last decision
    // What `kept` had not, and has from `other`: taken back when the merge is undone.
    MemberChanges filled;
};
BOOST_DESCRIBE_STRUCT(MemberMerge, (),
                      (id, kept, other, status, matched, proposed_by, decided_by, decided_at,
                       reason, filled))
template <>
inline constexpr EntityRow entity_row<MemberMerge>{
    .path = "merges", .one = "merge", .feed_order = 8};

struct ProposeMerge {
    MemberId kept;
    MemberId other;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ProposeMerge, (), (kept, other, reason))
template <>
inline constexpr CommandRow command_row<ProposeMerge>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry,
                                                      .creates = entity_row<MemberMerge>.path};

struct MergeMembers {
    MergeId merge;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(MergeMembers, (), (merge, reason))
template <>
inline constexpr CommandRow command_row<MergeMembers>{.roles = office_roles,
                                                      .traffic = Traffic::registry};

// They are two people; the engine does not propose them again.
struct RejectMerge {
    MergeId merge;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RejectMerge, (), (merge, reason))
template <>
inline constexpr CommandRow command_row<RejectMerge>{.roles = office_roles,
                                                     .traffic = Traffic::registry};

// What was done for both since stays with `kept`.
struct UndoMerge {
    MergeId merge;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(UndoMerge, (), (merge, reason))
template <>
inline constexpr CommandRow command_row<UndoMerge>{.roles = office_roles,
                                                   .traffic = Traffic::registry};

struct MergeProposed {
    MemberMerge merge;
    [[nodiscard]] auto changes() const { return std::tuple(merge.id); }
};
BOOST_DESCRIBE_STRUCT(MergeProposed, (), (merge))

struct MembersMerged {
    MergeId merge;
    MemberId kept;
    MemberId other;
    std::string by;
    Personal<std::string> reason;
    MemberChanges filled;
    [[nodiscard]] auto changes() const { return std::tuple(merge, kept, other); }
};
BOOST_DESCRIBE_STRUCT(MembersMerged, (), (merge, kept, other, by, reason, filled))

struct MergeRejected {
    MergeId merge;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(merge); }
};
BOOST_DESCRIBE_STRUCT(MergeRejected, (), (merge, by, reason))

struct MergeUndone {
    MergeId merge;
    MemberId kept;
    MemberId other;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(merge, kept, other); }
};
BOOST_DESCRIBE_STRUCT(MergeUndone, (), (merge, kept, other, by, reason))

// With one of its members.
struct MergeForgotten {
    MergeId merge;
    [[nodiscard]] auto changes() const { return std::tuple(merge); }
};
BOOST_DESCRIBE_STRUCT(MergeForgotten, (), (merge))

using MergesCommands = TypeList<ProposeMerge, MergeMembers, RejectMerge, UndoMerge>;
using MergesEvents =
    TypeList<MergeProposed, MembersMerged, MergeRejected, MergeUndone, MergeForgotten>;

}  // namespace muster
