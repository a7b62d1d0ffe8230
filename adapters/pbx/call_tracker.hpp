// Follows the callers of the hotline through the events of an Asterisk exchange, and tells their
// calls. Pure.
//
// A call is the channel of its caller: it lives as long as he holds the line, whatever is done with
// him (queues, transfers, conferences), and its Uniqueid never changes. Other channels are only
// asked for whom they belong to, by the Linkedid that they have now, which changes when calls join.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/pbx/message.hpp"
#include "muster/calls.hpp"
#include "muster/command.hpp"

namespace muster::pbx {

struct TrackerOptions {
    std::string exchange = "pbx";       // before the colon of references
    std::vector<std::string> contexts;  // in which calls of the hotline begin
    std::vector<std::string> lines;     // numbers of the hotline; empty = every one of the contexts
};

class CallTracker {
  public:
    // More channels at a time are not followed, and counted.
    static constexpr std::size_t max_channels = 10'000;

    explicit CallTracker(TrackerOptions options) : options_(std::move(options)) {}

    // What the event says of calls of the hotline, in order; nothing for most.
    [[nodiscard]] std::vector<Command> take(const Message& event);

    // The connection was lost: from now on what there is comes by CoreShowChannel, until
    // CoreShowChannelsComplete, which take() answers with all of it.
    void begin_again();

    [[nodiscard]] std::size_t calls() const { return calls_.size(); }
    [[nodiscard]] std::uint64_t not_followed() const { return not_followed_; }

  private:
    // Of a caller.
    struct Live {
        std::string linked;
        std::string number;
        std::string line;
        std::string queue;
        std::string agent;
        bool answered = false;
        bool seen = false;  // since begin_again()
    };
    using Calls = boost::unordered_flat_map<std::string, Live>;

    void begin(const Message& event, std::vector<Command>& out);
    void number_told(const Message& event, std::vector<Command>& out);
    void queued(const Message& event, std::vector<Command>& out);
    void answered(const Message& event, std::string_view agent, std::vector<Command>& out);
    void bridged(const Message& event, std::vector<Command>& out);
    void ended(const Message& event, std::vector<Command>& out);
    void shown(const Message& event);
    void all_shown(std::vector<Command>& out);
    void link(const Message& event);
    [[nodiscard]] bool is_hotline(const Message& event) const;
    // The call of the caller's channel, or of a channel that was linked to it.
    [[nodiscard]] Calls::iterator find(const Message& event);
    [[nodiscard]] std::string reference(std::string_view unique) const;
    [[nodiscard]] ReportCall report(const std::string& unique, const Live& live) const;

    TrackerOptions options_;
    Calls calls_;  // by the Uniqueid of the caller's channel
    // Bridge -> people in it, not counting Local channels, which are wires.
    boost::unordered_flat_map<std::string, std::vector<std::string>> bridges_;
    std::vector<std::string> shown_;
    bool again_ = false;
    std::uint64_t not_followed_ = 0;
};

}  // namespace muster::pbx
