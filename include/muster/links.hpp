// Links to a request: what a member or the family opens to see how it stands. The text of a link is
// signed at the edge (engine/gate/signed_link.hpp); here is which links there are and what they
// show.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using LinkId = Id<struct LinkTag>;

BOOST_DEFINE_ENUM_CLASS(LinkAudience, member, family)

// revoked: by the desk, by a newer link for the same readers, or because its member is not looked
// after any more. expired: its time is over. Links leave the board with their request.
BOOST_DEFINE_ENUM_CLASS(LinkStatus, active, revoked, expired)

// What a link promises: how the request stands; when somebody arrives; who that is, by the first
// character of the name; what happened so far; that it can be urged, and rated; that what
// volunteers say they did can be confirmed.
BOOST_DEFINE_ENUM_CLASS(LinkPart, status, arrival, who, timeline, urge, rate, confirm)

// It can be opened until before `expires_at`.
struct Link {
    LinkId id;
    RequestId request;
    MemberId member;  // of the request, when it was issued; 0 = not known
    LinkAudience audience = LinkAudience::member;
    // Counts the links for these readers of the request.
    std::uint32_t generation = 1;
    LinkStatus status = LinkStatus::active;
    TimePoint issued_at;
    TimePoint expires_at;
    TimePoint ended_at;  // revoked or expired; 0 = not yet
    std::string issued_by;
    std::vector<LinkPart> shows;
    Personal<std::string> reason;  // why it was revoked
};
BOOST_DESCRIBE_STRUCT(Link, (),
                      (id, request, member, audience, generation, status, issued_at, expires_at,
                       ended_at, issued_by, shows, reason))
template <>
inline constexpr EntityRow entity_row<Link>{.path = "links", .one = "link", .feed_order = 30};

// An active link for the same readers of the request is revoked.
struct IssueLink {
    RequestId request;
    LinkAudience audience = LinkAudience::member;
    std::vector<LinkPart> shows;          // empty = as LinkRule says
    std::optional<TimePoint> expires_at;  // nothing = after LinkRule::life_ms
};
BOOST_DESCRIBE_STRUCT(IssueLink, (), (request, audience, shows, expires_at))
template <>
inline constexpr CommandRow command_row<IssueLink>{
    .roles = desk_roles,
    .creates = entity_row<Link>.path,
    .allowed_in = statuses::open | statuses::helped |
                  RequestStatuses{statuses::closed, statuses::transferred}};

struct RevokeLink {
    LinkId link;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RevokeLink, (), (link, reason))
template <>
inline constexpr CommandRow command_row<RevokeLink>{.roles = desk_roles};

struct LinkIssued {
    Link link;
    [[nodiscard]] auto changes() const { return std::tuple(link.id); }
};
BOOST_DESCRIBE_STRUCT(LinkIssued, (), (link))

struct LinkEnded {
    LinkId link;
    RequestId request;
    LinkStatus status = LinkStatus::expired;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(link); }
};
BOOST_DESCRIBE_STRUCT(LinkEnded, (), (link, request, status, reason))

// With its request.
struct LinkForgotten {
    LinkId link;
    [[nodiscard]] auto changes() const { return std::tuple(link); }
};
BOOST_DESCRIBE_STRUCT(LinkForgotten, (), (link))

using LinksCommands = TypeList<IssueLink, RevokeLink>;
using LinksEvents = TypeList<LinkIssued, LinkEnded, LinkForgotten>;

}  // namespace muster
