#include <algorithm>
#include <array>
#include <optional>

#include "engine/core/merges/area.hpp"
#include "engine/core/merges/filling.hpp"
#include "engine/core/merges/merge_state.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

using Matches = std::vector<MergeMatch>;

constexpr EntityWords kept_words{"member", "/kept", RejectReason::unknown_member};
constexpr EntityWords other_words{"member", "/other", RejectReason::unknown_member};

const Member& get(const Board& board, MemberId id) {
    return *board.members().get(id);
}

Matches matches(const MemberProfile& a, const MemberProfile& b) {
    Matches same;
    const auto text = [&](MergeMatch what, const std::string& one, const std::string& other) {
        if (!one.empty() && one == other) same.push_back(what);
    };
    text(MergeMatch::external_ref, a.external_ref, b.external_ref);
    text(MergeMatch::name, a.name.value, b.name.value);
    text(MergeMatch::phone, a.phone.value, b.phone.value);
    if (a.birth_date && a.birth_date == b.birth_date) same.push_back(MergeMatch::birth_date);
    text(MergeMatch::address, a.address.value, b.address.value);
    return same;
}

// The same external number, or the same name and something else.
bool is_likely(const Matches& same) {
    const auto has = [&](MergeMatch what) {
        return std::find(same.begin(), same.end(), what) != same.end();
    };
    return has(MergeMatch::external_ref) || (has(MergeMatch::name) && same.size() > 1);
}

// The merge of these two, whatever became of it; nullptr.
const MemberMerge* merge_of(const Board& board, MemberId a, MemberId b) {
    for (const MergeId id : board.derived<MemberMerge>().of_member(a)) {
        const MemberMerge& merge = *board.store<MemberMerge>().get(id);
        if (merge.kept == b || merge.other == b) return &merge;
    }
    return nullptr;
}

bool can_be_merged(const Member& member) {
    return is_looked_after(member.status) && !member.merged_into;
}

// Of all who may be the same person, and were not told apart, the one with most in common.
void look_for_same(Step& step, MemberId id) {
    const Board& board = step.board;
    const Member& member = get(board, id);
    if (!can_be_merged(member)) return;
    const Member* best = nullptr;
    Matches same;
    for (const Index index : board.derived<Member>().like(member)) {
        const Member& other = board.members()[index];
        if (other.id == id || !can_be_merged(other) || merge_of(board, id, other.id)) continue;
        Matches found = matches(member.profile, other.profile);
        if (!is_likely(found)) continue;
        const bool better = best == nullptr || found.size() > same.size() ||
                            (found.size() == same.size() && other.id < best->id);
        if (!better) continue;
        best = &other;
        same = std::move(found);
    }
    if (best == nullptr) return;
    MemberMerge merge;
    merge.id = {step.env.seq};
    merge.kept = std::min(id, best->id);
    merge.other = std::max(id, best->id);
    merge.matched = std::move(same);
    step.emit(MergeProposed{std::move(merge)});
}

void forget_of(Step& step, MemberId member) {
    const std::vector<MergeId> list = step.board.derived<MemberMerge>().of_member(member);
    for (const MergeId id : list)
        step.emit(MergeForgotten{id});
}

void react(Step& step, const MemberRegistered& event) {
    look_for_same(step, event.member.id);
}
void react(Step& step, const MemberUpdated& event) {
    look_for_same(step, event.member.id);
}
void react(Step& step, const MemberErased& event) {
    forget_of(step, event.member);
}
void react(Step& step, const MemberRemoved& event) {
    forget_of(step, event.member);
}

// The merge that a command names, in a status in which its action is possible.
Named<MemberMerge> find_merge(const Step& step, MergeId id, std::string_view command,
                              MergeAction action) {
    auto index = find_one(step, id);
    if (!index) return index;
    const MemberMerge& merge = step.board.store<MemberMerge>()[*index];
    if (auto bad = check_status(merge, command, merge_cycle.where(action), words_of<MemberMerge>)) {
        return bad;
    }
    return index;
}

// Fills or takes back, and says so when that changes anything.
template <class Change>
void change_profile(Step& step, MemberId id, const MemberChanges& filled, const Change& change) {
    MemberProfile profile = get(step.board, id).profile;
    change(profile, filled);
    replace_profile(step, id, std::move(profile));
}

}  // namespace

Rejection decide(Step& step, const ProposeMerge& command) {
    // Aliases have been replaced by whom they lead to.
    if (command.kept == command.other) {
        return reject(RejectReason::invalid_field, "/other", "both are one member already");
    }
    if (auto kept = find_in(step.board.members(), command.kept, kept_words); !kept) {
        return kept.error();
    }
    if (auto other = find_in(step.board.members(), command.other, other_words); !other) {
        return other.error();
    }
    const Member& kept = get(step.board, command.kept);
    const Member& other = get(step.board, command.other);
    if (auto bad = check_status(kept, "ProposeMerge", looked_after, kept_words)) return bad;
    if (auto bad = check_status(other, "ProposeMerge", looked_after, other_words)) return bad;
    const MemberMerge* const known = merge_of(step.board, command.kept, command.other);
    if (known != nullptr && known->status == MergeStatus::proposed) {
        return reject(RejectReason::illegal_status, "/other",
                      "merge " + std::to_string(known->id.value) + " proposes it already");
    }
    MemberMerge merge;
    merge.id = {step.env.seq};
    merge.kept = command.kept;
    merge.other = command.other;
    merge.matched = matches(kept.profile, other.profile);
    merge.proposed_by = step.env.source;
    merge.reason = command.reason;
    step.emit(MergeProposed{std::move(merge)});
    return {};
}

Rejection decide(Step& step, const MergeMembers& command) {
    const auto index = find_merge(step, command.merge, "MergeMembers", MergeAction::merge);
    if (!index) return index.error();
    const MemberMerge merge = step.board.store<MemberMerge>()[*index];
    for (const MemberId id : {merge.kept, merge.other}) {
        const Member& member = get(step.board, id);
        if (can_be_merged(member)) continue;
        return reject(RejectReason::illegal_status, "/merge",
                      "member " + std::to_string(id.value) +
                          (member.merged_into ? " was merged into another one; propose it anew"
                                              : " is not looked after any more"));
    }
    MemberChanges filled =
        lacking(get(step.board, merge.kept).profile, get(step.board, merge.other).profile);
    step.emit(
        MembersMerged{merge.id, merge.kept, merge.other, step.env.source, command.reason, filled});
    renew_risk(step, merge.other);
    change_profile(step, merge.kept, filled, fill);
    return {};
}

Rejection decide(Step& step, const RejectMerge& command) {
    const auto index = find_merge(step, command.merge, "RejectMerge", MergeAction::reject);
    if (!index) return index.error();
    step.emit(MergeRejected{command.merge, step.env.source, command.reason});
    return {};
}

Rejection decide(Step& step, const UndoMerge& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_merge(step, command.merge, "UndoMerge", MergeAction::undo);
    if (!index) return index.error();
    const MemberMerge merge = step.board.store<MemberMerge>()[*index];
    step.emit(MergeUndone{merge.id, merge.kept, merge.other, step.env.source, command.reason});
    renew_risk(step, merge.other);
    change_profile(step, merge.kept, merge.filled, take_back);
    return {};
}

void MergesArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
