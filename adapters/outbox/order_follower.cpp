#include "adapters/outbox/order_follower.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "engine/gate/order_mapping.hpp"
#include "muster/events.hpp"

namespace muster::outbox {
namespace {

bool has_ended(OrderStage stage) {
    return stage >= OrderStage::done;
}

// A new round of service: what was told of the last one is told again.
bool begins_anew(const OrderState& order, const Event& event) {
    if (event.is<RequestReopened>()) return true;
    return order.stage == OrderStage::returned && event.is<RequestReturned>();
}

// What the platform did itself, which it is not told.
std::optional<OrderStage> done_by_platform(const Event& event) {
    if (event.is<RequestCancelled>() &&
        event.get<RequestCancelled>().reason.value.starts_with(gate::by_platform)) {
        return OrderStage::withdrawn;
    }
    if (event.is<RequestClosed>() &&
        event.get<RequestClosed>().note.value.starts_with(gate::by_platform)) {
        return OrderStage::closed;
    }
    return std::nullopt;
}

bool holds(const OrderTell& row, std::string_view fields) {
    if (row.where.empty()) return true;
    boost::json::error_code error;
    const boost::json::value json = boost::json::parse({fields.data(), fields.size()}, error);
    if (error) return false;
    const boost::json::value* const found = json.find_pointer(row.where, error);
    if (found == nullptr) return false;
    if (found->is_string()) return std::string_view(found->get_string()) == row.value;
    return boost::json::serialize(*found) == row.value;
}

}  // namespace

OrderFollower::OrderFollower(const OrderOptions& options)
    : options_(options), prefix_(gate::order_prefix(options.mapping)) {}

void OrderFollower::restore(OrderState state) {
    own_[state.request] = state.number;
    followers_.emplace(state.follows, state.number);
    orders_[state.number] = std::move(state);
}

bool OrderFollower::wants(const Event& event) const {
    if (event.is<RequestReceived>()) {
        return event.get<RequestReceived>().device.starts_with(prefix_);
    }
    if (orders_.empty()) return false;
    if (event.is<RequestMerged>() || event.is<RequestSplit>() || event.is<RequestReopened>() ||
        event.is<RequestReturned>() || event.is<RequestCancelled>() || event.is<RequestClosed>()) {
        return true;
    }
    return std::any_of(options_.tell.begin(), options_.tell.end(),
                       [&](const OrderTell& row) { return row.event == event.name(); });
}

void OrderFollower::follow(OrderState& order, RequestId request) {
    const auto [begin, end] = followers_.equal_range(order.follows);
    const auto known =
        std::find_if(begin, end, [&](const auto& one) { return one.second == order.number; });
    if (known != end) followers_.erase(known);
    order.follows = request;
    followers_.emplace(request, order.number);
}

// A number that comes again after its request left the board is a new one of its name.
void OrderFollower::begin(const Event& event, TimePoint at, std::vector<OrderChange>& out) {
    const auto& received = event.get<RequestReceived>();
    if (!std::string_view(received.device).starts_with(prefix_)) return;
    const std::string number = received.device.substr(prefix_.size());
    OrderState& order = orders_[number];
    if (order.request.value != 0) own_.erase(order.request);
    order.number = number;
    order.request = received.request;
    own_[received.request] = number;
    follow(order, received.request);
    order.stage = OrderStage::received;
    order.told = 0;
    order.received_at = order.changed_at = at;
    out.push_back({.state = order});
    keep_limit(out);
}

void OrderFollower::keep_limit(std::vector<OrderChange>& out) {
    while (orders_.size() > options_.orders_max) {
        const auto older = [](const auto& a, const auto& b) {
            const bool a_open = !has_ended(a.second.stage);
            const bool b_open = !has_ended(b.second.stage);
            if (a_open != b_open) return b_open;
            return a.second.changed_at < b.second.changed_at;
        };
        const auto oldest = std::min_element(orders_.begin(), orders_.end(), older);
        const OrderState gone = oldest->second;
        const auto [begin, end] = followers_.equal_range(gone.follows);
        const auto known =
            std::find_if(begin, end, [&](const auto& one) { return one.second == gone.number; });
        if (known != end) followers_.erase(known);
        own_.erase(gone.request);
        orders_.erase(oldest);
        ++forgotten_;
        out.push_back({.state = gone, .forgotten = true});
    }
}

const OrderTell* OrderFollower::row_of(const OrderState& order, const Event& event,
                                       std::string_view fields) const {
    for (const OrderTell& row : options_.tell) {
        if (row.event != event.name() || !holds(row, fields)) continue;
        const auto place = static_cast<std::size_t>(&row - options_.tell.data());
        const bool told = (order.told >> place & 1) != 0;
        // Nothing goes back: who reports progress is not accepted any more.
        const bool goes_on =
            row.stage == OrderStage::progress ? order.stage <= row.stage : order.stage < row.stage;
        return told || !goes_on ? nullptr : &row;
    }
    return nullptr;
}

OrderChange OrderFollower::change(OrderState& order, const Event& event, std::string_view fields,
                                  TimePoint at) {
    OrderChange out;
    if (begins_anew(order, event)) {
        order.stage = OrderStage::received;
        order.told = 0;
        order.changed_at = at;
    }
    if (const auto stage = done_by_platform(event)) {
        order.stage = *stage;
        order.changed_at = at;
    } else if (const OrderTell* const row = row_of(order, event, fields)) {
        out.tell = row;
        order.stage = row->stage;
        order.told |= std::uint64_t{1} << (row - options_.tell.data());
        order.changed_at = at;
        out.late = row->stage == OrderStage::returned &&
                   at - order.received_at > options_.return_within_ms;
        if (out.late) ++late_;
    }
    out.state = order;
    return out;
}

std::vector<std::string> OrderFollower::following(RequestId request) const {
    std::vector<std::string> numbers;
    const auto [from, to] = followers_.equal_range(request);
    for (auto one = from; one != to; ++one)
        numbers.push_back(one->second);
    return numbers;
}

void OrderFollower::move(const std::string& number, RequestId to, TimePoint at,
                         std::vector<OrderChange>& out) {
    OrderState& order = orders_.at(number);
    follow(order, to);
    order.changed_at = at;
    out.push_back({.state = order});
}

std::vector<OrderChange> OrderFollower::take(const Event& event, RequestId request,
                                             std::string_view fields, TimePoint at) {
    std::vector<OrderChange> out;
    if (event.is<RequestReceived>()) {
        request = event.get<RequestReceived>().request;
        begin(event, at, out);
    } else if (event.is<RequestMerged>()) {
        const auto& merged = event.get<RequestMerged>();
        for (const std::string& number : following(merged.request))
            move(number, merged.into, at, out);
        request = merged.into;
    } else if (event.is<RequestSplit>()) {
        request = event.get<RequestSplit>().request;
        const auto own = own_.find(request);
        if (own != own_.end()) move(own->second, request, at, out);
    }
    for (const std::string& number : following(request)) {
        OrderState& order = orders_.at(number);
        const bool anew = begins_anew(order, event);
        OrderChange one = change(order, event, fields, at);
        if (one.tell != nullptr || anew || done_by_platform(event)) out.push_back(std::move(one));
    }
    return out;
}

}  // namespace muster::outbox
