#include "engine/sim/tally.hpp"

#include <algorithm>

#include "engine/core/responders/responder_state.hpp"
#include "muster/events.hpp"

namespace muster::sim {

namespace {

std::int64_t permille(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0 : part * 1000 / whole;
}

bool is_on_duty(ResponderStatus status) {
    return status != ResponderStatus::off_duty && status != ResponderStatus::out_of_service;
}

// With a request, or clearing up after it.
bool is_occupied(ResponderStatus status) {
    return core::is_busy(status) || status == ResponderStatus::clearing;
}

// The value below which a share of the sorted values lies (nearest rank).
Millis quantile(const std::vector<std::int64_t>& sorted, std::int64_t share_permille) {
    if (sorted.empty()) return {};
    const auto rank = (static_cast<std::int64_t>(sorted.size()) * share_permille + 999) / 1000;
    return {sorted[static_cast<std::size_t>(std::max<std::int64_t>(rank, 1) - 1)]};
}

}  // namespace

void Tally::on_record(TimePoint at, std::span<const Event> events, const core::Board& board) {
    for (const Event& event : events) {
        visit(
            [&](const auto& e) {
                using E = std::decay_t<decltype(e)>;
                if constexpr (std::is_same_v<E, RequestReceived>) {
                    on(e, at, board);
                } else if constexpr (std::is_same_v<E, PositionsReported>) {
                    counts_.positions += static_cast<std::int64_t>(e.fixes.size());
                } else if constexpr (std::is_same_v<E, RequestMerged>) {
                    ended(e.request, &PerClass::merged);
                } else if constexpr (std::is_same_v<E, RequestCancelled>) {
                    ended(e.request, &PerClass::cancelled);
                } else if constexpr (std::is_same_v<E, RequestReclassified>) {
                    ++(e.automatic ? counts_.raised_automatically : counts_.reclassified);
                } else if constexpr (std::is_same_v<E, RequestReopened>) {
                    ++counts_.reopened;
                } else if constexpr (std::is_same_v<E, HandoverRecorded>) {
                    ++counts_.handovers;
                } else if constexpr (std::is_same_v<E, ContactRecorded>) {
                    ++(e.outcome == ContactOutcome::answered ? counts_.contact_answered
                                                             : counts_.contact_misses);
                } else if constexpr (std::is_same_v<E, ContactsExhausted>) {
                    ++counts_.contacts_exhausted;
                } else if constexpr (std::is_same_v<E, RequestCalledBack>) {
                    ++counts_.called_back;
                } else if constexpr (std::is_same_v<E, RequestClosed>) {
                    ++counts_.closed;
                } else if constexpr (std::is_same_v<E, DeadlineBreached>) {
                    on(e);
                } else if constexpr (std::is_same_v<E, OfferMade>) {
                    ++counts_.offers.made;
                } else if constexpr (std::is_same_v<E, OfferAccepted>) {
                    ++counts_.offers.accepted;
                } else if constexpr (std::is_same_v<E, OfferDeclined>) {
                    ++counts_.offers.declined;
                } else if constexpr (std::is_same_v<E, OfferExpired>) {
                    ++counts_.offers.expired;
                } else if constexpr (std::is_same_v<E, OfferWithdrawn>) {
                    ++counts_.offers.withdrawn;
                } else if constexpr (std::is_same_v<E, SlotFellBack>) {
                    ++counts_.offers.fell_back;
                } else if constexpr (std::is_same_v<E, AssignmentReleased>) {
                    released(e);
                    look_at(e.responder, at, board);
                } else if constexpr (std::is_same_v<E, SlotAssigned>) {
                    look_at(e.responder, at, board);
                    ++assignments_[static_cast<std::size_t>(
                        duties_[duty_places_[e.responder.value]].kind)];
                } else if constexpr (std::is_same_v<E, ResponderOnScene>) {
                    on(e, at);
                    look_at(e.responder, at, board);
                } else if constexpr (std::is_same_v<E, SlotServed>) {
                    look_at(e.responder, at, board);
                    ++services_[static_cast<std::size_t>(
                        duties_[duty_places_[e.responder.value]].kind)];
                } else if constexpr (std::is_same_v<E, DutyChanged> ||
                                     std::is_same_v<E, ResponderCleared> ||
                                     std::is_same_v<E, ResponderEnRoute>) {
                    look_at(e.responder, at, board);
                }
            },
            event);
    }
}

void Tally::on(const RequestReceived& event, TimePoint at, const core::Board& board) {
    PerClass& counts = classes_[static_cast<std::size_t>(event.urgency)];
    ++counts.received;
    ++counts_.received;
    for (const MilestoneRule& rule : board.rule_index().class_rule(event.urgency).milestones) {
        ++counts.promised[static_cast<std::size_t>(rule.milestone)];
    }
    requests_[event.request.value] = {event.urgency, at, false};
}

void Tally::on(const ResponderOnScene& event, TimePoint at) {
    const auto it = requests_.find(event.request.value);
    if (it == requests_.end() || it->second.reached) return;
    it->second.reached = true;
    classes_[static_cast<std::size_t>(it->second.urgency)].responses_ms.push_back(
        (at - it->second.received_at).value);
}

void Tally::on(const DeadlineBreached& event) {
    const auto it = requests_.find(event.request.value);
    if (it == requests_.end()) return;
    ++classes_[static_cast<std::size_t>(it->second.urgency)]
          .breached[static_cast<std::size_t>(event.milestone)];
}

void Tally::ended(RequestId request, std::int64_t PerClass::*count) {
    const auto it = requests_.find(request.value);
    if (it == requests_.end()) return;
    ++(classes_[static_cast<std::size_t>(it->second.urgency)].*count);
}

void Tally::released(const AssignmentReleased& event) {
    if (event.cause == ReleaseCause::preempted) ++counts_.preemptions;
    if (event.cause == ReleaseCause::not_acknowledged) ++counts_.not_acknowledged;
}

void Tally::settle(Duty& duty, TimePoint at) {
    const std::int64_t passed = (at - duty.since).value;
    if (is_on_duty(duty.status)) duty.on_duty_ms += passed;
    if (is_occupied(duty.status)) duty.busy_ms += passed;
    duty.since = at;
}

void Tally::look_at(ResponderId responder, TimePoint at, const core::Board& board) {
    const Responder* now = board.responders().get(responder);
    if (now == nullptr) return;
    const auto [it, is_new] = duty_places_.try_emplace(responder.value, duties_.size());
    if (is_new) {
        duties_.push_back({});
        duties_.back().kind = now->profile.kind;
        duties_.back().since = at;
    }
    Duty& duty = duties_[it->second];
    settle(duty, at);
    duty.status = now->status;
    duty.ever_on_duty |= is_on_duty(now->status);
}

void Tally::sample_queue(TimePoint now, const core::Board& board) {
    waiting_ms_ += waiting_ * (now - last_sample_).value;
    last_sample_ = now;
    waiting_ = static_cast<std::int64_t>(board.pending().size());
    counts_.queue_max = std::max(counts_.queue_max, waiting_);
}

SimReport Tally::report(TimePoint end, const core::Board& board) const {
    SimReport report = counts_;
    report.start_at = start_;
    report.end_at = end;
    report.open_at_end = static_cast<std::int64_t>(board.open_requests());
    for (int urgency = 0; urgency < urgency_count; ++urgency) {
        const PerClass& counts = classes_[static_cast<std::size_t>(urgency)];
        ClassReport out;
        out.urgency = static_cast<Urgency>(urgency);
        out.received = counts.received;
        out.merged = counts.merged;
        out.cancelled = counts.cancelled;
        out.reached = static_cast<std::int64_t>(counts.responses_ms.size());
        std::vector<std::int64_t> sorted = counts.responses_ms;
        std::sort(sorted.begin(), sorted.end());
        std::int64_t sum = 0;
        for (const std::int64_t ms : sorted) {
            sum += ms;
        }
        if (!sorted.empty()) out.response_mean_ms = {sum / out.reached};
        out.response_p50_ms = quantile(sorted, 500);
        out.response_p90_ms = quantile(sorted, 900);
        out.response_p99_ms = quantile(sorted, 990);
        for (std::size_t m = 0; m < counts.promised.size(); ++m) {
            if (counts.promised[m] == 0 && counts.breached[m] == 0) continue;
            out.milestones.push_back({static_cast<Milestone>(m), counts.promised[m],
                                      counts.breached[m],
                                      permille(counts.breached[m], counts.promised[m])});
        }
        report.classes.push_back(std::move(out));
    }
    for (const ResponderKind kind :
         {ResponderKind::staff, ResponderKind::volunteer, ResponderKind::team}) {
        KindReport out;
        out.kind = kind;
        out.assignments = assignments_[static_cast<std::size_t>(kind)];
        out.services = services_[static_cast<std::size_t>(kind)];
        for (Duty duty : duties_) {
            if (duty.kind != kind || !duty.ever_on_duty) continue;
            settle(duty, end);
            ++out.people;
            out.on_duty_ms.value += duty.on_duty_ms;
            out.busy_ms.value += duty.busy_ms;
        }
        out.utilisation_permille = permille(out.busy_ms.value, out.on_duty_ms.value);
        if (out.people > 0) report.kinds.push_back(out);
    }
    const std::int64_t whole = (end - start_).value;
    const std::int64_t waited = waiting_ms_ + waiting_ * (end - last_sample_).value;
    if (whole > 0) report.queue_mean_permille = waited * 1000 / whole;
    return report;
}

}  // namespace muster::sim
