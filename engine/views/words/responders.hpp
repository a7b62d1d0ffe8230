// The words of the events of responders: who they are, whether they work, where they are.
#pragma once

#include <string>
#include <tuple>

#include "engine/views/sentence.hpp"
#include "muster/responders.hpp"

namespace muster::views {

inline std::string taken_to_be(const PositionLapsed& e, const Teller& teller) {
    const Responder* found = teller.board().responders().get(e.responder);
    return found && (found->profile.post || !found->standby.empty())
               ? teller.choose("taken to be at the own post", "按驻点计算")
               : teller.choose("sent only when nobody else is free", "仅在无其他人员可派时考虑");
}

constexpr auto words_of_responders = std::tuple{
    Row<ResponderRegistered>{"responder {profile.name} registered", "登记人员：{profile.name}"},
    Row<ResponderUpdated>{"responder {profile.name} updated", "更新人员：{profile.name}"},
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
};

}  // namespace muster::views
