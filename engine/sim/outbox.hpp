// How the people of the simulated city send commands: each with a key of its own, kept until it is
// answered, so that after a restart of the engine it can be sent again without happening twice.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "muster/ports.hpp"
#include "muster/responders.hpp"

namespace muster::sim {

class Outbox {
  public:
    using Done = std::function<void(const Outcome&)>;

    // `name` starts every key; two runs on one log must differ in it.
    explicit Outbox(std::string name) : name_(std::move(name)) {}

    // From now on commands go there. Not owned. Answers of an earlier port must not come any more.
    void connect(CommandPort& port) { port_ = &port; }

    // Precondition: connected. `done` is called once, with the final answer.
    void send(const char* source, Command command, Done done = {});

    // Without a key or a copy: a lost position is replaced by the next.
    void send_positions(ReportPositions positions);

    // Everything without an answer, in the order of the first sending.
    void resend();

    // Refused because a queue was full or the engine stopped or was not ready: to be sent again.
    [[nodiscard]] bool has_refused() const { return refused_; }

    [[nodiscard]] std::size_t unanswered() const { return letters_.size(); }
    [[nodiscard]] std::uint64_t sent() const { return next_; }
    [[nodiscard]] std::uint64_t accepted() const { return accepted_; }
    // By RejectReason.
    [[nodiscard]] const std::map<RejectReason, std::uint64_t>& rejected() const {
        return rejected_;
    }
    // Called with the seq of every accepted command; for tests.
    void on_accepted(std::function<void(std::uint64_t seq)> hook) { hook_ = std::move(hook); }

  private:
    struct Letter {
        Submission submission;
        Done done;
    };

    void submit(std::uint64_t number);
    void answered(std::uint64_t number, const Outcome& outcome);

    std::string name_;
    CommandPort* port_ = nullptr;
    std::map<std::uint64_t, Letter> letters_;
    std::uint64_t next_ = 0;
    std::uint64_t accepted_ = 0;
    std::map<RejectReason, std::uint64_t> rejected_;
    bool refused_ = false;
    std::function<void(std::uint64_t)> hook_;
};

}  // namespace muster::sim
