// Takes alarms from an MQTT broker: a client that reads, has everything committed, and only then
// acknowledges. README.md tells the topics and what is promised.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mqtt/broker_link.hpp"
#include "adapters/mqtt/mqtt_codec.hpp"
#include "adapters/mqtt/options.hpp"
#include "engine/gate/desk_watch.hpp"
#include "engine/gate/warn_once.hpp"
#include "muster/adapter.hpp"
#include "muster/ports.hpp"

namespace muster::mqtt {

// As of AdapterPorts, what is used of them.
struct MqttPorts {
    boost::asio::io_context& io;
    CommandPort& commands;
    const QueryPort& queries;
    EventPort& events;
    AuditPort& audit;
    std::function<TimePoint()> now;
    std::function<void(const std::string&)> warn;
};

struct MqttStats {
    std::uint64_t attempts = 0;
    std::uint64_t connections = 0;
    std::uint64_t sessions_lost = 0;  // the broker had forgotten us since we were last there
    std::uint64_t told = 0;           // messages, by what they were
    std::uint64_t nothing = 0;
    std::uint64_t elsewhere = 0;
    std::uint64_t retained = 0;
    std::uint64_t malformed = 0;
    std::uint64_t repeated = 0;  // commands that had been taken already
    std::uint64_t refused = 0;   // commands
    std::uint64_t busy = 0;      // times that messages were left to come again
    std::uint64_t receipts = 0;
    std::uint64_t receipts_lost = 0;
    std::uint64_t taken_told = 0;  // devices that were told that people have taken over
};

// Threads: as of Adapter; but for names being looked up, which has a thread of its own.
class MqttAdapter final : public Adapter, private LinkListener {
  public:
    MqttAdapter(MqttPorts ports, MqttOptions options);
    ~MqttAdapter() override;
    MqttAdapter(const MqttAdapter&) = delete;
    MqttAdapter& operator=(const MqttAdapter&) = delete;

    // Files must be there; the broker need not be.
    [[nodiscard]] std::optional<std::string> start() override;
    // Reads no more; takes leave when what was read is committed and acknowledged.
    void begin_drain() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

    [[nodiscard]] bool connected() const { return subscribed_; }
    [[nodiscard]] const MqttStats& stats() const { return stats_; }

  private:
    struct Receipt {
        std::string topic;
        std::string payload;
    };
    // What was read and is acknowledged together. One for each connection, so that a commit that
    // comes after its connection is known as such.
    struct Batch {
        std::size_t waiting = 0;  // messages
        bool reading = false;
        bool busy = false;  // no room for one of them: all must come again
        std::vector<Receipt> receipts;
    };
    struct Item;  // a message on its way to the commit

    void on_welcome(const Welcome& welcome) override;
    void on_subscribed(const std::string& refused) override;
    void on_message(const Message& message, const Delivery& delivery) override;

    void connect();
    void opened(const std::optional<std::string>& wrong);
    void lose(const std::string& why);
    void close();
    void subscribe(bool with_retained);
    void arm_deadline();
    void arm_keeper();
    void arm_return();
    void wait_to_read();
    void wait_to_write();
    void read_some();
    [[nodiscard]] bool more_to_read();
    void settle();
    void write_some();
    void read_board();
    void desk_took();
    void tell_taken();
    void forget_told();
    void count(const Meaning& meaning);
    void submit(const Message& message, const Delivery& delivery, Meaning&& meaning);
    void answered(Item& item, const Outcome& outcome);
    void finish(Item& item);
    [[nodiscard]] std::uint32_t next_subscription();

    MqttPorts ports_;
    MqttOptions options_;
    Translator translator_;
    gate::WarnOnce of_broker_;  // few matters, which devices must not keep from being told
    gate::WarnOnce of_devices_;
    std::shared_ptr<BrokerLink> link_;
    // A duplicate of the link's descriptor: the library closes its own when it likes, and then
    // nothing is left in the reactor that would spin or hit another file of the same number.
    boost::asio::posix::stream_descriptor descriptor_;
    boost::asio::steady_timer deadline_;
    boost::asio::steady_timer keeper_;
    boost::asio::steady_timer return_;
    std::shared_ptr<Batch> batch_;
    // Of which devices of our own people have taken over what they asked for.
    gate::DeskWatch desk_;
    bool desk_spoke_ = false;                // and it may be told now
    std::map<std::string, RequestId> told_;  // ... what the broker has perhaps not got yet
    std::string failure_;           // found while reading; the connection is given up behind it
    std::uint64_t connection_ = 0;  // handlers of an earlier one find another number
    std::uint32_t subscription_ = 0;
    std::size_t deliveries_ = 0;  // since it was made
    Millis pause_;
    bool opening_ = false;
    bool reading_armed_ = false;
    bool writing_armed_ = false;
    bool tells_subscriptions_ = true;
    bool subscribed_ = false;
    bool was_connected_ = false;
    bool draining_ = false;
    bool stopped_ = false;
    MqttStats stats_;
    // A handler that was ready when the adapter was destroyed finds this gone.
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    // The last, so that it ends first: its work holds nothing but its link.
    boost::asio::thread_pool opener_{1};
};

}  // namespace muster::mqtt
