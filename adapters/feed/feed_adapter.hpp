// Carries the live feed over WebSocket: takes over sockets whose HTTP request asked for an upgrade,
// and moves bytes between them and the feed port.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/message.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/feed/options.hpp"
#include "engine/net/stream.hpp"
#include "muster/adapter.hpp"
#include "muster/feed_port.hpp"
#include "muster/units.hpp"

namespace muster::feed_adapter {

struct FeedAdapterStats {
    std::uint64_t accepted = 0;
    std::uint64_t refused_origin = 0;
    std::uint64_t refused_handshake = 0;
    std::uint64_t refused_full = 0;
    std::uint64_t writes = 0;
    std::uint64_t would_block = 0;
    std::uint64_t io_errors = 0;
    std::uint64_t close_timeouts = 0;
};

class Connection;

// Threads: everything runs on the one thread of the executor, which is that of the port. The port
// must outlive the adapter. After stop() or destruction no handler touches either.
class FeedAdapter final : public Adapter {
  public:
    using Clock = std::function<TimePoint()>;

    FeedAdapter(boost::asio::any_io_executor executor, FeedPort& port, FeedAdapterOptions options,
                Clock clock);
    ~FeedAdapter() override;
    FeedAdapter(const FeedAdapter&) = delete;
    FeedAdapter& operator=(const FeedAdapter&) = delete;

    // From now on the feed's time passes. Nothing can go wrong.
    [[nodiscard]] std::optional<std::string> start() override;

    // Takes a connection whose request was for the feed, with what was read beyond the request.
    // `client` is whom limits per address count. Answers the request: 101, or 400 (no WebSocket, or
    // without the subprotocol muster.v1), 403 (origin), 426 (another WebSocket version), 503
    // (full), and then closes.
    void accept(net::Stream stream, std::string_view client,
                const boost::beast::http::request_header<>& request, std::string_view early);

    // Closes every socket at once. To part with a close code, shut the feed down first and give the
    // executor a moment.
    void stop() override;

    void write_metrics(MetricsText& out) const override;
    [[nodiscard]] std::size_t connections() const { return connections_.size(); }
    [[nodiscard]] const FeedAdapterStats& stats() const { return stats_; }

  private:
    friend class Connection;

    void arm_timer();
    void forget(Connection& connection);

    boost::asio::any_io_executor executor_;
    FeedPort& port_;
    FeedAdapterOptions options_;
    Clock clock_;
    boost::asio::steady_timer timer_;
    bool stopped_ = false;
    // A timer that had fired when the adapter was destroyed finds this gone.
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
    FeedAdapterStats stats_;
};

}  // namespace muster::feed_adapter
