#include "adapters/terminals/terminals_adapter.hpp"

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <utility>
#include <vector>

namespace muster::terminals {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// When accepting fails, most likely for want of a descriptor.
constexpr std::chrono::milliseconds accept_again{500};

asio::ip::address plain(const asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

// An address as it is written everywhere, so that two can be compared; empty = it is none.
std::string address_text(const std::string& text) {
    error_code failed;
    const auto address = asio::ip::make_address(text, failed);
    return failed ? std::string() : plain(address).to_string();
}

template <class Devices>
std::optional<SettingProblem> check_devices(const Devices& devices, const std::string& list) {
    for (std::size_t i = 0; i < devices.size(); ++i) {
        const std::string at = list + "/" + std::to_string(i);
        const std::string& address = devices[i].address;
        if (address.empty() || address_text(address) != address) {
            return SettingProblem{at + "/address",
                                  "must be the address it connects from, such as 10.0.0.7"};
        }
        if (devices[i].signal.empty()) {
            return SettingProblem{at + "/signal", "must say what a tap means, such as sos"};
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<SettingProblem> check(const TerminalsOptions& options) {
    if (auto wrong = check_devices(options.zk, "/zk")) return wrong;
    if (auto wrong = check_devices(options.readers, "/readers")) return wrong;
    for (std::size_t i = 0; i < options.zk.size(); ++i) {
        const std::string at = "/zk/" + std::to_string(i) + "/serial";
        const std::string& serial = options.zk[i].serial;
        if (read_zk_request(false, "/iclock/ping?SN=" + serial).serial != serial ||
            serial.empty()) {
            return SettingProblem{at, "must be its number, of 1 to 32 letters, digits, . _ or -"};
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (options.zk[j].serial == serial) return SettingProblem{at, "is used twice"};
        }
    }
    for (std::size_t i = 0; i < options.readers.size(); ++i) {
        const std::string at = "/readers/" + std::to_string(i);
        const UidReader& one = options.readers[i];
        if (!gate::is_uid_size(one.uid_bytes)) {
            return SettingProblem{at + "/uid_bytes", "must be 4, 7 or 10"};
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (options.readers[j].address == one.address) {
                return SettingProblem{at + "/address", "is used twice; readers are known by it"};
            }
        }
    }
    if (options.zk_port != 0 && options.zk.empty()) {
        return SettingProblem{"/zk", "must name the terminals that may send"};
    }
    if (options.reader_port != 0 && options.readers.empty()) {
        return SettingProblem{"/readers", "must name the readers that may send"};
    }
    return std::nullopt;
}

std::unique_ptr<Adapter> make_adapter(const AdapterPorts& ports, const TerminalsOptions& options) {
    if (options.zk_port == 0 && options.reader_port == 0) return nullptr;
    return std::make_unique<TerminalsAdapter>(ports.io, ports.commands, ports.now, ports.steady_now,
                                              ports.warn, options);
}

TerminalsAdapter::TerminalsAdapter(asio::io_context& io, CommandPort& commands,
                                   std::function<TimePoint()> now,
                                   std::function<TimePoint()> steady_now,
                                   std::function<void(const std::string&)> warn,
                                   TerminalsOptions options)
    : options_(std::move(options)),
      receiver_(commands, now, std::move(steady_now), std::move(warn), options_),
      hall_{.io = io, .receiver = receiver_, .options = options_, .now = std::move(now)},
      zk_acceptor_(io),
      reader_acceptor_(io),
      retry_(io) {}

TerminalsAdapter::~TerminalsAdapter() {
    stop();
}

std::uint16_t TerminalsAdapter::port_of(const Tcp::acceptor& acceptor) {
    error_code failed;
    const auto at = acceptor.local_endpoint(failed);
    return failed ? std::uint16_t{0} : at.port();
}

std::optional<std::string> TerminalsAdapter::listen(Tcp::acceptor& acceptor, std::uint16_t port) {
    error_code failed;
    const auto address = asio::ip::make_address(options_.address, failed);
    if (failed) return "terminals: " + options_.address + " is no address to listen on";
    const Tcp::endpoint at(address, port);
    acceptor.open(at.protocol(), failed);
    if (!failed) acceptor.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor.bind(at, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) {
        return "terminals: cannot listen on " + options_.address + ":" + std::to_string(port) +
               ": " + failed.message();
    }
    return std::nullopt;
}

std::optional<std::string> TerminalsAdapter::start() {
    if (options_.zk_port != 0) {
        if (auto wrong = listen(zk_acceptor_, options_.zk_port)) return wrong;
    }
    if (options_.reader_port != 0) {
        if (auto wrong = listen(reader_acceptor_, options_.reader_port)) return wrong;
    }
    stopped_ = false;
    if (zk_acceptor_.is_open()) accept(zk_acceptor_);
    if (reader_acceptor_.is_open()) accept(reader_acceptor_);
    return std::nullopt;
}

void TerminalsAdapter::begin_drain() {
    hall_.draining = true;
    error_code ignored;
    zk_acceptor_.close(ignored);
    reader_acceptor_.close(ignored);
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& [key, connection] : connections_)
        all.push_back(connection);
    for (const auto& connection : all)
        connection->begin_drain();
}

void TerminalsAdapter::stop() {
    stopped_ = true;
    receiver_.stop();
    retry_.cancel();
    error_code ignored;
    zk_acceptor_.close(ignored);
    reader_acceptor_.close(ignored);
    for (const auto& [key, connection] : connections_)
        connection->abandon();
    connections_.clear();
    readers_.clear();
}

void TerminalsAdapter::accept(Tcp::acceptor& acceptor) {
    acceptor.async_accept([this, &acceptor, alive = std::weak_ptr(alive_)](error_code error,
                                                                           Tcp::socket socket) {
        if (alive.expired() || stopped_ || hall_.draining) return;
        if (!error) {
            take(acceptor, std::move(socket));
            return accept(acceptor);
        }
        retry_.expires_after(accept_again);
        retry_.async_wait([this, &acceptor, still = std::weak_ptr(alive_)](error_code cancelled) {
            if (cancelled || still.expired() || stopped_ || hall_.draining) return;
            accept(acceptor);
        });
    });
}

void TerminalsAdapter::take(Tcp::acceptor& acceptor, Tcp::socket socket) {
    error_code gone;
    const auto from = socket.remote_endpoint(gone);
    if (gone) return;
    std::string address = plain(from.address()).to_string();
    const bool of_terminals = &acceptor == &zk_acceptor_;
    const UidReader* const reader = of_terminals ? nullptr : receiver_.reader(address);
    if (of_terminals ? !receiver_.may_connect(address) : reader == nullptr) {
        ++strangers_;
        return receiver_.warn_once(address, of_terminals
                                                ? "connected and is none of [[terminals.zk]]"
                                                : "connected and is none of [[terminals.readers]]");
    }
    if (connections_.size() >= options_.max_connections) {
        ++turned_away_;
        return;
    }
    ++accepted_;
    if (reader == nullptr) return take_terminal(std::move(socket), std::move(address));
    take_reader(std::move(socket), *reader);
}

void TerminalsAdapter::take_terminal(Tcp::socket socket, std::string address) {
    auto place = std::make_shared<const Connection*>(nullptr);
    auto connection = std::make_shared<ZkConnection>(hall_, std::move(socket), std::move(address),
                                                     [this, place] { connections_.erase(*place); });
    *place = connection.get();
    connections_.emplace(connection.get(), connection);
    connection->start();
}

void TerminalsAdapter::take_reader(Tcp::socket socket, const UidReader& reader) {
    if (const auto before = readers_[reader.address].lock()) before->hang_up();
    auto place = std::make_shared<const Connection*>(nullptr);
    auto connection = std::make_shared<ReaderConnection>(
        hall_, std::move(socket), reader, [this, place] { connections_.erase(*place); });
    *place = connection.get();
    connections_.emplace(connection.get(), connection);
    readers_[reader.address] = connection;
    connection->start();
}

void TerminalsAdapter::write_metrics(MetricsText& out) const {
    const ReceiverStats& stats = receiver_.stats();
    out.gauge("muster_terminals_connections", "Connections of terminals and readers now.",
              connections_.size());
    out.counter("muster_terminals_connections_total", "Connections of terminals and readers.",
                accepted_);
    out.counter("muster_terminals_turned_away_total", "Connections beyond the limit.",
                turned_away_);
    out.counter("muster_terminals_strangers_total",
                "Connections and requests of who is not one of those that may send.",
                strangers_ + stats.strangers);
    out.counter("muster_terminals_requests_total", "Requests of terminals.", stats.requests);
    out.counter("muster_terminals_malformed_total",
                "Requests that could not be read, or are not of the protocol.",
                hall_.malformed + stats.unknown_requests);
    out.counter("muster_terminals_taps_total", "Taps acknowledged, after their commit.",
                stats.taps);
    out.counter("muster_terminals_not_understood_total",
                "Lines that were kept in their own words, or were too long.",
                stats.not_understood + hall_.too_long);
    out.counter("muster_terminals_stale_total", "Old taps, which were only noted.", stats.stale);
    out.counter("muster_terminals_repeats_total", "Of a card that is held before a reader.",
                stats.repeats);
    out.counter("muster_terminals_busy_total", "Taps not taken, so that they come again.",
                stats.busy);
    out.counter("muster_terminals_refused_total", "Taps that the engine refused.", stats.refused);
    out.counter("muster_terminals_lost_total",
                "Taps of readers for which there was no room in a minute.", hall_.lost);
}

}  // namespace muster::terminals
