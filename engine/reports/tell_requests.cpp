// Requests with the times of what was done, broken promises and their causes, calls, ratings.
#include "engine/reports/tell.hpp"

namespace muster::reports {
namespace {

// Where a request is: the district of its place of the address book, else its member's.
constexpr const char* insert_request =
    "INSERT OR REPLACE INTO request(id, at, day, urgency, service, channel, member, on_scene_at,"
    " ended_at, status, late, caught_up, district)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
    " coalesce(nullif((SELECT district FROM place WHERE id = ?13), ''),"
    " (SELECT district FROM member WHERE id = ?7), ''))";

void end(Teller& to, RequestId request, std::string_view status) {
    to.run("UPDATE request SET status = ?2, ended_at = ?3 WHERE id = ?1", request, status, to.at());
}

void open_again(Teller& to, RequestId request) {
    to.run("UPDATE request SET status = 'open', ended_at = NULL WHERE id = ?", request);
}

void rate(Teller& to, RequestId request, std::string_view kind, bool reached,
          std::uint32_t rating) {
    const std::optional<std::uint32_t> given = rating == 0 ? std::nullopt : std::optional(rating);
    to.run(
        "INSERT OR REPLACE INTO rating(request, at, kind, day, reached, rating, district, service)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, district, service FROM request WHERE id = ?1",
        request, to.at(), kind, to.today(), reached, given);
}

}  // namespace

void tell(Teller& to, const RequestReceived& e) {
    constexpr TimePoint not_yet;
    to.run(insert_request, e.request, to.at(), to.today(), e.urgency, e.service, e.channel,
           e.member, not_yet, not_yet, "open", false, false, e.known_place);
}

// By the times of then.
void tell(Teller& to, const PastRequestRecorded& event) {
    const Request& r = event.request;
    if (!r.caught_up) return;
    bool late = false;
    for (const MilestoneState& state : r.milestones) {
        if (!state.breached_at) continue;
        late = late || state.milestone == Milestone::on_site;
    }
    to.run(insert_request, r.id, r.created_at, to.day_of(r.created_at), r.urgency, r.service,
           r.channel, r.member, r.caught_up->on_scene_at, r.ended_at, "closed", late, true,
           r.known_place);
    for (const MilestoneState& state : r.milestones) {
        if (!state.breached_at) continue;
        to.run(
            "INSERT OR REPLACE INTO breach(about, milestone, at, day, urgency, district, member)"
            " SELECT ?1, ?2, ?3, ?4, urgency, district, member FROM request WHERE id = ?1",
            r.id, state.milestone, state.breached_at, to.day_of(state.breached_at));
    }
}

void tell(Teller& to, const RequestTaken& e) {
    to.run("UPDATE request SET taken_at = ?2 WHERE id = ?1 AND taken_at IS NULL", e.request,
           to.at());
}

void tell(Teller& to, const RequestReclassified& e) {
    to.run("UPDATE request SET urgency = ?2 WHERE id = ?1", e.request, e.urgency);
}

void tell(Teller& to, const RequestCancelled& e) {
    end(to, e.request, "cancelled");
}

void tell(Teller& to, const RequestMerged& e) {
    end(to, e.request, "merged");
}

void tell(Teller& to, const RequestSplit& e) {
    open_again(to, e.request);
}

void tell(Teller& to, const RequestTransferred& e) {
    end(to, e.request, "transferred");
}

void tell(Teller& to, const RequestReturned& e) {
    open_again(to, e.request);
}

void tell(Teller& to, const RequestReopened& e) {
    open_again(to, e.request);
    to.run("UPDATE request SET reopened = reopened + 1 WHERE id = ?", e.request);
}

void tell(Teller& to, const RequestClosed& e) {
    end(to, e.request, "closed");
}

void tell(Teller& to, const RequestUrged& e) {
    to.run("UPDATE request SET urged = urged + 1 WHERE id = ?", e.request);
}

void tell(Teller& to, const DeadlineBreached& e) {
    to.run(
        "INSERT OR REPLACE INTO breach(about, milestone, at, day, urgency, district, member)"
        " SELECT ?1, ?2, ?3, ?4, urgency, district, member FROM request WHERE id = ?1",
        e.request, e.milestone, to.at(), to.today());
    if (e.milestone == Milestone::on_site) {
        to.run("UPDATE request SET late = 1 WHERE id = ?", e.request);
    }
}

// Of the latest round of service. What is said of nobody in particular stays.
void tell(Teller& to, const BreachExplained& e) {
    to.run(
        "UPDATE breach SET cause = sealed(?3), explained = 1 WHERE about = ?1 AND milestone = ?2 "
        "AND at ="
        " (SELECT max(at) FROM breach WHERE about = ?1 AND milestone = ?2)",
        e.request, e.milestone, e.cause.value);
}

void tell(Teller& to, const ContactDue& e) {
    to.run(
        "INSERT OR REPLACE INTO contact(request, step, due_at, day, district)"
        " SELECT ?1, ?2, ?3, ?4, district FROM request WHERE id = ?1",
        e.request, e.step, to.at(), to.today());
}

void tell(Teller& to, const ContactRecorded& e) {
    to.run(
        "UPDATE contact SET called_at = ?3, outcome = ?4 WHERE request = ?1 AND step = ?2"
        " AND called_at IS NULL AND due_at ="
        " (SELECT max(due_at) FROM contact WHERE request = ?1 AND step = ?2)",
        e.request, e.step, to.at(), e.outcome);
}

void tell(Teller& to, const RequestCalledBack& e) {
    rate(to, e.request, "call_back", e.reached, e.rating);
}

void tell(Teller& to, const RequestRated& e) {
    rate(to, e.request, "link", true, e.rating);
}

}  // namespace muster::reports
