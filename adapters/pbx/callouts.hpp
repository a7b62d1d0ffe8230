// Whom the engine wants reached is rung up, and what they answer is told to it: from the decision,
// after its commit, to the command that records the outcome. The rules of the core say who is next.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/pbx/board_reader.hpp"
#include "adapters/pbx/options.hpp"
#include "adapters/pbx/ringer.hpp"
#include "adapters/pbx/session.hpp"
#include "muster/event_port.hpp"
#include "muster/ports.hpp"

namespace muster::pbx {

struct CalloutPorts {
    boost::asio::io_context& io;
    CommandPort& commands;
    const QueryPort& queries;
    EventPort& events;
    AuditPort& audit;
    std::function<TimePoint()> steady_now;
    std::function<void(const std::string&)> warn;
};

struct CalloutStats {
    std::uint64_t acknowledged = 0;
    std::uint64_t declined = 0;
    std::uint64_t no_answer = 0;
    std::uint64_t left = 0;       // to the desk: the exchange did not ring them
    std::uint64_t no_number = 0;  // likewise: nothing to dial is known
    std::uint64_t refused = 0;    // the engine did not take the outcome: others were quicker
};

// One thread, that of the io_context. After stop() nothing touches the ports.
class Callouts {
  public:
    Callouts(CalloutPorts ports, PbxOptions options);

    // `changed` is called, later, when pump() has something to do.
    void start(std::function<void()> changed);
    void stop();

    // Of the connection: what it heard, what it is to say, that it is lost.
    void take(const std::vector<RingWord>& words);
    void pump(Session& session);
    void session_gone();

    [[nodiscard]] const CalloutStats& stats() const { return stats_; }
    [[nodiscard]] const Ringer& ringer() const { return ringer_; }
    void write_metrics(MetricsText& out) const;

  private:
    // The command that records an answer, and who answered.
    struct Answer {
        std::string id;
        Command command;
        Principal who;
    };

    void heard(const CommittedRecord& record);
    void heard(const Event& event);
    void heard_of_chain(const Event& event);
    void heard_of_offer(const Event& event);
    void heard_of_assignment(const Event& event);
    void want(const Ring& ring);
    [[nodiscard]] bool is_wished(RingKind kind) const;
    void read_board();
    void place(const Ring& ring, Session& session);
    void settle();
    void answer(const RingOutcome& outcome);
    void tell_next();
    void tell();
    void told(const Outcome& outcome);
    void wake();
    void arm();
    void warn_once(const std::string& what);
    // A handler that comes after the end does nothing.
    template <class Handler>
    auto guarded(Handler handler);

    CalloutPorts ports_;
    PbxOptions options_;
    BoardReader board_;
    Ringer ringer_;
    std::optional<OpenRings> open_;
    std::unique_ptr<EventPort::Following> following_;
    std::function<void()> changed_;
    boost::asio::steady_timer timer_;
    boost::asio::steady_timer busy_;
    std::deque<Answer> answers_;  // the first is being decided, or told again
    bool telling_ = false;
    bool woken_ = false;
    bool warned_ = false;  // of what keeps people from being rung
    std::shared_ptr<const bool> running_;
    CalloutStats stats_;
};

}  // namespace muster::pbx
