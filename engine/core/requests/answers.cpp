#include "engine/core/requests/answers.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/dispatch/dispatch.hpp"
#include "engine/core/places/plan_choice.hpp"
#include "engine/core/requests/request_state.hpp"
#include "muster/dispatch.hpp"

namespace muster::core {
namespace {

// Those that nobody asks for but the answers.
std::vector<Code> only_in(const std::vector<Code>& skills, const std::vector<Code>& others) {
    std::vector<Code> left;
    for (const Code& skill : skills) {
        if (std::find(others.begin(), others.end(), skill) == others.end()) left.push_back(skill);
    }
    return left;
}

// What the answers ask for; not below what people, waiting, a report that was merged into it, or
// silence have made of it.
Urgency class_by(const Step& step, const Request& request, const Triage& triage) {
    Urgency urgency = triage.at_least.value_or(request.urgency);
    if (triage.decided_by) urgency = std::min(urgency, triage.decided_by->urgency);
    for (const MergedReport& report : request.reports)
        urgency = std::min(urgency, report.urgency);
    if (is_unverified(request)) {
        urgency = std::min(urgency, step.board.rules().desk.silence_urgency);
    }
    return urgency;
}

// The answer that decided: the one that asks for the class, or the correction that took it back.
TriageClass decided_by(const Triage& triage, const AnswerQuestions& command, Urgency urgency) {
    if (triage.decided_by && triage.decided_by->urgency == urgency) return *triage.decided_by;
    return {command.answers.front().question, command.answers.front().choice, urgency};
}

bool is_untouched(const Slot& slot) {
    return slot.status == SlotStatus::open && !slot.assigned_at && slot.passed.empty();
}

}  // namespace

void take_answers(const Step& step, std::span<const TriageAnswer> answers, RequestReceived& event) {
    const QuestionSet* const set = step.board.rule_index().questions_of(event.service);
    if (set == nullptr) return;
    Triage triage = weigh_answers(set, {}, answers);
    triage.at_least = event.urgency;
    if (triage.decided_by) event.urgency = std::min(event.urgency, triage.decided_by->urgency);
    triage.skills = only_in(triage.skills, event.skills);
    event.skills.insert(event.skills.end(), triage.skills.begin(), triage.skills.end());
    event.triage = std::move(triage);
}

void review_plan(Step& step, Index index) {
    const Board& board = step.board;
    const Request& request = board.requests()[index];
    const bool untouched = std::all_of(request.slots.begin(), request.slots.end(), is_untouched);
    if (!untouched || !request.reports.empty()) return;
    const Whereabouts where =
        whereabouts(board, request.known_place, request.place, request.member);
    auto plan = choose_plan(board, request.service, request.urgency, where);
    if (plan == request.plan) return;
    step.emit(PlanChanged{request.id, std::move(plan)});
}

Rejection decide(Step& step, const AnswerQuestions& command) {
    if (command.answers.empty()) {
        return reject(RejectReason::invalid_field, "/answers", "must be one answer at least");
    }
    if (auto bad = check_answers(command.answers)) return bad;
    const auto index = find_request(step, command);
    if (!index) return index.error();
    const Request& request = step.board.requests()[*index];
    const QuestionSet* const set = step.board.rule_index().questions_of(request.service);
    if (auto bad = check_in_set(set, request.service, command.answers)) return bad;
    Triage triage = weigh_answers(set, request.triage.answers, command.answers);
    if (triage.answers == request.triage.answers) return {};
    // Taken down before the service had questions, it has the class that people gave it.
    triage.at_least = request.triage.at_least.value_or(request.urgency);
    const Urgency urgency = class_by(step, request, triage);
    const TriageClass decided = decided_by(triage, command, urgency);
    const bool other_class = urgency != request.urgency;
    // What is asked for otherwise stays asked for.
    triage.skills = only_in(triage.skills, only_in(request.skills, request.triage.skills));
    step.emit(QuestionsAnswered{command.request, std::move(triage)});
    if (other_class) step.emit(RequestReclassified{command.request, urgency, true, {}, decided});
    review_plan(step, *index);
    look_again(step, *index);
    fill_request(step, *index);
    return {};
}

}  // namespace muster::core
