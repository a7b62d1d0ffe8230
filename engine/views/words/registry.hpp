// The words of the events of the registry: members and their cards.
#pragma once

#include <tuple>

#include "engine/views/sentence.hpp"
#include "muster/registry.hpp"

namespace muster::views {

constexpr auto words_of_registry = std::tuple{
    Row<MemberRegistered>{"member {member.profile.name} registered",
                          "登记服务对象：{member.profile.name}"},
    Row<MemberUpdated>{"member {member.profile.name} updated",
                       "更新服务对象：{member.profile.name}"},
    Row<MemberRemoved>{"{member} removed[: {reason}]", "移除{member}[：{reason}]"},
    Row<CardIssued>{"card issued for {card.member}", "发卡给{card.member}"},
    Row<CardChanged>{"card {card.id} is now {card.status}, print {card.generation}[: {reason}]",
                     "联系卡 {card.id} 现为{card.status}，第 {card.generation} 版[：{reason}]"},
};

}  // namespace muster::views
