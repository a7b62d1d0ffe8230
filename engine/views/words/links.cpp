// The words of the events of links.

#include <tuple>

#include "engine/views/event_view_impl.hpp"
#include "muster/links.hpp"

namespace muster::views {

template <>
constexpr auto words_of<LinksEvents> = std::tuple{
    Row<LinkIssued>{
        "a link to request {link.request} issued for {link.audience}[, good for {link.expires_at}]",
        "为{link.audience}生成请求 {link.request} 的链接[，有效期 {link.expires_at}]"},
    Row<LinkEnded>{"link {link} to request {request}: {status}[: {reason}]",
                   "请求 {request} 的链接 {link} {status}[：{reason}]", Tone::quiet},
    Row<LinkForgotten>{"link {link} left the list", "链接 {link} 移出列表", Tone::quiet},
};
template std::span<const EventView> list_view<LinksEvents>();

}  // namespace muster::views
