// The pages behind a card's link, for people over 80 and whoever stands beside them: few words,
// very large buttons, the number to call in sight on each, Chinese and English. They work without
// scripts; the status page has one that renews it. Pure functions from data to HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/page_parts.hpp"
#include "muster/rules.hpp"

namespace muster::http {

// The part of the rules that the pages show.
struct ServiceName {
    Code code;
    std::string name_en;
    std::string name_zh;
};
BOOST_DESCRIBE_STRUCT(ServiceName, (), (code, name_en, name_zh))

struct CardRules {
    std::vector<ServiceName> services;
    std::vector<CardColour> card_colours;
};
BOOST_DESCRIBE_STRUCT(CardRules, (), (services, card_colours))

// The part of a request that the status page reads.
struct SlotProgress {
    SlotStatus status = SlotStatus::open;
    TimePoint arrival_at;
};
BOOST_DESCRIBE_STRUCT(SlotProgress, (), (status, arrival_at))

struct RequestProgress {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    Code service;
    MemberId member;
    RequestId merged_into;
    std::vector<SlotProgress> slots;
};
BOOST_DESCRIBE_STRUCT(RequestProgress, (), (id, status, service, member, merged_into, slots))

// The form: one button per colour. `action` is the page's own path, `nonce` the form's key. `only`:
// the colour of a chip behind one field of a card; its button alone asks to be pressed, and the
// others are a link away. Nothing is asked for before a button was pressed.
[[nodiscard]] std::string press_page(const PageContext& context, std::string_view action,
                                     std::string_view nonce, const std::vector<CardColour>& colours,
                                     std::string_view only = {});

// What happens with a request now, in plain words. Minutes are rounded up; never below one.
[[nodiscard]] Words words_for(const RequestProgress& request, TimePoint now);
[[nodiscard]] bool is_over(RequestStatus status);

// Renews itself every `refresh` until the request is over, by a script that fetches it and replaces
// what changed; without scripts by a link. `again` is the path of the form.
[[nodiscard]] std::string status_page(const PageContext& context, const RequestProgress& request,
                                      const CardRules& rules, TimePoint now, Millis refresh,
                                      std::string_view again);

// Anything that did not work: says so kindly and gives the hotline's number.
[[nodiscard]] std::string sorry_page(const PageContext& context, const Words& words,
                                     std::string_view again);

// The Content-Security-Policy of these pages: only their own style and script, by their hashes.
[[nodiscard]] std::string card_pages_csp();

// "<unix milliseconds>-<16 hex digits>": makes a double tap one request.
[[nodiscard]] std::string make_nonce(TimePoint now);

// The idempotency key of a press. A form that was left open longer than `life` still works and is a
// new request, told apart by the minute: pressing again a day later must bring help, and a double
// tap then is still one press. The same holds for a nonce that is missing or not of our form.
[[nodiscard]] std::string press_key(CardId card, std::string_view colour, std::string_view nonce,
                                    TimePoint now, Millis life);

}  // namespace muster::http
