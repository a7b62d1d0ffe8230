#include "adapters/pbx/esl_events.hpp"

#include <algorithm>
#include <array>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

#include "engine/codec/json_reader.hpp"
#include "engine/codec/protocol_text.hpp"

namespace muster::pbx {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

Message message(std::initializer_list<Pair> lines) {
    Message out;
    for (const auto& [key, value] : lines) {
        if (!value.empty()) out.add(key, value);
    }
    return out;
}

// The causes that are about the network, by their numbers in Q.850; all others are about people.
struct Cause {
    std::string_view name;
    std::string_view number;
};
constexpr std::array<Cause, 17> troubles{{
    {"UNALLOCATED_NUMBER", "1"},
    {"NO_ROUTE_TRANSIT_NET", "2"},
    {"NO_ROUTE_DESTINATION", "3"},
    {"NUMBER_CHANGED", "22"},
    {"DESTINATION_OUT_OF_ORDER", "27"},
    {"INVALID_NUMBER_FORMAT", "28"},
    {"NORMAL_CIRCUIT_CONGESTION", "34"},
    {"NETWORK_OUT_OF_ORDER", "38"},
    {"NORMAL_TEMPORARY_FAILURE", "41"},
    {"SWITCH_CONGESTION", "42"},
    {"REQUESTED_CHAN_UNAVAIL", "44"},
    {"OUTGOING_CALL_BARRED", "50"},
    {"SERVICE_UNAVAILABLE", "63"},
    {"CHAN_NOT_IMPLEMENTED", "66"},
    {"SERVICE_NOT_IMPLEMENTED", "79"},
    {"RECOVERY_ON_TIMER_EXPIRE", "102"},
    {"GATEWAY_DOWN", "41"},
}};

std::string_view trouble_of(std::string_view name) {
    const auto found = std::find_if(troubles.begin(), troubles.end(),
                                    [&](const Cause& cause) { return cause.name == name; });
    return found == troubles.end() ? std::string_view{} : found->number;
}

bool is_caller(const Message& event) {
    return event.get("Call-Direction") == "inbound";
}

Message created(const Message& event) {
    // Whom the exchange itself rings has dialled nothing.
    const std::string_view line =
        is_caller(event) ? event.get("Caller-Destination-Number") : std::string_view{};
    return message({{"Event", "Newchannel"},
                    {"Channel", event.get("Channel-Name")},
                    {"CallerIDNum", event.get("Caller-Caller-ID-Number")},
                    {"Context", event.get("Caller-Context")},
                    {"Exten", line},
                    {"Uniqueid", event.get("Unique-ID")},
                    {"Linkedid", event.get("Channel-Call-UUID")}});
}

// The one who was rung took it. That the caller's own leg is up says nothing: a menu does that.
std::optional<Message> answered(const Message& event) {
    if (is_caller(event)) return std::nullopt;
    std::string_view caller = event.get("Other-Leg-Unique-ID");
    if (caller.empty()) caller = event.get("Channel-Call-UUID");
    return message({{"Event", "DialEnd"},
                    {"DialStatus", "ANSWER"},
                    {"Uniqueid", caller},
                    {"Linkedid", event.get("Channel-Call-UUID")},
                    {"DestChannel", event.get("Channel-Name")},
                    {"DestCallerIDNum", event.get("Caller-Destination-Number")}});
}

Message bridged(const Message& event) {
    return message({{"Event", "DialEnd"},
                    {"DialStatus", "ANSWER"},
                    {"Uniqueid", event.get("Bridge-A-Unique-ID")},
                    {"Linkedid", event.get("Channel-Call-UUID")},
                    {"DestChannel", event.get("Other-Leg-Channel-Name")},
                    {"DestCallerIDNum", event.get("Other-Leg-Destination-Number")}});
}

Message hung_up(const Message& event) {
    const std::string_view cause = trouble_of(event.get("Hangup-Cause"));
    return message({{"Event", "Hangup"},
                    {"Uniqueid", event.get("Unique-ID")},
                    {"Linkedid", event.get("Channel-Call-UUID")},
                    {"Cause", cause.empty() ? "16" : cause}});
}

// "+OK <uuid>", "-ERR <cause>" or "-USAGE: ...", as the answer to what was asked in the background.
std::optional<Message> job_done(const EslEvent& event) {
    std::string_view text = codec::trimmed(event.body);
    const std::string_view id = event.headers.get("Job-UUID");
    if (text.starts_with("+OK")) {
        return message({{"Event", "OriginateResponse"}, {"ActionID", id}, {"Response", "Success"}});
    }
    if (!text.starts_with('-')) return std::nullopt;
    const bool tried = text.starts_with("-ERR ");
    if (tried) text.remove_prefix(5);
    const bool person = tried && trouble_of(codec::trimmed(codec::take_until(text, '\n'))).empty();
    return message({{"Event", "OriginateResponse"},
                    {"ActionID", id},
                    {"Response", "Failure"},
                    {"Reason", person ? "3" : "8"}});
}

std::optional<Message> custom(const Message& event) {
    const std::string_view subclass = event.get("Event-Subclass");
    if (subclass == "muster::key") {
        return message({{"Event", "UserEvent"},
                        {"UserEvent", "MusterKey"},
                        {"Ring", event.get("Ring")},
                        {"Digit", event.get("Digit")}});
    }
    if (subclass != "callcenter::info") return std::nullopt;
    const std::string_view caller = event.get("CC-Member-Session-UUID");
    if (event.get("CC-Action") == "member-queue-start") {
        return message(
            {{"Event", "QueueCallerJoin"}, {"Queue", event.get("CC-Queue")}, {"Uniqueid", caller}});
    }
    if (event.get("CC-Action") == "bridge-agent-start") {
        return message({{"Event", "AgentConnect"},
                        {"MemberName", event.get("CC-Agent")},
                        {"Uniqueid", caller}});
    }
    return std::nullopt;
}

struct Channel {
    std::string uuid;
    std::string direction;
    std::string name;
    std::string cid_num;
    std::string dest;
    std::string context;
    std::string callstate;
    std::string call_uuid;
};
BOOST_DESCRIBE_STRUCT(Channel, (),
                      (uuid, direction, name, cid_num, dest, context, callstate, call_uuid))

struct Channels {
    std::uint64_t row_count = 0;
    std::vector<Channel> rows;
};
BOOST_DESCRIBE_STRUCT(Channels, (), (row_count, rows))

Message shown(const Channel& channel, bool talks) {
    const bool caller = channel.direction == "inbound";
    return message({{"Event", "CoreShowChannel"},
                    {"Channel", channel.name},
                    {"CallerIDNum", channel.cid_num},
                    {"Context", channel.context},
                    {"Exten", caller ? std::string_view(channel.dest) : std::string_view{}},
                    {"Uniqueid", channel.uuid},
                    {"Linkedid", channel.call_uuid},
                    {"BridgeId", talks ? std::string_view(channel.call_uuid) : ""}});
}

}  // namespace

std::optional<Message> translate(const EslEvent& event) {
    const std::string_view name = event.headers.get("Event-Name");
    if (name == "CHANNEL_CREATE") return created(event.headers);
    if (name == "CHANNEL_ANSWER") return answered(event.headers);
    if (name == "CHANNEL_BRIDGE") return bridged(event.headers);
    if (name == "CHANNEL_HANGUP") return hung_up(event.headers);
    if (name == "BACKGROUND_JOB") return job_done(event);
    if (name == "CUSTOM") return custom(event.headers);
    return std::nullopt;
}

std::optional<std::vector<Message>> translate_channels(std::string_view json) {
    Channels channels;
    const codec::Options limits{.max_bytes = max_esl_body_bytes};
    if (codec::Parser(limits).read(json, channels, codec::Mode::lenient)) return std::nullopt;
    // No rows at all, although some are counted, is some other answer.
    if (channels.rows.size() != channels.row_count) return std::nullopt;
    std::vector<Message> out;
    for (const Channel& channel : channels.rows) {
        // Legs of one call have one call_uuid: a caller talks when another leg is up with him.
        const bool talks =
            !channel.call_uuid.empty() &&
            std::any_of(channels.rows.begin(), channels.rows.end(), [&](const Channel& other) {
                return other.uuid != channel.uuid && other.call_uuid == channel.call_uuid &&
                       other.callstate == "ACTIVE";
            });
        out.push_back(shown(channel, talks));
    }
    out.push_back(message({{"Event", "CoreShowChannelsComplete"}}));
    return out;
}

}  // namespace muster::pbx
