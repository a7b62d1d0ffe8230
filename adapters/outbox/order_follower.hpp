// What the orders of one 12345 platform are told, and where each of them stands: from the events
// of the log, in their order. Pure; one thread.
//
// A request is an order where its `device` says so (engine/gate/order_mapping.hpp). Where it is
// merged into another, the order goes with it, and back when the two are split.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/outbox/order_options.hpp"
#include "muster/event.hpp"
#include "muster/event_port.hpp"
#include "muster/ids.hpp"
#include "muster/units.hpp"

namespace muster::outbox {

struct OrderState {
    std::string number;
    RequestId request;  // that the order became
    RequestId follows;  // that it is looked after as: the same, or what it was merged into
    OrderStage stage = OrderStage::received;
    std::uint64_t told = 0;  // the rows of `tell` that were, in this round, a bit for each
    TimePoint received_at;
    TimePoint changed_at;
};

// What an event changes of one order.
struct OrderChange {
    OrderState state;                 // as it is now
    const OrderTell* tell = nullptr;  // what the platform is told; null = nothing
    bool late = false;                // it is returned after the time for that
    bool forgotten = false;           // it is not kept any longer
};

// The same as it is kept, with what is told, if anything.
struct OrderRow {
    std::string channel;
    OrderChange change;
    std::string report;  // the id of what is told; empty = nothing is
    TimePoint at;
};

class OrderFollower {
  public:
    // The options outlive it.
    explicit OrderFollower(const OrderOptions& options);

    // As it was kept, before the first take().
    void restore(OrderState state);
    // What an event of this request changes. `fields`: the event as JSON, for conditions.
    [[nodiscard]] std::vector<OrderChange> take(const Event& event, RequestId request,
                                                std::string_view fields, TimePoint at);
    // Whether it might change anything: asked first, since putting an event in words has its price.
    [[nodiscard]] bool wants(const Event& event) const;

    [[nodiscard]] bool knows(std::string_view number) const { return orders_.contains(number); }
    [[nodiscard]] std::size_t size() const { return orders_.size(); }
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }
    [[nodiscard]] std::uint64_t late() const { return late_; }

  private:
    [[nodiscard]] std::vector<std::string> following(RequestId request) const;
    void follow(OrderState& order, RequestId request);
    void move(const std::string& number, RequestId to, TimePoint at, std::vector<OrderChange>& out);
    void begin(const Event& event, TimePoint at, std::vector<OrderChange>& out);
    void keep_limit(std::vector<OrderChange>& out);
    [[nodiscard]] OrderChange change(OrderState& order, const Event& event, std::string_view fields,
                                     TimePoint at);
    [[nodiscard]] const OrderTell* row_of(const OrderState& order, const Event& event,
                                          std::string_view fields) const;

    const OrderOptions& options_;
    const std::string prefix_;
    std::map<std::string, OrderState, std::less<>> orders_;  // by number
    std::multimap<RequestId, std::string> followers_;        // by `follows`
    std::map<RequestId, std::string> own_;                   // by `request`
    std::uint64_t forgotten_ = 0;
    std::uint64_t late_ = 0;
};

}  // namespace muster::outbox
