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
    Row<MemberStatusChanged>{"{member} is now {status}[: {reason}]",
                             "{member}现为{status}[：{reason}]", Tone::warn},
    Row<MemberErased>{"all that was known of {member} is erased[: {reason}]",
                      "{member}的资料已全部删除[：{reason}]", Tone::warn},
    Row<ConsentRecorded>{"{member} consents to {consent.purpose}",
                         "{member}同意：{consent.purpose}", Tone::good},
    Row<ConsentWithdrawn>{"{member} does not consent to {purpose} any more[: {reason}]",
                          "{member}撤回同意：{purpose}[：{reason}]", Tone::warn},
    Row<MemberEventReported>{"an event of {member}[: {event.kind}][: {event.note}]",
                             "{member}发生情况[：{event.kind}][：{event.note}]", Tone::warn},
    Row<MemberRiskChanged>{"the risk of {member} is another now[: {risk.tier}][ ({risk.reasons})]",
                           "{member}的风险等级有变[：{risk.tier}][（{risk.reasons}）]",
                           [](const MemberRiskChanged& e) {
                               return e.risk.value.tier == RiskTier::high ? Tone::warn
                                                                          : Tone::plain;
                           }},
    Row<CardIssued>{"card issued for {card.member}", "发卡给{card.member}"},
    Row<CardChanged>{"card {card.id} is now {card.status}, print {card.generation}[: {reason}]",
                     "联系卡 {card.id} 现为{card.status}，第 {card.generation} 版[：{reason}]"},
    Row<CardCounted>{"tap {counter} of card {card}", "联系卡 {card} 第 {counter} 次刷卡",
                     Tone::quiet},
    Row<CardReplayed>{
        "tap {counter} of card {card} of {member} came again: its link was copied, and "
        "nobody was sent",
        "{member}的联系卡 {card} 第 {counter} 次刷卡被重复使用：链接被复制，未派人", Tone::bad}
        .alerting(),
};
template std::span<const EventView> list_view<RegistryEvents>();

}  // namespace muster::views
