// What follows from links: from one, and from all of them together.
#pragma once

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/links.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(LinkAction, revoke, expire)

constexpr LifeCycle<LinkStatus, LinkAction> link_cycle(
    {LinkStatus::active}, {LinkStatus::revoked, LinkStatus::expired},
    {{{LinkStatus::active}, LinkAction::revoke, LinkStatus::revoked},
     {{LinkStatus::active}, LinkAction::expire, LinkStatus::expired}});

// Of these rules, or the usual one.
[[nodiscard]] const LinkRule& link_rule(const Rules& rules);

// What a link shows that is issued for these readers without saying so.
[[nodiscard]] const std::vector<LinkPart>& usual_shows(const LinkRule& rule, LinkAudience audience);

// It can be opened now. Its time is compared, not only its status: a tick may be late.
[[nodiscard]] constexpr bool is_good(const Link& link, TimePoint now) {
    return link.status == LinkStatus::active && now < link.expires_at;
}

template <>
struct Derived<Link> {
    void add(Index /*index*/, const Link& link) {
        by_request.add(link.request, link.id);
        by_member.add(link.member, link.id);
    }
    void remove(Index /*index*/, const Link& link) {
        by_request.remove(link.request, link.id);
        by_member.remove(link.member, link.id);
    }
    // When it expires.
    [[nodiscard]] static TimePoint due(const Link& link, const Rules& /*rules*/) {
        return link.status == LinkStatus::active ? link.expires_at : never;
    }

    IdLists<RequestId, LinkId> by_request;
    IdLists<MemberId, LinkId> by_member;
};

}  // namespace muster::core
