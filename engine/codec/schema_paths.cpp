#include "engine/codec/schema_paths.hpp"

#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"

namespace muster::codec {

namespace json = boost::json;

std::string joined(std::string_view a, std::string_view b) {
    std::string out(a);
    out += b;
    return out;
}

json::object content(json::object schema, std::string_view media_type) {
    return {{media_type, json::object{{"schema", std::move(schema)}}}};
}

json::object answer(std::string_view description, json::object schema,
                    std::string_view media_type) {
    return {{"description", description}, {"content", content(std::move(schema), media_type)}};
}

json::object plain(std::string_view description) {
    return {{"description", description}};
}

json::object page_answer(std::string_view description) {
    return answer(description, text_type(), "text/html");
}

json::object header(std::string_view description, json::object schema) {
    return {{"description", description}, {"schema", std::move(schema)}};
}

json::object with_problems(json::object responses, std::initializer_list<std::string_view> codes) {
    const auto add = [&](std::string_view code) {
        if (responses.contains(code)) return;
        responses[code] = json::object{{"$ref", joined("#/components/responses/Problem", code)}};
    };
    for (const std::string_view code : codes)
        add(code);
    for (const std::string_view code : everywhere)
        add(code);
    return responses;
}

json::object body(json::object schema, std::string_view media_type) {
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

json::object done(bool created, std::string_view schema) {
    json::object out = answer(created ? "Created and durable: on disk before this answer was sent."
                                      : "Done and durable: on disk before this answer was sent.",
                              type_ref(schema));
    json::object headers{
        {"Idempotency-Replayed",
         header("true: the key was seen before; this is the answer of then.", text_type())}};
    if (created) headers["Location"] = header("Of what was created.", text_type());
    out["headers"] = std::move(headers);
    return out;
}

json::object datum_parameter() {
    return parameter("datum", "query",
                     "The coordinates in which the places of the body are: WGS-84 if not given, "
                     "GCJ-02 as on maps of mainland China, or BD-09 as of Baidu.",
                     datum_type(), false);
}

json::object id_parameter(std::string_view name, std::string_view description) {
    return parameter(name, "path", description, {{"type", "integer"}, {"minimum", 1}}, true);
}

json::object fixed_path(std::string_view method, std::string_view id, json::object responses,
                        Door door) {
    json::object operation{
        {"operationId", id}, {"tags", json::array{"service"}}, {"responses", std::move(responses)}};
    const json::object bearer{{"bearer", json::array()}};
    switch (door) {
        case Door::open:
        case Door::mapping:
            operation["security"] = json::array{json::object{}};
            break;
        case Door::token:
            break;
        case Door::token_if_configured:
            operation["security"] = json::array{json::object{}, bearer};
            break;
        case Door::token_or_signature:
            operation["security"] = json::array{bearer, json::object{{"gateway", json::array()}}};
            break;
    }
    return {{method, std::move(operation)}};
}

}  // namespace muster::codec
