#include "engine/pipeline/fork.hpp"

#include <algorithm>
#include <utility>

#include "engine/codec/describe.hpp"
#include "engine/core/board.hpp"
#include "engine/core/responders/responder_state.hpp"
#include "muster/commands.hpp"
#include "muster/events.hpp"

namespace muster::pipeline {
namespace {

// What people do in answer to what the engine decides, and the passing of time.
bool is_simulated(const Command& command) {
    return command.is<Tick>() || command.is<AcceptOffer>() || command.is<DeclineOffer>() ||
           command.is<AcknowledgeAssignment>() || command.is<ReportEnRoute>() ||
           command.is<ReportOnScene>() || command.is<CompleteAssignment>() ||
           command.is<RecordResponderCall>();
}

// What is said about a request once it is served; too early here, it waits.
RequestId about_served(const Command& command) {
    if (const auto* close = command.get_if<CloseRequest>()) return close->request;
    if (const auto* call = command.get_if<RecordCallback>()) return call->request;
    return {};
}

// In which record something was made, and as the how manieth there: what nth_in_record() was told.
struct RecordPlace {
    std::uint64_t seq = 0;
    std::uint64_t place = 0;
};
RecordPlace place_in_record(std::uint64_t id) {
    constexpr std::uint64_t first_of_several = nth_in_record(0, 1) - 1;
    if (id < first_of_several) return {id, 0};
    const std::uint64_t number = id - first_of_several;
    return {number / most_per_record, number % most_per_record};
}

// Replaces ids made after the fork, wherever they stand in a described value.
struct Translate {
    std::uint64_t fork_seq;
    const boost::unordered_flat_map<std::uint64_t, std::uint64_t>& here_by_log;
    bool known = true;

    template <class T>
    void operator()(T& value) {
        using namespace codec;
        if constexpr (AnId<T>) {
            const RecordPlace made = place_in_record(value.value);
            if (made.seq <= fork_seq) return;
            const auto here = here_by_log.find(made.seq);
            if (here == here_by_log.end()) {
                known = false;
            } else {
                value.value = nth_in_record(here->second, made.place);
            }
        } else if constexpr (AnOptional<T>) {
            if (value) (*this)(*value);
        } else if constexpr (AVector<T>) {
            for (auto& item : value)
                (*this)(item);
        } else if constexpr (AChoice<T>) {
            visit(*this, value);
        } else if constexpr (AStruct<T>) {
            boost::mp11::mp_for_each<MembersOf<T>>(
                [&](auto member) { (*this)(value.*member.pointer); });
        }
    }
};

// A number in 0..999 that depends on its arguments only (finaliser of splitmix64).
std::uint64_t permille(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = seed + 0x9E3779B97F4A7C15ull * (a + 1) + 0xD1B54A32D192ED03ull * (b + 1);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return (x ^ (x >> 31)) % 1000;
}

}  // namespace

Fork::Fork(core::Engine& engine, const Habits& habits, std::uint64_t seed)
    : engine_(engine),
      habits_(habits),
      seed_(seed),
      fork_seq_(engine.last_seq()),
      outcomes_(engine.board(), engine.last_at()) {
    // Whoever is on the way at the fork goes on.
    const core::Board& board = engine.board();
    for (const core::Index index : board.requests().in_order()) {
        const Request& request = board.requests()[index];
        for (std::uint32_t slot = 0; slot < request.slots.size(); ++slot) {
            const Slot& held = request.slots[slot];
            SlotAssigned assigned;
            assigned.request = request.id;
            assigned.slot = slot;
            assigned.responder = held.responder;
            assigned.eta_ms = held.eta_ms;
            assigned.acknowledge_until = held.acknowledge_until;
            if (held.status == SlotStatus::assigned || held.status == SlotStatus::acknowledged ||
                held.status == SlotStatus::en_route || held.status == SlotStatus::on_scene) {
                plan_visit(assigned, held.assigned_at);
            }
        }
    }
    for (const core::Index index : board.offers().in_order()) {
        const Offer& offer = board.offers()[index];
        if (offer.status != OfferStatus::live) continue;
        OfferMade made;
        made.offer = offer.id;
        made.request = offer.request;
        made.slot = offer.slot;
        made.candidate.responder = offer.responder;
        plan_answer(made, offer.made_at);
    }
}

std::uint64_t Fork::logged_id(std::uint64_t id) const {
    if (id <= fork_seq_) return id;
    const auto logged = log_by_here_.find(id);
    return logged == log_by_here_.end() ? id | std::uint64_t{1} << 63 : logged->second;
}

Rejection Fork::insert(Command command) {
    return handle(std::move(command), engine_.last_at(), 0);
}

void Fork::follow(const log::RecordView& record, Command command) {
    run_until(record.at);
    if (is_simulated(command)) return;
    ++inputs_;
    if (!translate(command)) {
        ++refused_;
        return;
    }
    if (auto* report = command.get_if<ReportPositions>()) {
        drop_simulated_moves(*report);
        if (report->fixes.empty()) return;
    }
    const RequestId later = about_served(command);
    Command again;
    if (later) again = command;
    // By whom it was sent, since who confirms a service does not review it.
    if (!handle(std::move(command), record.at, record.seq, std::string(record.source))) return;
    if (later) {
        waiting_[later.value].push_back(std::move(again));
    } else {
        ++refused_;
    }
}

Outcomes Fork::finish(TimePoint to) {
    run_until(to);
    for (const auto& [request, commands] : waiting_)
        refused_ += commands.size();
    return outcomes_.finish(std::max(to, engine_.last_at()));
}

bool Fork::translate(Command& command) const {
    Translate translate{fork_seq_, here_by_log_};
    if (auto* report = command.get_if<ReportPositions>()) {
        // One unknown responder does not spoil the others.
        std::erase_if(report->fixes, [&](PositionFix& fix) {
            Translate one{fork_seq_, here_by_log_};
            one(fix.responder);
            return !one.known;
        });
        return true;
    }
    translate(command);
    return translate.known;
}

// On the way a responder is where the simulated journey says, not where the log saw him.
void Fork::drop_simulated_moves(ReportPositions& report) const {
    std::erase_if(report.fixes, [&](const PositionFix& fix) {
        const Responder* responder = engine_.board().responders().get(fix.responder);
        return !responder || core::is_busy(responder->status);
    });
}

bool Fork::still_holds(const Act& act) const {
    if (!act.request) return true;
    const Request* request = engine_.board().requests().get(act.request);
    return request && act.slot < request->slots.size() &&
           request->slots[act.slot].assigned_at == act.assigned_at;
}

void Fork::run_until(TimePoint to) {
    // A deadline that a tick does not move would otherwise hold up time for ever.
    constexpr int ticks_without_progress_max = 1000;
    int idle_ticks = 0;
    while (true) {
        const TimePoint deadline = engine_.next_deadline();
        const TimePoint act_at = acts_.empty() ? never : acts_.top().at;
        if (std::min(deadline, act_at) > to) return;
        if (deadline <= act_at && idle_ticks < ticks_without_progress_max) {
            const std::uint64_t before = engine_.last_seq();
            (void)handle(Tick{}, deadline, 0);
            idle_ticks = engine_.last_seq() == before ? idle_ticks + 1 : 0;
            continue;
        }
        if (act_at > to) return;
        idle_ticks = 0;
        Act act = acts_.top();
        acts_.pop();
        if (!still_holds(act)) continue;
        const RequestId later = about_served(act.command);
        Command again;
        if (later) again = act.command;
        // Other slots may still be busy; then it waits for the next one that is done.
        if (handle(std::move(act.command), act.at, 0) && later) {
            waiting_[later.value].push_back(std::move(again));
        }
    }
}

Rejection Fork::handle(Command command, TimePoint at, std::uint64_t log_seq, std::string source) {
    const std::uint64_t seq = engine_.last_seq() + 1;
    Envelope envelope;
    envelope.seq = seq;
    envelope.at = std::max(at, engine_.last_at());
    envelope.source = std::move(source);
    envelope.command = std::move(command);
    const core::Handled handled = engine_.handle(envelope);
    if (handled.rejection) return handled.rejection;
    if (handled.events.empty()) return {};
    if (log_seq != 0) {
        here_by_log_.emplace(log_seq, seq);
        log_by_here_.emplace(seq, log_seq);
    }
    outcomes_.see(handled.events, envelope.at, engine_.board());
    const std::vector<Event> events(handled.events.begin(), handled.events.end());
    for (const Event& event : events)
        react(event, envelope.at);
    return {};
}

void Fork::react(const Event& event, TimePoint at) {
    if (const auto* assigned = event.get_if<SlotAssigned>()) plan_visit(*assigned, at);
    if (const auto* made = event.get_if<OfferMade>()) plan_answer(*made, at);
    if (const auto* served = event.get_if<SlotServed>()) after_service(served->request, at);
}

void Fork::plan(TimePoint at, Command command, RequestId request, std::uint32_t slot,
                TimePoint assigned_at) {
    acts_.push({at, ++planned_, std::move(command), request, slot, assigned_at});
}

void Fork::plan_visit(const SlotAssigned& assigned, TimePoint at) {
    const RequestId logged_request{logged_id(assigned.request.value)};
    const ResponderId logged_responder{logged_id(assigned.responder.value)};
    const Request* request = engine_.board().requests().get(assigned.request);
    if (!request) return;
    const auto add = [&](TimePoint when, Command command) {
        plan(when, std::move(command), assigned.request, assigned.slot, at);
    };
    TimePoint time = at;
    if (assigned.acknowledge_until) {
        const auto after = habits_.acknowledges_after(logged_request, logged_responder);
        if (!after) return;
        time = time + *after;
        add(time, AcknowledgeAssignment{assigned.request, assigned.responder});
    }
    time = time + habits_.leaves_after(logged_request, logged_responder);
    add(time, ReportEnRoute{assigned.request, assigned.responder});
    time = std::max(time, at + assigned.eta_ms);
    if (request->place) {
        ReportPositions arrival;
        arrival.fixes.push_back({assigned.responder, request->place->value, TimePoint{}});
        add(time, std::move(arrival));
    }
    add(time, ReportOnScene{assigned.request, assigned.responder});
    time = time + habits_.stays(logged_request, request->service);
    add(time, CompleteAssignment{assigned.request, assigned.responder, Disposition::helped, {}});
}

void Fork::plan_answer(const OfferMade& made, TimePoint at) {
    const RequestId request{logged_id(made.request.value)};
    const ResponderId responder{logged_id(made.candidate.responder.value)};
    Habits::Answer answer;
    if (const auto known = habits_.answer(request, responder)) {
        answer = *known;
    } else {
        const Request* asked = engine_.board().requests().get(made.request);
        if (!asked) return;
        const OfferRule& rule = engine_.board().rule_index().plan_of(*asked).offers;
        const std::uint64_t chance = permille(seed_, request.value, responder.value);
        answer.accepted =
            static_cast<std::int64_t>(chance) * rule.prior_asked < rule.prior_accepted * 1000;
        answer.after = habits_.answers_after();
    }
    if (!answer.answered) return;
    if (answer.accepted) {
        plan(at + answer.after, AcceptOffer{made.offer}, {}, 0, {});
    } else {
        plan(at + answer.after, DeclineOffer{made.offer, "as before"}, {}, 0, {});
    }
}

void Fork::after_service(RequestId request, TimePoint at) {
    const auto found = waiting_.find(request.value);
    if (found == waiting_.end()) return;
    for (Command& command : std::exchange(found->second, {})) {
        plan(at, std::move(command), {}, 0, {});
    }
}

}  // namespace muster::pipeline
