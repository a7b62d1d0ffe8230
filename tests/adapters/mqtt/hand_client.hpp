// A client of a broker that is driven by hand.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mqtt/broker_link.hpp"

namespace muster::mqtt::testing {

struct Received {
    std::string topic;
    std::string payload;
    bool retained = false;
    Delivery delivery;
};

// A client that is driven by hand; it acknowledges only when it is told to.
class HandClient final : public LinkListener {
  public:
    explicit HandClient(const BrokerOptions& options) {
        link = std::make_unique<BrokerLink>(options, std::size_t{1} << 20, *this);
        wrong = link->open();
        pump([this] { return welcomed; });
    }
    HandClient(std::uint16_t port, const std::string& name) : HandClient(options_of(port, name)) {}

    static BrokerOptions options_of(std::uint16_t port, const std::string& name) {
        BrokerOptions options;
        options.host = "127.0.0.1";
        options.port = port;
        options.client_id = name;
        return options;
    }

    void on_welcome(const Welcome& said) override {
        welcome = said;
        welcomed = true;
    }
    void on_subscribed(const std::string& why_not) override {
        refused = why_not;
        ++subscribed;
    }
    void on_message(const Message& message, const Delivery& delivery) override {
        received.push_back(
            {std::string(message.topic), std::string(message.payload), message.retained, delivery});
    }

    // Reads, and writes where `writes` says so, until something is so.
    bool pump(const std::function<bool()>& done, bool writes = true, int wait_ms = 5'000) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
        while (!wrong && !done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            pollfd ready{link->descriptor(), POLLIN, 0};
            if (writes && link->wants_write()) ready.events |= POLLOUT;
            ::poll(&ready, 1, std::min(wait_ms, 20));
            if ((ready.revents & POLLOUT) != 0) wrong = link->write();
            if (!wrong && (ready.revents & ~POLLOUT) != 0) wrong = link->read();
        }
        return !wrong;
    }
    void subscribe(std::uint32_t identifier, const std::string& filter = "zigbee2mqtt/#",
                   bool with_retained = false) {
        const int before = subscribed;
        wrong = link->subscribe({filter}, identifier, with_retained);
        pump([&] { return subscribed > before; });
    }
    bool hears(std::size_t count, bool writes, int wait_ms = 5'000) {
        return pump([&] { return received.size() >= count; }, writes, wait_ms);
    }
    void acknowledge() {
        wrong = link->write();
        // The broker has it when it answers what came behind it.
        const int before = subscribed;
        if (!wrong) wrong = link->subscribe({"other/#"}, 99, false);
        pump([&] { return subscribed > before; });
    }
    void publish(const std::string& topic, const std::string& payload) {
        EXPECT_TRUE(link->publish(topic, payload));
        pump([this] { return !link->wants_write(); });
    }

    std::unique_ptr<BrokerLink> link;
    Welcome welcome;
    bool welcomed = false;
    int subscribed = 0;
    std::string refused;
    std::vector<Received> received;
    std::optional<std::string> wrong;
};

}  // namespace muster::mqtt::testing
