#include "engine/pipeline/habits.hpp"

#include <algorithm>

#include "muster/dispatch.hpp"

namespace muster::pipeline {
namespace {

Millis median(std::vector<std::int64_t> values, Millis fallback) {
    if (values.empty()) return fallback;
    std::sort(values.begin(), values.end());
    return {values[(values.size() - 1) / 2]};
}

}  // namespace

void Habits::see(std::span<const Event> events, TimePoint at, const core::Board& board) {
    for (const Event& event : events) {
        if (const auto* assigned = event.get_if<SlotAssigned>()) {
            visits_[{assigned->request.value, assigned->responder.value}] = {at, {}, {}, {}, false};
        } else if (const auto* acknowledged = event.get_if<AssignmentAcknowledged>()) {
            Visit& visit = visits_[{acknowledged->request.value, acknowledged->responder.value}];
            visit.acknowledged_at = at;
            if (visit.assigned_at) all_acknowledge_.push_back((at - visit.assigned_at).value);
        } else if (const auto* left = event.get_if<ResponderEnRoute>()) {
            Visit& visit = visits_[{left->request.value, left->responder.value}];
            visit.left_at = at;
            const TimePoint since =
                visit.acknowledged_at ? visit.acknowledged_at : visit.assigned_at;
            if (since) all_leave_.push_back((at - since).value);
        } else if (const auto* arrived = event.get_if<ResponderOnScene>()) {
            visits_[{arrived->request.value, arrived->responder.value}].arrived_at = at;
        } else if (const auto* served = event.get_if<SlotServed>()) {
            const Visit& visit = visits_[{served->request.value, served->responder.value}];
            if (!visit.arrived_at) continue;
            const std::int64_t stay = (at - visit.arrived_at).value;
            stays_[served->request.value].push_back(stay);
            all_stays_.push_back(stay);
            if (const Request* request = board.requests().get(served->request)) {
                service_stays_[request->service].push_back(stay);
            }
        } else if (const auto* released = event.get_if<AssignmentReleased>()) {
            if (released->cause == ReleaseCause::not_acknowledged) {
                visits_[{released->request.value, released->responder.value}].passed = true;
            }
        }
        const auto answered = [&](OfferId id, bool accepted, bool in_time) {
            const Offer* offer = board.offers().get(id);
            if (!offer) return;
            const Millis after = at - offer->made_at;
            answers_[{offer->request.value, offer->responder.value}] = {accepted, in_time, after};
            if (in_time) all_answers_.push_back(after.value);
        };
        if (const auto* e = event.get_if<OfferAccepted>()) answered(e->offer, true, true);
        if (const auto* e = event.get_if<OfferDeclined>()) answered(e->offer, false, true);
        if (const auto* e = event.get_if<OfferExpired>()) answered(e->offer, false, false);
    }
}

void Habits::finish() {
    median_acknowledge_ = median(all_acknowledge_, acknowledge_unmeasured);
    median_leave_ = median(all_leave_, leave_unmeasured);
    median_stay_ = median(all_stays_, stay_unmeasured);
    median_answer_ = median(all_answers_, answer_unmeasured);
}

std::optional<Millis> Habits::acknowledges_after(RequestId request, ResponderId responder) const {
    const auto visit = visits_.find({request.value, responder.value});
    if (visit == visits_.end()) return median_acknowledge_;
    if (visit->second.passed) return std::nullopt;
    if (!visit->second.acknowledged_at || !visit->second.assigned_at) return median_acknowledge_;
    return visit->second.acknowledged_at - visit->second.assigned_at;
}

Millis Habits::leaves_after(RequestId request, ResponderId responder) const {
    const auto visit = visits_.find({request.value, responder.value});
    if (visit == visits_.end() || !visit->second.left_at) return median_leave_;
    const TimePoint since =
        visit->second.acknowledged_at ? visit->second.acknowledged_at : visit->second.assigned_at;
    return since ? visit->second.left_at - since : median_leave_;
}

Millis Habits::stays(RequestId request, Code service) const {
    if (const auto own = stays_.find(request.value); own != stays_.end()) {
        return median(own->second, median_stay_);
    }
    const auto similar = service_stays_.find(service);
    return similar == service_stays_.end() ? median_stay_ : median(similar->second, median_stay_);
}

std::optional<Habits::Answer> Habits::answer(RequestId request, ResponderId responder) const {
    const auto found = answers_.find({request.value, responder.value});
    if (found == answers_.end()) return std::nullopt;
    return found->second;
}

}  // namespace muster::pipeline
