#include "adapters/http/listener.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <new>
#include <utility>

#include "adapters/http/connection.hpp"

namespace muster::http {

using boost::system::error_code;
namespace ip = boost::asio::ip;

namespace {

// A listener on "::" sees IPv4 peers as parts of IPv6.
ip::address plain(const ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

// Everything happens on the thread of the io_context, so a read's next piece is one handler more.
HttpPorts with_turns(HttpPorts ports, boost::asio::io_context& io) {
    if (!ports.later) {
        ports.later = [&io](std::function<void()> work) { boost::asio::post(io, std::move(work)); };
    }
    return ports;
}

// What tells browsers to come by https only (RFC 6797, 6.1).
std::string transport_security(const net::TlsOptions& tls) {
    if (tls.hsts_ms <= Millis{0}) return {};
    return "Strict-Transport-Security: max-age=" + std::to_string(tls.hsts_ms.value / 1000) +
           "\r\n";
}

// Whom limits per address count: one IPv4 address, or the /64 of an IPv6 one, because a household
// or an attacker has all of that.
std::string counted_name(const ip::address& address) {
    if (address.is_v6()) {
        ip::address_v6::bytes_type bytes = address.to_v6().to_bytes();
        std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
        return ip::address_v6(bytes).to_string();
    }
    return address.to_string();
}

}  // namespace

Listener::Listener(boost::asio::io_context& io, HttpPorts ports, HttpOptions options,
                   Upgrade upgrade)
    : options_(std::move(options)),
      api_(with_turns(ports, io), options_, metrics_),
      upgrade_(std::move(upgrade)),
      now_(std::move(ports.now)),
      warn_(std::move(ports.warn)),
      steady_now_(std::move(ports.steady_now)),
      tls_(options_.tls, now_, warn_),
      transport_security_(http::transport_security(options_.tls)),
      acceptor_(io),
      sweep_timer_(io) {}

std::optional<std::string> Listener::start() {
    for (const gate::KeyRing* keys : {&options_.card_keys, &options_.gateway_keys}) {
        if (auto fault = gate::check_keys(*keys)) return fault;
    }
    for (const auto& [kid, key] : options_.card_keys) {
        if (!gate::is_key_name(kid)) return "\"" + kid + "\" cannot name a card key";
    }
    if (auto fault = gate::check_sun_keys(options_.chip_keys)) return fault;
    if (auto fault = api_.load_console()) return fault;
    if (auto fault = tls_.start()) return fault;
    error_code error;
    for (const std::string& name : options_.server.trusted_proxies) {
        trusted_.push_back(plain(ip::make_address(name, error)));
        if (error) return "\"" + name + "\" is not the address of a proxy: " + error.message();
    }
    const ip::address address = ip::make_address(options_.server.address, error);
    if (error) return options_.server.address + ": " + error.message();
    const Tcp::endpoint endpoint(address, options_.server.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    if (error) {
        return options_.server.address + ":" + std::to_string(options_.server.port) + ": " +
               error.message();
    }
    accept();
    sweep();
    return std::nullopt;
}

void Listener::accept() {
    if (accepting_ || stopping_) return;
    accepting_ = true;
    acceptor_.async_accept([self = shared_from_this()](error_code error, Tcp::socket socket) {
        self->accepting_ = false;
        if (self->stopping_) return;
        if (error) {
            // Most likely no descriptor is free. The next sweep tries again, so as not to spin.
            self->metrics_.accept_failed();
            return;
        }
        try {
            self->accepted(std::move(socket));
        } catch (const std::bad_alloc&) {
            self->metrics_.hit(Limit::memory);  // the socket closes with its last owner
        }
        self->accept();
    });
}

void Listener::accepted(Tcp::socket socket) {
    error_code error;
    const Tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;
    const ip::address address = plain(peer.address());
    const bool proxied = is_trusted(address);
    std::string name = counted_name(address);
    if (connections_.size() >= options_.max_connections && !evict({})) {
        metrics_.hit(Limit::connections);
        return refuse(std::move(socket));
    }
    const auto known = per_address_.find(name);
    const bool many =
        known != per_address_.end() && known->second >= options_.max_connections_per_address;
    if (!proxied && many && !evict(name)) {
        metrics_.hit(Limit::connections_per_address);
        return refuse(std::move(socket));
    }
    socket.set_option(Tcp::no_delay(true), error);
    socket.set_option(boost::asio::socket_base::keep_alive(true), error);
    auto connection = std::make_shared<Connection>(shared_from_this(),
                                                   net::Stream(std::move(socket), tls_.context()),
                                                   std::move(name), proxied, next_number_++);
    // Counted last: whatever fails before leaves no trace.
    std::size_t& count = per_address_[connection->address()];
    connections_.insert(connection);
    ++count;
    metrics_.connection_opened();
    connection->start();
}

// Best effort and at once: a refused connection gets no memory, and under TLS no word.
void Listener::refuse(Tcp::socket socket) const {
    if (tls_.context()) return;
    constexpr std::string_view text =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(boost::asio::buffer(text), ignored);
    socket.shutdown(Tcp::socket::shutdown_both, ignored);
}

bool Listener::evict(const std::string& address) {
    std::shared_ptr<Connection> oldest;
    for (const auto& connection : connections_) {
        if (!connection->may_be_evicted()) continue;
        if (!address.empty() && connection->address() != address) continue;
        if (!oldest || connection->number() < oldest->number()) oldest = connection;
    }
    if (!oldest) return false;
    metrics_.hit(Limit::unauthenticated);
    oldest->close();
    return true;
}

bool Listener::is_trusted(const ip::address& address) const {
    return std::find(trusted_.begin(), trusted_.end(), address) != trusted_.end();
}

void Listener::forwarded_ignored(const std::string& peer) {
    metrics_.forwarded_ignored();
    if (std::exchange(warned_of_proxy_, true) || !warn_) return;
    warn_(peer +
          " sends X-Forwarded-For but is not one of server.trusted_proxies: if it is a proxy of "
          "yours, all its clients count as one address until it is named there");
}

void Listener::sweep() {
    sweep_timer_.expires_after(std::chrono::milliseconds(options_.sweep_ms.value));
    sweep_timer_.async_wait([self = shared_from_this()](error_code error) {
        if (error) return;
        const auto now = Clock::now();
        try {
            for (const auto& connection : self->connections_) {
                if (connection->is_overdue(now)) self->overdue_.push_back(connection);
            }
        } catch (const std::bad_alloc&) {
            self->metrics_.hit(Limit::memory);  // the rest has its turn at the next sweep
        }
        for (const auto& connection : self->overdue_)
            connection->check_deadline(now);
        self->overdue_.clear();
        self->api_.sweep();
        self->tls_.look(self->steady_now_());
        if (self->stopping_ && self->connections_.empty()) return;
        self->accept();
        self->sweep();
    });
}

void Listener::begin_drain() {
    if (stopping_) return;
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all)
        connection->drain();
}

void Listener::close() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    sweep_timer_.cancel();
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all)
        connection->close();
}

void Listener::remove(const std::shared_ptr<Connection>& connection) {
    const auto count = per_address_.find(connection->address());
    if (connections_.erase(connection) == 0) return;
    metrics_.connection_closed();
    if (count != per_address_.end() && --count->second == 0) per_address_.erase(count);
}

std::string_view Listener::date() {
    const std::int64_t second = now_().value / 1000;
    if (second != date_second_) {
        date_second_ = second;
        date_ = http_date(second);
    }
    return date_;
}

}  // namespace muster::http
