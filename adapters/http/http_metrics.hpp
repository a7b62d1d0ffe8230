// What the HTTP listener counts, in the Prometheus text format. One thread writes.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstdint>
#include <string>

#include "adapters/http/http_codec.hpp"
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
    chunk_bytes,
    unsent_bytes,
    memory,
};
constexpr std::size_t limit_count = 16;

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
    void failed_login() { failed_logins_.Increment(); }
    void clock_ahead(Millis city_minus_system) {
        clock_ahead_.Set(static_cast<double>(city_minus_system.value) / 1000.0);
    }
    void accept_failed() { accept_failures_.Increment(); }

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
    prometheus::Counter& failed_logins_;
};

}  // namespace muster::http
