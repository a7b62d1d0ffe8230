#include "engine/core/registry/member_state.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/core/kernel/text_hash.hpp"
#include "engine/core/registry/risk.hpp"

namespace muster::core {
namespace {

// What this member has in common with another entry of the same person, each as one number.
struct Keys {
    std::array<std::uint64_t, 4> values{};
    std::size_t count = 0;

    explicit Keys(const MemberProfile& profile) {
        if (!profile.external_ref.empty()) add("number", profile.external_ref, {});
        const std::string& name = profile.name.value;
        if (name.empty()) return;
        add("phone", profile.phone.value, name);
        add("address", profile.address.value, name);
        if (!profile.birth_date) return;
        const BirthDate& birth = profile.birth_date->value;
        add("birth",
            std::to_string(birth.year) + "-" + (birth.leap_month ? "leap " : "") +
                std::to_string(birth.month) + "-" + std::to_string(birth.day) +
                (birth.calendar == CalendarKind::lunar ? " lunar" : ""),
            name);
    }

  private:
    // Zeros between them: "ab" and "c" are not "a" and "bc".
    void add(std::string_view what, std::string_view text, std::string_view name) {
        constexpr std::string_view between("\0", 1);
        if (text.empty()) return;
        std::uint64_t hash = text_hash(what);
        for (const std::string_view part : {between, text, between, name})
            hash = text_hash(part, hash);
        values[count++] = hash;
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
    if (member.merged_into) aliases_.add(member.merged_into, member.id);
    if (is_visited(member)) ++active_[static_cast<std::size_t>(member.risk.value.tier)];
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
    if (member.merged_into) aliases_.remove(member.merged_into, member.id);
    if (is_visited(member)) --active_[static_cast<std::size_t>(member.risk.value.tier)];
}

TimePoint Derived<Member>::due(const Member& member, const Rules& rules) {
    return risk_due(member, rules);
}

std::vector<MemberId> Derived<Member>::with_aliases(MemberId member) const {
    std::vector<MemberId> all{member};
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const MemberId one : aliases_.of(all[i])) {
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
