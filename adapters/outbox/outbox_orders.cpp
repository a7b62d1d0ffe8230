// What the adapter does for the orders of 12345 platforms.
#include <boost/describe/class.hpp>
#include <utility>

#include "adapters/outbox/order_report.hpp"
#include "adapters/outbox/outbox_adapter.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/order_mapping.hpp"
#include "engine/gate/rejection.hpp"
#include "muster/requests.hpp"

namespace muster::outbox {
namespace {

constexpr std::size_t page_size = 1'000;
constexpr std::size_t page_work = 65'536;
constexpr std::size_t key_digits = 16;

// The part of a request that says that it is an order.
struct OpenRequest {
    RequestId id;
    std::string device;
    TimePoint created_at;
};
BOOST_DESCRIBE_STRUCT(OpenRequest, (), (id, device, created_at))

}  // namespace

std::optional<std::string> OutboxAdapter::restore_orders() {
    for (OrderChannel& one : orders_) {
        auto kept = worker_->book().orders(options_.channel[one.place].name);
        if (!kept) return "outbox: " + kept.error().message;
        for (OrderState& order : *kept)
            one.follower.restore(std::move(order));
    }
    return std::nullopt;
}

// The board is as the log's end has it: what stands between the cursor and there is told in any
// case, and an order that comes there begins then.
void OutboxAdapter::adopt_orders(Batch& batch) {
    if (orders_.empty()) return;
    const Principal reader{.name = "outbox", .roles = {}, .responder = {}};
    ListQuery query;
    query.filters.emplace_back("open", "true");
    query.limit = page_size;
    do {
        std::string error;
        const auto reading = ports_.queries.start_list("requests", query, reader, error);
        if (!reading) {
            return ports_.warn("outbox: open orders were not looked for on the board: " + error);
        }
        while (!reading->go_on(page_work)) {
        }
        const ListPage page = reading->take();
        std::vector<OpenRequest> requests;
        if (const auto wrong = codec::read(page.items_json, requests, codec::Mode::lenient)) {
            return ports_.warn("outbox: open orders on the board could not be read: " +
                               codec::to_string(*wrong));
        }
        for (const OpenRequest& request : requests) {
            for (OrderChannel& one : orders_) {
                const ChannelOptions& channel = options_.channel[one.place];
                const std::string prefix = gate::order_prefix(channel.orders.mapping);
                if (!request.device.starts_with(prefix)) continue;
                OrderState order;
                order.number = request.device.substr(prefix.size());
                if (one.follower.knows(order.number)) continue;
                order.request = order.follows = request.id;
                order.received_at = order.changed_at = request.created_at;
                one.follower.restore(order);
                batch.orders.push_back(
                    {channel.name, {.state = std::move(order)}, "", request.created_at});
            }
        }
        query.after = page.next_after;
    } while (query.after != 0);
}

void OutboxAdapter::tell_orders(const CommittedRecord& record, std::size_t index, Batch& batch) {
    const Event& event = record.events[index];
    for (OrderChannel& one : orders_) {
        if (!one.follower.wants(event)) continue;
        const ChannelOptions& channel = options_.channel[one.place];
        const EventTold told =
            ports_.events.put(event, record.at, {channel.language, channel.personal});
        for (OrderChange& change : one.follower.take(event, told.request, told.fields, record.at)) {
            OrderRow row{channel.name, std::move(change), "", record.at};
            const OrderChange& is = row.change;
            if (is.tell != nullptr && told.confidentiality > channel.clearance) {
                ++kept_silent_;
            } else if (is.tell != nullptr) {
                Message message = make_message({record.seq, record.at, index}, event.name(), told,
                                               channel.name, book_id_, options_.source);
                // One event may be told of several orders.
                message.id += "-" + std::to_string(is.state.request.value);
                message.body = report_body(
                    channel.orders, {message.id, is.state, *is.tell, is.late, record.at}, told);
                row.report = message.id;
                batch.messages.push_back(std::move(message));
            }
            if (is.late) {
                ports_.warn("outbox: order " + is.state.number + " of channel " + channel.name +
                            " is returned later than return_within_ms after it came; its platform "
                            "may refuse that");
            }
            batch.orders.push_back(std::move(row));
        }
    }
}

// Whoever looks after the request sees that its platform was not told, and may ring it up.
void OutboxAdapter::note_failed_report(const FailedReport& failed) {
    if (failed.follows.value == 0) {
        ports_.warn("outbox: report \"" + failed.stage + "\" on order " + failed.number +
                    " of channel " + failed.channel + " was not taken: " + failed.reason +
                    "; the order is not kept any longer, so that no request has a note of it");
        return worker_->failure_answered(failed, true);
    }
    AddNote note;
    note.request = failed.follows;
    note.text = "工单 " + failed.number + " 的回告（" + failed.stage + "）平台未接受 / report \"" +
                failed.stage + "\" on order " + failed.number + " was not taken: " + failed.reason;
    const std::string text = note.text.value;
    std::string key = failed.id + ":" + gate::to_hex(gate::sha256(text)).substr(0, key_digits);
    ports_.commands.submit({"outbox", std::move(key), std::move(note)},
                           [this, alive = std::weak_ptr(alive_), failed](const Outcome& outcome) {
                               if (alive.expired()) return;
                               // Until there is room again.
                               if (gate::may_succeed_later(outcome.rejection.reason)) {
                                   return worker_->failure_answered(failed, false);
                               }
                               if (outcome.rejection) {
                                   ++notes_refused_;
                                   ports_.warn("outbox: the request of order " + failed.number +
                                               " could not be noted: " + outcome.rejection.detail);
                               }
                               worker_->failure_answered(failed, true);
                           });
}

void OutboxAdapter::write_order_metrics(MetricsText& out) const {
    if (orders_.empty()) return;
    const auto each = [&](std::string_view name, std::string_view help, std::string_view type,
                          auto value) {
        out.head(name, help, type);
        for (const OrderChannel& one : orders_) {
            out.sample(name, "channel=\"" + options_.channel[one.place].name + "\"",
                       value(one.follower));
        }
    };
    using Follower = const OrderFollower&;
    each("muster_outbox_orders", "Orders of 12345 platforms that are kept.", "gauge",
         [](Follower follower) { return static_cast<std::uint64_t>(follower.size()); });
    each("muster_outbox_orders_late_total", "Orders that were returned too late.", "counter",
         [](Follower follower) { return follower.late(); });
    each("muster_outbox_orders_forgotten_total", "Orders beyond orders_max.", "counter",
         [](Follower follower) { return follower.forgotten(); });
    out.counter("muster_outbox_order_notes_refused_total",
                "Failed reports that could not be noted at their requests.", notes_refused_);
}

}  // namespace muster::outbox
