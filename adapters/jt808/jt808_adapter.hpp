// Listens for terminals of JT/T 808 on TCP. Threads as of Adapter.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/jt808/allow_list.hpp"
#include "adapters/jt808/hub.hpp"
#include "adapters/jt808/options.hpp"
#include "muster/adapter.hpp"

namespace muster::jt808 {

class Connection;

class Jt808Adapter final : public Adapter {
  public:
    Jt808Adapter(const AdapterPorts& ports, const Jt808Options& options);
    ~Jt808Adapter() override;
    Jt808Adapter(const Jt808Adapter&) = delete;
    Jt808Adapter& operator=(const Jt808Adapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    // Nobody new; what is under way is answered.
    void begin_drain() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    // That it listens on; 0 before start().
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const Counts& counts() const { return hub_->counts; }

  private:
    friend class Connection;

    void accept();
    void accepted(boost::asio::ip::tcp::socket socket);
    [[nodiscard]] bool make_room();
    void sweep();
    void forget(const std::shared_ptr<Connection>& connection);
    void read_board();
    void desk_took(const std::string& device);

    std::shared_ptr<Hub> hub_;
    AllowList allow_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer sweep_timer_;
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    // Handlers that were under way when the adapter was destroyed find this gone.
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    std::uint64_t next_number_ = 0;
    std::uint16_t port_ = 0;
    bool accepting_ = false;
    bool stopping_ = false;
};

}  // namespace muster::jt808
