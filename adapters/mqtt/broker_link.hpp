// One connection to a broker, by libmosquitto: MQTT 5 (OASIS, 2019). Its owner waits for the
// descriptor and says when to read and when to write; nothing happens in between.
//
// What is promised, which the tests hold against a real broker:
// 1. A message is acknowledged by write() and by nothing else. Whoever calls it when all that was
//    read is committed has at-least-once delivery: what was read and not acknowledged comes again
//    with the next connection of this client id, even after a kill. The library has queued the
//    acknowledgement before it shows the message; that it does not send it by itself is so because
//    it is told that other threads call it (mosquitto_threaded_set), which makes it leave all
//    writing to them.
// 2. A repetition has the Delivery of the first. The broker keeps the packet identifier and the
//    subscription's identifier with the message. Packet identifiers wrap, and start anew when the
//    broker forgets the session; so whoever subscribes gives a new identifier each time, and again
//    after at most `deliveries_per_subscription` of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mqtt/mqtt_codec.hpp"
#include "adapters/mqtt/options.hpp"

struct mosquitto;

namespace muster::mqtt {

// Half of all packet identifiers: those on the way when the identifier changes have room as well.
constexpr std::size_t deliveries_per_subscription = 30'000;
constexpr std::uint32_t max_subscription = 268'435'455;  // MQTT 5, 3.8.2.1.2

// What the broker says to a new connection.
struct Welcome {
    std::string refused;  // why; empty = welcome
    bool session_present = false;
    bool tells_subscriptions = true;  // else repetitions cannot be told apart
};

class LinkListener {
  public:
    virtual ~LinkListener() = default;
    // All in read(), and the link must outlive the call.
    virtual void on_welcome(const Welcome& welcome) = 0;
    virtual void on_subscribed(const std::string& refused) = 0;  // empty = all of it
    virtual void on_message(const Message& message, const Delivery& delivery) = 0;
};

class BrokerLink {
  public:
    // The listener must outlive every read().
    BrokerLink(BrokerOptions options, std::size_t message_bytes, LinkListener& listener);
    // Ends the connection at once: what waits to be written is not, so that messages which were
    // read and not acknowledged come again.
    ~BrokerLink();
    BrokerLink(const BrokerLink&) = delete;
    BrokerLink& operator=(const BrokerLink&) = delete;

    // Begins to connect. Once, before anything else. Looks names up, which may take long, and may
    // therefore run on any thread while nobody else uses the link. What went wrong, or nothing; so
    // do those below, and after an error the link is only good to be destroyed.
    [[nodiscard]] std::optional<std::string> open();
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] bool wants_write() const;
    // Reads a packet, or several that have been decrypted together.
    [[nodiscard]] std::optional<std::string> read();
    // Sends all that waits, also acknowledgements, as far as the socket takes it.
    [[nodiscard]] std::optional<std::string> write();
    // Once a second or so: keeps alive and finds out who is dead.
    [[nodiscard]] std::optional<std::string> keep();

    // `identifier`: 1 to max_subscription; 0 where the broker tells none. What the broker has kept
    // on these topics comes where `with_retained` says so.
    [[nodiscard]] std::optional<std::string> subscribe(const std::vector<std::string>& filters,
                                                       std::uint32_t identifier,
                                                       bool with_retained);
    // At QoS 1. False when as many as may are with the broker, or it cannot be sent at all.
    // `retained`: the broker keeps it for those who come later.
    [[nodiscard]] bool publish(const std::string& topic, std::string_view payload,
                               bool retained = false);
    // Of what was published so much the broker has not acknowledged yet.
    [[nodiscard]] std::size_t unacknowledged() const { return published_; }
    // Takes leave. The session stays.
    void disconnect();

    static constexpr std::size_t max_published = 1'000;  // that the broker has not acknowledged

  private:
    struct Callbacks;
    struct Free {
        void operator()(mosquitto* client) const;
    };

    [[nodiscard]] std::optional<std::string> set_up();
    [[nodiscard]] std::optional<std::string> set_up_tls();

    BrokerOptions options_;
    std::size_t message_bytes_;
    LinkListener& listener_;
    std::unique_ptr<mosquitto, Free> client_;
    std::size_t published_ = 0;
};

}  // namespace muster::mqtt
