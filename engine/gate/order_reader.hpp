// From what a 12345 platform posts about a work order to a command, as its mapping says
// (order_mapping.hpp). Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/gate/fault.hpp"
#include "engine/gate/order_mapping.hpp"
#include "engine/gate/push_mapping.hpp"
#include "engine/gate/push_reader.hpp"
#include "engine/gate/push_request.hpp"
#include "muster/expected.hpp"
#include "muster/requests.hpp"

namespace muster::gate {

constexpr std::size_t max_order_text_bytes = 4'000;
constexpr std::size_t max_order_address_bytes = 400;
constexpr std::size_t max_order_reason_bytes = 1'000;

// One message about an order.
struct PushedOrder {
    std::string number;
    OrderAct act = OrderAct::take;
    // What it asks for: its `device` names the order. Of every act, since a platform mostly sends
    // the whole order again; `service` is empty where its kind is not known.
    CreateRequest request;
    std::string reason;
    std::uint32_t rating = 0;
    // The same whenever the same message is sent again, and of no message that says anything else.
    std::string key;
    std::vector<std::string> notes;  // what was left out, "/lat: ..."
};

// One message; or a fault whose field is the path that is wrong.
using ReadOrder = Expected<PushedOrder, Fault>;

// What the messages of a body say, in their order; or a fault where it holds none. One that cannot
// be read is no reason to leave the others.
[[nodiscard]] Expected<std::vector<ReadOrder>, Fault> read_orders(const PushMapping& mapping,
                                                                  const PushRequest& request);

// What is known of an order: the request that it became, or the one that this was merged into.
struct KnownOrder {
    RequestId request;
    RequestStatus status = RequestStatus::received;
    std::string note;     // what was asked for, as the request has it
    bool merged = false;  // the request tells of more than this order
};

// What the message becomes; nothing where all of it is known already. A fault where the platform
// means an order that never came, or that it is of a kind that the mapping does not know.
[[nodiscard]] Expected<std::optional<PushedCommand>, Fault> command_of(
    const PushMapping& mapping, const PushedOrder& order, const std::optional<KnownOrder>& known);

}  // namespace muster::gate
