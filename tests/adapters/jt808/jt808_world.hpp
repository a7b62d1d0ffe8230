// A session of terminals without a socket: what it sends and submits is kept.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/jt808/hub.hpp"
#include "adapters/jt808/session.hpp"
#include "muster/devices.hpp"
#include "tests/adapters/fake_world.hpp"
#include "tests/adapters/jt808/jt808_text.hpp"

namespace muster::jt808::testing {

struct World : FakeWorld {
    explicit World(Jt808Options options = {}) {
        options.secret.value = "a secret of a test, long enough";
        hub = std::make_shared<Hub>(ports(), options);
        hub->taken = [this](const std::string& device) { taken.push_back(device); };
        hub->desk.start();
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
    template <class E>
    void happens(E event) {
        const std::vector<Event> all{Event(std::move(event))};
        events.told.front()({1, now, all});
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
    std::vector<std::string> taken;  // devices of which people have taken over what they asked for
};

}  // namespace muster::jt808::testing
