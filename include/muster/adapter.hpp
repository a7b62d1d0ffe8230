// What the program asks of each adapter, and what an adapter is given. Which there are, the program
// knows from one list (engine/app/adapters.hpp).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "muster/event_port.hpp"
#include "muster/feed_port.hpp"
#include "muster/metrics_text.hpp"
#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace boost::asio {
class io_context;
}

namespace muster {

class ReportPort;

// One protocol. All calls, those into the ports too, are made on the one thread that runs the
// io_context, or before it runs.
class Adapter {
  public:
    virtual ~Adapter() = default;
    // Once, before anything else: binds, connects, reads what it needs. What went wrong and what
    // would be right, or nothing; then the program does not start.
    [[nodiscard]] virtual std::optional<std::string> start() = 0;
    // The program is about to end: takes nothing new, and lets what is under way come to its
    // answer. Nothing to do where each message stands for itself.
    virtual void begin_drain() {}
    // The operator says that files it has read may have changed.
    virtual void reload() {}
    // Ends everything at once. Afterwards the ports are not called.
    virtual void stop() = 0;
    // What it counts. The names begin with muster_ and that of the protocol.
    virtual void write_metrics(MetricsText& out) const = 0;
    // What the operator must look at while it goes on.
    [[nodiscard]] virtual std::vector<Alarm> alarms() const { return {}; }
};

// The doors to the engine and what else an adapter may need. They outlive every adapter.
struct AdapterPorts {
    boost::asio::io_context& io;
    CommandPort& commands;
    const QueryPort& queries;
    AccessPort& access;
    FeedPort& feed;
    EventPort& events;
    ExplainPort& explain;
    AuditPort& audit;
    // Null = they are not made here.
    ReportPort* reports;
    // The system's clock, UTC: for what concerns the world outside, such as signatures. Goes back
    // when somebody sets it back.
    std::function<TimePoint()> now;
    // Never goes back and never leaps: for what runs out after a while, such as rates and tickets.
    std::function<TimePoint()> steady_now;
    // The city's clock, in which the engine's times are told. The same as now(), except in a demo
    // that runs faster.
    std::function<TimePoint()> city_now;
    // Whether commands wait to be decided, so that long work can let them go first.
    std::function<bool()> commands_wait;
    // What an operator should know.
    std::function<void(const std::string&)> warn;
    // Path of the data folder: what an adapter must know over a restart and the log does not tell
    // is kept there, in a file of the adapter's name. Empty = nothing is kept.
    std::string data{};
};

}  // namespace muster
