#include "engine/core/registry/member_state.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "engine/core/registry/risk.hpp"

namespace muster::core {
namespace {

// FNV-1a, of which each part goes on where the last one ended.
class Hash {
  public:
    void add(std::string_view text) {
        for (const char c : text)
            add_byte(static_cast<unsigned char>(c));
        add_byte(0);  // "ab" and "c" are not "a" and "bc"
    }
    void add(const BirthDate& birth) {
        for (const std::int32_t part :
             {static_cast<std::int32_t>(birth.calendar), std::int32_t{birth.year},
              std::int32_t{birth.month}, std::int32_t{birth.day}, std::int32_t{birth.leap_month}}) {
            add_byte(static_cast<unsigned char>(part));
            add_byte(static_cast<unsigned char>(part >> 8));
        }
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001B3ull; }

    std::uint64_t value_ = 0xCBF29CE484222325ull;
};

// What this member has in common with another entry of the same person, each as one number.
struct Keys {
    std::array<std::uint64_t, 4> values{};
    std::size_t count = 0;

    explicit Keys(const MemberProfile& profile) {
        if (!profile.external_ref.empty()) add("number", profile.external_ref);
        const std::string& name = profile.name.value;
        if (name.empty()) return;
        if (!profile.phone.value.empty()) add("phone", name, profile.phone.value);
        if (profile.birth_date) add("birth", name, profile.birth_date->value);
        if (!profile.address.value.empty()) add("address", name, profile.address.value);
    }

  private:
    template <class... Parts>
    void add(const Parts&... parts) {
        Hash hash;
        (hash.add(parts), ...);
        values[count++] = hash.value();
    }
};

}  // namespace

void Derived<Member>::add(Index index, const Member& member) {
    const Keys keys(member.profile);
    for (std::size_t i = 0; i < keys.count; ++i) {
        if (!alike_.emplace(keys.values[i], index).second) {
            more_alike_[keys.values[i]].push_back(index);
        }
    }
    if (!member.merged_into) return;
    std::vector<MemberId>& list = aliases_[member.merged_into.value];
    list.insert(std::upper_bound(list.begin(), list.end(), member.id), member.id);
}

void Derived<Member>::remove(Index index, const Member& member) {
    const Keys keys(member.profile);
    for (std::size_t i = 0; i < keys.count; ++i) {
        const auto first = alike_.find(keys.values[i]);
        const auto more = more_alike_.find(keys.values[i]);
        if (more == more_alike_.end()) {
            alike_.erase(first);
            continue;
        }
        std::vector<Index>& others = more->second;
        if (first->second == index) {
            first->second = others.back();
            others.pop_back();
        } else {
            others.erase(std::find(others.begin(), others.end(), index));
        }
        if (others.empty()) more_alike_.erase(more);
    }
    if (!member.merged_into) return;
    const auto list = aliases_.find(member.merged_into.value);
    std::erase(list->second, member.id);
    if (list->second.empty()) aliases_.erase(list);
}

TimePoint Derived<Member>::due(const Member& member, const Rules& rules) {
    return risk_due(member, rules);
}

std::vector<MemberId> Derived<Member>::with_aliases(MemberId member) const {
    std::vector<MemberId> all{member};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto list = aliases_.find(all[i].value);
        if (list == aliases_.end()) continue;
        for (const MemberId one : list->second) {
            if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
        }
    }
    return all;
}

std::vector<Index> Derived<Member>::like(const Member& member) const {
    std::vector<Index> found;
    const Keys keys(member.profile);
    for (std::size_t i = 0; i < keys.count; ++i) {
        const auto first = alike_.find(keys.values[i]);
        if (first == alike_.end()) continue;
        found.push_back(first->second);
        const auto more = more_alike_.find(keys.values[i]);
        if (more != more_alike_.end()) {
            found.insert(found.end(), more->second.begin(), more->second.end());
        }
    }
    return found;
}

}  // namespace muster::core
