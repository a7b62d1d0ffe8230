// Every limit and setting of the HTTP listener, with its range and its default.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/gate/key_ring.hpp"
#include "engine/gate/push_mapping.hpp"
#include "engine/gate/rate_limiter.hpp"
#include "engine/gate/sun_message.hpp"
#include "engine/net/tls_options.hpp"
#include "muster/ids.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::http {

// [server], as far as it is about this listener.
struct ServerOptions {
    std::string address = "127.0.0.1";
    Bounded<std::uint16_t, 0, 65'535> port = 8080;  // 0 = any free one
    // How the outside reaches this listener, such as https://muster.example; empty = not known.
    std::string public_url;
    // Addresses of our own reverse proxies: their X-Forwarded-For names the client, and the limits
    // per address do not apply to the proxy itself.
    std::vector<std::string> trusted_proxies;
    bool metrics_need_token = false;  // true: /metrics only for supervisor and admin
};
BOOST_DESCRIBE_STRUCT(ServerOptions, (),
                      (address, port, public_url, trusted_proxies, metrics_need_token))

// [cards], but for the keys.
struct CardOptions {
    std::string hotline;             // shown on card pages; empty = none
    Code sos_service = "emergency";  // what a press on a fixed button without a service asks for
    // A later press of the same form is a new request.
    Bounded<Millis, 1000, plenty> form_life_ms = minutes(10);
};
BOOST_DESCRIBE_STRUCT(CardOptions, (), (hotline, sos_service, form_life_ms))

// [http]. What is not described is filled by whoever starts the listener, from elsewhere.
struct HttpOptions {
    // Sizes.
    Bounded<std::size_t, 1024, 1 << 20> header_bytes = 8 * 1024;  // also of a body's trailers
    Bounded<std::size_t, 8, 10'000> header_fields = 100;
    // A chunk's size with its extensions.
    Bounded<std::size_t, 16, 1 << 20> chunk_line_bytes = 8 * 1024;
    Bounded<std::size_t, 64, 1 << 20> target_bytes = 2 * 1024;
    Bounded<std::size_t, 1024, 1 << 30> body_bytes = 1024 * 1024;
    Bounded<std::size_t, 1024, 1 << 30> intake_body_bytes = 64 * 1024;
    Bounded<std::size_t, 1024, 1 << 30> batch_body_bytes = 1024 * 1024;
    Bounded<std::size_t, 1024, 1 << 30> import_body_bytes = 32 * 1024 * 1024;
    Bounded<std::size_t, 1024, 1 << 20> form_body_bytes = 4 * 1024;
    Bounded<std::size_t, 512, 1 << 20> read_bytes = 16 * 1024;  // asked of the socket at once

    // Connections.
    Bounded<std::size_t, 1, 1'000'000> max_connections = 4096;
    Bounded<std::size_t, 1, 1'000'000> max_connections_per_address = 256;
    Bounded<std::size_t, 1, 1024> max_pipelined = 16;  // requests under way on one connection
    // Of answers that one client has not taken: beyond it no further request is begun.
    Bounded<std::size_t, 1024, 1 << 30> unsent_bytes = 256 * 1024;
    // Waiting for their commit, in all.
    Bounded<std::size_t, 1, 1'000'000> max_commands_in_flight = 8192;
    Bounded<Millis, 100, plenty> idle_ms = seconds(75);     // between two requests
    Bounded<Millis, 100, plenty> request_ms = seconds(10);  // from its first byte to its last
    Bounded<Millis, 100, plenty> import_ms = minutes(5);    // ... of one with a table
    Bounded<Millis, 100, plenty> write_ms = seconds(20);    // until the client has taken a response
    // After the last response of a refused connection.
    Bounded<Millis, 0, 60'000> linger_ms = seconds(2);
    Bounded<Millis, 10, 10'000> sweep_ms = Millis{250};  // how often these times are looked at
    Bounded<Millis, 1, 3'600'000> retry_after_ms = seconds(1);  // told on 503

    // Rates.
    gate::RateLimit per_token{.per_minute = 30'000, .burst = 1'000};
    gate::RateLimit per_address{.per_minute = 30'000, .burst = 1'000};
    gate::RateLimit per_card_view{.per_minute = 60, .burst = 30};
    gate::RateLimit per_card_press{.per_minute = 6, .burst = 6};
    // Taken from a bucket of the address for failures alone, as large as per_address.
    Bounded<std::int64_t, 0, 1'000'000> failed_login_cost = 50;

    // Commands in one batch: as many as one commit takes, so that it is durable at once.
    Bounded<std::size_t, 1, 65'536> batch_commands = 512;
    // Of a batch's commands of traffic `registry`, which give way to all others, so many for one
    // token of the bucket; each other command costs one, as by itself.
    Bounded<std::int64_t, 1, 1'000'000> batch_registry_per_token = 100;

    // Long reads. Work as muster::Reading counts it: a row looked at, or 64 bytes written.
    // Of the event loop, before others have their turn.
    Bounded<std::size_t, 1, 1'000'000> read_work_per_turn = 1'024;
    Bounded<std::int64_t, 1, plenty> read_work_per_token = 2'048;  // for one token of the bucket
    Bounded<std::size_t, 1, 1'000'000> reads_waiting_per_token = 512;  // more: refused with 429
    // Of long answers made and not yet read by all clients of one token, in bytes. At the limit
    // further reads wait, for write_ms at most, and are then refused with 429.
    Bounded<std::size_t, 1024, plenty> unread_bytes_per_token = 8 * 1024 * 1024;
    // Tokens of the bucket for the decisions of one request.
    Bounded<std::int64_t, 0, 1'000'000> explain_cost = 100;

    // Events from gateways, pages of cards and of the console.
    Bounded<Millis, 1000, plenty> signature_window_ms = seconds(300);
    Bounded<std::size_t, 1, 10'000> intake_batch_events = 100;  // in one request
    Bounded<Millis, 1000, 3'600'000> status_refresh_ms = seconds(5);
    // All files of the console together, in each form that is kept (as it is, compressed); more =
    // refuse to start.
    Bounded<std::size_t, 1024, 1 << 30> console_bytes = 64 * 1024 * 1024;
    Bounded<std::size_t, 1, 1'000'000> console_files = 2'000;

    ServerOptions server;
    net::TlsOptions tls;
    CardOptions cards;
    gate::KeyRing card_keys;     // kid -> secret
    gate::SunKeyRing chip_keys;  // kid -> the pair that a batch of chips has
    gate::KeyRing gateway_keys;  // name of the gateway -> shared secret
    // What clouds of makers post, with their secrets.
    std::vector<gate::PushMapping> push;
    std::string time_zone = "Asia/Shanghai";  // IANA name, told with each ticket
    Millis ticket_ttl_ms = seconds(30);       // told with each ticket; the feed enforces its own
    std::string console_folder;               // as built, pages under "/"; empty = none
};
BOOST_DESCRIBE_STRUCT(HttpOptions, (),
                      (header_bytes, header_fields, chunk_line_bytes, target_bytes, body_bytes,
                       intake_body_bytes, batch_body_bytes, import_body_bytes, form_body_bytes,
                       read_bytes, max_connections, max_connections_per_address, max_pipelined,
                       unsent_bytes, max_commands_in_flight, idle_ms, request_ms, import_ms,
                       write_ms, linger_ms, sweep_ms, retry_after_ms, per_token, per_address,
                       per_card_view, per_card_press, failed_login_cost, batch_commands,
                       batch_registry_per_token, read_work_per_turn, read_work_per_token,
                       reads_waiting_per_token, unread_bytes_per_token, explain_cost,
                       signature_window_ms, intake_batch_events, status_refresh_ms, console_bytes,
                       console_files))

}  // namespace muster::http
