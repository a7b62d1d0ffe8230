#include "adapters/dc09/dc09_adapter.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

namespace muster::dc09 {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

// Of what is no frame, before a connection is closed; a wrong byte between frames closes nothing.
constexpr std::uint64_t most_rubbish = 64 * 1024;
// Of answers that a peer does not take.
constexpr std::size_t most_unsent = 64 * 1024;
// While too many frames wait for their commit, reading waits so long.
constexpr std::chrono::milliseconds full_wait{20};

std::chrono::milliseconds duration(Millis time) {
    return std::chrono::milliseconds(time.value);
}

Quirks quirks_of(const Peer& peer) {
    return {peer.crc_with_cr, peer.crc_is_raw};
}

std::string text_of(const asio::ip::address& address) {
    // An IPv4 peer of a socket for both is called as everywhere else.
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

}  // namespace

// It holds itself while something is under way; the adapter knows it until it is closed.
class Dc09Adapter::Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(Dc09Adapter& owner, tcp::socket socket, std::string address, Quirks quirks)
        : owner_(&owner),
          socket_(std::move(socket)),
          timer_(owner.io_),
          address_(std::move(address)),
          reader_(quirks) {}

    void start() {
        arm(owner_->options_.first_frame_ms);
        read();
    }

    // Nothing of the adapter is touched from then on.
    void abandon() {
        owner_ = nullptr;
        timer_.cancel();
        error_code ignored;
        socket_.close(ignored);
    }

  private:
    void close() {
        if (owner_ == nullptr) return;
        Dc09Adapter& owner = *owner_;
        const auto self = shared_from_this();
        abandon();
        owner.forget(self);
    }

    void arm(Millis time) {
        timer_.expires_after(duration(time));
        timer_.async_wait([self = shared_from_this()](error_code cancelled) {
            if (cancelled || self->owner_ == nullptr) return;
            ++self->owner_->closed_;
            if (!self->reader_.heard_any()) {
                self->owner_->receiver_.warn_once(self->address_,
                                                  "connected and sent nothing of the protocol");
            }
            self->close();
        });
    }

    void read() {
        if (owner_->draining_) return;
        if (owner_->receiver_.is_full()) return wait_for_room();
        socket_.async_read_some(asio::buffer(buffer_),
                                [self = shared_from_this()](error_code error, std::size_t size) {
                                    if (self->owner_ == nullptr) return;
                                    if (error) return self->close();
                                    self->take({self->buffer_.data(), size});
                                    if (self->owner_ != nullptr) self->read();
                                });
    }

    // The peer is held up by its own window meanwhile.
    void wait_for_room() {
        room_.emplace(owner_->io_, full_wait);
        room_->async_wait([self = shared_from_this()](error_code cancelled) {
            if (!cancelled && self->owner_ != nullptr) self->read();
        });
    }

    void take(std::string_view bytes) {
        reader_.feed(bytes);
        while (const auto frame = reader_.next()) {
            arm(owner_->options_.idle_ms);
            owner_->receiver_.take(*frame, address_,
                                   [self = shared_from_this()](const std::string& answer) {
                                       if (self->owner_ != nullptr) self->send(answer);
                                   });
            if (owner_ == nullptr) return;
        }
        if (reader_.bytes_left_out() <= most_rubbish) return;
        ++owner_->closed_;
        owner_->receiver_.warn_once(address_, "sent much that is nothing of the protocol");
        close();
    }

    void send(const std::string& answer) {
        to_write_ += answer;
        if (to_write_.size() > most_unsent) return close();
        write();
    }

    void write() {
        if (!writing_.empty() || to_write_.empty()) return;
        writing_ = std::exchange(to_write_, {});
        asio::async_write(socket_, asio::buffer(writing_),
                          [self = shared_from_this()](error_code error, std::size_t /*size*/) {
                              self->writing_.clear();
                              if (self->owner_ == nullptr) return;
                              if (error) return self->close();
                              self->write();
                          });
    }

    Dc09Adapter* owner_;
    tcp::socket socket_;
    asio::steady_timer timer_;
    std::optional<asio::steady_timer> room_;
    std::string address_;
    FrameReader reader_;
    std::array<char, 4096> buffer_{};
    std::string writing_;
    std::string to_write_;
};

std::optional<SettingProblem> check(const Dc09Options& options) {
    if (options.tcp_port == 0 && options.udp_port == 0) return std::nullopt;
    if (options.peers.empty()) {
        return SettingProblem{"/peers",
                              "must name who may send; { address = \"any\" } is everybody"};
    }
    for (std::size_t i = 0; i < options.accounts.size(); ++i) {
        const AccountRule& one = options.accounts[i];
        const std::string at = "/accounts/" + std::to_string(i);
        if (one.account.size() < 3 || one.account.size() > 16 ||
            one.account.find_first_not_of("0123456789ABCDEF") != std::string::npos) {
            return SettingProblem{at + "/account",
                                  "must be 3 to 16 digits, those above 9 as A to F, such as 7A31"};
        }
    }
    return std::nullopt;
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const Dc09Options& options) {
    if (options.tcp_port == 0 && options.udp_port == 0) return nullptr;
    return std::make_unique<Dc09Adapter>(ports.io, ports.commands, ports.now, ports.warn, options);
}

Dc09Adapter::Dc09Adapter(asio::io_context& io, CommandPort& commands,
                         std::function<TimePoint()> now,
                         std::function<void(const std::string&)> warn, Dc09Options options)
    : io_(io),
      options_(std::move(options)),
      receiver_(commands, std::move(now), std::move(warn), options_),
      acceptor_(io),
      udp_(io) {}

Dc09Adapter::~Dc09Adapter() {
    stop();
}

std::optional<std::string> Dc09Adapter::start() {
    for (const AccountRule& one : options_.accounts) {
        const std::size_t size = one.key.value.size() / (one.key_is_hex ? 2 : 1);
        if (size != 0 && size != 16 && size != 24 && size != 32) {
            return "dc09: the key of account " + one.account + " has " + std::to_string(size) +
                   " bytes; it must have 16, 24 or 32";
        }
    }
    error_code failed;
    const auto address = asio::ip::make_address(options_.address, failed);
    if (failed) return "dc09: " + options_.address + " is no address to listen on";
    const auto wrong = [&](std::uint16_t port, const char* over) {
        return "dc09: cannot listen on " + options_.address + ":" + std::to_string(port) +
               " over " + over + ": " + failed.message();
    };
    if (options_.tcp_port != 0) {
        const tcp::endpoint at(address, options_.tcp_port);
        acceptor_.open(at.protocol(), failed);
        if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
        if (!failed) acceptor_.bind(at, failed);
        if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
        if (failed) return wrong(options_.tcp_port, "TCP");
    }
    if (options_.udp_port != 0) {
        const udp::endpoint at(address, options_.udp_port);
        udp_.open(at.protocol(), failed);
        if (!failed) udp_.bind(at, failed);
        if (failed) return wrong(options_.udp_port, "UDP");
    }
    stopped_ = false;
    if (acceptor_.is_open()) accept();
    if (udp_.is_open()) receive();
    return std::nullopt;
}

void Dc09Adapter::begin_drain() {
    draining_ = true;
    error_code ignored;
    acceptor_.close(ignored);
}

void Dc09Adapter::stop() {
    stopped_ = true;
    receiver_.stop();
    error_code ignored;
    acceptor_.close(ignored);
    udp_.close(ignored);
    for (const auto& connection : connections_)
        connection->abandon();
    connections_.clear();
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
                error_code gone;
                const auto from = socket.remote_endpoint(gone);
                const std::string address = gone ? std::string() : text_of(from.address());
                const Peer* const peer = receiver_.peer(address);
                if (gone || peer == nullptr) {
                    ++strangers_;
                    if (!gone)
                        receiver_.warn_once(address, "connected and is not one of [dc09] peers");
                } else if (connections_.size() >= options_.max_connections) {
                    ++turned_away_;
                } else {
                    ++accepted_;
                    const auto connection = std::make_shared<Connection>(*this, std::move(socket),
                                                                         address, quirks_of(*peer));
                    connections_.insert(connection);
                    connection->start();
                }
            }
            accept();
        });
}

void Dc09Adapter::receive() {
    udp_.async_receive_from(
        asio::buffer(datagram_), from_,
        [this, alive = std::weak_ptr(alive_)](error_code error, std::size_t size) {
            if (alive.expired() || stopped_ || draining_) return;
            const std::string address = text_of(from_.address());
            const Peer* const peer = error ? nullptr : receiver_.peer(address);
            if (peer == nullptr) {
                strangers_ += error ? 0 : 1;
            } else if (receiver_.is_full()) {
                ++turned_away_;
            } else {
                FrameReader reader(quirks_of(*peer));
                reader.feed({datagram_.data(), size});
                while (const auto frame = reader.next()) {
                    receiver_.take(*frame, address,
                                   [this, still = std::weak_ptr(alive_),
                                    to = from_](const std::string& answer) {
                                       if (still.expired() || stopped_) return;
                                       // As with any datagram: what is lost is asked for again.
                                       error_code ignored;
                                       udp_.send_to(asio::buffer(answer), to, 0, ignored);
                                   });
                }
            }
            receive();
        });
}

void Dc09Adapter::forget(const std::shared_ptr<Connection>& connection) {
    connections_.erase(connection);
}

void Dc09Adapter::write_metrics(MetricsText& out) const {
    const ReceiverStats& stats = receiver_.stats();
    out.gauge("muster_dc09_connections", "Connections of devices now.", connections_.size());
    out.counter("muster_dc09_connections_total", "Connections of devices.", accepted_);
    out.counter("muster_dc09_strangers_total", "Who is not one of the peers.", strangers_);
    out.counter("muster_dc09_turned_away_total",
                "Connections beyond the limit, and datagrams while too many frames waited.",
                turned_away_);
    out.counter("muster_dc09_closed_total",
                "Connections that were silent for long, or spoke another protocol.", closed_);
    out.counter("muster_dc09_frames_total", "Frames that came.", stats.frames);
    out.head("muster_dc09_bad_frames_total", "Frames that were not believed.", "counter");
    const auto bad = [&](std::string_view why, std::uint64_t count) {
        out.sample("muster_dc09_bad_frames_total", std::string("why=\"").append(why).append("\""),
                   count);
    };
    bad("crc", stats.bad_crc);
    bad("malformed", stats.malformed);
    bad("unreadable", stats.unreadable);
    bad("time", stats.wrong_time);
    bad("unsupported", stats.unsupported);
    out.counter("muster_dc09_acknowledged_total", "Messages acknowledged, after their commit.",
                stats.acknowledged);
    out.counter("muster_dc09_busy_total", "Messages left unanswered, so that they come again.",
                stats.busy);
    out.counter("muster_dc09_refused_total", "Messages that the engine refused.", stats.refused);
}

}  // namespace muster::dc09
