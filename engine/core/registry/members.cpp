#include <utility>

#include "engine/core/kernel/lunar.hpp"
#include "engine/core/profile_changes.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/step.hpp"
#include "muster/registry.hpp"

namespace muster::core {
namespace {

constexpr std::int32_t first_birth_year = 1880;
constexpr std::int32_t last_birth_year = 2100;

Rejection check_contacts(const Step& step, std::vector<Contact>& contacts) {
    if (contacts.size() > max_contacts) {
        return reject(RejectReason::invalid_field, "/profile/contacts",
                      "at most " + std::to_string(max_contacts) + " contacts, has " +
                          std::to_string(contacts.size()));
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
    if (year != 0 && (year < first_birth_year || year > last_birth_year)) {
        return reject(RejectReason::invalid_field, "/profile/birth_year",
                      "must be 0 (not known) or from " + std::to_string(first_birth_year) + " to " +
                          std::to_string(last_birth_year) + ", is " + std::to_string(year));
    }
    if (changes.birth_date) {
        auto bad = check_birth_date("/profile/birth_date", changes.birth_date->value);
        if (bad) return bad;
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

void follow_risk(const Step& step, Member& member) {
    Risk risk = risk_at(member, step.board.rules(), step.now());
    if (!same_risk(risk, member.risk.value)) member.risk = std::move(risk);
}

// What an assessment says is changed by another one, not by hand.
Rejection check_ability(const Step& step, const Member& member, const MemberChanges& changes) {
    if (!changes.ability || *changes.ability == member.profile.ability) return {};
    for (const AssessmentId id : step.board.derived<Assessment>().of_member(member.id)) {
        if (step.board.store<Assessment>().get(id)->status != AssessmentStatus::valid) continue;
        return reject(RejectReason::illegal_status, "/profile/ability",
                      "the ability is as assessed (assessment " + std::to_string(id.value) +
                          "); record another assessment, or void this one");
    }
    return {};
}

}  // namespace

Rejection check_birth_date(const std::string& field, const BirthDate& birth) {
    const auto born = born_on(birth);
    const auto refuse = [&](std::string detail) {
        return reject(RejectReason::invalid_field, field, std::move(detail));
    };
    switch (birth.calendar) {
        case CalendarKind::solar:
            if (born && birth.year >= first_birth_year && birth.year <= last_birth_year) return {};
            return refuse("must be a day that exists, without a leap month, from " +
                          std::to_string(first_birth_year) + " to " +
                          std::to_string(last_birth_year));
        case CalendarKind::lunar:
            if (born) return {};
            return refuse("must be a day that the lunar calendar has, of the lunar years " +
                          std::to_string(first_lunar_year) + " to " +
                          std::to_string(last_lunar_year));
    }
    return {};
}

Rejection decide(Step& step, const RegisterMember& command) {
    MemberChanges changes = all_of<MemberChanges>(command.profile);
    if (auto bad = check_changes(step, changes)) return bad;
    Member member;
    member.id = {step.env.seq};
    apply_changes(member.profile, changes);
    member.risk = risk_at(member, step.board.rules(), step.now());
    step.emit(MemberRegistered{std::move(member)});
    return {};
}

void replace_profile(Step& step, MemberId id, MemberProfile profile) {
    Member member = *step.board.members().get(id);
    if (member.profile == profile) return;
    member.profile = std::move(profile);
    follow_risk(step, member);
    step.emit(MemberUpdated{std::move(member)});
}

void set_ability(Step& step, MemberId id, AbilityLevel ability) {
    MemberProfile profile = step.board.members().get(id)->profile;
    profile.ability = ability;
    replace_profile(step, id, std::move(profile));
}

Rejection decide(Step& step, const UpdateMember& command) {
    MemberChanges changes = command.profile;
    if (auto bad = check_clear(command.clear, {{"home", changes.home.has_value()},
                                               {"birth_date", changes.birth_date.has_value()}})) {
        return bad;
    }
    if (auto bad = check_changes(step, changes)) return bad;
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    Member member = step.board.members()[*index];
    if (auto bad = check_status(member, "UpdateMember", not_erased, words_of<Member>)) return bad;
    if (auto bad = check_ability(step, member, changes)) return bad;
    apply_changes(member.profile, changes);
    for (const Code& field : command.clear) {
        if (field == "home") member.profile.home.reset();
        if (field == "birth_date") member.profile.birth_date.reset();
    }
    follow_risk(step, member);
    step.emit(MemberUpdated{std::move(member)});
    return {};
}

}  // namespace muster::core
