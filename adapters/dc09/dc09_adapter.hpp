// Listens for SIA DC-09 over TCP and UDP.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "adapters/dc09/options.hpp"
#include "adapters/dc09/receiver.hpp"

namespace muster::dc09 {

// One thread, that of the io_context. After stop() or destruction no handler touches the ports.
class Dc09Adapter final : public Adapter {
  public:
    Dc09Adapter(boost::asio::io_context& io, CommandPort& commands, std::function<TimePoint()> now,
                std::function<void(const std::string&)> warn, Dc09Options options);
    ~Dc09Adapter() override;
    Dc09Adapter(const Dc09Adapter&) = delete;
    Dc09Adapter& operator=(const Dc09Adapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    // Nothing new is read; what is under way is answered.
    void begin_drain() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    // 0 = not listened to.
    [[nodiscard]] std::uint16_t tcp_port() const;
    [[nodiscard]] std::uint16_t udp_port() const;
    [[nodiscard]] const ReceiverStats& stats() const { return receiver_.stats(); }
    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

  private:
    class Connection;

    void accept();
    void receive();
    void forget(const std::shared_ptr<Connection>& connection);

    boost::asio::io_context& io_;
    Dc09Options options_;
    Receiver receiver_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::ip::udp::socket udp_;
    boost::asio::ip::udp::endpoint from_;
    std::array<char, 8192> datagram_{};
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    bool draining_ = false;
    bool stopped_ = true;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    std::uint64_t accepted_ = 0;
    std::uint64_t strangers_ = 0;    // who may not send
    std::uint64_t turned_away_ = 0;  // connections beyond the limit, datagrams while it is full
    std::uint64_t closed_ = 0;       // that said nothing of the protocol, or nothing for long
};

}  // namespace muster::dc09
