// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/merges/area.hpp"

#include "engine/core/changes.hpp"
#include "engine/core/merges/merge_state.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const ProposeMerge& command);
Rejection decide(Step& step, const MergeMembers& command);
Rejection decide(Step& step, const RejectMerge& command);
Rejection decide(Step& step, const UndoMerge& command);

namespace {

struct Apply {
    Changes& changes;
    const Board& board;
    const TimePoint at;

    template <class E>
    void decided(const E& e, MergeStatus status) {
        changes.change(e.merge, [&](MemberMerge& m) {
            m.status = status;
            m.decided_by = e.by;
            m.decided_at = at;
            m.reason = e.reason;
        });
    }

    // The open requests of one are those of the other, or not any more.
    void lead(MemberId other, MemberId to, MemberId listed_for) {
        changes.change(other, [&](Member& m) { m.merged_into = to; });
        const auto open = board.members().aux(changes.index_of(listed_for)).open_requests;
        for (const Index request : open)
            changes.sync_request(request);
    }

    void operator()(const MergeProposed& e) { changes.put(e.merge); }

    void operator()(const MembersMerged& e) {
        decided(e, MergeStatus::merged);
        changes.change(e.merge, [&](MemberMerge& m) { m.filled = e.filled; });
        lead(e.other, e.kept, e.other);
    }

    void operator()(const MergeRejected& e) { decided(e, MergeStatus::rejected); }

    void operator()(const MergeUndone& e) {
        decided(e, MergeStatus::undone);
        lead(e.other, {}, e.kept);
    }

    void operator()(const MergeForgotten& e) { changes.forget(e.merge); }
};

}  // namespace

Rejection MergesArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void MergesArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board(), changes.at()}, event);
}

}  // namespace muster::core
