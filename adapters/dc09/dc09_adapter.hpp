// Listens for SIA DC-09 over TCP and UDP.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/dc09/options.hpp"
#include "adapters/dc09/peers.hpp"
#include "adapters/dc09/receiver.hpp"
#include "muster/adapter.hpp"

namespace muster::dc09 {

class Connection;

struct AdapterStats {
    std::uint64_t connections = 0;
    std::uint64_t strangers = 0;    // connections and datagrams of who may not send
    std::uint64_t turned_away = 0;  // connections beyond a limit
    std::uint64_t foreign = 0;      // addresses that spoke something else, each once
    std::uint64_t overdue = 0;      // connections closed for silence
    std::uint64_t unread = 0;       // connections closed since they took no answers
    std::uint64_t paused = 0;       // times that a connection was not read, for want of room
    std::uint64_t datagrams = 0;
    std::uint64_t datagrams_dropped = 0;  // for want of room
    std::uint64_t answers_lost = 0;       // that the socket of UDP did not take
    std::uint64_t failed_accepts = 0;
};

// One thread, that of the io_context. After stop() no handler touches the ports.
class Dc09Adapter final : public Adapter {
  public:
    Dc09Adapter(boost::asio::io_context& io, ReceiverPorts ports, Dc09Options options);
    ~Dc09Adapter() override;
    Dc09Adapter(const Dc09Adapter&) = delete;
    Dc09Adapter& operator=(const Dc09Adapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    // Reads nothing new, and answers what is under way.
    void begin_drain() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    // 0 = not listened to.
    [[nodiscard]] std::uint16_t tcp_port() const;
    [[nodiscard]] std::uint16_t udp_port() const;
    [[nodiscard]] std::size_t connections() const { return connections_.size(); }
    [[nodiscard]] const ReceiverStats& receiver_stats() const { return receiver_.stats(); }
    [[nodiscard]] const AdapterStats& stats() const { return stats_; }

  private:
    friend class Connection;

    [[nodiscard]] std::optional<std::string> listen_tcp(const boost::asio::ip::address& address);
    [[nodiscard]] std::optional<std::string> listen_udp(const boost::asio::ip::address& address);
    void accept();
    void accepted(boost::asio::ip::tcp::socket socket);
    void wait_for_datagrams();
    void read_datagrams();
    void take_datagram(std::size_t size, const boost::asio::ip::udp::endpoint& from);
    // A connection is over.
    void forget(const std::shared_ptr<Connection>& connection);
    [[nodiscard]] bool is_full() const { return receiver_.waiting() >= options_.frames_waiting; }
    // Reads on when there is room again.
    void pause(const std::shared_ptr<Connection>& connection);
    // Something was decided: those that wait for room have a turn, not before this returns.
    void made_room();

    boost::asio::io_context& io_;
    const Dc09Options options_;
    Peers peers_;
    Receiver receiver_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer accept_timer_;
    boost::asio::ip::udp::socket udp_;
    std::array<char, 8'192> datagram_{};
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    std::map<std::string, std::size_t> per_address_;
    std::vector<std::weak_ptr<Connection>> paused_;
    bool resuming_ = false;
    bool draining_ = false;
    bool stopped_ = true;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    AdapterStats stats_;
};

}  // namespace muster::dc09
