// The words of the events of the registry: members and their cards.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/registry.hpp"

namespace muster::views {

template <>
constexpr auto words_of<RegistryEvents> = std::tuple{
    Row<MemberRegistered>{"member {member.profile.name} registered",
                          "登记服务对象：{member.profile.name}"},
    Row<MemberUpdated>{"member {member.profile.name} updated",
                       "更新服务对象：{member.profile.name}"},
    Row<MemberRemoved>{"{member} removed[: {reason}]", "移除{member}[：{reason}]"},
    Row<CardIssued>{"card issued for {card.member}", "发卡给{card.member}"},
    Row<CardChanged>{"card {card.id} is now {card.status}, print {card.generation}[: {reason}]",
                     "联系卡 {card.id} 现为{card.status}，第 {card.generation} 版[：{reason}]"},
};
template std::span<const EventView> list_view<RegistryEvents>();

}  // namespace muster::views
