// Who can be reached at which number: the members by their own, and by those of their contacts.
// Derived from the members alone; what it answers does not depend on the order of registration.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/registry/phone.hpp"
#include "muster/registry.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {

class PhoneBook {
  public:
    void add(const Member& member, const PhoneRule& rule);
    // Precondition: added as it is, by the same rule.
    void remove(const Member& member, const PhoneRule& rule);
    void clear() { holders_.clear(); }

    // Own numbers first, then by member. A number that is a contact of half the city (a
    // neighbourhood committee) names nobody: at most `looked_at` holders are looked at, those with
    // the number as their own before all others.
    [[nodiscard]] const std::vector<MemberHint>& holders(std::string_view number) const;

    static constexpr std::size_t looked_at = 64;

  private:
    void put(std::string_view text, MemberHint holder, const PhoneRule& rule);
    void take(std::string_view text, MemberHint holder, const PhoneRule& rule);

    // By a hash of the number without its extension: whoever asks compares the numbers themselves.
    boost::unordered_flat_map<std::uint64_t, std::vector<MemberHint>> holders_;
};

// The number of a member (contact 0) or of the n-th contact; nullptr behind the last one.
[[nodiscard]] const std::string* number_of(const Member& member, std::uint32_t contact);

// The text_hash() of a number without its extension.
[[nodiscard]] std::uint64_t phone_key(std::string_view number);

// The parsed number, or the text as it stands where it is none: equal texts are equal numbers.
[[nodiscard]] PhoneNumber phone_or_text(std::string_view text, const PhoneRule& rule);

}  // namespace muster::core
