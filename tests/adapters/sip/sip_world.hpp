// A server without sockets: time, randomness and what it sends are the test's.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sip/sip_server.hpp"
#include "tests/adapters/fake_ports.hpp"
#include "tests/adapters/sip/sip_text.hpp"

namespace muster::sip::testing {

struct World {
    explicit World(SipOptions given, RegistrationStore* store = nullptr)
        : options(std::move(given)) {
        auto peers = load_peers(options);
        if (!peers) ADD_FAILURE() << peers.error();
        server = std::make_unique<Server>(
            Server::Ports{commands, audit, [this] { return now; }, [this] { return now; },
                          [this] { return "random" + std::to_string(++randoms); },
                          [this](const std::string& text) { warnings.push_back(text); },
                          [this](const Hop& hop, std::string bytes) {
                              hops.push_back(hop);
                              sent.push_back(std::move(bytes));
                          },
                          store},
            options, peers ? std::move(*peers) : Peers{});
    }

    void hear(const Sent& message) { hear_bytes(text_of(message)); }
    void hear_bytes(const std::string& bytes) { server->receive_datagram(bytes, hop); }
    void pass(Millis time) {
        const TimePoint end = now + time;
        while (server->next_timer() <= end) {
            now = std::max(now, server->next_timer());
            server->on_timer();
        }
        now = end;
    }
    // What was sent since the last call.
    std::vector<std::string> take_sent() { return std::exchange(sent, {}); }
    // Answers the request of ours that is in `bytes`.
    void answer(const std::string& bytes, int status = 200) {
        auto read = read_datagram(bytes);
        ASSERT_TRUE(read);
        hear_bytes(write_answer(read->message, {"127.0.0.1", 5060}, "peer", {status, {}, {}, {}}));
    }

    SipOptions options;
    FakeCommands commands;
    FakeAudit audit;
    TimePoint now{1'772'439'330'000};  // 2026-03-02T08:15:30Z
    std::uint64_t randoms = 0;
    std::vector<std::string> warnings;
    std::vector<std::string> sent;
    std::vector<Hop> hops;
    Hop hop{false, {"192.0.2.7", 5070}, 0};
    std::unique_ptr<Server> server;
};

}  // namespace muster::sip::testing
