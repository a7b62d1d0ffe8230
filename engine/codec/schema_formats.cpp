// OpenAPI of what comes and goes in formats of others.
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object batch_path() {
    json::object out = fixed_path(
        "post", "batch",
        with_problems(
            {{"200",
              answer("A line for each line of the body, in its order, whatever became of it. What "
                     "was taken is on disk before this answer was sent.",
                     type_ref("BatchResult"), "application/x-ndjson")}},
            {"401", "411", "415", "422"}),
        Door::token);
    json::object& post = out["post"].as_object();
    post["description"] =
        "Many commands at once, each on a line of its own. Each is decided by itself, in the order "
        "of the lines; all that come together share a commit.";
    post["requestBody"] = body(type_ref("BatchLine"), "application/x-ndjson");
    post["parameters"] = json::array{datum_parameter()};
    return out;
}

json::object calendar_path() {
    json::object out = fixed_path(
        "get", "calendar",
        with_problems({{"200", answer("iCalendar (RFC 5545).", text_type(), "text/calendar")}},
                      {"401", "403"}),
        Door::token);
    const json::object id{{"type", "integer"}, {"minimum", 1}};
    out["get"].as_object()["parameters"] = json::array{
        parameter("member", "query", "Whose visits and bookings; or responder.", id, false),
        parameter("responder", "query", "Who makes the visits; or member.", id, false)};
    return out;
}

// What Open311 answers where it refuses.
json::object with_open311_errors(json::object responses,
                                 std::initializer_list<std::string_view> codes) {
    const json::object errors{{"type", "array"},
                              {"items", object_of({{"code", json::object{{"type", "integer"}}},
                                                   {"description", text_type()}})}};
    const auto add = [&](std::string_view code) {
        if (!responses.contains(code)) responses[code] = answer("Why not.", errors);
    };
    for (const std::string_view code : codes)
        add(code);
    for (const std::string_view code : everywhere)
        add(code);
    return responses;
}

json::object open311_path(std::string_view method, std::string_view id, std::string_view what,
                          std::initializer_list<std::string_view> codes) {
    const bool created = method == "post";
    json::object responses{{created ? "201" : "200",
                            answer(what, {{"description", "As Open311 GeoReport v2 has it."}})}};
    return fixed_path(method, id, with_open311_errors(std::move(responses), codes), Door::open);
}

json::object open311_key() {
    return parameter("api_key", "query", "A token.", text_type(), false);
}

void add_open311_paths(json::object& out) {
    out["/open311/v2/services.json"] =
        open311_path("get", "open311_services", "What can be asked for.", {});
    json::object service =
        open311_path("get", "open311_service", "A service; none has attributes.", {"404"});
    service["parameters"] =
        json::array{parameter("code", "path", "With .json behind it.", text_type(), true)};
    out["/open311/v2/services/{code}"] = std::move(service);
    json::object requests = open311_path("get", "open311_requests",
                                         "Requests, without what is known of people.", {"403"});
    json::array parameters{open311_key()};
    for (const char* name :
         {"service_request_id", "service_code", "start_date", "end_date", "status"}) {
        parameters.push_back(parameter(name, "query", "As Open311 has it.", text_type(), false));
    }
    requests["get"].as_object()["parameters"] = std::move(parameters);
    json::object create = open311_path("post", "open311_create", "Durable; its service_request_id.",
                                       {"403", "404", "409", "411", "415", "422"})["post"]
                              .as_object();
    json::object fields;
    for (const char* name : {"api_key", "service_code", "lat", "long", "address_string", "phone",
                             "description", "jurisdiction_id"}) {
        fields[name] = text_type();
    }
    create["requestBody"] = body(object_of(std::move(fields)), "application/x-www-form-urlencoded");
    requests["post"] = std::move(create);
    out["/open311/v2/requests.json"] = std::move(requests);
    json::object request = open311_path("get", "open311_request", "One request.", {"403", "404"});
    request["parameters"] = json::array{
        parameter("request", "path", "With .json behind it.", text_type(), true), open311_key()};
    out["/open311/v2/requests/{request}"] = std::move(request);
}

}  // namespace

void add_format_paths(json::object& out) {
    out["/v1/batches"] = batch_path();
    out["/v1/calendar.ics"] = calendar_path();
    add_open311_paths(out);
}

}  // namespace muster::codec
