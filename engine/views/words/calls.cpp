// The words of the events of calls.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/calls.hpp"

namespace muster::views {

template <>
constexpr auto words_of<CallsEvents> = std::tuple{
    Row<CallBegan>{
        "call {call.id}[ from {call.number}][, perhaps {call.member_hint}][, {call.queue}]",
        "来电 {call.id}[：{call.number}][，可能是{call.member_hint}][，{call.queue}]", Tone::warn},
    Row<CallerKnown>{"call {call} is from [{number}|nobody known][, perhaps {member_hint}]",
                     "来电 {call} 的号码：[{number}|未知][，可能是{member_hint}]"},
    Row<CallQueued>{"call {call} waits in {queue}", "来电 {call} 进入队列 {queue}", Tone::quiet},
    Row<CallAnswered>{"call {call} answered[ by {agent}][ after {waited_ms}]",
                      "来电 {call} 已接听[（{agent}）][，等待 {waited_ms}]"},
    Row<CallLate>{"nobody answers call {call}[, perhaps of {member_hint}]",
                  "来电 {call} 无人接听[，可能是{member_hint}]", Tone::bad}
        .alerting(),
    Row<CallEnded>{
        "call {call} ended: {end}[, after a wait of {waited_ms}][, talked for "
        "{talked_ms}][; request {request}]",
        "来电 {call} 结束：{end}[，等待 {waited_ms}][，通话 {talked_ms}][；请求 "
        "{request}]",
        [](const CallEnded& e) { return e.end == CallEnd::answered ? Tone::quiet : Tone::bad; }}
        .alerting([](const CallEnded& e) { return e.end != CallEnd::answered; }),
    Row<CallTaken>{"call {call} is request {request}[, by {by}]",
                   "来电 {call} 已登记为请求 {request}[（{by}）]"},
    Row<CallForgotten>{"call {call} left the list", "来电 {call} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<CallsEvents>();

}  // namespace muster::views
