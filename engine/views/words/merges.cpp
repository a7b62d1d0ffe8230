// The words of the events of merges of members.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/merges.hpp"

namespace muster::views {

template <>
constexpr auto words_of<MergesEvents> = std::tuple{
    Row<MergeProposed>{
        "{merge.kept} and {merge.other} may be one person[: {merge.matched}][: {merge.reason}]",
        "{merge.kept}与{merge.other}可能为同一人[：{merge.matched}][：{merge.reason}]", Tone::warn},
    Row<MembersMerged>{"{other} is the same person as {kept}[: {reason}]",
                       "{other}与{kept}确认为同一人[：{reason}]"},
    Row<MergeRejected>{"merge {merge} rejected: they are two people[: {reason}]",
                       "合并 {merge} 被否决：并非同一人[：{reason}]"},
    Row<MergeUndone>{"{other} and {kept} are two people again[: {reason}]",
                     "{other}与{kept}恢复为两人[：{reason}]", Tone::warn},
    Row<MergeForgotten>{"merge {merge} left the register", "合并 {merge} 移出登记", Tone::quiet},
};
template std::span<const EventView> list_view<MergesEvents>();

}  // namespace muster::views
