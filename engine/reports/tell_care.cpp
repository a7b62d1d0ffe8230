// Visits: when each is due, and what became of it.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

// A visit that is due at midnight is one of the day before, as the core has it
// (engine/core/care/intervals.hpp).
std::int64_t day_of_due(const Teller& to, TimePoint due_at) {
    return to.day_of(due_at - Millis{1});
}

void end(Teller& to, VisitId visit, VisitStatus status, TimePoint at) {
    to.run("UPDATE visit SET status = ?2, ended_at = ?3 WHERE id = ?1", visit, status, at);
}

void explain(Teller& to, VisitId visit, const std::string& cause) {
    if (cause.empty()) return;
    to.run(
        "UPDATE breach SET cause = sealed(?2), explained = 1 WHERE about = ?1 AND milestone = "
        "'visit'"
        " AND at = (SELECT max(at) FROM breach WHERE about = ?1 AND milestone = 'visit')",
        visit, cause);
}

}  // namespace

void tell(Teller& to, const VisitPlanned& event) {
    const Visit& v = event.visit;
    to.run(
        "INSERT OR REPLACE INTO visit(id, member, kind, tier, status, due_at, due_day, met_at,"
        " ended_at, district) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
        " coalesce((SELECT district FROM member WHERE id = ?2), ''))",
        v.id, v.member, v.kind, v.tier.value, v.status, v.due.due_at, day_of_due(to, v.due.due_at),
        v.due.met_at, v.ended_at);
}

void tell(Teller& to, const VisitReplanned& e) {
    to.run(
        "UPDATE visit SET kind = ?2, tier = ?3, due_at = ?4, due_day = ?5, met_at = ?6,"
        " ended_at = CASE status WHEN 'under_way' THEN ended_at END,"
        " status = CASE status WHEN 'under_way' THEN status ELSE 'planned' END WHERE id = ?1",
        e.visit, e.kind, e.tier.value, e.due.due_at, day_of_due(to, e.due.due_at), e.due.met_at);
}

void tell(Teller& to, const VisitMoved& e) {
    to.run(
        "UPDATE visit SET status = 'planned', due_at = ?2, due_day = ?3, met_at = ?4,"
        " ended_at = NULL WHERE id = ?1",
        e.visit, e.due.due_at, day_of_due(to, e.due.due_at), e.due.met_at);
}

void tell(Teller& to, const VisitStarted& e) {
    to.run("UPDATE visit SET status = 'under_way' WHERE id = ?", e.visit);
}

void tell(Teller& to, const VisitReleased& e) {
    to.run("UPDATE visit SET status = 'planned' WHERE id = ?", e.visit);
}

// Told again it is what was found, and the visit was met before.
void tell(Teller& to, const VisitRecorded& e) {
    end(to, e.visit, VisitStatus::done, e.done_at);
    to.run("UPDATE visit SET met_at = coalesce(met_at, ?2) WHERE id = ?1", e.visit, e.done_at);
    explain(to, e.visit, e.late_cause.value);
}

void tell(Teller& to, const VisitMissed& e) {
    end(to, e.visit, VisitStatus::missed, to.at());
    explain(to, e.visit, e.reason.value);
}

void tell(Teller& to, const VisitCancelled& e) {
    end(to, e.visit, VisitStatus::cancelled, to.at());
}

void tell(Teller& to, const VisitClosed& e) {
    end(to, e.visit, VisitStatus::closed, to.at());
}

void tell(Teller& to, const VisitBreached& e) {
    to.run(
        "INSERT OR REPLACE INTO breach(about, milestone, at, day, urgency, district, member)"
        " SELECT ?1, 'visit', ?2, ?3, '', district, member FROM visit WHERE id = ?1",
        e.visit, to.at(), to.today());
}

}  // namespace muster::reports
