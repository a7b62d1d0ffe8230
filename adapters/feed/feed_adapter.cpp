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
      timer_(executor_) {
    arm_timer();
}

FeedAdapter::~FeedAdapter() {
    stop();
}

void FeedAdapter::stop() {
    stopped_ = true;
    timer_.cancel();
    for (auto& [key, connection] : connections_)
        connection->abandon();
    connections_.clear();
}

void FeedAdapter::accept(asio::ip::tcp::socket socket, std::string_view client,
                         const boost::beast::http::request_header<>& request,
                         std::string_view early) {
    const Handshake handshake = check_handshake(request, options_);
    if (handshake.status != 101) {
        ++(handshake.status == 403 ? stats_.refused_origin : stats_.refused_handshake);
        return refuse_upgrade(socket, handshake.answer);
    }
    error_code failed;
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
    auto connection = std::make_shared<Connection>(*this, std::move(socket));
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
