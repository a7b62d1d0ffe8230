// The words of the events of the service itself: its rules and the speeds of its roads.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/service.hpp"

namespace muster::views {

template <>
constexpr auto words_of<ServiceEvents> = std::tuple{
    Row<RulesLoaded>{"rules {rules.version} are in force", "规则生效：{rules.version}"},
    Row<SpeedsRequested>{"other speeds were told for {speeds.ways} ways and {speeds.zones} zones"
                         "[: {speeds.reason}]",
                         "收到新的通行速度：{speeds.ways} 条道路、{speeds.zones} 个区域"
                         "[：{speeds.reason}]"},
    Row<SpeedsInUse>{"travel times follow the speeds of record {id}",
                     "行程时间采用记录 {id} 的通行速度"},
    Row<DeadlinesRecomputed>{"deadlines in working days are reckoned anew[ by {by}][: {reason}]",
                             "按现行日历重新计算工作日期限[（{by}）][：{reason}]", Tone::warn},
    Row<DeadlinesLeft>{"{count} more deadlines would move: recompute them once more",
                       "另有 {count} 项期限待调整，请再次重新计算", Tone::warn},
    Row<EntityUnmasked>{"{by} saw {collection}/{id} unmasked[: {reason}]",
                        "{by} 查看了 {collection}/{id} 的明文[：{reason}]", Tone::warn},
    Row<AccessSheetNoted>{"sheet {sheet.number} of the record of accesses was closed",
                          "访问记录第 {sheet.number} 页已封存"},
};
template std::span<const EventView> list_view<ServiceEvents>();

}  // namespace muster::views
