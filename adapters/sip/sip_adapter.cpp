#include "adapters/sip/sip_adapter.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <filesystem>
#include <utility>

#include "adapters/sip/stream.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::sip {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

constexpr int listen_backlog = 512;
constexpr Millis accept_pause{200};  // when the system has no descriptor left
// So that a burst of alarms waits in the system, not on the wire.
constexpr int receive_buffer_bytes = 4 << 20;

template <class Endpoint>
Source source_of(const Endpoint& from) {
    auto address = from.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    return {address.to_string(), from.port()};
}

}  // namespace

SipAdapter::SipAdapter(const AdapterPorts& ports, const SipOptions& options)
    : ports_(ports),
      options_(options),
      udp_(ports.io),
      acceptor_(ports.io),
      timer_(ports.io),
      accept_timer_(ports.io) {}

SipAdapter::~SipAdapter() {
    stop();
}

std::optional<std::string> SipAdapter::start() {
    auto peers = load_peers(options_);
    if (!peers) return peers.error();
    peers_ = std::move(*peers);
    if (peers_->all.empty()) {
        ports_.warn("sip: [[sip.peers]] is empty: whoever sends is refused");
    }
    open_store();
    server_ = std::make_unique<Server>(
        Server::Ports{ports_.commands, ports_.audit, ports_.now, ports_.steady_now,
                      [] { return gate::random_hex(8); }, ports_.warn,
                      [this](const Hop& hop, std::string bytes) { send(hop, std::move(bytes)); },
                      store_.get()},
        options_, *peers_);
    if (auto wrong = open_sockets()) return wrong;
    wait_datagram();
    accept();
    return std::nullopt;
}

// Alarms are taken without it too.
void SipAdapter::open_store() {
    const bool wanted =
        std::any_of(options_.peers.begin(), options_.peers.end(),
                    [](const PeerOptions& peer) { return peer.profile == PeerProfile::gb28181; });
    if (!wanted || ports_.data.empty()) return;
    auto opened = RegistrationStore::open(std::filesystem::path(ports_.data) / "sip.sqlite");
    if (opened) {
        store_ = std::move(*opened);
    } else {
        ports_.warn("sip: who has registered is not kept over a restart: " + opened.error() +
                    "; if the file is damaged, move it away");
    }
}

std::optional<std::string> SipAdapter::open_sockets() {
    error_code failed;
    const auto address = asio::ip::make_address(options_.address, failed);
    const tcp::endpoint here(address, options_.port);
    const auto wrong = [&](std::string_view what) {
        return "sip: " + std::string(what) + " " + options_.address + ", port " +
               std::to_string(options_.port) + ": " + failed.message();
    };
    if (!failed) acceptor_.open(here.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(here, failed);
    if (!failed) acceptor_.listen(listen_backlog, failed);
    if (!failed) acceptor_.non_blocking(true, failed);
    if (failed) return wrong("cannot listen by TCP on");
    port_ = acceptor_.local_endpoint().port();
    const udp::endpoint there(address, port_);
    udp_.open(there.protocol(), failed);
    if (!failed) udp_.bind(there, failed);
    if (!failed) udp_.non_blocking(true, failed);
    if (failed) return wrong("cannot listen by UDP on");
    error_code ignored;  // the system may give less
    udp_.set_option(asio::socket_base::receive_buffer_size(receive_buffer_bytes), ignored);
    return std::nullopt;
}

void SipAdapter::begin_drain() {
    if (server_) server_->begin_drain();
}

void SipAdapter::stop() {
    if (std::exchange(stopped_, true)) return;
    error_code ignored;
    udp_.close(ignored);
    acceptor_.close(ignored);
    timer_.cancel();
    accept_timer_.cancel();
    for (auto& [number, stream] : streams_)
        stream->abandon();
    streams_.clear();
    server_.reset();
}

void SipAdapter::wait_datagram() {
    udp_.async_wait(udp::socket::wait_read,
                    [this, alive = std::weak_ptr(alive_)](error_code failed) {
                        if (alive.expired() || stopped_ || failed) return;
                        read_datagrams();
                        wait_datagram();
                    });
}

void SipAdapter::read_datagrams() {
    std::array<char, 65'536> bytes;
    for (std::size_t i = 0; i < options_.datagrams_per_turn; ++i) {
        udp::endpoint from;
        error_code failed;
        const std::size_t size = udp_.receive_from(asio::buffer(bytes), from, 0, failed);
        if (failed == asio::error::would_block || failed == asio::error::try_again) break;
        if (failed) continue;  // an ICMP message about an answer of ours
        ++stats_.datagrams;
        server_->receive_datagram({bytes.data(), size}, {false, source_of(from), 0});
    }
    arm_timer();
}

void SipAdapter::accept() {
    acceptor_.async_accept(
        [this, alive = std::weak_ptr(alive_)](error_code failed, tcp::socket socket) {
            if (alive.expired() || stopped_ || failed == asio::error::operation_aborted) return;
            if (failed) return retry_accept();
            take_connection(std::move(socket));
            accept();
        });
}

void SipAdapter::retry_accept() {
    accept_timer_.expires_after(std::chrono::milliseconds(accept_pause.value));
    accept_timer_.async_wait([this, alive = std::weak_ptr(alive_)](error_code cancelled) {
        if (cancelled || alive.expired() || stopped_) return;
        accept();
    });
}

void SipAdapter::take_connection(tcp::socket socket) {
    error_code failed;
    const tcp::endpoint from = socket.remote_endpoint(failed);
    if (!failed) socket.set_option(tcp::no_delay(true), failed);
    if (failed) return;
    const Source source = source_of(from);
    if (peers_->find(source.address) == nullptr) {
        ++stats_.refused_strangers;
        return;
    }
    if (streams_.size() >= options_.connections) {
        ++stats_.refused_full;
        return;
    }
    ++stats_.connections;
    const std::uint64_t number = ++last_connection_;
    const auto stream =
        std::make_shared<Stream>(*this, std::move(socket), Hop{true, source, number});
    streams_.emplace(number, stream);
    stream->start();
}

void SipAdapter::send(const Hop& hop, std::string bytes) {
    if (stopped_) return;
    if (hop.stream) {
        const auto found = streams_.find(hop.connection);
        if (found == streams_.end()) {
            ++stats_.gone;
        } else {
            // Writing may end the stream, which is then no longer in the map.
            const auto stream = found->second;
            stream->write(std::move(bytes));
        }
    } else {
        error_code failed;
        auto address = asio::ip::make_address(hop.source.address, failed);
        if (!failed && address.is_v4() && udp_.local_endpoint(failed).address().is_v6()) {
            address = asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
        }
        if (!failed) {
            udp_.send_to(asio::buffer(bytes), udp::endpoint(address, hop.source.port), 0, failed);
        }
        // Whoever waits for it asks again.
        if (failed) ++stats_.datagrams_lost;
    }
    arm_timer();
}

void SipAdapter::forget(std::uint64_t connection) {
    streams_.erase(connection);
}

void SipAdapter::arm_timer() {
    if (stopped_ || !server_) return;
    const TimePoint next = server_->next_timer();
    // A timer that fires too early finds nothing to do.
    if (next >= timer_at_) return;
    timer_at_ = next;
    const Millis wait = std::max(Millis{1}, next - ports_.steady_now());
    timer_.expires_after(std::chrono::milliseconds(wait.value));
    timer_.async_wait([this, alive = std::weak_ptr(alive_)](error_code cancelled) {
        if (cancelled || alive.expired() || stopped_) return;
        timer_at_ = never;
        server_->on_timer();
        arm_timer();
    });
}

void SipAdapter::write_metrics(MetricsText& out) const {
    if (server_) server_->write_metrics(out);
    out.counter("muster_sip_datagrams_total", "Datagrams heard.", stats_.datagrams);
    out.counter("muster_sip_datagrams_lost_total", "Datagrams that the system did not take.",
                stats_.datagrams_lost);
    out.gauge("muster_sip_connections", "TCP connections that are open now.", streams_.size());
    out.counter("muster_sip_connections_total", "TCP connections accepted.", stats_.connections);
    out.head("muster_sip_connections_refused_total", "TCP connections that were refused.",
             "counter");
    out.sample("muster_sip_connections_refused_total", "why=\"full\"", stats_.refused_full);
    out.sample("muster_sip_connections_refused_total", "why=\"stranger\"",
               stats_.refused_strangers);
    out.counter("muster_sip_connection_timeouts_total", "Connections ended for their silence.",
                stats_.timeouts);
    out.counter("muster_sip_connection_overflows_total",
                "Connections ended because they did not read.", stats_.overflows);
    out.counter("muster_sip_connection_gone_total", "Messages to connections that had ended.",
                stats_.gone);
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const SipOptions& options) {
    if (options.port == 0) return nullptr;
    return std::make_unique<SipAdapter>(ports, options);
}

}  // namespace muster::sip
