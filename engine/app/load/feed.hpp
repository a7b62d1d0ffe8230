// The one feed subscription of a load run: it watches "requests" and tells which ones of the run
// appeared, and whether the feed kept its own promise of gapless deltas.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/app/load/line.hpp"
#include "engine/app/load/target.hpp"

namespace muster::app {

// What the client of a muster.v1 subscription has to remember. Pure.
//
// The rule of `prev`: it names the last seq that this subscription may have been sent before. One
// above whatever was received (delta, bookmark or snapshot) is a gap; an older one is not.
class FeedTrack {
  public:
    // The number of what the run sent, in the field `device` of a request; nothing for others'.
    using Number = std::function<std::optional<std::size_t>(std::string_view device)>;
    using Seen = std::function<void(std::size_t number)>;
    // `seen`: a request of the run is on the feed; perhaps more than once.
    FeedTrack(Number number, Seen seen) : number_(std::move(number)), seen_(std::move(seen)) {}

    // One text message of the server. False: not a muster.v1 message.
    [[nodiscard]] bool on_message(std::string_view text);
    // A new connection begins.
    void on_connect() { live_ = greeted_ = false; }

    // What to subscribe with: from the start, or where the connection before ended.
    [[nodiscard]] std::string subscribe_message() const;

    [[nodiscard]] bool greeted() const { return greeted_; }
    // The snapshot is complete, or a resume has brought its first message.
    [[nodiscard]] bool live() const { return live_; }
    [[nodiscard]] std::uint64_t gaps() const { return gaps_; }
    [[nodiscard]] std::uint64_t deltas() const { return deltas_; }

  private:
    void find_requests(std::string_view text);

    Number number_;
    Seen seen_;
    std::string epoch_;
    std::string server_epoch_;
    std::uint64_t last_seq_ = 0;
    std::uint64_t gaps_ = 0;
    std::uint64_t deltas_ = 0;
    bool greeted_ = false;
    bool live_ = false;
};

// The connection around it: ticket, handshake, auth, subscribe; comes back by resume when it was
// lost. Same thread and lifetime rules as LoadLine.
class LoadFeed {
  public:
    LoadFeed(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& server,
             const LoadTarget& target, std::string token, FeedTrack track);

    void start();
    void stop();

    [[nodiscard]] const FeedTrack& track() const { return track_; }
    [[nodiscard]] std::uint64_t reconnects() const { return reconnects_; }
    // Why the last connection ended or could not be made; empty = none did.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    // The server said no to the ticket: the HTTP status, 0 = it did not.
    [[nodiscard]] unsigned refused() const { return refused_; }

  private:
    using Socket = boost::beast::websocket::stream<boost::beast::tcp_stream>;

    void ask_ticket();
    void connect(const std::string& ticket);
    void greet();
    void read();
    void lost(std::string why);

    boost::asio::io_context& io_;
    boost::asio::ip::tcp::endpoint server_;
    const LoadTarget& target_;
    std::string token_;
    FeedTrack track_;
    LoadLine line_;
    // A new one for each connection; handlers of the old one hold it until they have run.
    std::shared_ptr<Socket> socket_;
    boost::beast::flat_buffer buffer_;
    boost::asio::steady_timer retry_;
    std::string auth_;
    std::string subscribe_;
    std::string trouble_;
    std::uint64_t reconnects_ = 0;
    unsigned refused_ = 0;
    bool stopped_ = false;
    bool was_live_ = false;
};

}  // namespace muster::app
