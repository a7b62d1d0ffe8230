// What a 12345 platform posts about its work orders, by the mappings of the configuration
// (engine/gate/order_mapping.hpp).
#include <algorithm>
#include <memory>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/gate/order_reader.hpp"
#include "engine/gate/rejection.hpp"

namespace muster::http {

namespace {

// Requests that were merged one into the next; beyond so many something is wrong.
constexpr std::size_t most_merges = 32;
constexpr std::size_t look_up_work = 65'536;

struct ReportIn {
    RequestId request;
};
BOOST_DESCRIBE_STRUCT(ReportIn, (), (request))

// The part of a request that an order is known again by.
struct OrderedRequest {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    std::string note;
    RequestId merged_into;
    std::vector<ReportIn> reports;  // merged into it
};
BOOST_DESCRIBE_STRUCT(OrderedRequest, (), (id, status, note, merged_into, reports))

}  // namespace

// The messages of one body, one after the other: what is said of an order may follow the order
// itself in the same body.
struct OrderTurns {
    const gate::PushMapping& mapping;
    const Principal principal;
    std::vector<gate::ReadOrder> orders;
    const std::string instance;
    const Reply reply;
    std::size_t next = 0;
    std::size_t refused = 0;
    std::optional<Problem> first{};  // of what was refused for good
};

std::optional<gate::KnownOrder> Api::known_order(const std::string& device,
                                                 const Principal& reader) const {
    ListQuery query;
    query.filters.emplace_back("device", device);
    std::string error;
    const auto reading = ports_.queries.start_list("requests", query, reader, error);
    if (!reading) return std::nullopt;
    // A comparison for each request on the board, whose number is limited: there is nothing to
    // gain in doing it in turns.
    while (!reading->go_on(look_up_work)) {
    }
    std::vector<OrderedRequest> found;
    if (codec::read(reading->take().items_json, found, codec::Mode::lenient) || found.empty()) {
        return std::nullopt;
    }
    OrderedRequest one = std::move(found.back());
    gate::KnownOrder known{one.id, one.status, one.note, !one.reports.empty()};
    for (std::size_t i = 0; one.merged_into.value != 0 && i < most_merges; ++i) {
        const auto into = ports_.queries.read("requests", one.merged_into.value, reader);
        one = {};
        if (!into || codec::read(*into, one, codec::Mode::lenient)) break;
        known.request = one.id;
        known.status = one.status;
        known.merged = true;
    }
    return known;
}

void Api::push_orders(Plan& plan, const RequestHead& head, const gate::PushRequest& request,
                      const Reply& reply) {
    const gate::PushMapping& mapping = *plan.mapping;
    auto orders = gate::read_orders(mapping, request);
    if (!orders) return reply(problem(to_problem(std::move(orders.error())), head.target));
    const Millis wait =
        per_token_.take(plan.principal->name, ports_.steady_now(),
                        std::max<std::int64_t>(static_cast<std::int64_t>(orders->size()), 1));
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_token);
        return reply(too_many(plan, head.target, wait));
    }
    std::size_t notes = 0;
    for (const gate::ReadOrder& one : *orders)
        notes += one ? one->notes.size() : 0;
    metrics_.pushed(orders->size(), 0, notes);
    // The platform is to the desk what a call taker is: it speaks for somebody who rang.
    Principal platform = *plan.principal;
    platform.roles.add(Role::call_taker);
    take_next_order(std::make_shared<OrderTurns>(OrderTurns{
        mapping, std::move(platform), std::move(*orders), std::string(head.target), reply}));
}

void Api::take_next_order(const std::shared_ptr<OrderTurns>& turns) {
    while (turns->next < turns->orders.size()) {
        gate::ReadOrder& order = turns->orders[turns->next++];
        if (!order) {
            refuse_order(*turns, to_problem(std::move(order.error())));
            continue;
        }
        auto made = gate::command_of(turns->mapping, *order,
                                     known_order(order->request.device, turns->principal));
        if (!made) {
            refuse_order(*turns, to_problem(std::move(made.error())));
            continue;
        }
        if (!*made) continue;
        gate::PushedCommand one = std::move(**made);
        if (auto fault = gate::admit(one.command, turns->principal, ports_.queries)) {
            refuse_order(*turns, to_problem(std::move(*fault)));
            continue;
        }
        const bool is_new = one.command.is<CreateRequest>();
        return send({"push:" + turns->mapping.name, std::move(one.key), std::move(one.command)},
                    [this, turns, is_new](const Outcome& outcome) {
                        settle_order(turns, outcome.rejection, is_new);
                    });
    }
    if (turns->first) {
        Problem fault = std::move(*turns->first);
        if (turns->orders.size() > 1) {
            fault.detail = std::to_string(turns->refused) + " of " +
                           std::to_string(turns->orders.size()) +
                           " were refused, the others were taken: " + fault.detail;
        }
        return give(turns->reply, [&] { return problem(fault, turns->instance); });
    }
    const gate::PushAnswer& answer = turns->mapping.answer;
    turns->reply(Response{.status = 200,
                          .content_type = answer.content_type,
                          .headers = "Cache-Control: no-store\r\n",
                          .body = answer.text});
}

void Api::settle_order(const std::shared_ptr<OrderTurns>& turns, const Rejection& rejection,
                       bool is_new) {
    if (rejection.reason == RejectReason::key_reused) {
        // The same number with other words, while the first of them is being written down: sent
        // again it is a note to the order.
        if (is_new) {
            return stop_orders(
                *turns, {RejectReason::not_ready, "", "this order is being taken down; try again"});
        }
        // The key is of all that the message says: it was carried out before the order was merged
        // into another one.
        return take_next_order(turns);
    }
    if (gate::may_succeed_later(rejection.reason)) return stop_orders(*turns, rejection);
    if (rejection) refuse_order(*turns, to_problem(rejection));
    take_next_order(turns);
}

// One that will never be taken must not hold back other people's, which stand behind it.
void Api::refuse_order(OrderTurns& turns, Problem fault) {
    ++turns.refused;
    if (turns.first) return;
    if (turns.orders.size() > 1) {
        fault.detail = "message " + std::to_string(turns.next) + ": " + fault.detail;
    }
    turns.first = std::move(fault);
}

// All of it is to be sent again: what was taken is known by its key or number.
void Api::stop_orders(const OrderTurns& turns, const Rejection& rejection) const {
    Problem fault = to_problem(rejection);
    fault.detail = "message " + std::to_string(turns.next) + " of " +
                   std::to_string(turns.orders.size()) +
                   ", and what stands behind it, was not taken: " + fault.detail;
    give(turns.reply, [&] { return problem(fault, turns.instance); });
}

}  // namespace muster::http
