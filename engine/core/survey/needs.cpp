#include "engine/core/survey/needs.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/survey/answer_check.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {
namespace {

const Need& get(const Board& board, NeedId id) {
    return *board.store<Need>().get(id);
}

std::vector<NeedId> needs_of(const Board& board, MemberId member) {
    std::vector<NeedId> all;
    for (const MemberId one : board.derived<Member>().with_aliases(board.root(member))) {
        const auto& list = board.derived<Need>().of_member(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    return all;
}

std::vector<Code> told_by(const Board& board, const SurveyAnswer& answer) {
    const Survey& survey = *board.store<Survey>().get(answer.survey);
    return needs_told(survey.questionnaire, answer.replies.value);
}

void set_status(Step& step, const Need& need, NeedStatus status, std::string plan,
                Personal<std::string> reason) {
    step.emit(NeedStatusChanged{need.id, need.member, status, std::move(plan), std::move(reason)});
}

// It is looked after, or somebody said why it is not needed any more.
bool is_known(const Board& board, MemberId member, Code code, AnswerId answer) {
    const std::vector<NeedId> all = needs_of(board, member);
    return std::any_of(all.begin(), all.end(), [&](NeedId id) {
        const Need& need = get(board, id);
        if (need.code != code) return false;
        return is_alive(need) || (need.answer == answer && !need.reason.value.empty());
    });
}

std::uint64_t needs_found(const Step& step) {
    return static_cast<std::uint64_t>(
        std::count_if(step.events.begin(), step.events.end(),
                      [](const Event& event) { return event.get_if<NeedFound>() != nullptr; }));
}

}  // namespace

void find_needs(Step& step, AnswerId id) {
    const SurveyAnswer& answer = *step.board.store<SurveyAnswer>().get(id);
    const MemberId member = step.board.root(answer.member);
    if (!is_looked_after(step.board.members().get(member)->status)) return;
    std::uint64_t place = needs_found(step);
    for (const Code code : told_by(step.board, answer)) {
        if (is_known(step.board, member, code, id) || place == most_per_record) continue;
        Need need;
        need.id = {number_in_record(step.env.seq, place++)};
        need.member = member;
        need.code = code;
        need.survey = answer.survey;
        need.answer = id;
        need.district = answer.district;
        need.found_at = step.now();
        step.emit(NeedFound{std::move(need)});
    }
}

void drop_needs(Step& step, AnswerId id, AnswerId later) {
    const Board& board = step.board;
    const SurveyAnswer& answer = *board.store<SurveyAnswer>().get(id);
    const std::vector<Code> told = told_by(board, *board.store<SurveyAnswer>().get(later));
    for (const NeedId one : needs_of(board, answer.member)) {
        const Need& need = get(board, one);
        if (need.answer != id || need.status != NeedStatus::open) continue;
        if (std::binary_search(told.begin(), told.end(), need.code)) continue;
        set_status(step, need, NeedStatus::resolved, {}, {});
    }
}

Rejection decide(Step& step, const ResolveNeed& command) {
    if (command.plan.empty() && command.reason.value.empty()) {
        return reject(RejectReason::invalid_field, "/reason",
                      "give the reason why it is resolved, or the number of its plan");
    }
    const auto index = find_one(step, command.need);
    if (!index) return index.error();
    const Need& need = step.board.store<Need>()[*index];
    const NeedAction action = command.reason.value.empty() ? NeedAction::plan : NeedAction::resolve;
    if (auto bad = check_status(need, "ResolveNeed", need_cycle.where(action), words_of<Need>)) {
        return bad;
    }
    set_status(step, need, *need_cycle.next(need.status, action), command.plan, command.reason);
    return {};
}

// Nothing is owed to whoever is not looked after; a death that is taken back is owed all again.
void follow_life(Step& step, MemberId member, bool ends) {
    const NeedAction action = ends ? NeedAction::close : NeedAction::reopen;
    for (const NeedId id : needs_of(step.board, member)) {
        const Need& need = get(step.board, id);
        const auto next = need_cycle.next(need.status, action);
        if (next) set_status(step, need, *next, {}, {});
    }
}

void plan_need(Step& step, NeedId id, std::string plan) {
    const Need* const need = step.board.store<Need>().get(id);
    if (need == nullptr || !is_alive(*need)) return;
    set_status(step, *need, NeedStatus::planned, std::move(plan), {});
}

void resolve_need(Step& step, NeedId id, const std::string& plan) {
    const Need* const need = step.board.store<Need>().get(id);
    if (need == nullptr || !is_alive(*need)) return;
    set_status(step, *need, NeedStatus::resolved, {}, plan + " is completed");
}

void unplan_need(Step& step, NeedId id, std::string_view plan) {
    const Need* const need = step.board.store<Need>().get(id);
    if (need == nullptr || need->plan != plan) return;
    const auto next = need_cycle.next(need->status, NeedAction::unplan);
    if (next) set_status(step, *need, *next, {}, {});
}

void forget_needs(Step& step, MemberId member) {
    for (const NeedId id : needs_of(step.board, member))
        step.emit(NeedForgotten{id});
}

}  // namespace muster::core
