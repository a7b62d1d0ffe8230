// Calls begin, are answered and end; what nobody answered becomes a request.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/calls/area.hpp"
#include "engine/core/calls/call_state.hpp"
#include "engine/core/registry/phone.hpp"
#include "engine/core/requests/receiving.hpp"
#include "engine/core/step.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_reference = 128;
// More than one exchange has at a time.
constexpr std::size_t max_live = 10'000;

const Call& get(const Board& board, CallId id) {
    return *board.store<Call>().get(id);
}

Rejection check_reference(std::string_view reference) {
    const std::size_t colon = reference.find(':');
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < reference.size() &&
        reference.size() <= max_reference) {
        return {};
    }
    return reject(RejectReason::invalid_field, "/reference",
                  "must be the exchange, a colon and how it names the call, at most " +
                      std::to_string(max_reference) + " bytes, such as pbx:1790000001.10");
}

Rejection check_end(const ReportCall& command) {
    const bool ended = command.status == CallStatus::ended;
    if (ended == (command.end != CallEnd::none)) return {};
    return reject(RejectReason::invalid_field, "/end",
                  ended ? "must say how the call ended: answered, abandoned or lost"
                        : "must be none while the call goes on");
}

// Nobody spoke with the caller: somebody may lie on the floor.
RequestId look_after(Step& step, const Call& call, Millis waited) {
    const HotlineRule& rule = hotline_rule(step.board.rules());
    if (rule.abandoned_service.empty() || call.request || waited < rule.shortest_ms) return {};
    CreateRequest request;
    request.service = rule.abandoned_service;
    request.channel = Channel::hotline;
    request.caller = call.number;
    request.silent = true;
    // No room for another request is no reason to overlook the call.
    if (receive(step, request)) return {};
    const Request* const taken = looked_after_as(step.board, {step.env.seq});
    return taken == nullptr ? RequestId{} : taken->id;
}

void end_call(Step& step, CallId id, CallEnd end) {
    const Call call = get(step.board, id);
    // Whoever was spoken to was not given up, whatever the exchange makes of it.
    if (call.answered_at && end == CallEnd::abandoned) end = CallEnd::answered;
    if (!call.answered_at && end == CallEnd::answered) end = CallEnd::lost;
    CallEnded event;
    event.call = id;
    event.end = end;
    event.member_hint = call.member_hint;
    event.waited_ms = (call.answered_at ? call.answered_at : step.now()) - call.started_at;
    event.talked_ms = call.answered_at ? step.now() - call.answered_at : Millis{};
    if (!call.answered_at) event.request = look_after(step, call, event.waited_ms);
    step.emit(event);
}

Rejection begin(Step& step, const ReportCall& command, const std::string& number) {
    const HotlineRule& rule = hotline_rule(step.board.rules());
    if (step.board.store<Call>().size() >= static_cast<std::size_t>(rule.max_calls)) {
        return reject(RejectReason::limit_reached, "/reference",
                      "the limit of hotline.max_calls calls is reached");
    }
    CallBegan event;
    Call& call = event.call;
    call.id = {step.env.seq};
    call.reference = command.reference;
    call.number = number;
    call.line = command.line;
    call.queue = command.queue;
    CallerHints hints = hints_of(step.board, number);
    call.member_hint = hints.member;
    call.member_hints = std::move(hints.all);
    call.started_at = step.now();
    if (rule.answer_within_ms > Millis{}) call.answer_by = step.now() + rule.answer_within_ms;
    step.emit(std::move(event));
    return {};
}

// What is told beside the status, and was not known.
void learn(Step& step, CallId id, const ReportCall& command, const std::string& number) {
    const Call& call = get(step.board, id);
    if (!number.empty() && number != call.number.value) {
        CallerHints hints = hints_of(step.board, number);
        step.emit(CallerKnown{id, number, hints.member, std::move(hints.all)});
    }
    if (!command.queue.empty() && command.queue != get(step.board, id).queue) {
        step.emit(CallQueued{id, command.queue});
    }
}

void forget_caller(Step& step, MemberId member) {
    std::vector<CallId> all;
    const auto& store = step.board.store<Call>();
    for (const Index index : store.in_order()) {
        const Call& call = store[index];
        const bool named = std::any_of(call.member_hints.begin(), call.member_hints.end(),
                                       [&](const MemberHint& one) { return one.member == member; });
        if (call.member_hint == member || named) all.push_back(call.id);
    }
    for (const CallId id : all)
        step.emit(CallForgotten{id});
}

void react(Step& step, const MemberErased& event) {
    forget_caller(step, event.member);
}
void react(Step& step, const MemberRemoved& event) {
    forget_caller(step, event.member);
}

}  // namespace

Rejection decide(Step& step, const ReportCall& command) {
    if (auto bad = check_reference(command.reference)) return bad;
    if (auto bad = check_end(command)) return bad;
    // "anonymous", "<unknown>": who gives no number has none.
    const auto phone = parse_phone(command.number.value, step.board.phone_rule());
    const std::string number = phone ? to_text(*phone) : std::string();
    Index index = step.board.derived<Call>().find(command.reference);
    if (index == no_index) {
        if (auto bad = begin(step, command, number)) return bad;
        index = step.board.derived<Call>().find(command.reference);
    }
    const CallId id = step.board.store<Call>()[index].id;
    if (get(step.board, id).status == CallStatus::ended) return {};
    learn(step, id, command, number);
    const bool answered = command.status == CallStatus::talking ||
                          (command.status == CallStatus::ended && command.end == CallEnd::answered);
    if (answered && get(step.board, id).status == CallStatus::ringing) {
        step.emit(CallAnswered{id, command.agent, step.now() - get(step.board, id).started_at});
    }
    if (command.status == CallStatus::ended) end_call(step, id, command.end);
    return {};
}

Rejection decide(Step& step, const ReportLiveCalls& command) {
    if (command.exchange.empty() || command.exchange.find(':') != std::string::npos) {
        return reject(RejectReason::invalid_field, "/exchange",
                      "must be the name before the colon of its references, such as pbx");
    }
    if (command.references.size() > max_live) {
        return reject(RejectReason::invalid_field, "/references",
                      "at most " + std::to_string(max_live));
    }
    std::vector<std::string> live = command.references;
    std::sort(live.begin(), live.end());
    const std::string prefix = command.exchange + ":";
    const auto& store = step.board.store<Call>();
    for (const Index index : store.in_order()) {
        const Call& call = store[index];
        if (call.status == CallStatus::ended || !call.reference.starts_with(prefix)) continue;
        if (std::binary_search(live.begin(), live.end(), call.reference)) continue;
        // A record makes one request: of those that nobody answered the desk is told, and nobody
        // knows how long they have been over.
        step.emit(CallEnded{call.id,
                            call.answered_at ? CallEnd::answered : CallEnd::lost,
                            call.member_hint,
                            (call.answered_at ? call.answered_at : step.now()) - call.started_at,
                            call.answered_at ? step.now() - call.answered_at : Millis{},
                            {}});
    }
    return {};
}

Rejection decide(Step& step, const TakeCall& command) {
    CreateRequest request;
    request.service =
        command.service.empty() ? hotline_rule(step.board.rules()).service : command.service;
    request.channel = Channel::hotline;
    request.urgency = command.urgency;
    request.member = command.member;
    request.note = command.note;
    request.silent = command.silent;
    if (auto bad = check_fields(step, request)) return bad;
    if (command.member) {
        if (auto member = find_one(step, command.member); !member) return member.error();
    }
    const auto index = find_one(step, command.call);
    if (!index) return index.error();
    if (auto bad = check_request(step, request)) return bad;
    const Call& call = step.board.store<Call>()[*index];
    if (call.request) {
        return reject(RejectReason::illegal_status, "/call",
                      "call " + std::to_string(call.id.value) + " is request " +
                          std::to_string(call.request.value) + " already");
    }
    request.caller = call.number;
    if (auto bad = receive(step, request)) return bad;
    step.emit(CallTaken{command.call, {step.env.seq}, step.env.source});
    return {};
}

void CallsArea::react(Step& step, const Event& event) {
    visit_as(
        Follows(), [&](const auto& one) { core::react(step, one); }, event);
}

TimePoint CallsArea::due(const Board& board) {
    return board.deadlines<Call>().next_due();
}

void CallsArea::fire(Step& step) {
    const Call& call = step.board.store<Call>()[step.board.deadlines<Call>().next_handle()];
    if (call.status == CallStatus::ended) {
        step.emit(CallForgotten{call.id});
    } else {
        step.emit(CallLate{call.id, call.member_hint});
    }
}

}  // namespace muster::core
