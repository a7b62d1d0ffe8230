// AsyncAPI 3.0 of the dispatcher feed, GET /v1/feed (WebSocket, subprotocol muster.v1).
#include "engine/codec/pretty.hpp"
#include "engine/codec/schema.hpp"
#include "engine/codec/schema_defs.hpp"
#include "muster/snapshot_form.hpp"
#include "muster/topic.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

constexpr std::string_view refs = "#/components/schemas/";

json::object integer(std::string_view description) {
    return {{"type", "integer"}, {"minimum", 0}, {"description", description}};
}
json::object text(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

json::object topic_schema() {
    json::array names;
    each_type(Entities(),
              [&]<class T>(std::type_identity<T>) { names.emplace_back(to_text(topic_of<T>)); });
    for (const Topic topic : {positions_topic, alerts_topic})
        names.emplace_back(to_text(topic));
    return {{"type", "string"}, {"enum", std::move(names)}};
}

json::object list_of(json::object item) {
    return {{"type", "array"}, {"items", std::move(item)}};
}

json::object entity_schema() {
    json::array any;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        any.push_back(schema_ref(refs, type_name<T>()));
    });
    // Positions and alerts are no entities of the vocabulary: any object with an id.
    any.push_back(json::object{{"type", "object"}, {"required", json::array{"id"}}});
    return {{"anyOf", std::move(any)}};
}

json::object change_schema() {
    return {{"type", "object"},
            {"description", "Either the whole new entity, or removed."},
            {"properties", json::object{{"topic", schema_ref(refs, "Topic")},
                                        {"id", integer("The entity.")},
                                        {"entity", schema_ref(refs, "Entity")},
                                        {"removed", json::object{{"const", true}}}}},
            {"required", json::array{"topic", "id"}}};
}

json::object left_out_schema() {
    json::array names;
    for (const std::string_view name : enum_names<LeaveOut>)
        names.emplace_back(name);
    return {{"type", "array"},
            {"items", json::object{{"type", "string"}, {"enum", std::move(names)}}},
            {"description",
             "What a snapshot is without. ended: all that is over (else the last hour's is there). "
             "off_duty: responders off duty, and their positions. positions: the snapshot of that "
             "topic, since each responder carries its position. Deltas come all the same, and "
             "whole: what was left out is there once it changes. An entity that is not known may "
             "exist: GET /v1/{collection}/{id}."}};
}

json::object compact_schema() {
    return {{"type", "boolean"},
            {"description",
             "Snapshots have requests, responders and offers, at any depth, without the numbers "
             "that are 0 and the booleans that are false: what is missing is 0 or false. Deltas "
             "have them."}};
}

struct FeedMessage {
    std::string_view name;
    bool from_client;
    std::string_view summary;
    json::object properties;
};

std::vector<FeedMessage> messages() {
    const json::object changes = list_of(schema_ref(refs, "Change"));
    return {
        {"hello",
         false,
         "The first message.",
         {{"epoch", text("Changes when resuming is impossible, as after a restore.")},
          {"heartbeat_ms",
           integer("A client that nothing is sent to hears a bookmark this often.")},
          {"max_queue", integer("Messages that may wait for this client.")}}},
        {"auth",
         true,
         "Within 5 s of hello.",
         {{"ticket", text("From POST /v1/feed/ticket; for one use.")}}},
        {"subscribe",
         true,
         "Replaces the subscription.",
         {{"topics", list_of(schema_ref(refs, "Topic"))},
          {"epoch", text("Of the last session; with after, to resume.")},
          {"after", integer("The last seq that the client has.")},
          {"leave_out", left_out_schema()},
          {"compact", compact_schema()}}},
        {"reset",
         false,
         "Drop all that is known: a snapshot follows.",
         {{"reason", text("start, epoch, gap or ahead.")}}},
        {"snapshot_begin",
         false,
         "A snapshot starts.",
         {{"seq", integer("It shows the state after this record.")}}},
        {"snapshot_chunk",
         false,
         "A part of it.",
         {{"topic", schema_ref(refs, "Topic")}, {"entities", list_of(schema_ref(refs, "Entity"))}}},
        {"snapshot_end",
         false,
         "The snapshot is whole.",
         {{"seq", integer("Deltas after this one follow.")}}},
        {"delta",
         false,
         "Entities that changed.",
         {{"seq", integer("Of the record in the log.")},
          {"prev", integer("The seq that was sent to this subscription before; a client that has "
                           "another has a gap.")},
          {"at", integer("Milliseconds since 1970-01-01 UTC.")},
          {"changes", changes}}},
        {"bookmark",
         false,
         "Nothing changed for this subscription up to seq.",
         {{"seq", integer("Resume from here.")}}},
    };
}

// Every message of the feed carries its name in "type".
json::object payload(const FeedMessage& message) {
    json::object properties{{"type", json::object{{"const", message.name}}}};
    json::array required{"type"};
    for (const auto& property : message.properties) {
        properties[property.key()] = property.value();
        // A first subscription has nothing to resume from.
        if (message.name == "subscribe" && property.key() != "topics") continue;
        required.push_back(json::value(property.key()));
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)}};
}

json::object close_codes() {
    return {{"1001", "The server stops."},
            {"4000", "A message against the protocol."},
            {"4003", "Forbidden."},
            {"4008", "The client is too slow: reconnect and resume."},
            {"4010", "No heartbeat."},
            {"4401", "The ticket is not valid."},
            {"4403", "The token behind the connection was revoked or has expired."},
            {"4408", "No ticket in time."},
            {"4409", "Replaced by a newer session."},
            {"4429", "Too many messages."},
            {"4503", "Others wait for this seat and no ticket was shown: reconnect."}};
}

json::object reference(const std::string& to) {
    return {{"$ref", to}};
}

}  // namespace

std::string asyncapi() {
    json::object schemas = schema_defs(vocabulary_model(), refs);
    schemas["Topic"] = topic_schema();
    schemas["Entity"] = entity_schema();
    schemas["Change"] = change_schema();

    json::object definitions;
    json::object channel_messages;
    json::array sent;
    json::array received;
    for (const FeedMessage& message : messages()) {
        const std::string name(message.name);
        definitions[name] =
            json::object{{"summary", message.summary}, {"payload", payload(message)}};
        channel_messages[name] = reference("#/components/messages/" + name);
        (message.from_client ? received : sent)
            .push_back(reference("#/channels/feed/messages/" + name));
    }
    const json::object channel{{"address", "/v1/feed"},
                               {"messages", std::move(channel_messages)},
                               {"bindings", json::object{{"ws", json::object{{"method", "GET"}}}}},
                               {"x-subprotocol", "muster.v1"},
                               {"x-close-codes", close_codes()}};
    const auto operation = [](std::string_view action, json::array list) {
        return json::object{{"action", action},
                            {"channel", reference("#/channels/feed")},
                            {"messages", std::move(list)}};
    };
    return pretty(json::object{
        {"asyncapi", "3.0.0"},
        {"info", json::object{{"title", "Muster feed"}, {"version", "1"}}},
        {"defaultContentType", "application/json"},
        {"channels", json::object{{"feed", channel}}},
        {"operations", json::object{{"publish", operation("send", std::move(sent))},
                                    {"listen", operation("receive", std::move(received))}}},
        {"components",
         json::object{{"messages", std::move(definitions)}, {"schemas", std::move(schemas)}}}});
}

}  // namespace muster::codec
