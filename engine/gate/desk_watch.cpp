#include "engine/gate/desk_watch.hpp"

#include <algorithm>
#include <boost/describe/class.hpp>
#include <boost/json.hpp>
#include <utility>

#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"
#include "muster/dispatch.hpp"
#include "muster/enum_names.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"
#include "muster/rules.hpp"

namespace muster::gate {
namespace {

constexpr std::size_t page = 200;
constexpr std::size_t piece = 4096;
// Requests that were merged into each other, one after the other.
constexpr int max_merges = 16;

// Of each entity what is asked for here; the rest is skipped.
struct SlotFacts {
    SlotStatus status = SlotStatus::open;
    AssignedBy by = AssignedBy::engine;
};
BOOST_DESCRIBE_STRUCT(SlotFacts, (), (status, by))
struct ReportFacts {
    Channel channel = Channel::console;
    std::string device;
};
BOOST_DESCRIBE_STRUCT(ReportFacts, (), (channel, device))
struct RequestFacts {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    Channel channel = Channel::console;
    std::string device;
    std::string owner;
    RequestId merged_into;
    std::vector<SlotFacts> slots;
    std::vector<ReportFacts> reports;
};
BOOST_DESCRIBE_STRUCT(RequestFacts, (),
                      (id, status, channel, device, owner, merged_into, slots, reports))
struct DeviceFacts {
    std::string key;
};
BOOST_DESCRIBE_STRUCT(DeviceFacts, (), (key))

// Whoever tells devices needs their keys.
const Principal& reader() {
    static const Principal self = [] {
        Principal made;
        made.name = "desk watch";
        made.roles = Roles{Role::call_taker};
        return made;
    }();
    return self;
}

template <class T>
std::optional<T> read(const QueryPort& queries, std::string_view collection, std::uint64_t id) {
    const auto json = queries.read(collection, id, reader());
    T out;
    if (!json || codec::Parser(codec::own_text).read(*json, out, codec::Mode::lenient)) {
        return std::nullopt;
    }
    return out;
}

bool is_seen(const SlotFacts& slot) {
    switch (slot.status) {
        case SlotStatus::assigned:
            return slot.by == AssignedBy::dispatcher;
        case SlotStatus::acknowledged:
        case SlotStatus::en_route:
        case SlotStatus::on_scene:
        case SlotStatus::served:
            return true;
        case SlotStatus::open:
        case SlotStatus::offered:
        case SlotStatus::dropped:
            return false;
    }
    return false;
}

bool is_over(RequestStatus status) {
    switch (status) {
        case RequestStatus::served:
        case RequestStatus::called_back:
        case RequestStatus::closed:
        case RequestStatus::cancelled:
        case RequestStatus::merged:
        case RequestStatus::transferred:
            return true;
        case RequestStatus::received:
        case RequestStatus::queued:
        case RequestStatus::offered:
        case RequestStatus::dispatched:
        case RequestStatus::en_route:
        case RequestStatus::on_scene:
        case RequestStatus::held:
            return false;
    }
    return false;
}

bool is_taken_over(const RequestFacts& request) {
    return !request.owner.empty() || is_over(request.status) ||
           std::any_of(request.slots.begin(), request.slots.end(), is_seen);
}

// As a request names them. What the service itself asks for on behalf of a device, that somebody
// looks after its battery, is not what anybody who pressed it waits for.
std::vector<std::string> devices_that_asked(const RequestFacts& request) {
    std::vector<std::string> devices;
    if (request.channel == Channel::device) devices.push_back(request.device);
    for (const ReportFacts& report : request.reports) {
        if (report.channel == Channel::device) devices.push_back(report.device);
    }
    return devices;
}

// The request that an event may have put into somebody's hands, or ended; 0 = none.
RequestId concerned(const Event& event) {
    if (const auto* taken = event.get_if<RequestTaken>()) return taken->request;
    if (const auto* assigned = event.get_if<SlotAssigned>()) return assigned->request;
    if (const auto* said = event.get_if<AssignmentAcknowledged>()) return said->request;
    if (const auto* left = event.get_if<ResponderEnRoute>()) return left->request;
    if (const auto* came = event.get_if<ResponderOnScene>()) return came->request;
    if (const auto* merged = event.get_if<RequestMerged>()) return merged->request;
    if (const auto* cancelled = event.get_if<RequestCancelled>()) return cancelled->request;
    if (const auto* closed = event.get_if<RequestClosed>()) return closed->request;
    if (const auto* passed_on = event.get_if<RequestTransferred>()) return passed_on->request;
    return {};
}

std::string_view text_in(const boost::json::object& object, std::string_view name) {
    const auto* const value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_string();
}

}  // namespace

DeskWatch::DeskWatch(DeskWatchPorts ports, std::string protocol, std::size_t most,
                     std::function<void(const std::string&)> taken)
    : ports_(ports), protocol_(std::move(protocol)), most_(most), taken_(std::move(taken)) {}

void DeskWatch::start() {
    // First the events, then what there was before: nothing falls between.
    following_ = ports_.events.follow([this](const CommittedRecord& record) {
        for (const Event& event : record.events)
            heard(event);
    });
    all_read_ = false;
    after_ = 0;
}

void DeskWatch::stop() {
    following_.reset();
    reading_.reset();
    all_read_ = true;
}

void DeskWatch::heard(const Event& event) {
    if (const auto* split = event.get_if<RequestSplit>()) split_off(split->request, split->from);
    if (const RequestId request = concerned(event)) look_at_those_of(request);
}

// It was taken for the same need and is one of its own again, which nobody has taken yet.
void DeskWatch::split_off(RequestId request, RequestId from) {
    if (!of_request_.contains(from.value)) return;
    const auto facts = read<RequestFacts>(ports_.queries, "requests", request.value);
    if (!facts) return;
    for (const std::string& device : devices_that_asked(*facts)) {
        const std::string key = key_of(device);
        if (key.empty() || request_of(key) != from) continue;
        ports_.audit.note({AuditKind::personal_read, protocol_, "devices", 1});
        await(key, request);
    }
}

void DeskWatch::look_at_those_of(RequestId request) {
    const auto found = of_request_.find(request.value);
    if (found == of_request_.end()) return;
    // Looking at one may forget it, or move it to another request.
    const std::vector<std::string> devices = found->second;
    for (const std::string& device : devices)
        look_at(device);
}

void DeskWatch::look_at(const std::string& device) {
    const auto at = waiting_.find(device);
    if (at == waiting_.end() || at->second.taken) return;
    for (int n = 0; n < max_merges; ++n) {
        const auto request =
            read<RequestFacts>(ports_.queries, "requests", at->second.request.value);
        if (!request) return;
        if (request->merged_into) {
            set(at, request->merged_into);
            continue;
        }
        if (!is_taken_over(*request)) return;
        at->second.taken = true;
        // A copy: it may be forgotten in there.
        return taken_(std::string(device));
    }
}

void DeskWatch::unlink(const Devices::iterator& at) {
    const auto of = of_request_.find(at->second.request.value);
    if (of != of_request_.end()) {
        std::erase(of->second, at->first);
        if (of->second.empty()) of_request_.erase(of);
    }
    in_order_.erase(at->second.order);
}

void DeskWatch::set(Devices::iterator at, RequestId request) {
    unlink(at);
    at->second = {request, false, false, ++orders_};
    of_request_[request.value].push_back(at->first);
    in_order_[at->second.order] = at->first;
}

void DeskWatch::await(const std::string& device, RequestId request) {
    if (most_ == 0 || !request) return;
    const auto known = waiting_.find(device);
    if (known != waiting_.end() && known->second.request == request) return;
    if (known == waiting_.end() && waiting_.size() >= most_) {
        ++left_out_;
        const std::string oldest = in_order_.begin()->second;
        forget(oldest);
    }
    set(waiting_.try_emplace(device).first, request);
    look_at(device);
}

bool DeskWatch::is_taken(std::string_view device) const {
    const auto at = waiting_.find(device);
    return at != waiting_.end() && at->second.taken;
}

RequestId DeskWatch::request_of(std::string_view device) const {
    const auto at = waiting_.find(device);
    return at == waiting_.end() ? RequestId{} : at->second.request;
}

void DeskWatch::forget(std::string_view device) {
    const auto at = waiting_.find(device);
    if (at == waiting_.end()) return;
    unlink(at);
    waiting_.erase(at);
}

std::vector<std::string> DeskWatch::all_taken() const {
    std::vector<std::string> all;
    for (const auto& [device, waiting] : waiting_) {
        if (waiting.taken) all.push_back(device);
    }
    return all;
}

std::string DeskWatch::key_of(std::string_view device) const {
    constexpr std::string_view prefix = "device ";
    if (!device.starts_with(prefix)) return {};
    const auto id = codec::parse_number(device.substr(prefix.size()));
    if (!id) return {};
    auto facts = read<DeviceFacts>(ports_.queries, "devices", static_cast<std::uint64_t>(*id));
    const bool ours = facts && facts->key.size() > protocol_.size() &&
                      facts->key.starts_with(protocol_) && facts->key[protocol_.size()] == ':';
    return ours ? std::move(facts->key) : std::string();
}

bool DeskWatch::read_on() {
    if (all_read_) return false;
    if (!reading_) {
        ListQuery query;
        query.filters = {{"open", "true"}};
        query.after = after_;
        query.limit = page;
        std::string error;
        reading_ = ports_.queries.start_list("requests", query, reader(), error);
    }
    if (reading_ && !reading_->go_on(piece)) return true;
    take_page();
    return !all_read_;
}

void DeskWatch::take_page() {
    const ListPage list = reading_ ? reading_->take() : ListPage{};
    reading_.reset();
    after_ = list.next_after;
    all_read_ = after_ == 0;
    std::vector<RequestFacts> requests;
    // Our own text: what cannot be read was not written by this release.
    if (codec::Parser(codec::own_text).read(list.items_json, requests, codec::Mode::lenient))
        return;
    std::uint64_t found = 0;
    for (const RequestFacts& request : requests) {
        for (const std::string& device : devices_that_asked(request)) {
            const std::string key = key_of(device);
            if (key.empty()) continue;
            // The last that it asked for counts: what came since then, or of these the newest.
            const auto known = waiting_.find(key);
            if (known != waiting_.end() && !known->second.of_board) continue;
            ++found;
            await(key, request.id);
            // Unless it was told of it already.
            const auto waits = waiting_.find(key);
            if (waits != waiting_.end()) waits->second.of_board = true;
        }
    }
    if (found == 0) return;
    ports_.audit.note({AuditKind::personal_read, protocol_, "devices", found});
}

RequestId request_of_signal(std::string_view events_json) {
    boost::json::error_code failed;
    const auto parsed = boost::json::parse(events_json, failed);
    if (failed || !parsed.is_array()) return {};
    for (const auto& event : parsed.get_array()) {
        const auto* const object = event.if_object();
        if (object == nullptr) continue;
        const auto* const request = object->if_contains("request");
        if (request == nullptr || !request->is_number()) continue;
        if (text_in(*object, "type") != "DeviceSignalled") continue;
        // Another use has a request too, of maintenance.
        if (text_in(*object, "use") != name_of(SignalUse::request)) continue;
        const auto number = request->to_number<std::uint64_t>(failed);
        return failed ? RequestId{} : RequestId{number};
    }
    return {};
}

}  // namespace muster::gate
