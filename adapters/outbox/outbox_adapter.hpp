// Follows the log and hands each event that a channel wants to the worker, which delivers it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/outbox/options.hpp"
#include "adapters/outbox/worker.hpp"
#include "muster/adapter.hpp"

namespace muster::outbox {

// The engine's thread. Here events are put into words, and nothing waits for a disk or a socket.
class OutboxAdapter final : public Adapter {
  public:
    OutboxAdapter(const AdapterPorts& ports, OutboxOptions options);
    ~OutboxAdapter() override;
    OutboxAdapter(const OutboxAdapter&) = delete;
    OutboxAdapter& operator=(const OutboxAdapter&) = delete;

    [[nodiscard]] std::optional<std::string> start() override;
    void stop() override;
    void write_metrics(MetricsText& out) const override;

  private:
    [[nodiscard]] std::optional<std::string> find_start();
    void follow();
    void tell(const CommittedRecord& record);
    void tell_events(const CommittedRecord& record, std::size_t index, Batch& batch);
    // In another form than the usual one.
    [[nodiscard]] std::string formatted(const ChannelOptions& channel, const Event& event,
                                        const Message& message, const EventTold& told) const;
    // outbox_orders.cpp
    [[nodiscard]] std::optional<std::string> restore_orders();
    // What is on the board of orders that the book knows nothing of: it is a new one, or the
    // channel is.
    void adopt_orders(Batch& batch);
    void tell_orders(const CommittedRecord& record, std::size_t index, Batch& batch);
    void note_failed_report(const FailedReport& failed);
    void write_order_metrics(MetricsText& out) const;
    void hand_over(Batch batch);
    void written(std::size_t batches);
    static void write_smpp_metrics(MetricsText& out, const WorkerStats& stats);

    // A channel of kind orders.
    struct OrderChannel {
        std::size_t place;
        OrderFollower follower;
    };

    const AdapterPorts ports_;
    const OutboxOptions options_;
    // The channels that an event is told on, by its name.
    std::unordered_map<std::string_view, std::vector<std::size_t>> channels_of_;
    std::vector<OrderChannel> orders_;
    std::unique_ptr<Worker> worker_;
    std::unique_ptr<EventPort::Following> following_;
    std::string book_id_;
    std::uint64_t told_ = 0;           // the last record that was looked at
    std::uint64_t handed_ = 0;         // the last one that the worker was told of
    std::size_t handed_over_ = 0;      // batches on their way to the disk
    std::uint64_t held_back_ = 0;      // times that the limit of them was met
    std::uint64_t kept_silent_ = 0;    // events too confidential for a channel
    std::uint64_t notes_refused_ = 0;  // of failed reports, to their requests
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace muster::outbox
