// Any bytes as a target, a form and header values: never a crash, and what is accepted has the
// properties that the listener relies on.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "adapters/http/card_pages.hpp"
#include "adapters/http/event_binding.hpp"
#include "adapters/http/http_codec.hpp"
#include "adapters/http/routes.hpp"
#include "engine/codec/html.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/codec/text.hpp"

namespace {

using namespace muster;
using namespace muster::http;

void require(bool holds) {
    if (!holds) std::abort();
}

void try_target(std::string_view text) {
    Target target;
    if (parse_target(text, target)) return;
    require(!target.path.empty() && target.path.front() == '/');
    require(target.path.find('\0') == std::string::npos && codec::is_valid_utf8(target.path));
    const Route route = find_route(target.path);
    const auto* const begin = target.path.data();
    require(route.name.empty() ||
            (route.name.data() >= begin &&
             route.name.data() + route.name.size() <= begin + target.path.size()));
}

void try_event(std::string_view text) {
    const EventAttributes attributes{{"ce-specversion", "1.0"},
                                     {"ce-id", text},
                                     {"ce-source", "s"},
                                     {"ce-type", "cn.muster.device.sos"}};
    const auto events = read_events(EventMode::binary, attributes, "{}", "emergency", 1);
    if (events) {
        require(events->size() == 1 && codec::is_valid_utf8(events->front().key));
        return;
    }
    require(events.error().status == 400 && events.error().field == "ce-id");
    require(codec::is_valid_utf8(to_json(events.error(), text)));
}

void try_values(std::string_view text) {
    (void)bearer_token(text);
    (void)codec::is_media_type(text, "application/json");
    (void)accepts_json(text);
    (void)prefers_english(text);
    (void)etag_matches(text, "\"a\"");
    (void)last_forwarded(text);
    (void)codec::is_rfc3339(text);
    const auto key = idempotency_key(text);
    if (key) require(!key->empty() && key->size() <= 255);
    const auto form = parse_form(text, 8);
    if (form) require(form->size() <= 8);
    const std::string escaped = codec::escape_html(text);
    require(escaped.find('<') == std::string::npos && escaped.find('"') == std::string::npos);
    (void)press_key(CardId{1}, "red", text, TimePoint{1'700'000'000'000}, minutes(10));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An exactly sized copy, so that a sanitizer sees one byte too many.
    const std::unique_ptr<char[]> copy(new char[size]);
    if (size > 0) std::memcpy(copy.get(), data, size);
    const std::string_view text(copy.get(), size);
    try_target(text);
    try_event(text);
    try_values(text);
    return 0;
}
