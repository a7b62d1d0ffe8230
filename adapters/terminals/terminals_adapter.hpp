// Listens for terminals that speak HTTP in ZKTeco's way, and for readers that type UIDs over TCP.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "adapters/terminals/connections.hpp"
#include "adapters/terminals/options.hpp"
#include "adapters/terminals/receiver.hpp"

namespace muster::terminals {

// One thread, that of the io_context. After stop() or destruction no handler touches the ports.
class TerminalsAdapter final : public Adapter {
  public:
    TerminalsAdapter(boost::asio::io_context& io, CommandPort& commands,
                     std::function<TimePoint()> now, std::function<TimePoint()> steady_now,
                     std::function<void(const std::string&)> warn, TerminalsOptions options);
    ~TerminalsAdapter() override;
    TerminalsAdapter(const TerminalsAdapter&) = delete;
    TerminalsAdapter& operator=(const TerminalsAdapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    void begin_drain() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    // 0 = not listened to.
    [[nodiscard]] std::uint16_t zk_port() const { return port_of(zk_acceptor_); }
    [[nodiscard]] std::uint16_t reader_port() const { return port_of(reader_acceptor_); }
    [[nodiscard]] const ReceiverStats& stats() const { return receiver_.stats(); }
    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

  private:
    using Tcp = boost::asio::ip::tcp;

    [[nodiscard]] static std::uint16_t port_of(const Tcp::acceptor& acceptor);
    [[nodiscard]] std::optional<std::string> listen(Tcp::acceptor& acceptor, std::uint16_t port);
    void accept(Tcp::acceptor& acceptor);
    void take(Tcp::acceptor& acceptor, Tcp::socket socket);
    void take_terminal(Tcp::socket socket, std::string address);
    void take_reader(Tcp::socket socket, const UidReader& reader);

    const TerminalsOptions options_;
    Receiver receiver_;
    Hall hall_;
    Tcp::acceptor zk_acceptor_;
    Tcp::acceptor reader_acceptor_;
    boost::asio::steady_timer retry_;  // of accepting, when no descriptor is free
    std::unordered_map<const Connection*, std::shared_ptr<Connection>> connections_;
    // The present one of each reader, by its address.
    std::unordered_map<std::string, std::weak_ptr<ReaderConnection>> readers_;
    bool stopped_ = true;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    std::uint64_t accepted_ = 0;
    std::uint64_t strangers_ = 0;
    std::uint64_t turned_away_ = 0;  // beyond the limit
};

}  // namespace muster::terminals
