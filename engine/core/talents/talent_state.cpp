#include "engine/core/talents/talent_state.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/text_hash.hpp"

namespace muster::core {
namespace {

// Zeros between them: "ab" and "c" are not "a" and "bc".
std::uint64_t key_of(std::string_view what, std::string_view text, std::string_view name) {
    constexpr std::string_view between("\0", 1);
    std::uint64_t hash = text_hash(what);
    for (const std::string_view part : {between, text, between, name})
        hash = text_hash(part, hash);
    return hash;
}

std::string text_of(const BirthDate& birth) {
    std::string text(name_of(birth.calendar));
    for (const int part : {int{birth.year}, int{birth.month}, int{birth.day}})
        text.append("-").append(std::to_string(part));
    if (birth.leap_month) text.append(" leap");
    return text;
}

}  // namespace

const TalentRule& talent_rule(const Rules& rules) {
    return or_usual(rules.talents);
}

const SkillTerm* next_to_end(const TalentProfile& profile) {
    const SkillTerm* next = nullptr;
    for (const SkillTerm& term : profile.skill_terms) {
        const auto& skills = profile.skills;
        if (std::find(skills.begin(), skills.end(), term.skill) == skills.end()) continue;
        if (next == nullptr || term.ends_at < next->ends_at) next = &term;
    }
    return next;
}

std::vector<Derived<Talent>::LikenessKey> Derived<Talent>::keys_of(const TalentProfile& profile) {
    std::vector<LikenessKey> keys;
    if (!profile.external_ref.empty()) keys.push_back({key_of("number", profile.external_ref, "")});
    const std::string& name = profile.name.value;
    if (name.empty()) return keys;
    const std::string& phone = profile.phone.value;
    if (!phone.empty()) keys.push_back({key_of("phone", phone, name)});
    if (profile.birth_date) {
        keys.push_back({key_of("birth", text_of(profile.birth_date->value), name)});
    }
    return keys;
}

void Derived<Talent>::add(Index /*index*/, const Talent& talent) {
    if (talent.member) by_member_.add(talent.member, talent.id);
    if (talent.responder) by_responder_.add(talent.responder, talent.id);
    if (talent.same_as) by_same_as_.add(talent.same_as, talent.id);
    for (const TalentLikeness& one : talent.alike)
        by_alike_.add(one.other, talent.id);
    for (const LikenessKey key : keys_of(talent.profile))
        alike_.add(key, talent.id);
}

void Derived<Talent>::remove(Index /*index*/, const Talent& talent) {
    if (talent.member) by_member_.remove(talent.member, talent.id);
    if (talent.responder) by_responder_.remove(talent.responder, talent.id);
    if (talent.same_as) by_same_as_.remove(talent.same_as, talent.id);
    for (const TalentLikeness& one : talent.alike)
        by_alike_.remove(one.other, talent.id);
    for (const LikenessKey key : keys_of(talent.profile))
        alike_.remove(key, talent.id);
}

TimePoint Derived<Talent>::due(const Talent& talent, const Rules& rules) {
    if (!talent_stays.has(talent.status)) return talent.status_since + talent_rule(rules).keep_ms;
    const SkillTerm* const term = next_to_end(talent.profile);
    const TimePoint review = next_alarm(talent.review);
    return term == nullptr ? review : std::min(review, term->ends_at);
}

std::vector<TalentId> Derived<Talent>::like(const TalentProfile& profile) const {
    std::vector<TalentId> found;
    for (const LikenessKey key : keys_of(profile)) {
        const std::vector<TalentId>& list = alike_.of(key);
        found.insert(found.end(), list.begin(), list.end());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace muster::core
