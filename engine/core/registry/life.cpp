// The life of a member with the service: away and back, a move, a death, the end of what is known.

#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {
namespace {

MemberAction action_to(MemberStatus from, MemberStatus to) {
    switch (to) {
        case MemberStatus::active:
            return from == MemberStatus::away ? MemberAction::come_back : MemberAction::correct;
        case MemberStatus::away:
            return MemberAction::go_away;
        case MemberStatus::deceased:
            return MemberAction::die;
        case MemberStatus::moved_away:
            return MemberAction::move_away;
        case MemberStatus::erased:
            return MemberAction::erase;
    }
    std::abort();
}

Rejection check_action(const Member& member, std::string_view command, MemberAction action) {
    return check_status(member, command, member_cycle.where(action), words_of<Member>);
}

// Nobody who finds a card shall be taken for its member.
void revoke_cards(Step& step, Index member, const std::string& reason) {
    const Board& board = step.board;
    for (const MemberId one : board.derived<Member>().with_aliases(board.members()[member].id)) {
        const std::vector<CardId> cards = board.members().aux(board.members().find(one)).cards;
        for (const CardId id : cards) {
            Card card = *board.cards().get(id);
            if (card.status != CardStatus::active) continue;
            card.status = CardStatus::revoked;
            step.emit(CardChanged{card, reason});
        }
    }
}

Rejection check_no_open_request(const Step& step, Index member) {
    const auto& open = step.board.members().aux(member).open_requests;
    if (open.empty()) return {};
    return reject(RejectReason::illegal_status, "/member",
                  "request " + std::to_string(step.board.requests()[open.front()].id.value) +
                      " of this member is open; end it first");
}

}  // namespace

Rejection decide(Step& step, const SetMemberStatus& command) {
    if (command.status == MemberStatus::erased) {
        return reject(RejectReason::invalid_field, "/status", "send EraseMember to erase a member");
    }
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    const Member& member = step.board.members()[*index];
    const MemberAction action = action_to(member.status, command.status);
    if (auto bad = check_action(
            member, "SetMemberStatus to " + std::string(name_of(command.status)), action)) {
        return bad;
    }
    if (action == MemberAction::correct && command.reason.value.empty()) {
        return reject(RejectReason::invalid_field, "/reason",
                      "a death or a move is taken back only with a reason");
    }
    step.emit(MemberStatusChanged{command.member, command.status, command.reason});
    if (!is_looked_after(command.status)) {
        revoke_cards(step, *index, "the member is " + std::string(name_of(command.status)));
    }
    renew_risk(step, command.member);
    return {};
}

Rejection decide(Step& step, const EraseMember& command) {
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    const Member& member = step.board.members()[*index];
    if (auto bad = check_action(member, "EraseMember", MemberAction::erase)) return bad;
    if (auto bad = check_no_open_request(step, *index)) return bad;
    revoke_cards(step, *index, "the member is erased");
    for (const MemberId one : step.board.derived<Member>().with_aliases(command.member))
        step.emit(MemberErased{one, command.reason});
    return {};
}

Rejection decide(Step& step, const RemoveMember& command) {
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    if (auto bad = check_no_open_request(step, *index)) return bad;
    revoke_cards(step, *index, "member removed");
    for (const MemberId one : step.board.derived<Member>().with_aliases(command.member))
        step.emit(MemberRemoved{one, command.reason});
    return {};
}

}  // namespace muster::core
