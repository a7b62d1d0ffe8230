#include "engine/codec/schema_http.hpp"

#include <utility>

#include "engine/codec/schema_defs.hpp"
#include "muster/enums.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

// What became of each event of a batch.
json::object batch_results() {
    return {
        {"type", "array"},
        {"items", json::object{{"type", "object"}}},
        {"description",
         "Of a batch, in its order: {status, seq, at, id, replayed} of an event that was taken, "
         "a Problem of one that was refused."}};
}

}  // namespace

json::object type_ref(std::string_view name) {
    return schema_ref(openapi_refs, name);
}

json::object text_type() {
    return {{"type", "string"}};
}

json::object object_of(json::object properties) {
    return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object problem_schema() {
    json::object reason = text_type();
    reason["description"] =
        "A permanent name: a RejectReason of the engine's, or one of this interface's own.";
    json::object pointer = text_type();
    pointer["description"] =
        "What it is about: a JSON pointer into the body, a header or a parameter.";
    json::object holder = object_of({{"owner", text_type()},
                                     {"responder", json::object{{"type", "integer"}}},
                                     {"name", text_type()},
                                     {"since", json::object{{"type", "integer"}}}});
    holder["description"] =
        "Of holder_changed: who has the request (owner) or the slot (responder, 0 = nobody) now, "
        "and since when, in milliseconds since 1970-01-01 UTC.";
    json::object expected = text_type();
    expected["description"] = "What would have been right.";
    json::object out =
        object_of({{"type", json::object{{"type", "string"}, {"format", "uri-reference"}}},
                   {"title", text_type()},
                   {"status", json::object{{"type", "integer"}}},
                   {"detail", text_type()},
                   {"instance", text_type()},
                   {"reason", std::move(reason)},
                   {"field", std::move(pointer)},
                   {"expected", std::move(expected)},
                   {"holder", std::move(holder)},
                   {"offset", json::object{{"type", "integer"}, {"description", "Into the body."}}},
                   {"results", batch_results()}});
    out["description"] = "RFC 9457.";
    return out;
}

json::object cloud_event_schema() {
    const json::object text{{"type", "string"}, {"minLength", 1}};
    json::object datum = datum_type();
    datum["description"] = "As the parameter datum, of this event; goes first.";
    return {
        {"type", "object"},
        {"description", "CloudEvents 1.0; source and id together are the idempotency key."},
        {"properties",
         json::object{{"specversion", json::object{{"const", "1.0"}}},
                      {"id", text},
                      {"source", text},
                      {"type", text},
                      {"time", json::object{{"type", "string"}, {"format", "date-time"}}},
                      {"subject", text},
                      {"datacontenttype", text},
                      {"datum", std::move(datum)},
                      {"data", json::object()},
                      {"data_base64",
                       json::object{{"type", "string"},
                                    {"contentEncoding", "base64"},
                                    {"description", "The data as JSON text, in place of data."}}}}},
        {"required", json::array{"specversion", "id", "source", "type"}}};
}

json::object outcome_schema() {
    const json::object seq{{"type", "integer"}, {"description", "Of the record."}};
    const json::object id{
        {"type", "integer"},
        {"description", "Of what the command created (201), or only said again (200)."}};
    const json::object events{
        {"type", "array"},
        {"items", type_ref("Event")},
        {"description", "Only for those who may see personal data; never from the intake."}};
    const json::object count{{"type", "integer"}, {"minimum", 0}};
    json::array reasons;
    for (const std::string_view name : enum_names<FixOutcome>)
        reasons.emplace_back(name);
    const json::object not_taken = object_of(
        {{"fix", count}, {"why", json::object{{"type", "string"}, {"enum", std::move(reasons)}}}});
    json::object fixes =
        object_of({{"taken", count},
                   {"doubted", count},
                   {"dropped", count},
                   {"not_taken", json::object{{"type", "array"}, {"items", not_taken}}}});
    fixes["description"] =
        "Of ReportPositions: what became of its fixes; those not taken, by their place in it.";
    json::object out = object_of({{"seq", seq},
                                  {"at", json::object{{"type", "integer"}}},
                                  {"id", id},
                                  {"events", events},
                                  {"fixes", fixes}});
    out["required"] = json::array{"seq", "at"};
    return out;
}

json::object batch_line_schema() {
    const json::object key{
        {"type", "string"},
        {"maxLength", 255},
        {"description", "As the header Idempotency-Key of a command by itself; may be left out."}};
    json::object out = object_of({{"key", key}, {"command", type_ref("Command")}});
    out["required"] = json::array{"command"};
    return out;
}

json::object batch_result_schema() {
    json::object taken = outcome_schema();
    taken["properties"].as_object()["status"] =
        json::object{{"enum", json::array{200, 201}}, {"description", "As of one command."}};
    taken["properties"].as_object()["replayed"] = json::object{
        {"type", "boolean"}, {"description", "The key was seen before; this is the result then."}};
    return {{"anyOf", json::array{std::move(taken), type_ref("Problem")}}};
}

json::object intake_outcome_schema() {
    json::object out = outcome_schema();
    out["properties"].as_object()["results"] = batch_results();
    out["description"] = "Of one event, or the results of a batch.";
    out.erase("required");
    return out;
}

}  // namespace muster::codec
