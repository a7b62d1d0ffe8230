// SIP over UDP and TCP on one port: sockets and timers around the server. Threads as of Adapter.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/sip/options.hpp"
#include "adapters/sip/sip_server.hpp"
#include "muster/adapter.hpp"

namespace muster::sip {

class Stream;

struct SipSocketStats {
    std::uint64_t datagrams = 0;
    std::uint64_t datagrams_lost = 0;  // of ours, that the system did not take
    std::uint64_t connections = 0;
    std::uint64_t refused_full = 0;
    std::uint64_t refused_strangers = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t overflows = 0;  // connections that did not read what we sent
    std::uint64_t gone = 0;       // messages to connections that are closed
};

class SipAdapter final : public Adapter {
  public:
    SipAdapter(const AdapterPorts& ports, const SipOptions& options);
    ~SipAdapter() override;
    SipAdapter(const SipAdapter&) = delete;
    SipAdapter& operator=(const SipAdapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    void begin_drain() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    // 0 before start().
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const SipSocketStats& stats() const { return stats_; }

  private:
    friend class Stream;

    void open_store();
    [[nodiscard]] std::optional<std::string> open_sockets();
    void wait_datagram();
    void read_datagrams();
    void accept();
    void take_connection(boost::asio::ip::tcp::socket socket);
    void retry_accept();
    void send(const Hop& hop, std::string bytes);
    void forget(std::uint64_t connection);
    void arm_timer();

    const AdapterPorts ports_;
    const SipOptions options_;
    std::uint16_t port_ = 0;
    boost::asio::ip::udp::socket udp_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    boost::asio::steady_timer accept_timer_;
    TimePoint timer_at_ = never;
    std::optional<Peers> peers_;  // for those who connect
    std::unique_ptr<RegistrationStore> store_;
    std::unique_ptr<Server> server_;
    std::map<std::uint64_t, std::shared_ptr<Stream>> streams_;
    std::uint64_t last_connection_ = 0;
    bool stopped_ = false;
    SipSocketStats stats_;
    // Handlers that run when this is gone find that it is.
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace muster::sip
