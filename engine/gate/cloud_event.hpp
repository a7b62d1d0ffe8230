// CloudEvents 1.0.2 whose data is JSON, and the commands that they become, whatever brings them:
// https://github.com/cloudevents/spec/tree/v1.0.2/cloudevents, formats/json-format.md.
// Pure; any thread.
//
// Types: cn.muster.request.create (data = CreateRequest), cn.muster.card.tap (TapCard),
// cn.muster.position (ReportPositions), cn.muster.device.sos (CreateRequest whose channel is
// `button`, whose service is `sos_service` unless given, and whose device is the event's subject
// unless given). Data are read strictly.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/codec/datum.hpp"
#include "engine/gate/fault.hpp"
#include "muster/command.hpp"
#include "muster/expected.hpp"
#include "muster/ids.hpp"

namespace muster::gate {

// The context attributes that matter here. All others are extensions and let through unread.
struct EventContext {
    std::string specversion;
    std::string id;
    std::string source;
    std::string type;
    std::string subject;
    std::string time;
    std::string datacontenttype;
    std::string data_base64;           // of the JSON format: in place of data
    std::optional<std::string> datum;  // an extension of ours: what the places in the data are in
};
BOOST_DESCRIBE_STRUCT(EventContext, (),
                      (specversion, id, source, type, subject, time, datacontenttype, data_base64,
                       datum))

// What an event becomes.
struct Intake {
    std::string key;  // "ce:<source> <id>": the de-duplication key within the sender
    Command command;  // with its places as the event has them
    std::optional<codec::Datum> datum;  // what they are in, where the event says it
};

// An event whose attributes came apart from its data, as in the binary mode of a binding. Of a
// fault of reason invalid_event the field is the name of an attribute, or "data"; of any other it
// points into the data. `data` is UTF-8.
[[nodiscard]] Expected<Intake, Fault> read_event(const EventContext& context, std::string_view data,
                                                 const Code& sos_service);

// An event in the JSON format: one object. `json` is UTF-8.
[[nodiscard]] Expected<Intake, Fault> read_cloud_event(std::string_view json,
                                                       const Code& sos_service);

// A batch, an array of them: all of it, or what is wrong with the first that cannot be read.
[[nodiscard]] Expected<std::vector<Intake>, Fault> read_cloud_events(std::string_view json,
                                                                     const Code& sos_service,
                                                                     std::size_t max_events);

}  // namespace muster::gate
