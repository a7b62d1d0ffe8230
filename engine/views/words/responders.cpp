// The words of the events of responders: who they are, whether they work, where they are.

#include <string>
#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/responders.hpp"

namespace muster::views {
namespace {

std::string taken_to_be(const PositionLapsed& e, const Teller& teller) {
    const Responder* found = teller.board().responders().get(e.responder);
    return found && (found->profile.post || !found->standby.empty())
               ? teller.choose("taken to be at the own post", "按驻点计算")
               : teller.choose("sent only when nobody else is free", "仅在无其他人员可派时考虑");
}

}  // namespace

template <>
constexpr auto words_of<RespondersEvents> = std::tuple{
    Row<ResponderRegistered>{"responder {profile.name} registered", "登记人员：{profile.name}"},
    Row<ResponderUpdated>{"responder {profile.name} updated", "更新人员：{profile.name}"},
    Row<SkillExpired>{"{responder} may not do {skill} any more: its time is over",
                      "{responder}的技能{skill}已到期", Tone::warn},
    Row<DutyChanged>{"{responder} is now {status}[: {reason}]",
                     "{responder} 现为{status}[：{reason}]"},
    Row<PositionsReported>{"{fixes} positions reported", "收到 {fixes} 个位置", Tone::quiet},
    Row<PositionDoubted>{"a position of {responder} is not believed: {doubted.why}",
                         "{responder}的上报位置存疑：{doubted.why}", Tone::warn},
    Row<PositionDoubtEnded>{"{responder} is [{confirmed}at the doubted position indeed|"
                            "where was believed; the doubt is over]",
                            "{responder}[{confirmed}确在存疑位置，已采信|位置恢复正常，疑点已消除]",
                            Tone::quiet},
    Row<PositionLapsed>{"the position of {responder} is too old to count, {age_ms}; {}",
                        "{responder}的位置已过期（{age_ms}），{}", Tone::warn, taken_to_be},
    Row<ResponderCleared>{"{responder} is available again", "{responder}恢复待命", Tone::quiet},
    Row<StandbyAdvised>{"{responder} [would be of more use at {post}|is best where he is]"
                        "[, {travel_ms} away][, covers {gain_ppm} more of what may come]",
                        "{responder} [建议移防至 {post}|原地待命即可]"
                        "[，距离 {travel_ms}][，多覆盖 {gain_ppm} 的需求]"},
    Row<StandbyOrdered>{
        "{responder} stands by at [{post}|his own place]"
        "[, {travel_ms} away][, covers {gain_ppm} more of what may come][: {reason}]",
        "{responder} [移防至 {post}|回原驻点待命]"
        "[，距离 {travel_ms}][，多覆盖 {gain_ppm} 的需求][：{reason}]"},
};
template std::span<const EventView> list_view<RespondersEvents>();

}  // namespace muster::views
