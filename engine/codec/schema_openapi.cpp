// OpenAPI 3.1 of the HTTP interface.
#include "engine/codec/pretty.hpp"
#include "engine/codec/schema.hpp"
#include "engine/codec/schema_defs.hpp"
#include "muster/commands.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

constexpr std::string_view refs = "#/components/schemas/";

std::string joined(std::string_view a, std::string_view b) {
    std::string out(a);
    out += b;
    return out;
}

json::object type_ref(std::string_view name) {
    return schema_ref(refs, name);
}

json::object content(json::object schema, std::string_view media_type = "application/json") {
    return {{media_type, json::object{{"schema", std::move(schema)}}}};
}

json::object answer(std::string_view description, json::object schema) {
    return {{"description", description}, {"content", content(std::move(schema))}};
}

json::object plain(std::string_view description) {
    return {{"description", description}};
}

json::object text_answer(std::string_view description) {
    return {{"description", description}, {"content", content({{"type", "string"}}, "text/plain")}};
}

// Adds the named shared answers (status -> components/responses).
json::object with_problems(json::object responses, std::initializer_list<std::string_view> codes) {
    for (const std::string_view code : codes) {
        responses[code] = json::object{{"$ref", joined("#/components/responses/Problem", code)}};
    }
    return responses;
}

json::object body(json::object schema, std::string_view media_type = "application/json") {
    return {{"required", true}, {"content", content(std::move(schema), media_type)}};
}

json::object parameter(std::string_view name, std::string_view in, std::string_view description,
                       json::object schema, bool required) {
    return {{"name", name},
            {"in", in},
            {"required", required},
            {"description", description},
            {"schema", std::move(schema)}};
}

json::object command_path(const std::string& name) {
    json::object responses{{"200", answer("Done and durable: on disk before this answer was sent.",
                                          type_ref("Outcome"))}};
    return {{"post",
             json::object{{"operationId", name},
                          {"tags", json::array{"commands"}},
                          {"parameters",
                           json::array{parameter("Idempotency-Key", "header",
                                                 "Repeats with the same key get the first answer.",
                                                 {{"type", "string"}, {"maxLength", 128}}, false)}},
                          {"requestBody", body(type_ref(name))},
                          {"responses",
                           with_problems(std::move(responses), {"400", "401", "403", "404", "409",
                                                                "413", "422", "503"})}}}};
}

json::object list_path(const Collection& collection) {
    const std::string name(collection.path);
    const json::object items{{"type", "array"}, {"items", type_ref(collection.entity)}};
    const json::object page{
        {"type", "object"},
        {"properties",
         json::object{{"items", items},
                      {"next_after",
                       json::object{{"type", "integer"}, {"description", "0 = the last page."}}},
                      {"as_of", json::object{{"type", "integer"},
                                             {"description", "Committed seq that it shows."}}}}}};
    const json::object filter{
        {"name", "filter"},
        {"in", "query"},
        {"style", "form"},
        {"explode", true},
        {"description", "field=value; each must hold."},
        {"schema", json::object{{"type", "object"},
                                {"additionalProperties", json::object{{"type", "string"}}}}}};
    const json::array parameters{
        filter,
        parameter("limit", "query", "Entities in a page.",
                  {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}},
                  false),
        parameter("after", "query", "id of the last entity of the page before.",
                  {{"type", "integer"}, {"minimum", 0}, {"default", 0}}, false)};
    return {{"get", json::object{{"operationId", joined("list_", name)},
                                 {"tags", json::array{"reads"}},
                                 {"parameters", parameters},
                                 {"responses", with_problems({{"200", answer("A page.", page)}},
                                                             {"400", "401", "403"})}}}};
}

json::object entity_path(const Collection& collection) {
    const json::object id{{"type", "integer"}, {"minimum", 1}};
    return {{"get",
             json::object{
                 {"operationId", joined("read_", collection.path)},
                 {"tags", json::array{"reads"}},
                 {"parameters", json::array{parameter("id", "path", "The entity.", id, true)}},
                 {"responses", with_problems({{"200", answer("It.", type_ref(collection.entity))}},
                                             {"401", "403", "404"})}}}};
}

// A path outside the vocabulary: a fixed operation. No token is asked for when `open`.
json::object fixed_path(std::string_view method, std::string_view id, json::object responses,
                        bool open) {
    json::object operation{
        {"operationId", id}, {"tags", json::array{"service"}}, {"responses", std::move(responses)}};
    if (open) operation["security"] = json::array{json::object{}};
    return {{method, std::move(operation)}};
}

json::object paths(const Model& model) {
    json::object out;
    for (const std::string& name : model.at("Command").names) {
        if (name == type_name<Tick>()) continue;  // the engine's own
        out[joined("/v1/commands/", name)] = command_path(name);
    }
    for (const Collection& collection : collections()) {
        const std::string path = joined("/v1/", collection.path);
        out[path] = list_path(collection);
        out[joined(path, "/{id}")] = entity_path(collection);
    }
    json::object intake =
        fixed_path("post", "intake",
                   with_problems({{"202", plain("Durable: on disk before this answer was sent.")}},
                                 {"400", "401", "403", "413", "422", "503"}),
                   false);
    intake["post"].as_object()["requestBody"] =
        body(type_ref("CloudEvent"), "application/cloudevents+json");
    out["/v1/intake"] = std::move(intake);
    const json::object ticket{
        {"type", "object"},
        {"properties", json::object{{"ticket", json::object{{"type", "string"}}},
                                    {"expires_at", json::object{{"type", "integer"}}}}}};
    out["/v1/feed/ticket"] = fixed_path(
        "post", "feed_ticket",
        with_problems({{"200", answer("A ticket for one use, for 30 s at most.", ticket)}},
                      {"401", "403", "503"}),
        false);
    out["/healthz"] = fixed_path("get", "healthz", {{"200", plain("The process is alive.")}}, true);
    out["/readyz"] = fixed_path("get", "readyz",
                                {{"200", plain("Commands are accepted.")},
                                 {"503", text_answer("Not now; the text says why.")}},
                                true);
    out["/metrics"] =
        fixed_path("get", "metrics", {{"200", text_answer("Prometheus text format.")}}, true);
    for (const std::string_view document : {"openapi", "asyncapi"}) {
        out[joined(joined("/", document), ".json")] = fixed_path(
            "get", document, {{"200", answer("The contract.", {{"type", "object"}})}}, true);
    }
    return out;
}

json::object problem_schema() {
    const json::object text{{"type", "string"}};
    const json::object pointer{{"type", "string"},
                               {"description", "JSON pointer to the field that it is about."}};
    return {{"type", "object"},
            {"description", "RFC 9457."},
            {"properties",
             json::object{{"type", json::object{{"type", "string"}, {"format", "uri-reference"}}},
                          {"title", text},
                          {"status", json::object{{"type", "integer"}}},
                          {"detail", text},
                          {"reason", type_ref("RejectReason")},
                          {"field", pointer}}}};
}

json::object cloud_event_schema() {
    const json::object text{{"type", "string"}, {"minLength", 1}};
    return {{"type", "object"},
            {"description", "CloudEvents 1.0; source and id together are the idempotency key."},
            {"properties",
             json::object{{"specversion", json::object{{"const", "1.0"}}},
                          {"id", text},
                          {"source", text},
                          {"type", text},
                          {"time", json::object{{"type", "string"}, {"format", "date-time"}}},
                          {"subject", text},
                          {"data", json::object()}}},
            {"required", json::array{"specversion", "id", "source", "type"}}};
}

json::object outcome_schema() {
    const json::object seq{{"type", "integer"},
                           {"description", "Of the record; the id of what the command created."}};
    return {
        {"type", "object"},
        {"properties",
         json::object{{"seq", seq},
                      {"at", json::object{{"type", "integer"}}},
                      {"replayed", json::object{{"type", "boolean"},
                                                {"description", "The key was seen before."}}},
                      {"events", json::object{{"type", "array"}, {"items", type_ref("Event")}}}}}};
}

json::object problems() {
    constexpr std::pair<std::string_view, std::string_view> all[] = {
        {"400", "The text is not what the schema says."},
        {"401", "No valid token."},
        {"403", "The token's roles do not allow this."},
        {"404", "Unknown name or id."},
        {"409", "Refused in the present state."},
        {"413", "The body is too large."},
        {"422", "A field has an impossible value, or the key was used with another command."},
        {"503", "Overloaded or stopping; try again after Retry-After."},
    };
    json::object out;
    for (const auto& [code, description] : all) {
        out[joined("Problem", code)] =
            json::object{{"description", description},
                         {"content", content(type_ref("Problem"), "application/problem+json")}};
    }
    return out;
}

}  // namespace

std::string openapi() {
    const Model model = vocabulary_model();
    json::object schemas = schema_defs(model, refs);
    schemas["Problem"] = problem_schema();
    schemas["CloudEvent"] = cloud_event_schema();
    schemas["Outcome"] = outcome_schema();
    const json::object bearer{{"type", "http"}, {"scheme", "bearer"}};
    return pretty(json::object{
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", "Muster"}, {"version", "1"}}},
        {"security", json::array{json::object{{"bearer", json::array()}}}},
        {"paths", paths(model)},
        {"components", json::object{{"securitySchemes", json::object{{"bearer", bearer}}},
                                    {"responses", problems()},
                                    {"schemas", std::move(schemas)}}}});
}

}  // namespace muster::codec
