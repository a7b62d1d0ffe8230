// How a request stands, in plain words for whoever waits for help: what happens now, when somebody
// arrives, four steps, and when to dial 120 instead of waiting on. Pure functions from data to
// HTML.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/page_parts.hpp"
#include "muster/request.hpp"
#include "muster/rules.hpp"

namespace muster::http {

// The part of the rules that the pages show.
struct ServiceName {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(ServiceName, (), (code, name_en, name_zh))

struct CityClock {
    std::int64_t utc_offset_min = 480;
};
BOOST_DESCRIBE_STRUCT(CityClock, (), (utc_offset_min))

struct PageRules {
    std::vector<ServiceName> services;
    std::vector<CardColour> card_colours{};
    std::optional<CityClock> calendar{};
};
BOOST_DESCRIBE_STRUCT(PageRules, (), (services, card_colours, calendar))

// "2026-02-13 09:30" by the city's clocks.
[[nodiscard]] std::string local_time(const PageRules& rules, TimePoint time);

// What somebody who never saw our catalogue calls the service: its name without what stands there
// in brackets for the desk. As HTML; nothing when the service is not known.
[[nodiscard]] std::optional<Words> plain_name(const PageRules& rules, Code service);

// The part of a request that the pages read.
struct SlotProgress {
    SlotStatus status = SlotStatus::open;
    TimePoint arrival_at;
};
BOOST_DESCRIBE_STRUCT(SlotProgress, (), (status, arrival_at))

struct HandoverProgress {
    Agency agency = Agency::none;
};
BOOST_DESCRIBE_STRUCT(HandoverProgress, (), (agency))

struct RequestProgress {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    Urgency urgency = Urgency::P4;
    Code service;
    MemberId member;
    RequestId merged_into;
    TimePoint created_at;
    TimePoint round_at;
    std::vector<SlotProgress> slots;
    std::vector<HandoverProgress> handovers;
};
BOOST_DESCRIBE_STRUCT(RequestProgress, (),
                      (id, status, urgency, service, member, merged_into, created_at, round_at,
                       slots, handovers))

// What happens with a request now, in plain words. Minutes are rounded up; never below one.
[[nodiscard]] Words words_for(const RequestProgress& request, TimePoint now);
// For whoever asked: what was merged or passed on goes on elsewhere.
[[nodiscard]] bool is_finished(RequestStatus status);

// How long somebody in danger waits for us before he is told to dial 120.
constexpr Millis alone_at_most = seconds(60);

// In how long to say so, at most now; nothing where it is no emergency, where somebody comes, or
// where 120 was told by us.
[[nodiscard]] std::optional<Millis> dial_in(const RequestProgress& request, const PageRules& rules,
                                            TimePoint now);

// The class of the page's main part: by it the style shows "dial 120" in time, also where no script
// runs and nothing can be fetched any more.
[[nodiscard]] std::string dial_class(Millis dial);

// The heading, and what belongs to it. `dial` is of dial_in, or nothing where it is not for whoever
// reads the page.
void append_standing(std::string& out, const PageContext& context, const RequestProgress& request,
                     const PageRules& rules, TimePoint now, std::optional<Millis> dial);
void append_dial(std::string& out, const PageContext& context);

}  // namespace muster::http
