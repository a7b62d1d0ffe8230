// How far suggestions have come, in numbers: neither their words nor their authors.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

void set_status(Teller& to, SuggestionId suggestion, SuggestionStatus status) {
    to.run("UPDATE suggestion SET status = ?2 WHERE id = ?1", suggestion, status);
}

}  // namespace

void tell(Teller& to, const SuggestionRegistered& event) {
    const Suggestion& s = event.suggestion;
    // Reports are read by the whole office, which does not know of these; nor do their numbers tell
    // of them. What happens to one later changes no row.
    if (s.confidentiality > Confidentiality::internal) return;
    to.run("INSERT OR REPLACE INTO suggestion(id, at, day, status) VALUES(?, ?, ?, ?)", s.id,
           to.at(), to.today(), s.status);
}

void tell(Teller& to, const SuggestionMerged& e) {
    to.run("UPDATE suggestion SET status = 'merged', merged_into = ?2 WHERE id = ?1", e.suggestion,
           e.into);
}

void tell(Teller& to, const SuggestionSplit& e) {
    to.run("UPDATE suggestion SET status = ?2, merged_into = NULL WHERE id = ?1", e.suggestion,
           e.status);
}

void tell(Teller& to, const SuggestionReviewed& e) {
    set_status(to, e.suggestion, e.status);
}

void tell(Teller& to, const SuggestionReported& e) {
    set_status(to, e.suggestion, SuggestionStatus::reported);
}

void tell(Teller& to, const InstructionRecorded& e) {
    to.run("UPDATE suggestion SET status = 'instructed' WHERE id = ? AND status = 'reported'",
           e.suggestion);
}

void tell(Teller& to, const SuggestionAssigned& e) {
    set_status(to, e.suggestion, SuggestionStatus::assigned);
}

void tell(Teller& to, const SuggestionReplied& e) {
    set_status(to, e.suggestion, SuggestionStatus::replied);
}

void tell(Teller& to, const SuggestionGraded& e) {
    to.run("UPDATE suggestion SET grade = ?2 WHERE id = ?1", e.suggestion, e.grade);
}

// Also of one that was merged: each author is told.
void tell(Teller& to, const FeedbackGiven& e) {
    to.run("UPDATE suggestion SET fed_back = 1 WHERE id = ?", e.suggestion);
}

void tell(Teller& to, const SuggestionFedBack& e) {
    set_status(to, e.suggestion, SuggestionStatus::fed_back);
}

void tell(Teller& to, const SatisfactionRecorded& e) {
    to.run("UPDATE suggestion SET satisfaction = ?2 WHERE id = ?1", e.suggestion, e.satisfaction);
}

// Its reply did not hold, and all of its authors are to be told anew.
void tell(Teller& to, const SuggestionTakenUpAgain& e) {
    to.run("UPDATE suggestion SET status = 'assigned', grade = 'none' WHERE id = ?", e.suggestion);
    to.run("UPDATE suggestion SET fed_back = 0 WHERE id = ?1 OR merged_into = ?1", e.suggestion);
}

void tell(Teller& to, const SuggestionClosed& e) {
    set_status(to, e.suggestion, SuggestionStatus::closed);
}

void tell(Teller& to, const SuggestionWithdrawn& e) {
    set_status(to, e.suggestion, SuggestionStatus::withdrawn);
}

void tell(Teller& to, const SuggestionDeadlineBreached& e) {
    to.run("UPDATE suggestion SET late = 1 WHERE id = ?", e.suggestion);
}

}  // namespace muster::reports
