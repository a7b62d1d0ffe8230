// The answer to each author, and what he says to it.

#include <algorithm>

#include "engine/core/thinktank/area.hpp"
#include "engine/core/thinktank/handling.hpp"

namespace muster::core {
namespace {

// Of a raw suggestion: the one that it is handled with, in a status in which the action is legal.
Named<Suggestion> find_handled(const Step& step, SuggestionId raw, SuggestionAction action) {
    const auto index = find_one(step, raw);
    if (!index) return index;
    return find_for(step, handled_with(step.board.store<Suggestion>()[*index]), action);
}

template <class Holds>
bool all_of_group(const Board& board, SuggestionId handled, const Holds& holds) {
    const std::uint32_t round = get(board, handled).round;
    const std::vector<SuggestionId> group = group_of(board, handled);
    return std::all_of(group.begin(), group.end(), [&](SuggestionId id) {
        const SuggestionFeedback* const told = find_feedback(get(board, id), round);
        return told != nullptr && holds(*told);
    });
}

}  // namespace

Rejection decide(Step& step, const GiveFeedback& command) {
    const auto index = find_handled(step, command.suggestion, SuggestionAction::give_feedback);
    if (!index) return index.error();
    const Suggestion& handled = step.board.store<Suggestion>()[*index];
    const SuggestionId id = handled.id;
    const std::uint32_t round = handled.round;
    if (grade_of(handled) == SuggestionGrade::none) {
        return not_now("/suggestion", "the reply to suggestion " + std::to_string(id.value) +
                                          " was not graded yet");
    }
    if (find_feedback(get(step.board, command.suggestion), round) != nullptr) {
        return not_now("/suggestion",
                       "its author was told in round " + std::to_string(round) + " already");
    }
    const SuggestionDeadline* const due = find_deadline(handled, SuggestionDuty::feedback);
    if (due != nullptr && due->cause.value.empty()) {
        if (auto bad = check_late(step, *due, command.late_cause, "/late_cause")) return bad;
    }
    SuggestionFeedback feedback;
    feedback.round = round;
    feedback.at = step.now();
    feedback.by = step.env.source;
    feedback.text = command.text.value.empty() ? last_reply(handled)->text : command.text;
    step.emit(FeedbackGiven{command.suggestion, id, std::move(feedback), command.late_cause});
    if (all_of_group(step.board, id, [](const SuggestionFeedback&) { return true; })) {
        step.emit(SuggestionFedBack{id});
    }
    return {};
}

Rejection decide(Step& step, const RecordSatisfaction& command) {
    if (command.satisfaction == Satisfaction::none) {
        return invalid("/satisfaction", "must be satisfied, dissatisfied or no_answer");
    }
    const bool dissatisfied = command.satisfaction == Satisfaction::dissatisfied;
    if (dissatisfied && command.comment.value.empty()) {
        return invalid("/comment", "must say what is not good yet");
    }
    const auto index = find_handled(step, command.suggestion, SuggestionAction::record);
    if (!index) return index.error();
    const Suggestion& handled = step.board.store<Suggestion>()[*index];
    const SuggestionId id = handled.id;
    const std::uint32_t round = handled.round;
    const Code department = handled.department;
    const SuggestionGrade grade = grade_of(handled);
    const auto* const told = find_feedback(get(step.board, command.suggestion), round);
    if (told->satisfaction != Satisfaction::none) {
        return not_now("/suggestion", "its author said " +
                                          std::string(name_of(told->satisfaction)) +
                                          " already in round " + std::to_string(round));
    }
    step.emit(
        SatisfactionRecorded{command.suggestion, id, round, command.satisfaction, command.comment});
    if (dissatisfied) {
        step.emit(SuggestionTakenUpAgain{id, round + 1, department, owe_reply(step)});
        return {};
    }
    const auto said = [](const SuggestionFeedback& one) {
        return one.satisfaction != Satisfaction::none;
    };
    if (all_of_group(step.board, id, said)) step.emit(SuggestionClosed{id, grade});
    return {};
}

}  // namespace muster::core
