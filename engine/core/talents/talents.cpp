#include "engine/core/talents/talents.hpp"

#include <algorithm>
#include <optional>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/profile_changes.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"

namespace muster::core {
namespace {

// A review that took place longer ago does not count any more.
constexpr std::int32_t oldest_review_days = 3660;

Rejection invalid(std::string field, std::string detail) {
    return reject(RejectReason::invalid_field, std::move(field), std::move(detail));
}

bool is_field(const TalentRule& rule, Code code) {
    return std::any_of(rule.fields.begin(), rule.fields.end(),
                       [&](const TalentField& field) { return field.code == code; });
}

// Each once, and one of those that there are.
template <class IsOne>
Rejection check_list(const std::string& at, const std::vector<Code>& codes, const IsOne& is_one,
                     const char* what) {
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::string field = at + "/" + std::to_string(i);
        if (!is_one(codes[i])) {
            return invalid(
                field, "\"" + codes[i].str() + "\" is not one of the " + what + " of the rules");
        }
        const auto end = codes.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(codes.begin(), end, codes[i]) != end) {
            return invalid(field, "\"" + codes[i].str() + "\" stands twice");
        }
    }
    return {};
}

Rejection check_skills(const Step& step, const TalentChanges& changes) {
    const auto is_skill = [&](Code code) {
        return step.board.rule_index().mask(std::span(&code, 1)).has_value();
    };
    if (changes.skills) {
        if (auto bad = check_list("/profile/skills", *changes.skills, is_skill, "skills")) {
            return bad;
        }
    }
    if (!changes.skill_terms) return {};
    std::vector<Code> skills;
    for (std::size_t i = 0; i < changes.skill_terms->size(); ++i) {
        const SkillTerm& term = (*changes.skill_terms)[i];
        skills.push_back(term.skill);
        if (term.ends_at > step.now()) continue;
        return invalid("/profile/skill_terms/" + std::to_string(i) + "/ends_at",
                       "must be after now");
    }
    return check_list("/profile/skill_terms", skills, is_skill, "skills");
}

// Checks what is told about somebody, and brings the number into its one form.
Rejection check_changes(const Step& step, TalentChanges& changes) {
    const auto is_known = [&](Code code) {
        return is_field(talent_rule(step.board.rules()), code);
    };
    if (changes.name) {
        if (changes.name->value.empty()) return invalid("/profile/name", "must say who it is");
        if (auto bad = check_unmasked("/profile/name", changes.name->value)) return bad;
    }
    if (changes.phone) {
        if (auto bad = check_phone(step, "/profile/phone", changes.phone->value)) return bad;
    }
    if (changes.birth_date) {
        auto bad = check_birth_date("/profile/birth_date", changes.birth_date->value);
        if (bad) return bad;
    }
    if (changes.fields) {
        if (auto bad =
                check_list("/profile/fields", *changes.fields, is_known, "fields of talent")) {
            return bad;
        }
    }
    if (auto bad = check_skills(step, changes)) return bad;
    return changes.expertise ? check_unmasked("/profile/expertise", changes.expertise->value)
                             : Rejection{};
}

// Whether there is such a member and such a responder; 0 is nobody.
Rejection check_there(const Step& step, MemberId member, ResponderId responder) {
    if (member) {
        if (const auto index = find_one(step, member); !index) return index.error();
    }
    if (!responder) return {};
    const auto index = find_one(step, responder);
    return index ? Rejection{} : index.error();
}

Rejection check_free(const Board& board, const std::vector<TalentId>& list, TalentId self,
                     const char* field, const char* whom) {
    for (const TalentId id : list) {
        if (id == self || !talent_stays.has(get(board, id).status)) continue;
        return reject(RejectReason::illegal_status, field,
                      "talent " + std::to_string(id.value) + " is this " + whom +
                          " already; update that one, or let it leave");
    }
    return {};
}

// Who is looked after is one talent at most, and so is who can be sent.
Rejection check_links(const Step& step, TalentId self, MemberId member, ResponderId responder,
                      std::string_view command) {
    const Board& board = step.board;
    if (member) {
        const Member& whom = *board.members().get(member);
        if (auto bad = check_status(whom, command, looked_after, words_of<Member>)) return bad;
        if (auto bad = check_free(board, staying_of(board, member), self, "/member", "member")) {
            return bad;
        }
    }
    if (!responder) return {};
    if (board.responders().get(responder)->profile.kind == ResponderKind::team) {
        return reject(RejectReason::not_eligible, "/responder", "a team is not one person");
    }
    return check_free(board, board.derived<Talent>().of_responder(responder), self, "/responder",
                      "responder");
}

Rejection check_reviewed(const Step& step, std::optional<Date> reviewed_on) {
    const Date today = local_day(calendar_rule(step.board.rules()), step.now());
    if (!reviewed_on || (*reviewed_on <= today && today - *reviewed_on <= oldest_review_days)) {
        return {};
    }
    return invalid("/reviewed_on", "must be today or a day of the last ten years");
}

}  // namespace

const Talent& get(const Board& board, TalentId id) {
    return *board.store<Talent>().get(id);
}

std::vector<TalentId> staying_of(const Board& board, MemberId member) {
    std::vector<TalentId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        for (const TalentId id : board.derived<Talent>().of_member(one)) {
            if (talent_stays.has(get(board, id).status)) all.push_back(id);
        }
    }
    return all;
}

TalentReview review_on(const Step& step, Date day, TalentReview last) {
    const Rules& rules = step.board.rules();
    TalentReview review;
    review.due_at = end_of(calendar_rule(rules), day);
    const TimePoint early = review.due_at - hours(24) * talent_rule(rules).review_warn_days;
    review.warn_at = std::min(review.due_at, std::max(step.now(), early));
    review.cause = std::move(last.cause);
    review.reviewed_on = last.reviewed_on;
    review.reviewed_by = std::move(last.reviewed_by);
    review.note = std::move(last.note);
    return review;
}

Date next_review_day(const Step& step, Date reviewed_on) {
    const TalentRule& rule = talent_rule(step.board.rules());
    return months_after(reviewed_on, static_cast<std::int32_t>(rule.review_months));
}

Rejection decide(Step& step, const RegisterTalent& command) {
    TalentChanges changes = all_of<TalentChanges>(command.profile);
    if (auto bad = check_changes(step, changes)) return bad;
    if (auto bad = check_reviewed(step, command.reviewed_on)) return bad;
    if (auto bad = check_there(step, command.member, command.responder)) return bad;
    if (auto bad = check_links(step, {}, command.member, command.responder, "RegisterTalent")) {
        return bad;
    }
    Talent talent;
    talent.id = {step.env.seq};
    apply_changes(talent.profile, changes);
    talent.status = command.candidate ? TalentStatus::candidate : TalentStatus::registered;
    talent.status_since = step.now();
    talent.member = command.member;
    talent.responder = command.responder;
    talent.registered_at = step.now();
    const Date today = local_day(calendar_rule(step.board.rules()), step.now());
    TalentReview last;
    last.reviewed_on = command.reviewed_on.value_or(today);
    const Date due = command.candidate ? today + talent_rule(step.board.rules()).candidate_days
                                       : next_review_day(step, last.reviewed_on);
    talent.review = review_on(step, due, std::move(last));
    const TalentId id = talent.id;
    step.emit(TalentRegistered{std::move(talent)});
    pass_skills(step, id);
    look_for_same(step, id);
    return {};
}

Rejection decide(Step& step, const UpdateTalent& command) {
    TalentChanges changes = command.profile;
    if (auto bad = check_clear(command.clear, {{"birth_date", changes.birth_date.has_value()}})) {
        return bad;
    }
    if (auto bad = check_changes(step, changes)) return bad;
    const MemberId member = step.board.root(command.member.value_or(MemberId{}));
    const ResponderId responder = command.responder.value_or(ResponderId{});
    if (auto bad = check_there(step, member, responder)) return bad;
    const auto index = find_one(step, command.talent);
    if (!index) return index.error();
    const Talent& talent = step.board.store<Talent>()[*index];
    if (auto bad = check_status(talent, "UpdateTalent", talent_stays, words_of<Talent>)) return bad;
    if (auto bad = check_links(step, talent.id, member, responder, "UpdateTalent")) return bad;
    TalentUpdated event{talent.id, talent.profile, talent.member, talent.responder};
    apply_changes(event.profile, changes);
    if (!command.clear.empty()) event.profile.birth_date.reset();
    if (command.member) event.member = member;
    if (command.responder) event.responder = responder;
    // A skill that is told again is not ended by the time that ended it before. One that is not
    // told ends by it, though the tick may still be to come.
    if (changes.skills) {
        std::erase_if(event.profile.skill_terms,
                      [&](const SkillTerm& term) { return term.ends_at <= step.now(); });
    }
    update(step, std::move(event));
    return {};
}

void update(Step& step, TalentUpdated event) {
    const TalentId id = event.talent;
    if (event.responder != get(step.board, id).responder) take_skills_back(step, id);
    step.emit(std::move(event));
    pass_skills(step, id);
    look_for_same(step, id);
}

}  // namespace muster::core
