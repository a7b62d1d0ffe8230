#include "adapters/http/http_metrics.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <sstream>
#include <string_view>

namespace muster::http {

namespace {

constexpr std::array<std::string_view, limit_count> limit_names{"connections",
                                                                "connections_per_address",
                                                                "header_bytes",
                                                                "target_bytes",
                                                                "body_bytes",
                                                                "rate_token",
                                                                "rate_address",
                                                                "rate_card",
                                                                "commands_in_flight",
                                                                "pipelined",
                                                                "idle",
                                                                "request_time",
                                                                "write_time",
                                                                "rate_failures",
                                                                "reads_waiting",
                                                                "unread_answers",
                                                                "explanations",
                                                                "maps",
                                                                "replays",
                                                                "unauthenticated",
                                                                "chunk_bytes",
                                                                "unsent_bytes",
                                                                "memory"};

constexpr std::array<std::string_view, login_count> login_names = {
    "nothing", "token", "signature", "push", "api_key", "certificate", "account"};

prometheus::Counter& counter(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

HttpMetrics::HttpMetrics()
    : responses_family_(prometheus::BuildCounter()
                            .Name("muster_http_responses_total")
                            .Help("Responses by endpoint and class of status.")
                            .Register(registry_)),
      open_(gauge(registry_, "muster_http_connections", "Connections that are open now.")),
      clock_ahead_(gauge(registry_, "muster_city_clock_ahead_seconds",
                         "City time minus the system's clock: above 0 after the system's was set "
                         "back, below 0 while a new time is not believed yet.")),
      accepted_(counter(registry_, "muster_http_connections_total", "Connections accepted.")),
      accept_failures_(counter(registry_, "muster_http_accept_failures_total",
                               "Connections that the system could not accept.")),
      bytes_in_(counter(registry_, "muster_http_received_bytes_total", "Bytes read.")),
      bytes_out_(counter(registry_, "muster_http_sent_bytes_total", "Bytes written.")),
      refused_rights_(counter(registry_, "muster_http_refused_rights_total",
                              "Requests of known senders for what they may not do.")),
      forwarded_ignored_(counter(registry_, "muster_http_forwarded_ignored_total",
                                 "Requests with X-Forwarded-For from a peer that is not one of "
                                 "server.trusted_proxies.")),
      pushed_(counter(registry_, "muster_push_commands_total",
                      "Signals and signs of life that clouds of makers pushed.")),
      push_unmapped_(counter(registry_, "muster_push_unmapped_total",
                             "Of these, signals that their mapping does not know.")),
      push_notes_(counter(registry_, "muster_push_left_out_total",
                          "Values that could not be read, such as times and places.")),
      unread_bytes_(gauge(registry_, "muster_http_unread_bytes",
                          "Long answers that clients have not read yet.")),
      reads_waiting_(gauge(registry_, "muster_http_reads_waiting",
                           "Long reads that wait for their turn or are being made.")) {
    auto& seconds = prometheus::BuildHistogram()
                        .Name("muster_http_request_seconds")
                        .Help("From the last byte of a request to its response.")
                        .Register(registry_);
    for (std::size_t i = 0; i < endpoint_count; ++i) {
        seconds_[i] = &seconds.Add(
            {{"endpoint", std::string(routes[i].name)}},
            prometheus::Histogram::BucketBoundaries{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                    0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0});
    }
    auto& limits = prometheus::BuildCounter()
                       .Name("muster_http_limit_hits_total")
                       .Help("How often a limit refused, delayed or closed something.")
                       .Register(registry_);
    for (std::size_t i = 0; i < limit_count; ++i) {
        limits_[i] = &limits.Add({{"limit", std::string(limit_names[i])}});
    }
    auto& logins = prometheus::BuildCounter()
                       .Name("muster_http_failed_logins_total")
                       .Help("Requests with a wrong token, signature or key, by what was wrong.")
                       .Register(registry_);
    for (std::size_t i = 0; i < login_count; ++i) {
        failed_logins_[i] = &logins.Add({{"kind", std::string(login_names[i])}});
    }
}

void HttpMetrics::answered(Endpoint endpoint, unsigned status, double seconds) {
    const auto place = static_cast<std::size_t>(endpoint);
    const std::size_t hundreds = std::min<std::size_t>(status / 100, 5);
    auto*& count = responses_[place][hundreds];
    if (count == nullptr) {
        count = &responses_family_.Add({{"endpoint", std::string(row_of(endpoint).name)},
                                        {"status", std::to_string(hundreds) + "xx"}});
    }
    count->Increment();
    seconds_[place]->Observe(seconds);
    // Open311 answers a wrong key by 403 too, and counts what it refuses itself; a push from an
    // address that may not is a failed log-in.
    const bool by_itself = endpoint == Endpoint::open311_request ||
                           endpoint == Endpoint::open311_requests || endpoint == Endpoint::push;
    if (status == 403 && !by_itself) refused_right();
}

void HttpMetrics::connection_opened() {
    accepted_.Increment();
    open_.Increment();
}

std::string HttpMetrics::text() const {
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, registry_.Collect());
    return out.str();
}

}  // namespace muster::http
