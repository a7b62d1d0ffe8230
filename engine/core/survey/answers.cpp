#include <algorithm>
#include <optional>

#include "engine/core/kernel/calendar.hpp"
#include "engine/core/registry/looked_after.hpp"
#include "engine/core/registry/member_state.hpp"
#include "engine/core/registry/risk.hpp"
#include "engine/core/step.hpp"
#include "engine/core/survey/answer_check.hpp"
#include "engine/core/survey/area.hpp"
#include "engine/core/survey/needs.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_reference = 64;

const SurveyAnswer& get(const Board& board, AnswerId id) {
    return *board.store<SurveyAnswer>().get(id);
}

// By the day of answering, of one day by that of receiving.
bool is_later(const SurveyAnswer& a, const SurveyAnswer& b) {
    return a.answered_on != b.answered_on ? a.answered_on > b.answered_on : a.id > b.id;
}

// Of the member, and of who was merged into it.
std::vector<AnswerId> all_of(const Board& board, MemberId member) {
    std::vector<AnswerId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(member)) {
        const auto& list = board.derived<SurveyAnswer>().of_member(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

// Of the answers to the survey that are in the list and pass, the latest; nullptr.
template <class Passes>
const SurveyAnswer* latest(const Board& board, const std::vector<AnswerId>& list, SurveyId survey,
                           const Passes& passes) {
    const SurveyAnswer* found = nullptr;
    for (const AnswerId id : list) {
        const SurveyAnswer& one = get(board, id);
        if (one.survey != survey || !passes(one)) continue;
        if (found == nullptr || is_later(one, *found)) found = &one;
    }
    return found;
}

bool is_accepted(const SurveyAnswer& answer) {
    return answer.status == AnswerStatus::accepted;
}

std::vector<SurveyId> surveys_of(const Board& board, const std::vector<AnswerId>& list) {
    std::vector<SurveyId> surveys;
    for (const AnswerId id : list)
        surveys.push_back(get(board, id).survey);
    std::sort(surveys.begin(), surveys.end());
    surveys.erase(std::unique(surveys.begin(), surveys.end()), surveys.end());
    return surveys;
}

// The latest answer of the member that was accepted counts. Earlier ones do not, nor have those of
// them that wait to be looked at.
void settle(Step& step, MemberId member, SurveyId survey) {
    const std::vector<AnswerId> all = all_of(step.board, member);
    const SurveyAnswer* const counts = latest(step.board, all, survey, is_accepted);
    if (counts == nullptr) return;
    const AnswerId last = counts->id;
    for (const AnswerId id : all) {
        const SurveyAnswer& one = get(step.board, id);
        if (one.survey != survey || id == last || is_later(one, get(step.board, last))) continue;
        if (!answer_cycle.legal(one.status, AnswerAction::supersede)) continue;
        step.emit(AnswerStatusChanged{id, survey, AnswerStatus::superseded, {}, {}, last});
        drop_needs(step, id, last);
    }
    find_needs(step, last);
}

void set_status(Step& step, AnswerId id, AnswerStatus status, std::string by,
                Personal<std::string> reason) {
    const SurveyAnswer& answer = get(step.board, id);
    const SurveyId survey = answer.survey;
    const MemberId member = answer.member;
    step.emit(AnswerStatusChanged{id, survey, status, std::move(by), std::move(reason), {}});
    if (status == AnswerStatus::accepted && member) settle(step, step.board.root(member), survey);
}

// Whoever has the external number and is looked after; none.
MemberId member_with(const Board& board, const std::string& external_ref) {
    Member wanted;
    wanted.profile.external_ref = external_ref;
    MemberId found;
    for (const Index index : board.derived<Member>().like(wanted)) {
        const Member& one = board.members()[index];
        if (one.profile.external_ref != external_ref) continue;
        const MemberId root = board.root(one.id);
        if (!is_looked_after(board.members().get(root)->status)) continue;
        if (!found || root < found) found = root;
    }
    return found;
}

// The last band that the member has reached on the day; empty when that is not known.
Code band_of(const Step& step, const Questionnaire& questionnaire, const MemberProfile& profile,
             Date day) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    Code band;
    for (const AgeBand& one : questionnaire.age_bands) {
        const auto since = turns(profile, one.from_years, calendar);
        if (since && *since < time_at(calendar, day + 1)) band = one.code;
    }
    return band;
}

Rejection check_fields(const Step& step, const SubmitAnswer& command) {
    const auto wrong = [](const char* field, std::string detail) {
        return reject(RejectReason::invalid_field, field, std::move(detail));
    };
    if (command.reference.empty() || command.reference.size() > max_reference) {
        return wrong("/reference", "must have 1 to 64 bytes");
    }
    if (command.member && !command.member_ref.empty()) {
        return wrong("/member_ref", "give the member or the external number, not both");
    }
    const Date today = local_day(calendar_rule(step.board.rules()), step.now());
    if (command.answered_on && *command.answered_on > today) {
        return wrong("/answered_on", "must not be later than today, " + to_string(today));
    }
    return {};
}

const SurveyAnswer* with_reference(const Board& board, SurveyId survey,
                                   const std::string& reference) {
    for (const Index index : board.derived<SurveyAnswer>().like(survey, reference)) {
        const SurveyAnswer& one = board.store<SurveyAnswer>()[index];
        if (one.survey == survey && one.reference == reference) return &one;
    }
    return nullptr;
}

// Whether the command says what the answer is, as far as it says anything.
bool says_the_same(const Step& step, const SubmitAnswer& command, const SurveyAnswer& answer,
                   const std::string& replies) {
    const auto same = [](Code told, Code known) { return told.empty() || told == known; };
    if (replies != answer.replies.value || !same(command.district, answer.district) ||
        !same(command.age_band, answer.age_band) || !same(command.group, answer.group)) {
        return false;
    }
    if (command.answered_on && *command.answered_on != answer.answered_on) return false;
    if (!answer.member_ref.empty() && command.member_ref == answer.member_ref) return true;
    const MemberId told =
        command.member ? command.member : member_with(step.board, command.member_ref);
    return (told ? step.board.root(told) : told) ==
               (answer.member ? step.board.root(answer.member) : answer.member) &&
           (told || command.member_ref.empty());
}

SurveyAnswer answer_of(const Step& step, const SubmitAnswer& command, const Survey& survey,
                       CheckedReplies checked) {
    SurveyAnswer made;
    made.id = {step.env.seq};
    made.survey = survey.id;
    made.reference = command.reference;
    made.member = command.member ? command.member : member_with(step.board, command.member_ref);
    if (!made.member) made.member_ref = command.member_ref;
    made.answered_on =
        command.answered_on.value_or(local_day(calendar_rule(step.board.rules()), step.now()));
    made.district = command.district;
    made.age_band = command.age_band;
    made.group = command.group;
    if (made.member) {
        const MemberProfile& profile = step.board.members().get(made.member)->profile;
        if (made.district.empty()) made.district = profile.district;
        if (made.age_band.empty()) {
            made.age_band = band_of(step, survey.questionnaire, profile, made.answered_on);
        }
    }
    made.findings = std::move(checked.findings);
    if (!made.member_ref.empty()) {
        made.findings.push_back({{}, AnswerFault::unknown_respondent});
    }
    made.replies = std::move(checked.text);
    return made;
}

// Each has the answer of his own again that the merge took away.
void revive(Step& step, MemberId member, SurveyId survey) {
    const std::vector<AnswerId> all = all_of(step.board, member);
    if (latest(step.board, all, survey, is_accepted) != nullptr) return;
    const auto by_other = [&](const SurveyAnswer& one) {
        return one.status == AnswerStatus::superseded &&
               std::find(all.begin(), all.end(), one.superseded_by) == all.end();
    };
    const SurveyAnswer* const before = latest(step.board, all, survey, by_other);
    if (before == nullptr) return;
    set_status(step, before->id, AnswerStatus::accepted, {}, {});
}

void react(Step& step, const MemberStatusChanged& event) {
    follow_life(step, event.member, !is_looked_after(event.status));
    for (const AnswerId id : all_of(step.board, event.member)) {
        if (is_accepted(get(step.board, id))) find_needs(step, id);
    }
}
void react(Step& step, const MembersMerged& event) {
    for (const SurveyId survey : surveys_of(step.board, all_of(step.board, event.kept)))
        settle(step, event.kept, survey);
}
void react(Step& step, const MergeUndone& event) {
    for (const MemberId member : {event.kept, event.other}) {
        follow_life(step, member, !is_looked_after(step.board.members().get(member)->status));
        for (const SurveyId survey : surveys_of(step.board, all_of(step.board, member)))
            revive(step, member, survey);
    }
}

// What they said goes on counting; whose it was, nobody knows any more.
void forget_member(Step& step, MemberId member) {
    for (const AnswerId id : all_of(step.board, member)) {
        const SurveyAnswer& answer = get(step.board, id);
        const Survey& survey = *step.board.store<Survey>().get(answer.survey);
        step.emit(
            AnswerMadeAnonymous{id, without_texts(survey.questionnaire, answer.replies.value)});
    }
    forget_needs(step, member);
}
void react(Step& step, const MemberErased& event) {
    forget_member(step, event.member);
}
void react(Step& step, const MemberRemoved& event) {
    forget_member(step, event.member);
}

AnswerAction action_of(AnswerVerdict verdict) {
    switch (verdict) {
        case AnswerVerdict::accept:
            return AnswerAction::accept;
        case AnswerVerdict::flag:
            return AnswerAction::flag;
        case AnswerVerdict::reject:
            return AnswerAction::reject;
    }
    std::abort();
}

}  // namespace

Rejection decide(Step& step, const SubmitAnswer& command) {
    if (auto bad = check_fields(step, command)) return bad;
    const auto index = find_one(step, command.survey);
    if (!index) return index.error();
    const Board& board = step.board;
    const Survey& survey = board.store<Survey>()[*index];
    CheckedReplies checked;
    if (auto bad = check_parts(survey.questionnaire, command)) return bad;
    if (auto bad = check_replies(survey.questionnaire, command.replies.value, checked)) return bad;
    if (const SurveyAnswer* const known = with_reference(board, survey.id, command.reference)) {
        if (says_the_same(step, command, *known, checked.text)) {
            step.emit(AnswerRepeated{known->id, survey.id, command.reference});
            return {};
        }
        return reject(RejectReason::illegal_status, "/reference",
                      "answer " + std::to_string(known->id.value) +
                          " has this reference already, and says something else");
    }
    if (command.member) {
        const auto member = find_looked_after(step, command.member, "SubmitAnswer");
        if (!member) return member.error();
    }
    if (auto bad = check_status(survey, "SubmitAnswer", survey_cycle.where(SurveyAction::close),
                                words_of<Survey>)) {
        return bad;
    }
    // The tick that closes it may come later.
    if (survey.closes_at && step.now() >= survey.closes_at) {
        return reject(RejectReason::illegal_status, "/survey", "the survey closed at its time");
    }
    if (board.derived<SurveyAnswer>().count(survey.id) >= survey_rule(board.rules()).max_answers) {
        return reject(RejectReason::limit_reached, "/survey",
                      "the survey has all the answers that the rules allow");
    }
    SurveyAnswer made = answer_of(step, command, survey, std::move(checked));
    const AnswerId id = made.id;
    const AnswerStatus status = status_after(survey.questionnaire, made.findings);
    step.emit(AnswerReceived{std::move(made)});
    if (status != AnswerStatus::received) set_status(step, id, status, {}, {});
    return {};
}

Rejection decide(Step& step, const ReviewAnswer& command) {
    if (command.verdict != AnswerVerdict::accept) {
        if (auto bad = check_reason(command.reason.value)) return bad;
    }
    const auto index = find_one(step, command.answer);
    if (!index) return index.error();
    const SurveyAnswer& answer = step.board.store<SurveyAnswer>()[*index];
    const AnswerAction action = action_of(command.verdict);
    if (auto bad = check_status(answer, "ReviewAnswer", answer_cycle.where(action),
                                words_of<SurveyAnswer>)) {
        return bad;
    }
    set_status(step, command.answer, *answer_cycle.next(answer.status, action), step.env.source,
               command.reason);
    return {};
}

void SurveyArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

}  // namespace muster::core
