// What taps lead to, whatever brought them: signals for the engine, and the answer when they are
// committed. No sockets; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/terminals/options.hpp"
#include "adapters/terminals/zk_codec.hpp"
#include "engine/gate/warn_once.hpp"
#include "muster/devices.hpp"
#include "muster/ports.hpp"

namespace muster::terminals {

struct ReceiverStats {
    std::uint64_t requests = 0;   // of terminals that are known
    std::uint64_t strangers = 0;  // not one of those that may send, or from another address
    std::uint64_t unknown_requests = 0;
    std::uint64_t taps = 0;            // committed, each time that one was sent
    std::uint64_t not_understood = 0;  // lines that are kept in their own words
    std::uint64_t stale = 0;           // only noted
    std::uint64_t repeats = 0;         // of a card that is held before a reader
    std::uint64_t busy = 0;            // not acknowledged, so that they come again
    std::uint64_t refused = 0;         // acknowledged, since another try would be refused too
};

struct Answer {
    unsigned status = 200;
    std::string text;
};

class Receiver {
  public:
    using Reply = std::function<void(Answer)>;
    // False: there was no room; the same again, later.
    using Taken = std::function<void(bool)>;

    Receiver(CommandPort& commands, std::function<TimePoint()> now,
             std::function<TimePoint()> steady_now, std::function<void(const std::string&)> warn,
             const TerminalsOptions& options);

    // Whether some terminal may connect from there.
    [[nodiscard]] bool may_connect(const std::string& address) const;
    [[nodiscard]] const UidReader* reader(const std::string& address) const;

    // One request of a terminal. Calls `reply` once, now or after the commit of all its lines.
    void take(bool is_post, std::string_view target, std::string body, const std::string& address,
              Reply reply);

    // One line of a reader. Calls `taken` once, now or after the commit.
    void tap(const UidReader& reader, const std::string& line, Taken taken);

    // An answer that comes later does nothing any more.
    void stop() { alive_.reset(); }

    void warn_once(const std::string& address, const std::string& what) {
        warnings_.tell(address, what);
    }
    [[nodiscard]] const ReceiverStats& stats() const { return stats_; }

  private:
    struct Lines;

    [[nodiscard]] const ZkTerminal* terminal(const std::string& serial,
                                             const std::string& address) const;
    // Submits more lines as long as there are some and not too many wait.
    void go_on(const std::shared_ptr<Lines>& lines);
    void submit_line(const std::shared_ptr<Lines>& lines, std::string_view line);
    void finish(const Lines& lines);
    [[nodiscard]] SignalDevice signal_of(const ZkTerminal& terminal, const Attendance& tap);
    void submit(Submission submission, Taken taken);
    void report_life(const ZkTerminal& terminal);

    CommandPort& commands_;
    std::function<TimePoint()> now_;
    std::function<TimePoint()> steady_now_;
    gate::WarnOnce warnings_;
    const TerminalsOptions options_;
    // By serial number: up to where its lines are committed, as it counts.
    std::map<std::string, std::string, std::less<>> stamps_;
    // By a reader's address: the card it typed last, and when.
    std::map<std::string, std::pair<std::string, TimePoint>, std::less<>> last_cards_;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    ReceiverStats stats_;
};

}  // namespace muster::terminals
