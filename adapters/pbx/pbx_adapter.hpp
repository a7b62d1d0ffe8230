// Keeps a connection to an exchange, tells the engine of the hotline's calls, and has people rung.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/pbx/call_tracker.hpp"
#include "adapters/pbx/callouts.hpp"
#include "adapters/pbx/options.hpp"
#include "adapters/pbx/session.hpp"
#include "muster/ports.hpp"

namespace muster::pbx {

struct PbxStats {
    std::uint64_t connects = 0;
    std::uint64_t failures = 0;
    std::uint64_t lines_left_out = 0;
    std::uint64_t told = 0;     // commands that the engine took
    std::uint64_t refused = 0;  // for good
    std::uint64_t again = 0;    // tries after "busy"
};

// One thread, that of the io_context. After stop() or destruction no handler touches the ports.
class PbxAdapter final : public Adapter {
  public:
    PbxAdapter(boost::asio::io_context& io, CommandPort& commands,
               std::function<TimePoint()> steady_now, std::function<void(const std::string&)> warn,
               PbxOptions options, std::unique_ptr<Callouts> callouts = nullptr);
    ~PbxAdapter() override;
    PbxAdapter(const PbxAdapter&) = delete;
    PbxAdapter& operator=(const PbxAdapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    [[nodiscard]] bool is_live() const { return session_ && session_->is_live(); }
    [[nodiscard]] const PbxStats& stats() const { return stats_; }
    // Null where nobody is rung.
    [[nodiscard]] const Callouts* callouts() const { return callouts_.get(); }

  private:
    void connect();
    [[nodiscard]] std::string port() const;
    [[nodiscard]] std::unique_ptr<Session> make_session();
    void greet();
    void read();
    void write();
    void arm();
    // Does what the session wants by now.
    void follow_session();
    void fail(const std::string& why, bool refused);
    void close();
    // In their order, one at a time: a later word about a call is never decided before an earlier
    // one.
    void tell_next();
    void told(const Outcome& outcome);
    void tell();
    // A handler of an older connection, or of an adapter that is gone, does nothing.
    template <class Handler>
    auto guarded(Handler handler);

    boost::asio::io_context& io_;
    CommandPort& commands_;
    std::function<TimePoint()> now_;
    std::function<void(const std::string&)> warn_;
    PbxOptions options_;
    CallTracker tracker_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Callouts> callouts_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    boost::asio::steady_timer again_;  // the next try
    boost::asio::steady_timer busy_;
    std::array<char, 16 * 1024> buffer_{};
    std::string writing_;
    std::string to_write_;
    std::deque<Command> waiting_;
    std::optional<Command> telling_;  // is being decided, or told again
    bool stopped_ = true;
    bool warned_ = false;  // of this outage
    Millis retry_;
    std::uint64_t generation_ = 0;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    PbxStats stats_;
};

}  // namespace muster::pbx
