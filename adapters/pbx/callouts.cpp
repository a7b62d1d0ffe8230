#include "adapters/pbx/callouts.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "engine/gate/permissions.hpp"
#include "engine/gate/rejection.hpp"
#include "muster/dispatch.hpp"
#include "muster/metrics_text.hpp"
#include "muster/requests.hpp"

namespace muster::pbx {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr Millis busy_wait = Millis{200};

RingerLimits limits_of(const PbxOptions& options) {
    return {.at_once = options.rings_at_once,
            .waiting = options.rings_waiting,
            .tries = options.ring_tries,
            .again_ms = options.ring_again_ms,
            .longest_ms = options.ring_longest_ms};
}

std::string_view name_of(RingKind kind) {
    switch (kind) {
        case RingKind::member:
            return "member";
        case RingKind::contact:
            return "contact";
        case RingKind::offer:
            return "offer";
        case RingKind::assignment:
            return "assignment";
    }
    return {};
}

Principal gateway() {
    Principal self;
    self.name = "pbx";
    self.roles = Roles{Role::adapter};
    return self;
}

// Whoever holds the telephone of a responder answers for him, and for nobody else.
Principal holder_of(const Ring& ring) {
    Principal self;
    self.name = "pbx";
    self.roles = Roles{Role::responder};
    self.responder = ring.responder;
    return self;
}

ContactOutcome contact_outcome(RingEnd end) {
    if (end == RingEnd::acknowledged) return ContactOutcome::answered;
    return end == RingEnd::declined ? ContactOutcome::refused : ContactOutcome::no_answer;
}

}  // namespace

Callouts::Callouts(CalloutPorts ports, PbxOptions options)
    : ports_(std::move(ports)),
      options_(std::move(options)),
      board_(ports_.queries),
      ringer_(limits_of(options_)),
      timer_(ports_.io),
      busy_(ports_.io) {}

template <class Handler>
auto Callouts::guarded(Handler handler) {
    return [running = std::weak_ptr(running_), handler = std::move(handler)](auto&&... what) {
        if (!running.expired()) handler(what...);
    };
}

void Callouts::start(std::function<void()> changed) {
    running_ = std::make_shared<const bool>(true);
    changed_ = std::move(changed);
    // First the events, then what there was before: nothing falls between.
    following_ = ports_.events.follow([this](const CommittedRecord& record) { heard(record); });
    open_.emplace(ports_.queries);
    asio::post(ports_.io, guarded([this] { read_board(); }));
}

void Callouts::stop() {
    running_.reset();
    following_.reset();
    open_.reset();
    timer_.cancel();
    busy_.cancel();
}

void Callouts::read_board() {
    const auto found = open_->go_on();
    if (!found) {
        open_.reset();
        return;
    }
    for (const Ring& ring : *found)
        want(ring);
    if (!found->empty()) wake();
    asio::post(ports_.io, guarded([this] { read_board(); }));
}

void Callouts::heard(const CommittedRecord& record) {
    for (const Event& event : record.events)
        heard(event);
}

void Callouts::heard(const Event& event) {
    heard_of_chain(event);
    heard_of_offer(event);
    heard_of_assignment(event);
}

void Callouts::heard_of_chain(const Event& event) {
    const auto over = [&](RequestId request) {
        ringer_.drop_chain(request);
        wake();
    };
    if (const auto* due = event.get_if<ContactDue>()) {
        const RingKind kind = due->step == 0 ? RingKind::member : RingKind::contact;
        const Ring ring{kind, due->request, due->step, due->misses, {}, {}};
        // Whatever else was due in this chain is not any more.
        ringer_.drop_chain(due->request, ring_id(ring));
        want(ring);
        wake();
    } else if (const auto* recorded = event.get_if<ContactRecorded>()) {
        over(recorded->request);
    } else if (const auto* exhausted = event.get_if<ContactsExhausted>()) {
        over(exhausted->request);
    } else if (const auto* cancelled = event.get_if<RequestCancelled>()) {
        over(cancelled->request);
    } else if (const auto* closed = event.get_if<RequestClosed>()) {
        over(closed->request);
    } else if (const auto* merged = event.get_if<RequestMerged>()) {
        over(merged->request);
    } else if (const auto* passed_on = event.get_if<RequestTransferred>()) {
        over(passed_on->request);
    }
}

void Callouts::heard_of_offer(const Event& event) {
    const auto over = [&](OfferId offer) {
        Ring ring;
        ring.kind = RingKind::offer;
        ring.offer = offer;
        ringer_.drop(ring_id(ring));
        wake();
    };
    if (const auto* made = event.get_if<OfferMade>()) {
        want({RingKind::offer, made->request, 0, 0, made->offer, made->candidate.responder});
        wake();
    } else if (const auto* accepted = event.get_if<OfferAccepted>()) {
        over(accepted->offer);
    } else if (const auto* declined = event.get_if<OfferDeclined>()) {
        over(declined->offer);
    } else if (const auto* expired = event.get_if<OfferExpired>()) {
        over(expired->offer);
    } else if (const auto* withdrawn = event.get_if<OfferWithdrawn>()) {
        over(withdrawn->offer);
    }
}

// A request that ends lets its responders go, which is told of each.
void Callouts::heard_of_assignment(const Event& event) {
    const auto over = [&](RequestId request, ResponderId responder) {
        ringer_.drop(ring_id({RingKind::assignment, request, 0, 0, {}, responder}));
        wake();
    };
    if (const auto* due = event.get_if<ResponderCallDue>()) {
        want({RingKind::assignment, due->request, 0, 0, {}, due->responder});
        wake();
    } else if (const auto* recorded = event.get_if<ResponderCallRecorded>()) {
        over(recorded->request, recorded->responder);
    } else if (const auto* acknowledged = event.get_if<AssignmentAcknowledged>()) {
        over(acknowledged->request, acknowledged->responder);
    } else if (const auto* left = event.get_if<ResponderEnRoute>()) {
        over(left->request, left->responder);
    } else if (const auto* came = event.get_if<ResponderOnScene>()) {
        over(came->request, came->responder);
    } else if (const auto* released = event.get_if<AssignmentReleased>()) {
        over(released->request, released->responder);
    }
}

bool Callouts::is_wished(RingKind kind) const {
    switch (kind) {
        case RingKind::member:
            return options_.ring_members;
        case RingKind::contact:
            return options_.ring_contacts;
        case RingKind::offer:
            return options_.ring_offers;
        case RingKind::assignment:
            return options_.ring_assignments;
    }
    return false;
}

void Callouts::want(const Ring& ring) {
    const std::string id = ring_id(ring);
    const bool answered = std::any_of(answers_.begin(), answers_.end(),
                                      [&](const Answer& answer) { return answer.id == id; });
    if (!is_wished(ring.kind) || answered) return;
    const Millis wait =
        ring.kind == RingKind::offer ? Millis{options_.ring_offer_after_ms} : Millis{};
    if (!ringer_.want(ring, ports_.steady_now() + wait)) {
        warn_once("more people are to be rung than may wait for it (rings_waiting)");
    }
}

void Callouts::wake() {
    if (std::exchange(woken_, true)) return;
    asio::post(ports_.io, guarded([this] {
                   woken_ = false;
                   changed_();
                   arm();
               }));
}

void Callouts::arm() {
    const TimePoint next = ringer_.next_timer();
    if (next == never) {
        timer_.cancel();
        return;
    }
    const Millis wait = next - ports_.steady_now();
    timer_.expires_after(std::chrono::milliseconds(std::max<std::int64_t>(wait.value, 1)));
    timer_.async_wait(guarded([this](error_code cancelled) {
        if (!cancelled) wake();
    }));
}

void Callouts::take(const std::vector<RingWord>& words) {
    for (const RingWord& word : words)
        ringer_.take(word, ports_.steady_now());
    if (!words.empty()) wake();
    settle();
}

void Callouts::session_gone() {
    ringer_.exchange_gone();
}

void Callouts::pump(Session& session) {
    const TimePoint now = ports_.steady_now();
    ringer_.on_timer(now);
    for (const std::string& id : ringer_.take_hang_ups())
        session.hang_up(id);
    while (const auto ring = ringer_.next(now))
        place(*ring, session);
    settle();
}

void Callouts::place(const Ring& ring, Session& session) {
    const RingFacts facts = board_.facts_of(ring);
    RingOrder order;
    order.id = ring_id(ring);
    if (!facts.stands) return ringer_.not_rung(order.id);
    const auto channel = dial_channel(options_.ring_channel, facts.number, options_.country_code);
    if (!facts.whose.empty()) {
        ports_.audit.note({.what = AuditKind::personal_read, .who = "pbx", .about = facts.whose});
    }
    if (!channel) {
        ringer_.not_rung(order.id);
        ++stats_.no_number;
        // Some have none, and the desk knows it: nothing is wrong with the exchange.
        return;
    }
    order.channel = *channel;
    order.context = options_.ring_context;
    order.exten = options_.ring_exten;
    order.caller_id = options_.ring_caller_id;
    order.ring_ms = options_.ring_ms;
    order.language = options_.ring_language;
    order.kind = name_of(ring.kind);
    order.request = ring.request.value;
    order.urgency = facts.urgency;
    order.service = facts.service;
    session.ring(order);
}

void Callouts::settle() {
    for (const RingOutcome& outcome : ringer_.take_outcomes())
        answer(outcome);
    tell_next();
}

void Callouts::answer(const RingOutcome& outcome) {
    const Ring& ring = outcome.ring;
    switch (outcome.end) {
        case RingEnd::acknowledged:
            ++stats_.acknowledged;
            warned_ = false;
            break;
        case RingEnd::declined:
            ++stats_.declined;
            warned_ = false;
            break;
        case RingEnd::no_answer:
            ++stats_.no_answer;
            break;
        case RingEnd::left:
            ++stats_.left;
            return warn_once("the exchange did not ring whom request " +
                             std::to_string(ring.request.value) + " needs (" + outcome.why +
                             "): the desk has to");
    }
    if (ring.kind == RingKind::assignment) {
        RecordResponderCall record;
        record.request = ring.request;
        record.responder = ring.responder;
        record.outcome = contact_outcome(outcome.end);
        answers_.push_back({ring_id(ring), std::move(record), gateway()});
    } else if (ring.kind != RingKind::offer) {
        RecordContact record;
        record.request = ring.request;
        record.outcome = contact_outcome(outcome.end);
        record.expected_step = ring.step;
        record.expected_misses = ring.misses;
        answers_.push_back({ring_id(ring), std::move(record), gateway()});
    } else if (outcome.end == RingEnd::acknowledged) {
        answers_.push_back({ring_id(ring), AcceptOffer{ring.offer}, holder_of(ring)});
    } else if (outcome.end == RingEnd::declined) {
        answers_.push_back({ring_id(ring), DeclineOffer{ring.offer, {}}, holder_of(ring)});
    }
    // An offer that nobody answers runs out by itself.
}

void Callouts::tell_next() {
    if (telling_ || answers_.empty() || !running_) return;
    telling_ = true;
    tell();
}

void Callouts::tell() {
    Command command = answers_.front().command;
    if (gate::admit(command, answers_.front().who, ports_.queries)) {
        ++stats_.refused;
        answers_.pop_front();
        telling_ = false;
        return tell_next();
    }
    ports_.commands.submit({"pbx:" + options_.exchange, "", std::move(command)},
                           guarded([this](const Outcome& outcome) { told(outcome); }));
}

void Callouts::told(const Outcome& outcome) {
    // Not from within the answer: a full queue answers before submit() returns.
    if (outcome.rejection && gate::may_succeed_later(outcome.rejection.reason)) {
        busy_.expires_after(std::chrono::milliseconds(busy_wait.value));
        busy_.async_wait(guarded([this](error_code cancelled) {
            if (!cancelled) tell();
        }));
        return;
    }
    if (outcome.rejection) ++stats_.refused;
    asio::post(ports_.io, guarded([this] {
                   answers_.pop_front();
                   telling_ = false;
                   tell_next();
               }));
}

void Callouts::warn_once(const std::string& what) {
    if (!std::exchange(warned_, true)) ports_.warn("pbx: " + what);
}

void Callouts::write_metrics(MetricsText& out) const {
    out.gauge("muster_pbx_rings", "People who are being rung up now.", ringer_.on_line());
    out.gauge("muster_pbx_rings_waiting", "People who are to be rung up.", ringer_.waiting());
    out.counter("muster_pbx_rings_placed_total", "Calls out that the exchange was told to make.",
                ringer_.stats().placed);
    out.counter("muster_pbx_rings_again_total", "... and that had no way, and are tried again.",
                ringer_.stats().again);
    out.counter("muster_pbx_rings_left_out_total", "People to be rung beyond rings_waiting.",
                ringer_.stats().left_out);
    out.counter("muster_pbx_rings_acknowledged_total", "Who was rung pressed 1.",
                stats_.acknowledged);
    out.counter("muster_pbx_rings_declined_total", "Who was rung pressed 2.", stats_.declined);
    out.counter("muster_pbx_rings_no_answer_total", "Who was rung pressed nothing.",
                stats_.no_answer);
    out.counter("muster_pbx_rings_left_total", "Calls that the exchange did not make.",
                stats_.left);
    out.counter("muster_pbx_rings_no_number_total", "People of whom nothing to dial is known.",
                stats_.no_number);
    out.counter("muster_pbx_rings_refused_total",
                "Answers that came too late, or that the engine did not take.", stats_.refused);
}

}  // namespace muster::pbx
