// The words of the events of dispatch: who is asked and who is sent.

#include <string>
#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/dispatch.hpp"
#include "muster/responders.hpp"

namespace muster::views {
namespace {

// How the next best would have done. Where all slots are weighed together, somebody nearer may be
// of more use elsewhere.
std::string next_best(const SlotAssigned& e, const Teller& teller) {
    const auto& winner = e.rationale.winner;
    const auto& next = e.rationale.next;
    if (!winner) return {};
    if (!next) {
        return e.rationale.considered == 1 ? teller.choose("; nobody else was able", "；别无人选")
                                           : std::string();
    }
    const std::string comma = teller.choose(", ", "，");
    std::string all = teller.choose("; next best ", "；其次") + teller.said(next->responder) +
                      comma + teller.said(next->eta_ms) + comma;
    const Millis later = next->eta_ms + next->penalty_ms - winner->eta_ms - winner->penalty_ms;
    if (later > Millis{}) {
        all += teller.choose("", "慢 ") + teller.said(later) + teller.choose(" slower", "");
    } else if (later == Millis{}) {
        all += teller.choose("just as near", "同样近");
    } else {
        all += teller.choose("", "快 ") + teller.said(Millis{} - later) +
               teller.choose(" faster, but of more use elsewhere", "，但另有更需之处");
    }
    if (next->basis) {
        all += teller.choose(" (", "（") + teller.said(*next->basis) + teller.choose(")", "）");
    }
    return all;
}

}  // namespace

template <>
constexpr auto words_of<DispatchEvents> = std::tuple{
    Row<OfferMade>{"asked {candidate.responder}, {candidate.eta_ms} away ({candidate.distance_m})",
                   "询问{candidate.responder}，距离 {candidate.eta_ms}（{candidate.distance_m}）"},
    Row<OfferAccepted>{"{offer} accepted", "{offer}已接受", Tone::good},
    Row<OfferDeclined>{"{offer} declined[: {reason}]", "{offer}已谢绝[：{reason}]"},
    Row<OfferExpired>{"{offer} did not answer in time", "{offer}未及时答复"},
    Row<OfferWithdrawn>{"no longer asking {offer}: {cause}", "不再询问{offer}：{cause}",
                        Tone::quiet},
    Row<SlotFellBack>{"nobody accepted in time, so somebody is sent: {slot}",
                      "无人及时接受，改为直接派人：{slot}", Tone::warn}
        .alerting(),
    Row<SlotAssigned>{
        "sent {responder} ({slot}), {eta_ms} away[, {by}][ ({rationale.winner.basis})]{}"
        "[; the time is doubtful: his position lies {rationale.start_off_road_m} off the road or"
        " behind water][; the time is doubtful: the place lies {rationale.place_off_road_m} off the"
        " road or behind water][: {reason}]",
        "派出{responder}（{slot}），距离 {eta_ms}[，{by}][（{rationale.winner.basis}）]{}"
        "[；时间存疑：其位置距道路 {rationale.start_off_road_m} 或与道路隔水]"
        "[；时间存疑：现场距道路 {rationale.place_off_road_m} 或与道路隔水][：{reason}]",
        Tone::plain, next_best},
    Row<AssignmentReleased>{
        "released {responder}: {cause}[: {reason}]", "撤回{responder}：{cause}[：{reason}]",
        [](const AssignmentReleased& e) {
            return e.cause == ReleaseCause::request_ended ? Tone::quiet : Tone::warn;
        }}
        .alerting([](const AssignmentReleased& e) {
            return e.cause == ReleaseCause::not_acknowledged ||
                   e.cause == ReleaseCause::responder_out;
        }),
    Row<AssignmentAcknowledged>{"{responder} acknowledged", "{responder}已确认"},
    Row<ResponderEnRoute>{"{responder} is on the way", "{responder}已出发"},
    Row<ResponderOnScene>{"{responder} is on scene", "{responder}已到场", Tone::good},
    Row<SlotServed>{"{responder} is done: {disposition}[: {note}]",
                    "{responder}已完成：{disposition}[：{note}]", Tone::good},
    Row<ArrivalRevised>{"{responder} is now expected in {eta_ms}",
                        "{responder} 预计改为 {eta_ms} 后到达", Tone::quiet},
    Row<ResponderCallDue>{"{responder} has not acknowledged and is to be called",
                          "{responder}尚未确认，应致电本人", Tone::warn},
    Row<ResponderCallRecorded>{
        "called {responder}: {outcome}[: {note}]", "致电{responder}：{outcome}[：{note}]",
        [](const ResponderCallRecorded& e) {
            return e.outcome == ContactOutcome::answered ? Tone::plain : Tone::warn;
        }},
};
template std::span<const EventView> list_view<DispatchEvents>();

}  // namespace muster::views
