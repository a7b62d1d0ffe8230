// The page behind a link to a request: how it stands, who comes, what happened, and what whoever
// opened it can do. It shows what the link promises and nothing else. It works without scripts.
// Pure functions from data to HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/page_parts.hpp"
#include "adapters/http/request_standing.hpp"
#include "muster/links.hpp"
#include "muster/request.hpp"
#include "muster/service_records.hpp"

namespace muster::http {

// The part of a link that its page reads.
struct LinkState {
    RequestId request;
    MemberId member;
    LinkAudience audience = LinkAudience::member;
    std::uint32_t generation = 0;
    LinkStatus status = LinkStatus::revoked;
    TimePoint expires_at;
    std::vector<LinkPart> shows;
};
BOOST_DESCRIBE_STRUCT(LinkState, (),
                      (request, member, audience, generation, status, expires_at, shows))

// The part of a request that the page reads.
struct LinkedSlot {
    SlotStatus status = SlotStatus::open;
    ResponderId responder;
    TimePoint assigned_at;
    TimePoint arrival_at;
    TimePoint on_scene_at;
    TimePoint served_at;
};
BOOST_DESCRIBE_STRUCT(LinkedSlot, (),
                      (status, responder, assigned_at, arrival_at, on_scene_at, served_at))

struct LinkedRequest {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    Urgency urgency = Urgency::P4;
    Code service;
    MemberId member;
    RequestId merged_into;
    TimePoint created_at;
    TimePoint round_at;
    TimePoint ended_at;
    std::uint32_t rating = 0;
    std::uint32_t reopened = 0;
    std::uint32_t urged = 0;
    TimePoint urged_at;
    TimePoint supervised_at;
    std::vector<LinkedSlot> slots;
    std::vector<HandoverProgress> handovers;
    std::vector<MilestoneState> milestones;
    std::optional<Extension> extension;
    std::vector<Reopening> reopenings;
    std::vector<RequestReturn> returns;
};
BOOST_DESCRIBE_STRUCT(LinkedRequest, (),
                      (id, status, urgency, service, member, merged_into, created_at, round_at,
                       ended_at, rating, reopened, urged, urged_at, supervised_at, slots, handovers,
                       milestones, extension, reopenings, returns))

// The part of a service that the page reads, which somebody says was done for the request.
struct LinkedService {
    ServiceRecordId id;
    ServiceRecordStatus status = ServiceRecordStatus::open;
    TimePoint starts_at;
    TimePoint ends_at;
    std::int64_t minutes = 0;
};
BOOST_DESCRIBE_STRUCT(LinkedService, (), (id, status, starts_at, ends_at, minutes))

// Everything that a page is made of. Texts are as they were said; here they become HTML.
struct LinkView {
    const LinkState& link;
    const LinkedRequest& request;
    const PageRules& rules;
    // Who comes, masked; only where the link promises it.
    std::vector<std::string> names;
    TimePoint now;
    // That were recorded for the request; only where the link promises to confirm them.
    std::vector<LinkedService> services = {};
};

[[nodiscard]] bool promises(const LinkState& link, LinkPart part);
// The page's own path: its forms go there.
[[nodiscard]] std::string link_page(const PageContext& context, const LinkView& view,
                                    std::string_view path);

// For each link that cannot be opened, whatever the cause: it never existed, its time is over, it
// was revoked.
[[nodiscard]] std::string gone_page(const PageContext& context);
// What was pressed could not be done; `path` leads back to the page.
[[nodiscard]] std::string undone_page(const PageContext& context, const Words& words,
                                      std::string_view path);

// What a form of the page asks for.
struct LinkPress {
    bool urge = false;
    ServiceRecordId confirm;   // 0 = none. Neither: it rates
    std::uint32_t rating = 0;  // 1..5
    std::uint64_t round = 0;   // of service, as the page showed it
    std::uint64_t urged = 0;   // how often it had been urged, as the page showed it
    std::string comment;
};
// Nothing when it is no form of ours.
[[nodiscard]] std::optional<LinkPress> read_press(
    const std::vector<std::pair<std::string, std::string>>& form);

// The idempotency key: of one form, however often it is pressed. In each round a link rates once.
[[nodiscard]] std::string link_key(LinkId link, const LinkPress& press);

}  // namespace muster::http
