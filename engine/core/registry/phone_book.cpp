#include "engine/core/registry/phone_book.hpp"

#include <algorithm>
#include <tuple>

#include "engine/core/kernel/text_hash.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {
namespace {

bool comes_before(const MemberHint& a, const MemberHint& b) {
    return std::tuple(a.contact != 0, a.member, a.contact) <
           std::tuple(b.contact != 0, b.member, b.contact);
}

}  // namespace

const std::string* number_of(const Member& member, std::uint32_t contact) {
    if (contact == 0) return &member.profile.phone.value;
    if (contact > member.profile.contacts.size()) return nullptr;
    return &member.profile.contacts[contact - 1].phone.value;
}

std::uint64_t phone_key(std::string_view number) {
    return text_hash(number);
}

PhoneNumber phone_or_text(std::string_view text, const PhoneRule& rule) {
    auto phone = parse_phone(text, rule);
    return phone ? std::move(*phone) : PhoneNumber{std::string(text), {}};
}

void PhoneBook::put(std::string_view text, MemberHint holder, const PhoneRule& rule) {
    if (text.empty()) return;
    auto& list = holders_[phone_key(phone_or_text(text, rule).number)];
    list.insert(std::upper_bound(list.begin(), list.end(), holder, comes_before), holder);
}

void PhoneBook::take(std::string_view text, MemberHint holder, const PhoneRule& rule) {
    if (text.empty()) return;
    const auto found = holders_.find(phone_key(phone_or_text(text, rule).number));
    if (found == holders_.end()) return;
    auto& list = found->second;
    const auto at = std::lower_bound(list.begin(), list.end(), holder, comes_before);
    if (at != list.end() && !comes_before(holder, *at)) list.erase(at);
    if (list.empty()) holders_.erase(found);
}

void PhoneBook::add(const Member& member, const PhoneRule& rule) {
    for (std::uint32_t n = 0; n <= member.profile.contacts.size(); ++n)
        put(*number_of(member, n), {member.id, n}, rule);
}

void PhoneBook::remove(const Member& member, const PhoneRule& rule) {
    for (std::uint32_t n = 0; n <= member.profile.contacts.size(); ++n)
        take(*number_of(member, n), {member.id, n}, rule);
}

const std::vector<MemberHint>& PhoneBook::holders(std::string_view number) const {
    static const std::vector<MemberHint> nobody;
    const auto found = holders_.find(phone_key(number));
    return found == holders_.end() ? nobody : found->second;
}

}  // namespace muster::core
