// Every limit and setting of the HTTP listener, with its default.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/gate/key_ring.hpp"
#include "engine/gate/rate_limiter.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::http {

struct HttpOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0 = any free one
    // How the outside reaches this listener, such as https://muster.example; empty = not known.
    std::string public_url;
    // Addresses of our own reverse proxies: their X-Forwarded-For names the client, and the limits
    // per address do not apply to the proxy itself.
    std::vector<std::string> trusted_proxies;

    // ---- sizes ----
    std::size_t header_bytes = 8 * 1024;  // also of the trailers behind a body in chunks
    std::size_t header_fields = 100;
    std::size_t chunk_line_bytes = 8 * 1024;  // a chunk's size with its extensions
    std::size_t target_bytes = 2 * 1024;
    std::size_t body_bytes = 1024 * 1024;
    std::size_t intake_body_bytes = 64 * 1024;
    std::size_t form_body_bytes = 4 * 1024;
    std::size_t read_bytes = 16 * 1024;  // asked of the socket at once

    // ---- connections ----
    std::size_t max_connections = 4096;
    std::size_t max_connections_per_address = 256;
    std::size_t max_pipelined = 16;  // requests under way on one connection
    // Of answers that one client has not taken: beyond it no further request is begun.
    std::size_t unsent_bytes = 256 * 1024;
    std::size_t max_commands_in_flight = 8192;  // waiting for their commit, in all
    Millis idle_ms = seconds(75);               // between two requests
    Millis request_ms = seconds(10);            // from its first byte to its last
    Millis write_ms = seconds(20);              // until the client has taken a response
    Millis linger_ms = seconds(2);              // after the last response of a refused connection
    Millis sweep_ms = Millis{250};              // how often the times above are looked at

    // ---- rates ----
    gate::RateLimit per_token{.per_minute = 30'000, .burst = 1'000, .max_names = 65'536};
    gate::RateLimit per_address{.per_minute = 30'000, .burst = 1'000, .max_names = 65'536};
    gate::RateLimit per_card_view{.per_minute = 60, .burst = 30, .max_names = 65'536};
    gate::RateLimit per_card_press{.per_minute = 6, .burst = 6, .max_names = 65'536};
    // Taken from a bucket of the address for failures alone, as large as per_address.
    std::int64_t failed_login_cost = 50;

    // ---- long reads ----
    // Work as muster::Reading counts it: a row looked at, or 64 bytes written.
    std::size_t read_work_per_turn = 1'024;     // of the event loop, before others have theirs
    std::int64_t read_work_per_token = 2'048;   // what one token of the bucket buys
    std::size_t reads_waiting_per_token = 512;  // more are refused with 429
    // Of long answers made and not yet read by all clients of one token, in bytes. At the limit
    // further reads wait, for write_ms at most, and are then refused with 429.
    std::size_t unread_bytes_per_token = 8 * 1024 * 1024;
    std::int64_t explain_cost = 100;  // tokens of the bucket for the decisions of one request

    // ---- intake and cards ----
    gate::KeyRing gateway_keys;  // name of the gateway -> shared secret
    Millis signature_window_ms = seconds(300);
    std::size_t intake_batch_events = 100;  // in one request
    gate::KeyRing card_keys;                // kid -> secret
    Code sos_service = "emergency";     // what a press on a fixed button without a service asks for
    std::string hotline;                // shown on card pages; empty = none
    Millis form_life_ms = minutes(10);  // a later press of the same form is a new request
    Millis status_refresh_ms = seconds(10);

    // ---- other ----
    std::string time_zone = "Asia/Shanghai";       // IANA name, told with each ticket
    Millis ticket_ttl_ms = seconds(30);            // told to the client; the feed enforces its own
    Millis retry_after_ms = seconds(1);            // told on 503
    std::string console_folder;                    // pages under "/"; empty = none
    std::size_t console_bytes = 64 * 1024 * 1024;  // all pages together; more = refuse to start
    std::size_t console_files = 2'000;
    std::string console_csp =
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'";
    bool metrics_need_token = false;  // true: /metrics only for supervisor and admin
};

}  // namespace muster::http
