// The skills of a talent count for the responder that it is.

#include <algorithm>

#include "engine/core/responders/profiles.hpp"
#include "engine/core/talents/talents.hpp"

namespace muster::core {
namespace {

bool has(const std::vector<Code>& codes, Code code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

void drop(ResponderProfile& profile, Code skill) {
    std::erase(profile.skills, skill);
    std::erase_if(profile.skill_terms, [&](const SkillTerm& term) { return term.skill == skill; });
}

// Until when somebody has the skill.
TimePoint end_of(const TalentProfile& talent, Code skill) {
    TimePoint end = never;
    for (const SkillTerm& term : talent.skill_terms) {
        if (term.skill == skill) end = std::min(end, term.ends_at);
    }
    return end;
}

// Of `skills` the responder has those that he has not by himself.
void give(Step& step, TalentId id, const std::vector<Code>& skills) {
    const Talent& talent = get(step.board, id);
    if (!talent.responder) return;
    const ResponderId whom = talent.responder;
    const Index index = step.board.responders().find(whom);
    const ResponderProfile& before = step.board.responders()[index].profile;
    ResponderProfile profile = before;
    for (const Code skill : talent.passed_on)
        drop(profile, skill);
    std::vector<Code> passed;
    for (const Code skill : skills) {
        const TimePoint end = end_of(talent.profile, skill);
        if (has(profile.skills, skill) || end <= step.now()) continue;
        drop(profile, skill);  // the end of one that he had before
        profile.skills.push_back(skill);
        if (end != never) profile.skill_terms.push_back({skill, end});
        passed.push_back(skill);
    }
    const bool same = profile.skills == before.skills && profile.skill_terms == before.skill_terms;
    if (passed != talent.passed_on) step.emit(TalentSkillsPassed{id, whom, std::move(passed)});
    if (!same) replace_profile(step, index, std::move(profile));
}

}  // namespace

void pass_skills(Step& step, TalentId id) {
    const Talent& talent = get(step.board, id);
    if (!talent_serves.has(talent.status)) return take_skills_back(step, id);
    const std::vector<Code> skills = talent.profile.skills;
    give(step, id, skills);
}

void take_skills_back(Step& step, TalentId id) {
    give(step, id, {});
}

}  // namespace muster::core
