// Checked the slow way, from the entities alone.

#include <set>
#include <string>
#include <tuple>

#include "engine/core/registry/member_state.hpp"
#include "engine/core/survey/area.hpp"
#include "engine/core/survey/survey_state.hpp"

namespace muster::core {
namespace {

std::string check_answer(const Board& board, const SurveyAnswer& one) {
    const Survey* const survey = board.store<Survey>().get(one.survey);
    if (survey == nullptr) return "has no survey";
    if (one.member && board.members().get(one.member) == nullptr) return "has no member";
    if (one.reference.empty()) return "has no reference";
    if ((one.status == AnswerStatus::superseded) != bool(one.superseded_by)) {
        return "is superseded by none, or counts though one superseded it";
    }
    if (one.superseded_by && board.store<SurveyAnswer>().get(one.superseded_by) == nullptr) {
        return "is superseded by what is not there";
    }
    return "";
}

// One of a survey and reference; one that is accepted of a survey and respondent.
std::string check_answers(const Board& board) {
    std::set<std::pair<SurveyId, std::string>> references;
    std::set<std::pair<SurveyId, MemberId>> accepted;
    for (const Index index : board.store<SurveyAnswer>().in_order()) {
        const SurveyAnswer& one = board.store<SurveyAnswer>()[index];
        const std::string id = "answer " + std::to_string(one.id.value) + " ";
        if (std::string broken = check_answer(board, one); !broken.empty()) return id + broken;
        if (!references.emplace(one.survey, one.reference).second) {
            return id + "has a reference that another one has";
        }
        if (!one.member || one.status != AnswerStatus::accepted) continue;
        if (!accepted.emplace(one.survey, board.root(one.member)).second) {
            return id + "is a second one of its respondent that is accepted";
        }
    }
    return "";
}

std::string check_needs(const Board& board) {
    std::set<std::pair<MemberId, Code>> alive;
    for (const Index index : board.store<Need>().in_order()) {
        const Need& one = board.store<Need>()[index];
        const std::string id = "need " + std::to_string(one.id.value) + " ";
        const Member* const member = board.members().get(board.root(one.member));
        if (member == nullptr) return id + "has no member";
        if (board.store<SurveyAnswer>().get(one.answer) == nullptr) return id + "has no answer";
        if (!is_alive(one)) continue;
        if (!is_looked_after(member->status)) return id + "is owed to who is not looked after";
        if (!alive.emplace(one.member, one.code).second) return id + "is there twice";
    }
    return "";
}

}  // namespace

std::string SurveyArea::broken(const Board& board, Journeys& /*journeys*/) {
    for (const Index index : board.store<Survey>().in_order()) {
        const Survey& one = board.store<Survey>()[index];
        if (board.deadlines<Survey>().due_of(index).value_or(never) !=
            Derived<Survey>::due(one, board.rules())) {
            return "survey " + std::to_string(one.id.value) + " does not close when it should";
        }
    }
    std::string broken = check_answers(board);
    return broken.empty() ? check_needs(board) : broken;
}

}  // namespace muster::core
