#include "engine/core/decide.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_contacts = 16;

Rejection check_profile(const MemberProfile& profile) {
    if (profile.contacts.size() > max_contacts) {
        return reject(RejectReason::invalid_field, "/profile/contacts",
                      "at most 16 contacts, has " + std::to_string(profile.contacts.size()));
    }
    if (profile.birth_year != 0 && (profile.birth_year < 1880 || profile.birth_year > 2100)) {
        return reject(
            RejectReason::invalid_field, "/profile/birth_year",
            "must be 0 (not known) or from 1880 to 2100, is " + std::to_string(profile.birth_year));
    }
    if (auto bad = check_text("/profile/external_ref", profile.external_ref)) return bad;
    if (auto bad = check_text("/profile/name", profile.name.value)) return bad;
    if (auto bad = check_text("/profile/phone", profile.phone.value)) return bad;
    if (auto bad = check_text("/profile/address", profile.address.value)) return bad;
    return check_text("/profile/risks", profile.risks.value);
}

Index find_member(const Step& step, MemberId id, Rejection& why) {
    const Index index = step.board.members().find(id);
    if (index == no_index) {
        why = reject(RejectReason::unknown_member, "/member",
                     "there is no member " + std::to_string(id.value));
    }
    return index;
}

}  // namespace

Rejection decide(Step& step, const RegisterMember& command) {
    if (auto bad = check_profile(command.profile)) return bad;
    step.emit(MemberRegistered{{{step.env.seq}, command.profile}});
    return {};
}

Rejection decide(Step& step, const UpdateMember& command) {
    if (auto bad = check_profile(command.profile)) return bad;
    Rejection why;
    if (find_member(step, command.member, why) == no_index) return why;
    step.emit(MemberUpdated{{command.member, command.profile}});
    return {};
}

Rejection decide(Step& step, const RemoveMember& command) {
    if (auto bad = check_text("/reason", command.reason.value)) return bad;
    Rejection why;
    const Index index = find_member(step, command.member, why);
    if (index == no_index) return why;
    const auto& open = step.board.members().aux(index).open_requests;
    if (!open.empty()) {
        return reject(RejectReason::illegal_status, "/member",
                      "request " + std::to_string(step.board.requests()[open.front()].id.value) +
                          " of this member is open; end it first");
    }
    const std::vector<CardId> cards = step.board.members().aux(index).cards;
    for (const CardId id : cards) {
        Card card = *step.board.cards().get(id);
        if (card.status != CardStatus::active) continue;
        card.status = CardStatus::revoked;
        step.emit(CardChanged{card, "member removed"});
    }
    step.emit(MemberRemoved{command.member, command.reason});
    return {};
}

}  // namespace muster::core
