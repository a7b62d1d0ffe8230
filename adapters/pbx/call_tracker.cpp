#include "adapters/pbx/call_tracker.hpp"

#include <algorithm>
#include <utility>

#include "adapters/pbx/ring.hpp"

namespace muster::pbx {
namespace {

// A wire within the exchange, with nobody at its end.
bool is_local(std::string_view channel) {
    return channel.starts_with("Local/");
}

// What stands there for no number; anything else that is none, the engine finds out.
std::string number_of(const Message& event) {
    const std::string_view number = event.get("CallerIDNum");
    return number == "<unknown>" ? std::string() : std::string(number);
}

bool contains(const std::vector<std::string>& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// As the exchange names whoever picked up.
std::string_view agent_of(const Message& event) {
    for (const char* const key : {"MemberName", "DestCallerIDNum", "Interface", "DestChannel"}) {
        const std::string_view name = event.get(key);
        if (!name.empty() && name != "<unknown>") return name;
    }
    return {};
}

}  // namespace

std::vector<Command> CallTracker::take(const Message& event) {
    std::vector<Command> out;
    const std::string_view name = event.get("Event");
    if (name.empty()) return out;
    link(event);
    if (event.is_event("Newchannel")) {
        begin(event, out);
    } else if (event.is_event("NewCallerid")) {
        number_told(event, out);
    } else if (event.is_event("QueueCallerJoin")) {
        queued(event, out);
    } else if (event.is_event("AgentConnect")) {
        answered(event, agent_of(event), out);
    } else if (event.is_event("DialEnd")) {
        const bool person = !is_local(event.get("DestChannel"));
        if (person && event.get("DialStatus") == "ANSWER") answered(event, agent_of(event), out);
    } else if (event.is_event("BridgeEnter")) {
        bridged(event, out);
    } else if (event.is_event("BridgeLeave")) {
        const auto bridge = bridges_.find(std::string(event.get("BridgeUniqueid")));
        if (bridge != bridges_.end()) std::erase(bridge->second, event.get("Uniqueid"));
    } else if (event.is_event("BridgeDestroy")) {
        bridges_.erase(std::string(event.get("BridgeUniqueid")));
    } else if (event.is_event("Hangup")) {
        ended(event, out);
    } else if (event.is_event("CoreShowChannel")) {
        shown(event);
    } else if (event.is_event("CoreShowChannelsComplete")) {
        all_shown(out);
    }
    return out;
}

void CallTracker::begin_again() {
    again_ = true;
    shown_.clear();
    bridges_.clear();
    for (auto& [unique, live] : calls_)
        live.seen = false;
}

bool CallTracker::is_hotline(const Message& event) const {
    // Whom the exchange rings for us, or for an agent, is no caller: such a channel comes through
    // the same trunk, and has not dialled a number.
    if (is_ring_id(event.get("Uniqueid")) || event.get("Exten").empty()) return false;
    return !is_local(event.get("Channel")) && contains(options_.contexts, event.get("Context")) &&
           (options_.lines.empty() || contains(options_.lines, event.get("Exten")));
}

std::string CallTracker::reference(std::string_view unique) const {
    return options_.exchange + ":" + std::string(unique);
}

ReportCall CallTracker::report(const std::string& unique, const Live& live) const {
    ReportCall told;
    told.reference = reference(unique);
    told.status = live.answered ? CallStatus::talking : CallStatus::ringing;
    told.number = live.number;
    told.line = live.line;
    told.queue = live.queue;
    told.agent = live.agent;
    return told;
}

void CallTracker::link(const Message& event) {
    const std::string_view linked = event.get("Linkedid");
    const auto call = calls_.find(std::string(event.get("Uniqueid")));
    if (call != calls_.end() && !linked.empty()) call->second.linked = linked;
}

CallTracker::Calls::iterator CallTracker::find(const Message& event) {
    const auto own = calls_.find(std::string(event.get("Uniqueid")));
    if (own != calls_.end()) return own;
    for (const char* const key : {"Linkedid", "DestLinkedid"}) {
        const std::string_view linked = event.get(key);
        if (linked.empty()) continue;
        const auto found = std::find_if(calls_.begin(), calls_.end(), [&](const auto& call) {
            return call.second.linked == linked;
        });
        if (found != calls_.end()) return found;
    }
    return calls_.end();
}

void CallTracker::begin(const Message& event, std::vector<Command>& out) {
    const std::string unique(event.get("Uniqueid"));
    if (unique.empty() || !is_hotline(event) || calls_.contains(unique)) return;
    if (calls_.size() >= max_channels) {
        ++not_followed_;
        return;
    }
    Live& live = calls_[unique];
    live.linked = event.get("Linkedid");
    live.number = number_of(event);
    live.line = event.get("Exten");
    live.seen = true;
    out.emplace_back(report(unique, live));
}

void CallTracker::number_told(const Message& event, std::vector<Command>& out) {
    const auto call = calls_.find(std::string(event.get("Uniqueid")));
    const std::string number = number_of(event);
    if (call == calls_.end() || number.empty() || number == call->second.number) return;
    call->second.number = number;
    out.emplace_back(report(call->first, call->second));
}

void CallTracker::queued(const Message& event, std::vector<Command>& out) {
    const auto call = find(event);
    const std::string_view queue = event.get("Queue");
    if (call == calls_.end() || queue.empty() || queue == call->second.queue) return;
    call->second.queue = queue;
    out.emplace_back(report(call->first, call->second));
}

void CallTracker::answered(const Message& event, std::string_view agent,
                           std::vector<Command>& out) {
    const auto call = find(event);
    if (call == calls_.end() || call->second.answered) return;
    call->second.answered = true;
    call->second.agent = agent;
    out.emplace_back(report(call->first, call->second));
}

// Two people in one bridge talk, unless it is one in which people only wait.
void CallTracker::bridged(const Message& event, std::vector<Command>& out) {
    if (is_local(event.get("Channel")) || event.get("BridgeTechnology") == "holding_bridge") return;
    const std::string bridge(event.get("BridgeUniqueid"));
    if (bridge.empty() || (!bridges_.contains(bridge) && bridges_.size() >= max_channels)) return;
    std::vector<std::string>& people = bridges_[bridge];
    const std::string_view unique = event.get("Uniqueid");
    if (contains(people, unique)) return;
    people.emplace_back(unique);
    if (people.size() < 2) return;
    for (const std::string& one : people) {
        const auto call = calls_.find(one);
        if (call == calls_.end() || call->second.answered) continue;
        call->second.answered = true;
        out.emplace_back(report(call->first, call->second));
    }
}

void CallTracker::ended(const Message& event, std::vector<Command>& out) {
    const std::string unique(event.get("Uniqueid"));
    const auto call = calls_.find(unique);
    if (call == calls_.end()) return;
    ReportCall told = report(unique, call->second);
    told.status = CallStatus::ended;
    told.end = call->second.answered ? CallEnd::answered : CallEnd::abandoned;
    calls_.erase(call);
    out.emplace_back(std::move(told));
}

void CallTracker::shown(const Message& event) {
    const std::string unique(event.get("Uniqueid"));
    if (!again_ || unique.empty() || shown_.size() >= max_channels) return;
    shown_.push_back(unique);
    if (!calls_.contains(unique)) {
        if (!is_hotline(event)) return;
        Live& live = calls_[unique];
        live.linked = event.get("Linkedid");
        live.line = event.get("Exten");
    }
    Live& live = calls_[unique];
    live.seen = true;
    if (live.number.empty()) live.number = number_of(event);
    // Only people who talk are in a bridge by then: who waits in a queue has none.
    if (!event.get("BridgeId").empty()) live.answered = true;
}

void CallTracker::all_shown(std::vector<Command>& out) {
    if (!std::exchange(again_, false)) return;
    // Those that ended unseen are missing in the list below, and end by that.
    boost::unordered::erase_if(calls_, [](const auto& call) { return !call.second.seen; });
    for (const auto& [unique, live] : calls_)
        out.emplace_back(report(unique, live));
    // In an order that does not depend on where they lie.
    std::sort(out.begin(), out.end(), [](const Command& a, const Command& b) {
        return a.get<ReportCall>().reference < b.get<ReportCall>().reference;
    });
    ReportLiveCalls all;
    all.exchange = options_.exchange;
    // Also those of which it is not known any more that they are the hotline's: they live.
    for (const std::string& unique : shown_)
        all.references.push_back(reference(unique));
    for (const auto& [unique, live] : calls_) {
        if (!contains(shown_, unique)) all.references.push_back(reference(unique));
    }
    std::sort(all.references.begin(), all.references.end());
    shown_.clear();
    out.emplace_back(std::move(all));
}

}  // namespace muster::pbx
