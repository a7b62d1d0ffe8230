// Visits and the requests by which somebody is sent to them.

#include "engine/core/care/visiting.hpp"
#include "engine/core/requests/receiving.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

// Those that wait for what becomes of the request. A copy: each may leave the list.
std::vector<VisitId> visits_of(const Board& board, RequestId request) {
    return board.derived<Visit>().of_request(request);
}

void start(Step& step, VisitId id, ResponderId visitor) {
    const Visit& visit = *step.board.store<Visit>().get(id);
    if (visit.status != VisitStatus::planned) return;
    step.emit(VisitStarted{id, visit.member, visitor});
}

}  // namespace

RequestId open_request_of(const Board& board, const Visit& visit) {
    const Request* const request = looked_after_as(board, visit.request);
    return request == nullptr ? RequestId{} : request->id;
}

Rejection send_somebody(Step& step, const Visit& visit) {
    if (step.made_request) {
        return reject(RejectReason::limit_reached, "", "one request has been made already");
    }
    CreateRequest request;
    request.service = care_rule(step.board.rules()).visit_service;
    request.channel = Channel::system;
    request.member = step.board.root(visit.member);
    request.device = "visit " + std::to_string(visit.id.value);
    if (auto bad = receive(step, request)) return bad;
    const Request* const made = looked_after_as(step.board, {step.env.seq});
    step.emit(VisitDispatched{visit.id, visit.member, made ? made->id : RequestId{}, {}});
    return {};
}

void follow_request(Step& step, const ResponderOnScene& event) {
    for (const VisitId id : visits_of(step.board, event.request))
        start(step, id, event.responder);
}

// What the visitor found comes later.
void follow_request(Step& step, const SlotServed& event) {
    const Request* const request = step.board.requests().get(event.request);
    if (request == nullptr || is_open(request->status)) return;
    for (const VisitId id : visits_of(step.board, event.request)) {
        start(step, id, event.responder);
        const MemberId member = step.board.store<Visit>().get(id)->member;
        record_done(step, {id, member, step.now(), VisitOutcome::none, {}, {}});
    }
}

void follow_request(Step& step, const RequestMerged& event) {
    for (const VisitId id : visits_of(step.board, event.request)) {
        const MemberId member = step.board.store<Visit>().get(id)->member;
        step.emit(VisitDispatched{id, member, event.into, {}});
    }
}

void release_visits(Step& step, RequestId request) {
    for (const VisitId id : visits_of(step.board, request)) {
        const MemberId member = step.board.store<Visit>().get(id)->member;
        step.emit(VisitReleased{id, member, request});
    }
}

}  // namespace muster::core
