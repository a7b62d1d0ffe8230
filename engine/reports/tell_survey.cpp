// What was answered and needed, in numbers: no replies.
#include "engine/reports/tell.hpp"

namespace muster::reports {

void tell(Teller& to, const AnswerReceived& event) {
    const SurveyAnswer& a = event.answer;
    to.run(
        "INSERT OR REPLACE INTO survey_answer(id, survey, day, district, status)"
        " VALUES(?, ?, ?, ?, ?)",
        a.id, a.survey, std::int64_t{a.answered_on.days}, a.district, a.status);
}

void tell(Teller& to, const AnswerStatusChanged& e) {
    to.run("UPDATE survey_answer SET status = ?2 WHERE id = ?1", e.answer, e.status);
}

void tell(Teller& to, const NeedFound& event) {
    const Need& n = event.need;
    to.run(
        "INSERT OR REPLACE INTO need(id, member, code, district, survey, found_at, day, status)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        n.id, n.member, n.code, n.district, n.survey, n.found_at, to.day_of(n.found_at), n.status);
}

void tell(Teller& to, const NeedStatusChanged& e) {
    to.run("UPDATE need SET status = ?2 WHERE id = ?1", e.need, e.status);
}

void tell(Teller& to, const NeedForgotten& e) {
    to.run("DELETE FROM need WHERE id = ?", e.need);
}

}  // namespace muster::reports
