// What the area does with its commands and events. Events are trusted: the decisions have checked
// them, or they come from the log.

#include "engine/core/calls/area.hpp"

#include "engine/core/calls/call_state.hpp"
#include "engine/core/changes.hpp"

namespace muster::core {

// Made in the files beside this one: checks the command, and emits what follows. A rejection means
// that nothing was emitted.
Rejection decide(Step& step, const ReportCall& command);
Rejection decide(Step& step, const ReportLiveCalls& command);
Rejection decide(Step& step, const TakeCall& command);

namespace {

void do_action(Call& call, CallAction action) {
    const auto next = call_cycle.next(call.status, action);
    must(next.has_value());
    call.status = *next;
}

struct Apply {
    Changes& changes;
    const TimePoint at;

    void operator()(const CallBegan& e) { changes.put(e.call); }

    void operator()(const CallerKnown& e) {
        changes.change(e.call, [&](Call& call) {
            call.number = e.number;
            call.member_hint = e.member_hint;
            call.member_hints = e.member_hints;
        });
    }

    void operator()(const CallQueued& e) {
        changes.change(e.call, [&](Call& call) { call.queue = e.queue; });
    }

    void operator()(const CallAnswered& e) {
        changes.change(e.call, [&](Call& call) {
            do_action(call, CallAction::answer);
            call.agent = e.agent;
            call.answered_at = at;
        });
    }

    void operator()(const CallLate& e) {
        changes.change(e.call, [&](Call& call) { call.late_at = at; });
    }

    void operator()(const CallEnded& e) {
        changes.change(e.call, [&](Call& call) {
            do_action(call, CallAction::end);
            call.end = e.end;
            call.ended_at = at;
            if (e.request) call.request = e.request;
        });
    }

    void operator()(const CallTaken& e) {
        changes.change(e.call, [&](Call& call) { call.request = e.request; });
    }

    void operator()(const CallForgotten& e) { changes.forget(e.call); }
};

}  // namespace

Rejection CallsArea::decide(Step& step, const Command& command) {
    return visit_as(
        Commands(), [&](const auto& one) { return core::decide(step, one); }, command);
}

void CallsArea::apply(Changes& changes, const Event& event) {
    visit_as(Events(), Apply{changes, changes.at()}, event);
}

}  // namespace muster::core
