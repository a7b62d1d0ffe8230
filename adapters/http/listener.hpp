// The accepting socket, the set of connections, and the clock that ends those which take too long.
// Internal to this folder: HttpAdapter is the door.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/http/http_adapter.hpp"
#include "engine/net/tls_keeper.hpp"

namespace muster::http {

class Connection;

class Listener : public std::enable_shared_from_this<Listener> {
  public:
    using Tcp = boost::asio::ip::tcp;
    using Clock = std::chrono::steady_clock;

    Listener(boost::asio::io_context& io, HttpPorts ports, HttpOptions options, Upgrade upgrade);

    [[nodiscard]] std::optional<std::string> start();
    void begin_drain();
    // Ends every connection at once.
    void close();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::size_t connections() const { return connections_.size(); }
    [[nodiscard]] const HttpOptions& options() const { return options_; }
    [[nodiscard]] HttpMetrics& metrics() { return metrics_; }
    [[nodiscard]] const HttpMetrics& metrics() const { return metrics_; }
    [[nodiscard]] Api& api() { return api_; }
    [[nodiscard]] net::TlsKeeper& tls() { return tls_; }
    [[nodiscard]] const net::TlsKeeper& tls() const { return tls_; }
    // The line that binds browsers to https, or nothing.
    [[nodiscard]] std::string_view transport_security() const { return transport_security_; }
    [[nodiscard]] const Upgrade& upgrade() const { return upgrade_; }
    [[nodiscard]] bool stopping() const { return stopping_; }
    // The value of a Date header, worked out once a second.
    [[nodiscard]] std::string_view date();

    // A header told of a client behind a peer that is no proxy of ours: most likely one that was
    // not named.
    void forwarded_ignored(const std::string& peer);

    // Called by a connection when it is over.
    void remove(const std::shared_ptr<Connection>& connection);

  private:
    void accept();
    void accepted(Tcp::socket socket);
    void sweep();
    // Closes the oldest connection that has shown no valid token, of this address or, when empty,
    // of any. False when there is none.
    [[nodiscard]] bool evict(const std::string& address);
    [[nodiscard]] bool is_trusted(const boost::asio::ip::address& address) const;
    void refuse(Tcp::socket socket) const;

    const HttpOptions options_;
    HttpMetrics metrics_;
    Api api_;
    Upgrade upgrade_;
    std::function<TimePoint()> now_;
    std::function<void(const std::string&)> warn_;
    std::function<TimePoint()> steady_now_;
    net::TlsKeeper tls_;
    const std::string transport_security_;
    std::vector<boost::asio::ip::address> trusted_;
    Tcp::acceptor acceptor_;
    boost::asio::steady_timer sweep_timer_;
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    std::map<std::string, std::size_t> per_address_;
    std::vector<std::shared_ptr<Connection>> overdue_;  // kept for its capacity
    std::string date_;
    std::int64_t date_second_ = -1;
    std::uint16_t port_ = 0;
    std::uint64_t next_number_ = 0;
    bool warned_of_proxy_ = false;
    bool accepting_ = false;
    bool stopping_ = false;
};

}  // namespace muster::http
