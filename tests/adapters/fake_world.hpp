// All ports of an adapter, faked, for tests of adapters that use most of them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/adapter.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster {

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
    FakeEvents events;
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
            .events = events,
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

}  // namespace muster
