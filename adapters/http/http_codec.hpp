// Targets and header values: pure functions from text to structs. Nothing here allocates without a
// bound given by the size of its input, and nothing throws but std::bad_alloc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::http {

// A request target (RFC 9112, 3.2: origin-form or absolute-form), decoded.
struct Target {
    std::string path;                                        // begins with '/', UTF-8
    std::vector<std::pair<std::string, std::string>> query;  // in the order of the text
};

// Fills `out`, or says what is wrong. Refused beside broken escapes: control characters, text that
// is not UTF-8, a fragment, and an escaped slash or backslash, which would make the meaning of a
// path depend on who decodes it.
[[nodiscard]] std::optional<std::string> parse_target(std::string_view text, Target& out);

// The pairs of an application/x-www-form-urlencoded body; nothing when an escape is broken or there
// are more than `max_pairs`.
[[nodiscard]] std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(
    std::string_view text, std::size_t max_pairs);

// A Host header's value: a name, an IPv4 address or an IPv6 address in brackets, and perhaps a
// port. Empty is not valid: every address of ours has a host.
[[nodiscard]] bool is_valid_host(std::string_view host);

// The credentials of "Bearer <token>" (RFC 6750); empty when the header says anything else.
[[nodiscard]] std::string_view bearer_token(std::string_view authorization);

// The text without its %-escapes; nothing when one is broken.
[[nodiscard]] std::optional<std::string> decode_escapes(std::string_view text);

// True when an Accept header lets application/json through. An absent header does.
[[nodiscard]] bool accepts_json(std::string_view accept);

// True when English is asked for and Chinese is not, or with less weight. Chinese is the default.
[[nodiscard]] bool prefers_english(std::string_view accept_language);

// How much an Accept-Encoding header wants a content coding, in thousandths; 0 = not at all. What
// it does not name is not wanted, but for "identity" (no coding), which then is wanted least of all
// (RFC 9110, 12.5.3). The old name x-gzip means gzip.
[[nodiscard]] int coding_weight(std::string_view accept_encoding, std::string_view coding);

// The key in an Idempotency-Key header: 1 to 255 visible ASCII characters, with or without the
// quotes of a structured string. Nothing when it is neither.
[[nodiscard]] std::optional<std::string_view> idempotency_key(std::string_view header);

// True when a list of entity tags (If-None-Match) holds this one, or '*'.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

// The last address of an X-Forwarded-For header: the one our own proxy wrote.
[[nodiscard]] std::string_view last_forwarded(std::string_view forwarded_for);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string http_date(std::int64_t unix_seconds);

// The registered phrase of a status code.
[[nodiscard]] std::string_view status_text(unsigned status);

}  // namespace muster::http
