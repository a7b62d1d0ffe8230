#include "adapters/dc09/dc09_adapter.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "adapters/dc09/connection.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::dc09 {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

namespace {

// After a failed accept, most likely for want of descriptors.
constexpr std::chrono::milliseconds accept_again{100};

std::string cannot_listen(const Dc09Options& options, std::uint16_t port, std::string_view over,
                          const error_code& why) {
    return "dc09: cannot listen on " + options.address + ":" + std::to_string(port) + " over " +
           std::string(over) + ": " + why.message();
}

}  // namespace

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const Dc09Options& options) {
    if (options.tcp_port == 0 && options.udp_port == 0) return nullptr;
    return std::make_unique<Dc09Adapter>(
        ports.io,
        ReceiverPorts{.commands = ports.commands,
                      .now = ports.now,
                      .steady_now = ports.steady_now,
                      .warn = ports.warn,
                      .pad = [] { return gate::random_hex(Cipher::block_bytes / 2); }},
        options);
}

Dc09Adapter::Dc09Adapter(asio::io_context& io, ReceiverPorts ports, Dc09Options options)
    : io_(io),
      options_(std::move(options)),
      receiver_(std::move(ports), options_),
      acceptor_(io),
      accept_timer_(io),
      udp_(io) {}

Dc09Adapter::~Dc09Adapter() {
    stop();
}

std::optional<std::string> Dc09Adapter::start() {
    for (const PeerRule& peer : options_.peers) {
        if (!peers_.add(peer)) return "dc09.peers: " + peer.address + " is no address";
    }
    if (auto wrong = receiver_.start()) return wrong;
    error_code failed;
    const auto address = asio::ip::make_address(options_.address, failed);
    if (failed) return "dc09.address: " + options_.address + " is no address to listen on";
    if (options_.tcp_port != 0) {
        if (auto wrong = listen_tcp(address)) return wrong;
    }
    if (options_.udp_port != 0) {
        if (auto wrong = listen_udp(address)) return wrong;
    }
    stopped_ = false;
    if (acceptor_.is_open()) accept();
    if (udp_.is_open()) wait_for_datagrams();
    return std::nullopt;
}

std::optional<std::string> Dc09Adapter::listen_tcp(const asio::ip::address& address) {
    const tcp::endpoint at(address, options_.tcp_port);
    error_code failed;
    acceptor_.open(at.protocol(), failed);
    if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor_.bind(at, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return cannot_listen(options_, options_.tcp_port, "TCP", failed);
    return std::nullopt;
}

std::optional<std::string> Dc09Adapter::listen_udp(const asio::ip::address& address) {
    const udp::endpoint at(address, options_.udp_port);
    error_code failed;
    udp_.open(at.protocol(), failed);
    if (!failed) udp_.bind(at, failed);
    if (!failed) udp_.non_blocking(true, failed);
    if (failed) return cannot_listen(options_, options_.udp_port, "UDP", failed);
    return std::nullopt;
}

void Dc09Adapter::begin_drain() {
    draining_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    accept_timer_.cancel();
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all)
        connection->drain();
}

void Dc09Adapter::stop() {
    stopped_ = true;
    receiver_.stop();
    error_code ignored;
    acceptor_.close(ignored);
    accept_timer_.cancel();
    udp_.close(ignored);
    for (const auto& connection : connections_)
        connection->abandon();
    connections_.clear();
    per_address_.clear();
}

std::uint16_t Dc09Adapter::tcp_port() const {
    error_code failed;
    const auto at = acceptor_.local_endpoint(failed);
    return failed ? std::uint16_t{0} : at.port();
}

std::uint16_t Dc09Adapter::udp_port() const {
    error_code failed;
    const auto at = udp_.local_endpoint(failed);
    return failed ? std::uint16_t{0} : at.port();
}

void Dc09Adapter::accept() {
    acceptor_.async_accept(
        [this, alive = std::weak_ptr(alive_)](error_code error, tcp::socket socket) {
            if (alive.expired() || stopped_ || draining_) return;
            if (!error) {
                accepted(std::move(socket));
                return accept();
            }
            ++stats_.failed_accepts;
            accept_timer_.expires_after(accept_again);
            accept_timer_.async_wait([this, still = std::weak_ptr(alive_)](error_code cancelled) {
                if (!cancelled && !still.expired() && !stopped_ && !draining_) accept();
            });
        });
}

void Dc09Adapter::accepted(tcp::socket socket) {
    error_code failed;
    const auto from = socket.remote_endpoint(failed);
    if (failed) return;
    const auto address = plain(from.address());
    const std::string name = address.to_string();
    const PeerRule* const peer = peers_.find(address);
    if (peer == nullptr) {
        ++stats_.strangers;
        receiver_.warn_once(name, "connected and is not one of dc09.peers");
        return;
    }
    const auto known = per_address_.find(name);
    const std::size_t open_there = known == per_address_.end() ? 0 : known->second;
    if (connections_.size() >= options_.max_connections ||
        open_there >= options_.max_connections_per_address) {
        ++stats_.turned_away;
        receiver_.warn_once(name, "was turned away: too many connections");
        return;
    }
    socket.set_option(tcp::no_delay(true), failed);
    socket.set_option(asio::socket_base::keep_alive(true), failed);
    const auto connection = std::make_shared<Connection>(*this, std::move(socket), name, *peer);
    connections_.insert(connection);
    ++per_address_[name];
    ++stats_.connections;
    connection->start();
}

void Dc09Adapter::forget(const std::shared_ptr<Connection>& connection) {
    if (connections_.erase(connection) == 0) return;
    const auto count = per_address_.find(connection->address());
    if (count != per_address_.end() && --count->second == 0) per_address_.erase(count);
}

void Dc09Adapter::pause(const std::shared_ptr<Connection>& connection) {
    ++stats_.paused;
    paused_.push_back(connection);
}

void Dc09Adapter::made_room() {
    if (paused_.empty() || std::exchange(resuming_, true)) return;
    asio::post(io_, [this, alive = std::weak_ptr(alive_)] {
        if (alive.expired() || stopped_) return;
        resuming_ = false;
        // Whoever finds no room stands in the list again.
        for (const auto& one : std::exchange(paused_, {})) {
            if (const auto connection = one.lock()) connection->resume();
        }
    });
}

void Dc09Adapter::wait_for_datagrams() {
    udp_.async_wait(udp::socket::wait_read,
                    [this, alive = std::weak_ptr(alive_)](error_code error) {
                        if (alive.expired() || stopped_ || draining_ || error) return;
                        read_datagrams();
                        wait_for_datagrams();
                    });
}

void Dc09Adapter::read_datagrams() {
    for (std::size_t i = 0; i < options_.datagrams_per_turn; ++i) {
        udp::endpoint from;
        error_code error;
        const std::size_t size = udp_.receive_from(asio::buffer(datagram_), from, 0, error);
        // An error of one datagram, such as that nobody is there any more, is not of the next.
        if (error == asio::error::would_block) return;
        if (!error) take_datagram(size, from);
    }
}

void Dc09Adapter::take_datagram(std::size_t size, const udp::endpoint& from) {
    ++stats_.datagrams;
    const auto address = plain(from.address());
    const std::string name = address.to_string();
    const PeerRule* const peer = peers_.find(address);
    if (peer == nullptr) {
        ++stats_.strangers;
        receiver_.warn_once(name, "sent a datagram and is not one of dc09.peers");
        return;
    }
    FrameReader reader(options_.frame_bytes);
    reader.feed({datagram_.data(), size});
    while (const auto frame = reader.next()) {
        if (is_full()) {
            ++stats_.datagrams_dropped;
            return;
        }
        receiver_.take(*frame, *peer, name, [this, from](const std::string& answer) {
            made_room();
            if (answer.empty()) return;
            error_code error;
            udp_.send_to(asio::buffer(answer), from, 0, error);
            stats_.answers_lost += error ? 1 : 0;
        });
    }
    if (reader.frames() == 0 && receiver_.warn_once(name, "sent a datagram that is no DC-09"))
        ++stats_.foreign;
}

void Dc09Adapter::write_metrics(MetricsText& out) const {
    const ReceiverStats& heard = receiver_.stats();
    out.gauge("muster_dc09_connections", "Connections of devices now.", connections_.size());
    out.gauge("muster_dc09_frames_waiting", "Frames that wait for their commit.",
              receiver_.waiting());
    out.counter("muster_dc09_connections_total", "Connections of devices.", stats_.connections);
    out.counter("muster_dc09_datagrams_total", "Datagrams that came.", stats_.datagrams);
    out.counter("muster_dc09_frames_total", "Frames that came.", heard.frames);
    const auto samples = [&](std::string_view name, std::string_view help,
                             std::initializer_list<std::pair<const char*, std::uint64_t>> values) {
        out.head(name, help, "counter");
        for (const auto& [why, value] : values)
            out.sample(name, std::string("why=\"") + why + "\"", value);
    };
    samples("muster_dc09_bad_frames_total", "Frames that are not as they should be.",
            {{"crc", heard.bad_crc},
             {"length", heard.wrong_length},
             {"malformed", heard.malformed},
             {"unreadable", heard.unreadable},
             {"time", heard.wrong_time},
             {"unsupported", heard.unsupported},
             {"unlisted", heard.unlisted}});
    samples("muster_dc09_refused_peers_total", "Connections and datagrams that were not heard.",
            {{"stranger", stats_.strangers},
             {"limit", stats_.turned_away},
             {"foreign", stats_.foreign},
             {"silent", stats_.overdue},
             {"unread", stats_.unread},
             {"accept", stats_.failed_accepts}});
    samples("muster_dc09_unanswered_total", "Frames that were left unanswered.",
            {{"busy", heard.busy},
             {"refused", heard.refused},
             {"no_room", stats_.datagrams_dropped},
             {"not_sent", stats_.answers_lost}});
    out.counter("muster_dc09_paused_total",
                "Times that a connection was not read for want of room.", stats_.paused);
    out.counter("muster_dc09_signals_total", "Signals handed to the engine.", heard.signals);
    out.counter("muster_dc09_not_understood_total", "Signals in words that nobody here knows.",
                heard.not_understood);
    out.counter("muster_dc09_acknowledged_total", "Messages answered after their commit.",
                heard.acknowledged);
    out.counter("muster_dc09_repeated_total", "Of these: known from before.", heard.repeated);
}

}  // namespace muster::dc09
