#include "engine/pipeline/outcomes.hpp"

#include <algorithm>
#include <array>

#include "engine/views/touched.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/timebank.hpp"

namespace muster::pipeline {
namespace {

bool on_duty(const Responder& responder) {
    return responder.status != ResponderStatus::off_duty &&
           responder.status != ResponderStatus::out_of_service;
}

bool busy(const Responder& responder) {
    return on_duty(responder) && responder.status != ResponderStatus::available;
}

// The value below which the share of the sorted values lies, by nearest rank.
Millis ranked(const std::vector<std::int64_t>& sorted, std::size_t permille) {
    if (sorted.empty()) return {};
    const std::size_t rank = (sorted.size() * permille + 999) / 1000;
    return {sorted[std::max<std::size_t>(rank, 1) - 1]};
}

void see_credits(const Event& event, CreditOutcome& credits) {
    if (const auto* paid = event.get_if<ServiceCredited>()) {
        ++credits.services;
        credits.served_min += paid->minutes;
        credits.credited_min += paid->credited_min;
        credits.over_limit_min += paid->over_limit_min;
        credits.over_cap_min += paid->over_cap_min;
        credits.cut_min += paid->cut_min;
    } else if (const auto* placed = event.get_if<HoldPlaced>()) {
        // What a dispute keeps was moved already.
        if (!placed->hold.entry) credits.kept_ready_min += placed->hold.minutes;
    } else if (const auto* ended = event.get_if<HoldEnded>()) {
        credits.settled_min += ended->settled_min;
    } else if (const auto* posted = event.get_if<EntryPosted>()) {
        if (posted->entry.reverses) credits.reversed_min += posted->entry.minutes;
    }
}

}  // namespace

OutcomeCollector::OutcomeCollector(const core::Board& board, TimePoint from) : from_(from) {
    for (const core::Index index : board.responders().in_order()) {
        account(board.responders()[index].id, from, board);
    }
}

void OutcomeCollector::account(ResponderId id, TimePoint at, const core::Board& board) {
    const Responder* responder = board.responders().get(id);
    if (!responder || responder->profile.kind == ResponderKind::volunteer) return;
    Work& work = work_[id.value];
    const auto follow = [&](TimePoint& since, bool now, Millis& total) {
        if (since && !now) {
            total = total + (at - since);
            since = {};
        } else if (!since && now) {
            since = at;
        }
    };
    follow(work.on_duty_since, on_duty(*responder), on_duty_);
    follow(work.busy_since, busy(*responder), busy_);
}

// By the times of then, of what was asked for in the stretch.
void OutcomeCollector::see_past(const Request& request) {
    if (request.created_at < from_) return;
    const bool late = std::any_of(
        request.milestones.begin(), request.milestones.end(), [](const MilestoneState& state) {
            return state.milestone == Milestone::on_site && state.breached_at;
        });
    received_[request.id.value] = {request.created_at, request.urgency,
                                   request.caught_up->on_scene_at, late};
}

void OutcomeCollector::see(std::span<const Event> events, TimePoint at, const core::Board& board) {
    for (const Event& event : events) {
        if (const auto* e = event.get_if<RequestReceived>()) {
            received_[e->request.value] = {at, e->urgency, {}, false};
        } else if (const auto* past = event.get_if<PastRequestRecorded>()) {
            see_past(past->request);
        } else if (const auto* scene = event.get_if<ResponderOnScene>()) {
            const auto request = received_.find(scene->request.value);
            if (request != received_.end() && !request->second.reached_at) {
                request->second.reached_at = at;
            }
        } else if (const auto* breach = event.get_if<DeadlineBreached>()) {
            const auto request = received_.find(breach->request.value);
            if (request != received_.end() && breach->milestone == Milestone::on_site) {
                request->second.late = true;
            }
        } else if (const auto* released = event.get_if<AssignmentReleased>()) {
            if (released->cause == ReleaseCause::preempted) ++outcomes_.diversions;
        } else if (event.is<SlotAssigned>()) {
            ++outcomes_.assignments;
        } else if (event.is<OfferMade>()) {
            ++outcomes_.offers;
        } else if (event.is<OfferAccepted>()) {
            ++outcomes_.offers_accepted;
        } else {
            see_credits(event, outcomes_.credits);
        }
        for (const views::Touched& one : views::touched(event, board)) {
            if (one.topic == topic_of<Responder>) account(ResponderId{one.id}, at, board);
        }
    }
}

Outcomes OutcomeCollector::finish(TimePoint to) {
    for (auto& [id, work] : work_) {
        if (work.on_duty_since) on_duty_ = on_duty_ + (to - work.on_duty_since);
        if (work.busy_since) busy_ = busy_ + (to - work.busy_since);
    }
    if (on_duty_.value > 0) {
        outcomes_.utilisation_permille = busy_.value * 1000 / on_duty_.value;
    }
    std::array<std::vector<std::int64_t>, urgency_count> responses;
    outcomes_.classes.resize(urgency_count);
    for (int i = 0; i < urgency_count; ++i) {
        outcomes_.classes[static_cast<std::size_t>(i)].urgency = static_cast<Urgency>(i);
    }
    // Sums and sorted lists do not depend on the order in which the map is walked.
    for (const auto& [id, request] : received_) {
        const auto place = static_cast<std::size_t>(request.urgency);
        ClassOutcome& outcome = outcomes_.classes[place];
        ++outcome.requests;
        if (request.late) ++outcome.late;
        if (request.reached_at) {
            ++outcome.reached;
            responses[place].push_back((request.reached_at - request.at).value);
        }
    }
    for (std::size_t i = 0; i < responses.size(); ++i) {
        auto& times = responses[i];
        if (times.empty()) continue;
        std::sort(times.begin(), times.end());
        std::int64_t sum = 0;
        for (const std::int64_t time : times)
            sum += time;
        ClassOutcome& outcome = outcomes_.classes[i];
        outcome.response_mean_ms = {sum / static_cast<std::int64_t>(times.size())};
        outcome.response_p50_ms = ranked(times, 500);
        outcome.response_p90_ms = ranked(times, 900);
    }
    return outcomes_;
}

}  // namespace muster::pipeline
