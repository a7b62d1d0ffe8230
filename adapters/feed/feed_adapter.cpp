#include "adapters/feed/feed_adapter.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/feed/connection.hpp"
#include "adapters/feed/handshake.hpp"

namespace muster::feed_adapter {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace

FeedAdapter::FeedAdapter(asio::any_io_executor executor, FeedPort& port, FeedAdapterOptions options,
                         Clock clock)
    : executor_(std::move(executor)),
      port_(port),
      options_(std::move(options)),
      clock_(std::move(clock)),
      timer_(executor_) {}

FeedAdapter::~FeedAdapter() {
    stop();
}

std::optional<std::string> FeedAdapter::start() {
    arm_timer();
    return std::nullopt;
}

void FeedAdapter::stop() {
    stopped_ = true;
    timer_.cancel();
    for (auto& [key, connection] : connections_)
        connection->abandon();
    connections_.clear();
}

void FeedAdapter::accept(net::Stream stream, std::string_view client,
                         const boost::beast::http::request_header<>& request,
                         std::string_view early) {
    const Handshake handshake = check_handshake(request, options_, stream.is_tls());
    if (handshake.status != 101) {
        ++(handshake.status == 403 ? stats_.refused_origin : stats_.refused_handshake);
        return refuse_upgrade(stream, handshake.answer);
    }
    error_code failed;
    auto& socket = stream.socket();
    socket.non_blocking(true, failed);
    if (!failed) socket.set_option(asio::ip::tcp::no_delay(true), failed);
    if (!failed && options_.send_buffer_bytes > 0) {
        socket.set_option(asio::socket_base::send_buffer_size(options_.send_buffer_bytes), failed);
    }
    if (failed) {
        ++stats_.io_errors;
        return;
    }
    // The feed comes first: a full feed is a plain HTTP answer.
    auto connection = std::make_shared<Connection>(*this, std::move(stream));
    if (stopped_ || !connection->open(client)) {
        ++stats_.refused_full;
        connection->refuse(busy_answer());
        return;
    }
    connections_.emplace(connection.get(), connection);
    ++stats_.accepted;
    if (!connection->start(handshake.answer, early)) {
        ++stats_.io_errors;
        connection->finish();
    }
}

void FeedAdapter::write_metrics(MetricsText& out) const {
    const auto refused = [&](std::string_view why, std::uint64_t count) {
        out.sample("muster_feed_sockets_refused_total",
                   std::string("why=\"").append(why).append("\""), count);
    };
    out.gauge("muster_feed_sockets", "WebSockets that are open now.", connections_.size());
    out.counter("muster_feed_sockets_total", "WebSockets accepted.", stats_.accepted);
    out.head("muster_feed_sockets_refused_total", "Requests for one that were refused.", "counter");
    refused("origin", stats_.refused_origin);
    refused("handshake", stats_.refused_handshake);
    refused("full", stats_.refused_full);
    out.counter("muster_feed_socket_writes_total", "Writes to them.", stats_.writes);
    out.counter("muster_feed_socket_waits_total", "Writes that had to wait for a full socket.",
                stats_.would_block);
    out.counter("muster_feed_socket_errors_total", "WebSockets ended by an error of the system.",
                stats_.io_errors);
    out.counter("muster_feed_close_timeouts_total", "Closes that the client did not answer.",
                stats_.close_timeouts);
}

void FeedAdapter::forget(Connection& connection) {
    connection.abandon();
    connections_.erase(&connection);
}

void FeedAdapter::arm_timer() {
    const TimePoint now = clock_();
    const Millis wait = std::max(Millis{1}, port_.next_timer(now) - now);
    timer_.expires_after(std::chrono::milliseconds(wait.value));
    timer_.async_wait([this, alive = std::weak_ptr(alive_)](error_code cancelled) {
        if (cancelled || alive.expired() || stopped_) return;
        port_.on_timer(clock_());
        arm_timer();
    });
}

}  // namespace muster::feed_adapter
