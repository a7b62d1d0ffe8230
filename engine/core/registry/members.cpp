#include "engine/core/profile_changes.hpp"
#include "engine/core/registry/decide.hpp"
#include "muster/registry.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_contacts = 16;

Rejection check_contacts(const Step& step, std::vector<Contact>& contacts) {
    if (contacts.size() > max_contacts) {
        return reject(RejectReason::invalid_field, "/profile/contacts",
                      "at most 16 contacts, has " + std::to_string(contacts.size()));
    }
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        const std::string at = "/profile/contacts/" + std::to_string(i);
        if (auto bad = check_unmasked(at + "/name", contacts[i].name.value)) return bad;
        if (auto bad = check_phone(step, at + "/phone", contacts[i].phone.value)) return bad;
    }
    return {};
}

// Checks what is told about a member, and brings the numbers into their one form.
Rejection check_changes(const Step& step, MemberChanges& changes) {
    if (changes.contacts) {
        if (auto bad = check_contacts(step, *changes.contacts)) return bad;
    }
    const std::int32_t year = changes.birth_year.value_or(0);
    if (year != 0 && (year < 1880 || year > 2100)) {
        return reject(RejectReason::invalid_field, "/profile/birth_year",
                      "must be 0 (not known) or from 1880 to 2100, is " + std::to_string(year));
    }
    if (changes.name) {
        if (auto bad = check_unmasked("/profile/name", changes.name->value)) return bad;
    }
    if (changes.phone) {
        if (auto bad = check_phone(step, "/profile/phone", changes.phone->value)) return bad;
    }
    if (changes.address) {
        if (auto bad = check_unmasked("/profile/address", changes.address->value)) return bad;
    }
    return {};
}

}  // namespace

Rejection decide(Step& step, const RegisterMember& command) {
    MemberChanges changes = all_of<MemberChanges>(command.profile);
    if (auto bad = check_changes(step, changes)) return bad;
    Member member{{step.env.seq}, {}};
    apply_changes(member.profile, changes);
    step.emit(MemberRegistered{std::move(member)});
    return {};
}

Rejection decide(Step& step, const UpdateMember& command) {
    MemberChanges changes = command.profile;
    if (auto bad = check_clear(command.clear, "home", changes.home.has_value())) return bad;
    if (auto bad = check_changes(step, changes)) return bad;
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    Member member = step.board.members()[*index];
    apply_changes(member.profile, changes);
    if (!command.clear.empty()) member.profile.home.reset();
    step.emit(MemberUpdated{std::move(member)});
    return {};
}

Rejection decide(Step& step, const RemoveMember& command) {
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    const auto& open = step.board.members().aux(*index).open_requests;
    if (!open.empty()) {
        return reject(RejectReason::illegal_status, "/member",
                      "request " + std::to_string(step.board.requests()[open.front()].id.value) +
                          " of this member is open; end it first");
    }
    const std::vector<CardId> cards = step.board.members().aux(*index).cards;
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
