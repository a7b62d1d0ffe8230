// A session of terminals without a socket: what it sends and submits is kept.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/jt808/hub.hpp"
#include "adapters/jt808/session.hpp"
#include "muster/devices.hpp"
#include "tests/adapters/fake_ports.hpp"
#include "tests/adapters/jt808/jt808_text.hpp"

namespace muster::jt808::testing {

// Nobody subscribes here.
class NoFeed : public FeedPort {
  public:
    std::unique_ptr<FeedSession> open(FeedSink&, std::string_view, TimePoint) override {
        return nullptr;
    }
    std::optional<std::string> issue_ticket(FeedPrincipal, TimePoint) override {
        return std::nullopt;
    }
    void on_timer(TimePoint) override {}
    [[nodiscard]] TimePoint next_timer(TimePoint) const override { return never; }
    [[nodiscard]] std::size_t client_message_bytes() const override { return 0; }
};

struct FakeWorld {
    boost::asio::io_context io;
    FakeCommands commands;
    FakeQueries queries;
    FakeAccess access;
    NoFeed feed;
    FakeExplain explain;
    FakeAudit audit;
    std::vector<std::string> warnings;
    TimePoint now{1'772'439'330'000};  // 2026-03-02T08:15:30Z, 16:15:30 in China
    TimePoint steady{5'000'000};

    [[nodiscard]] AdapterPorts ports() {
        return {
            .io = io,
            .commands = commands,
            .queries = queries,
            .access = access,
            .feed = feed,
            .explain = explain,
            .audit = audit,
            .reports = nullptr,
            .now = [this] { return now; },
            .steady_now = [this] { return steady; },
            .city_now = [this] { return now; },
            .commands_wait = [] { return false; },
            .warn = [this](const std::string& text) { warnings.push_back(text); },
        };
    }
};

struct World : FakeWorld {
    explicit World(const Jt808Options& options = {})
        : hub(std::make_shared<Hub>(ports(), options)) {
        hub->secret = "a secret of a test, long enough";
        connect();
    }

    void connect() {
        session = std::make_shared<Session>(
            hub, "192.0.2.7", [this](std::string_view frame) { sent.push_back(hex(frame)); },
            [this] { ++resumed; });
    }
    // Whole; what was not taken is left.
    std::string give(std::string_view bytes) {
        session->take(bytes);
        return std::string(bytes);
    }
    // Byte by byte.
    void trickle(std::string_view bytes) {
        for (const char byte : bytes) {
            std::string_view one(&byte, 1);
            session->take(one);
        }
    }
    void pass(Millis time) {
        now = now + time;
        steady = steady + time;
        session->on_timer();
    }
    // What was submitted of this kind.
    template <class T>
    [[nodiscard]] std::vector<T> told() const {
        std::vector<T> out;
        for (const Submission& submission : commands.submissions) {
            if (const T* one = submission.command.get_if<T>()) out.push_back(*one);
        }
        return out;
    }
    // Signals but for levels that are off.
    [[nodiscard]] std::vector<SignalDevice> raised() const {
        std::vector<SignalDevice> out;
        for (const SignalDevice& signal : told<SignalDevice>()) {
            if (signal.level.value_or(true)) out.push_back(signal);
        }
        return out;
    }

    std::shared_ptr<Hub> hub;
    std::shared_ptr<Session> session;
    std::vector<std::string> sent;
    std::size_t resumed = 0;
};

}  // namespace muster::jt808::testing
