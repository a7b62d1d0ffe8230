// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/registry/area.hpp"
#include "engine/core/changes.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const RegisterMember& command);
Rejection decide(Step& step, const UpdateMember& command);
Rejection decide(Step& step, const RemoveMember& command);
Rejection decide(Step& step, const IssueCard& command);
Rejection decide(Step& step, const RenewCard& command);
Rejection decide(Step& step, const RevokeCard& command);
Rejection decide(Step& step, const TapCard& command);

namespace {

struct Apply {
    Changes& changes;
    const Board& board;

    void operator()(const MemberRegistered& e) { changes.put(e.member); }

    void operator()(const MemberUpdated& e) {
        const Index index = board.members().find(e.member.id);
        must(index != no_index);
        changes.phones().remove(board.members()[index], board.phone_rule());
        changes.forget_place(board.members()[index].profile.home);
        changes.store<Member>()[index] = e.member;
        changes.phones().add(e.member, board.phone_rule());
        changes.know_place(e.member.profile.home);
    }

    void operator()(const MemberRemoved& e) { changes.forget(e.member); }

    void operator()(const CardIssued& e) { changes.put(e.card); }

    void operator()(const CardChanged& e) {
        const Index index = board.cards().find(e.card.id);
        must(index != no_index);
        changes.store<Card>()[index] = e.card;
    }
};

}  // namespace

Rejection RegistryArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void RegistryArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.board()}, event);
}

}  // namespace muster::core
