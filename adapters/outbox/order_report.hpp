// What a 12345 platform is told of an order, in the form that it wants, and what its answer means.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "adapters/outbox/desk.hpp"
#include "adapters/outbox/message.hpp"
#include "adapters/outbox/options.hpp"
#include "adapters/outbox/order_follower.hpp"
#include "adapters/outbox/wire.hpp"
#include "muster/event_port.hpp"

namespace muster::outbox {

// One report of an order: `id` is the same however often it is sent.
struct OrderReport {
    std::string_view id;
    const OrderState& state;
    const OrderTell& tell;
    bool late = false;
    TimePoint at;
};

// The body, of the channel's fields. A field that has nothing to tell is left out.
[[nodiscard]] std::string report_body(const OrderOptions& options, const OrderReport& report,
                                      const EventTold& told);

// Signed as the channel says. Precondition: the channel is of kind orders.
[[nodiscard]] HttpCall make_order_call(const ChannelOptions& channel, const Url& url,
                                       const Message& message, TimePoint now);

[[nodiscard]] Verdict judge_report(const OrderAnswer& wanted, const HttpAnswer& answer,
                                   TimePoint now);

}  // namespace muster::outbox
