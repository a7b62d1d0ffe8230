// What the HTTP listener counts, in the Prometheus text format. One thread writes.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstdint>
#include <string>

#include "adapters/http/routes.hpp"
#include "muster/units.hpp"

namespace muster::http {

// The limits whose hits are counted, one label each.
enum class Limit : std::uint8_t {
    connections,
    connections_per_address,
    header_bytes,
    target_bytes,
    body_bytes,
    rate_token,
    rate_address,
    rate_card,
    commands_in_flight,
    pipelined,
    idle,
    request_time,
    write_time,
    rate_failures,    // wrong tokens and signatures of one address
    reads_waiting,    // long reads of one principal
    unread_answers,   // bytes of them, of one principal
    explanations,     // those that wait, in all or of one principal
    maps,             // tiles and ways that wait, likewise
    replays,          // questions about what was, likewise
    unauthenticated,  // a connection without a valid token made room for another
    chunk_bytes,
    unsent_bytes,
    memory,
};
constexpr std::size_t limit_count = static_cast<std::size_t>(Limit::memory) + 1;

// Who could not prove who it is, one label each.
// nothing: a token was needed and none was shown, as by a page that was left open.
enum class Login : std::uint8_t { nothing, token, signature, push, api_key, certificate, account };
constexpr std::size_t login_count = static_cast<std::size_t>(Login::account) + 1;

class HttpMetrics {
  public:
    HttpMetrics();

    void answered(Endpoint endpoint, unsigned status, double seconds);
    void hit(Limit limit) { limits_[static_cast<std::size_t>(limit)]->Increment(); }
    [[nodiscard]] double hits(Limit limit) const {
        return limits_[static_cast<std::size_t>(limit)]->Value();
    }
    void connection_opened();
    void connection_closed() { open_.Decrement(); }
    void bytes_in(std::size_t n) { bytes_in_.Increment(static_cast<double>(n)); }
    void bytes_out(std::size_t n) { bytes_out_.Increment(static_cast<double>(n)); }
    void failed_login(Login kind) { failed_logins_[static_cast<std::size_t>(kind)]->Increment(); }
    // A known sender may not do what it asked for; answers of 403 are counted by answered().
    void refused_right() { refused_rights_.Increment(); }
    void clock_ahead(Millis city_minus_system) {
        clock_ahead_.Set(static_cast<double>(city_minus_system.value) / 1000.0);
    }
    void accept_failed() { accept_failures_.Increment(); }
    void forwarded_ignored() { forwarded_ignored_.Increment(); }
    [[nodiscard]] double forwarded_ignored_total() const { return forwarded_ignored_.Value(); }
    void unread(std::size_t bytes) { unread_bytes_.Set(static_cast<double>(bytes)); }
    // Of one body of a maker's cloud.
    void pushed(std::size_t commands, std::size_t unmapped, std::size_t notes) {
        pushed_.Increment(static_cast<double>(commands));
        push_unmapped_.Increment(static_cast<double>(unmapped));
        push_notes_.Increment(static_cast<double>(notes));
    }
    void reads_waiting(std::size_t n) { reads_waiting_.Set(static_cast<double>(n)); }

    [[nodiscard]] std::string text() const;

  private:
    prometheus::Registry registry_;
    prometheus::Family<prometheus::Counter>& responses_family_;
    // By endpoint and hundreds of the status, made at the first use: few of them ever occur.
    std::array<std::array<prometheus::Counter*, 6>, endpoint_count> responses_{};
    std::array<prometheus::Histogram*, endpoint_count> seconds_{};
    std::array<prometheus::Counter*, limit_count> limits_{};
    prometheus::Gauge& open_;
    prometheus::Gauge& clock_ahead_;
    prometheus::Counter& accepted_;
    prometheus::Counter& accept_failures_;
    prometheus::Counter& bytes_in_;
    prometheus::Counter& bytes_out_;
    std::array<prometheus::Counter*, login_count> failed_logins_{};
    prometheus::Counter& refused_rights_;
    prometheus::Counter& forwarded_ignored_;
    prometheus::Counter& pushed_;
    prometheus::Counter& push_unmapped_;
    prometheus::Counter& push_notes_;
    prometheus::Gauge& unread_bytes_;
    prometheus::Gauge& reads_waiting_;
};

}  // namespace muster::http
