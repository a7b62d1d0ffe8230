// OpenAPI 3.1 of the HTTP interface.
#include "engine/codec/commands_json.hpp"
#include "engine/codec/describe.hpp"
#include "engine/codec/pretty.hpp"
#include "engine/codec/schema.hpp"
#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"
#include "muster/collections.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object command_path(const NamedCommand& command) {
    const std::string name(command.name);
    const bool created = !command.row.creates.empty();
    json::object good{{created ? "201" : "200", done(created, "Outcome")}};
    if (command.row.repeats) good["200"] = done(false, "Outcome");
    return {{"post",
             json::object{
                 {"operationId", name},
                 {"tags", json::array{"commands"}},
                 {"parameters",
                  json::array{
                      parameter("Idempotency-Key", "header",
                                "Repeats with the same key get the first answer.",
                                {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}, false),
                      datum_parameter()}},
                 {"requestBody", body(type_ref(name))},
                 {"responses", with_problems(std::move(good), {"401", "403", "404", "406", "409",
                                                               "411", "415", "422"})}}}};
}

// A list that can be read, whatever its items are.
struct Listed {
    std::string_view path;
    json::object item;
    bool filtered = true;
};

std::vector<Listed> lists() {
    std::vector<Listed> out;
    each_type(Entities(), [&]<class T>(std::type_identity<T>) {
        out.push_back({entity_row<T>.path, type_ref(type_name<T>())});
    });
    const auto add = [&]<class T>(const RulePart<T>& part) {
        if constexpr (AStruct<T>) {
            out.push_back({part.path, type_ref(type_name<T>()), false});
        } else {
            out.push_back({part.path, text_type(), false});
        }
    };
    std::apply([&](const auto&... part) { (add(part), ...); }, rule_parts);
    const auto add_made = [&]<class T>(const MadeList<T>& list) {
        out.push_back({list.path, type_ref(type_name<T>())});
    };
    std::apply([&](const auto&... list) { (add_made(list), ...); }, made_lists);
    return out;
}

json::object list_path(const Listed& list) {
    const json::object items{{"type", "array"}, {"items", list.item}};
    const json::object page = object_of(
        {{"items", items},
         {"next_after", json::object{{"type", "integer"}, {"description", "0 = the last page."}}},
         {"as_of",
          json::object{{"type", "integer"}, {"description", "Committed seq that it shows."}}}});
    json::array parameters{
        parameter("limit", "query", "Entities in a page.",
                  {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}},
                  false),
        parameter("after", "query", "id of the last entity of the page before.",
                  {{"type", "integer"}, {"minimum", 0}, {"default", 0}}, false)};
    if (list.filtered) {
        parameters.push_back(json::object{
            {"name", "filter"},
            {"in", "query"},
            {"style", "form"},
            {"explode", true},
            {"description", "field=value; each must hold."},
            {"schema", json::object{{"type", "object"}, {"additionalProperties", text_type()}}}});
    }
    return {{"get", json::object{{"operationId", joined("list_", list.path)},
                                 {"tags", json::array{"reads"}},
                                 {"parameters", std::move(parameters)},
                                 {"responses", with_problems({{"200", answer("A page.", page)}},
                                                             {"401", "403", "406"})}}}};
}

json::object entity_path(const Listed& list) {
    return {{"get", json::object{{"operationId", joined("read_", list.path)},
                                 {"tags", json::array{"reads"}},
                                 {"parameters", json::array{id_parameter("id", "The entity.")}},
                                 {"responses", with_problems({{"200", answer("It.", list.item)}},
                                                             {"401", "403", "404", "406"})}}}};
}

json::object timeline_path() {
    const json::object integer{{"type", "integer"}};
    const json::object texts{{"type", "array"}, {"items", text_type()}};
    json::array names;
    for (const std::string_view name : enum_names<Tone>)
        names.emplace_back(name);
    json::object tone = text_type();
    tone["enum"] = std::move(names);
    const json::object tones{{"type", "array"}, {"items", std::move(tone)}};
    const json::object record =
        object_of({{"seq", integer},
                   {"at", integer},
                   {"source", text_type()},
                   {"events", json::object{{"type", "array"}, {"items", type_ref("Event")}}},
                   {"en", texts},
                   {"zh", texts},
                   {"tones", tones}});
    const json::object story = object_of(
        {{"request", json::object{{"anyOf", json::array{type_ref("Request"),
                                                        json::object{{"type", "null"}}}}}},
         {"timeline", json::object{{"type", "array"}, {"items", record}}},
         {"complete", json::object{{"type", "boolean"},
                                   {"description", "false: older records are not shown."}}},
         {"decisions",
          json::object{{"type", "array"}, {"items", json::object{{"type", "object"}}}}},
         {"decisions_unavailable", text_type()}});
    const json::array parameters{
        id_parameter("id", "The request."),
        parameter("decisions", "query", "1: with the candidates of each decision, replayed.",
                  {{"type", "string"}, {"enum", json::array{"0", "1"}}}, false)};
    return {{"get", json::object{{"operationId", "read_timeline"},
                                 {"tags", json::array{"reads"}},
                                 {"parameters", parameters},
                                 {"responses", with_problems({{"200", answer("The story.", story)}},
                                                             {"401", "403", "404", "406"})}}}};
}

// The statistics of a survey, as JSON or as a page.
json::object statistics_path(std::string_view operation, json::object good) {
    const json::array parameters{
        id_parameter("id", "The survey."),
        parameter("by", "query",
                  "The parts in which respondents are counted: district, age_band, group, or a "
                  "question of which one choice is made.",
                  text_type(), false)};
    return {{"get", json::object{{"operationId", operation},
                                 {"tags", json::array{"reads"}},
                                 {"parameters", parameters},
                                 {"responses", with_problems({{"200", std::move(good)}},
                                                             {"401", "403", "404", "406"})}}}};
}

// A file of any of these forms, or a page.
json::object forms_answer(const char* what, bool statement) {
    json::object content{{"application/json", json::object{{"schema", {{"type", "object"}}}}},
                         {"text/csv", json::object{{"schema", text_type()}}},
                         {"application/pdf", json::object{{"schema", text_type()}}}};
    if (!statement) {
        content["text/html"] = json::object{{"schema", text_type()}};
        content["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] =
            json::object{{"schema", text_type()}};
    }
    return {{"description", what}, {"content", std::move(content)}};
}

json::object one_of_words(std::initializer_list<const char*> words) {
    json::array names;
    for (const char* word : words)
        names.emplace_back(word);
    return {{"type", "string"}, {"enum", std::move(names)}};
}

json::object report_path() {
    json::object name = parameter("name", "path", "Of a day or of a month.",
                                  one_of_words({"daily", "monthly"}), true);
    const json::array parameters{
        std::move(name),
        parameter("day", "query", "Such as 2026-01-31; else that of the last record.", text_type(),
                  false),
        parameter("month", "query", "Such as 2026-01, in place of a day.", text_type(), false),
        parameter("district", "query", "Its code; else all, and each.", text_type(), false),
        parameter("section", "query", "One section; else all.", text_type(), false),
        parameter("format", "query", "json, unless given.",
                  one_of_words({"json", "page", "csv", "xlsx", "pdf"}), false)};
    return {{"get",
             json::object{{"operationId", "read_report"},
                          {"tags", json::array{"reads"}},
                          {"parameters", parameters},
                          {"responses", with_problems({{"200", forms_answer("The report.", false)}},
                                                      {"400", "401", "403", "404", "503"})}}}};
}

json::object statement_path() {
    const json::array parameters{
        id_parameter("id", "The account."),
        parameter("from", "query", "The first day, such as 2026-01-01.", text_type(), false),
        parameter("until", "query", "The last day, such as 2026-01-31.", text_type(), false),
        parameter("format", "query", "json, unless given.", one_of_words({"json", "csv", "pdf"}),
                  false)};
    return {{"get", json::object{
                        {"operationId", "read_statement"},
                        {"tags", json::array{"reads"}},
                        {"parameters", parameters},
                        {"responses", with_problems({{"200", forms_answer("The statement.", true)}},
                                                    {"400", "401", "403", "404", "503"})}}}};
}

// A report of suggestions, to be read or printed.
json::object report_page_path() {
    return {{"get", json::object{{"operationId", "read_suggestion_report_page"},
                                 {"tags", json::array{"reads"}},
                                 {"parameters", json::array{id_parameter("id", "The report.")}},
                                 {"responses",
                                  with_problems({{"200", page_answer("The same each time, with a "
                                                                     "hash of what it says.")}},
                                                {"401", "403", "404"})}}}};
}

json::object intake_path() {
    json::object out = fixed_path(
        "post", "intake",
        with_problems({{"200", done(false, "IntakeOutcome")}, {"201", done(true, "Outcome")}},
                      {"401", "403", "404", "406", "409", "411", "415", "422"}),
        Door::token_or_signature);
    json::object event = body(type_ref("CloudEvent"), "application/cloudevents+json");
    json::object& content = event["content"].as_object();
    content["application/cloudevents-batch+json"] = json::object{
        {"schema", json::object{{"type", "array"}, {"items", type_ref("CloudEvent")}}}};
    content["application/json"] = json::object{{"schema", type_ref("CloudEvent")}};
    json::object& post = out["post"].as_object();
    post["requestBody"] = std::move(event);
    json::array parameters{datum_parameter()};
    for (const char* name :
         {"ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "ce-time"}) {
        parameters.push_back(parameter(name, "header",
                                       "Binary mode: the attributes are headers, and the body is "
                                       "the data alone, of type application/json or any +json.",
                                       text_type(), false));
    }
    parameters.push_back(parameter("ce-datum", "header", "As datum, of this event; goes first.",
                                   datum_type(), false));
    post["parameters"] = std::move(parameters);
    return out;
}

json::object push_path() {
    json::object out = fixed_path(
        "post", "push",
        with_problems({{"200", answer("All of it is on disk; the text that the mapping says.",
                                      text_type(), "*/*")}},
                      {"401", "403", "404", "409", "411", "415", "422"}),
        Door::mapping);
    json::object& post = out["post"].as_object();
    json::object message = body(json::object());
    message["content"].as_object()["*/*"] = json::object{{"schema", json::object()}};
    message["description"] =
        "As the cloud of a maker writes it: JSON or a form, whatever its Content-Type, as the "
        "mapping says.";
    post["requestBody"] = std::move(message);
    post["parameters"] = json::array{parameter(
        "mapping", "path", "A mapping of the configuration (config/push.toml) that is on.",
        text_type(), true)};
    return out;
}

json::object ticket_path() {
    const json::object ticket = object_of({{"ticket", text_type()},
                                           {"expires_at", json::object{{"type", "integer"}}},
                                           {"url", text_type()}});
    return fixed_path(
        "post", "feed_ticket",
        with_problems({{"201", answer("A ticket for one use, for 30 s at most.", ticket)}},
                      {"401", "403", "406"}),
        Door::token);
}

json::object me_path() {
    const auto said = [](std::string_view type, std::string_view words) {
        return json::object{{"type", type}, {"description", words}};
    };
    const auto list = [](json::object of, std::string_view words) {
        return json::object{{"type", "array"}, {"items", std::move(of)}, {"description", words}};
    };
    const json::object me = object_of(
        {{"name", said("string", "Of the token.")},
         {"roles", list(text_type(), "Of the token.")},
         {"responder", said("integer", "Whose token it is; left out where it is nobody's.")},
         {"districts", list(text_type(), "What it sees; left out where it sees all.")},
         {"time_zone", said("string", "The city's, an IANA name.")},
         {"now", said("integer", "The city's time, ms since 1970 UTC.")},
         {"may_send", list(text_type(), "The commands that this token may send.")}});
    return fixed_path("get", "me",
                      with_problems({{"200", answer("Who the token is.", me)}}, {"401", "406"}),
                      Door::token);
}

json::object feed_path() {
    json::object responses{{"101", plain("The feed, as /asyncapi.json says.")}};
    for (const auto& [code, words] :
         {std::pair<std::string_view, std::string_view>{"400", "Not a valid handshake."},
          {"403", "This origin may not open the feed."},
          {"426", "The feed is a WebSocket, version 13, subprotocol muster.v1."},
          {"503", "The feed takes no more connections now."}}) {
        json::object refused = answer(words, type_ref("Problem"), "application/problem+json");
        refused["content"].as_object()["text/plain"] = json::object{{"schema", text_type()}};
        responses[code] = std::move(refused);
    }
    return fixed_path("get", "feed", with_problems(std::move(responses), {}), Door::open);
}

// The pages of contact cards. What they refuse they refuse in words, for whoever holds the card.
json::object find_places_path() {
    const json::object integer{{"type", "integer"}};
    const json::object found = object_of({{"place", integer},
                                          {"name", text_type()},
                                          {"matched", text_type()},
                                          {"kind", type_ref("PlaceKind")},
                                          {"district", text_type()},
                                          {"community", text_type()},
                                          {"point", json::object{{"type", "object"}}},
                                          {"confidence_permille", integer},
                                          {"by", text_type()},
                                          {"en", text_type()},
                                          {"zh", text_type()}});
    const json::object all =
        object_of({{"query", text_type()},
                   {"certain", json::object{{"type", "boolean"}}},
                   {"places", json::object{{"type", "array"}, {"items", found}}}});
    json::object out =
        fixed_path("get", "find_places",
                   with_problems({{"200", answer("The likeliest first, and why.", all)}},
                                 {"400", "401", "403", "406"}),
                   Door::token);
    out["parameters"] =
        json::array{parameter("q", "query", "What somebody types.", text_type(), true),
                    parameter("near", "query", "latitude,longitude: of equals the nearer go first.",
                              text_type(), false),
                    parameter("limit", "query", "1 to 32.", integer, false)};
    return out;
}

json::object console_path(std::string_view id) {
    json::object answers{{"200", json::object{{"description", "A page of the console."},
                                              {"content", json::object{{"*/*", json::object()}}}}},
                         {"304", plain("As If-None-Match has it.")},
                         {"503", page_answer("Nobody has built the console's pages.")}};
    return fixed_path("get", id, with_problems(std::move(answers), {"404"}), Door::open);
}

void add_service_paths(json::object& out) {
    out["/v1/intake"] = intake_path();
    out["/v1/push/{mapping}"] = push_path();
    add_format_paths(out);
    out["/v1/feed/ticket"] = ticket_path();
    out["/v1/me"] = me_path();
    out["/v1/feed"] = feed_path();
    add_map_paths(out);
    out["/v1/places/find"] = find_places_path();
    add_import_paths(out);
    add_desk_paths(out);
    add_past_paths(out);
    add_access_paths(out);
    add_page_paths(out);
    const json::object status{{"const", "alive"}};
    out["/healthz"] = fixed_path(
        "get", "healthz",
        with_problems({{"200", answer("The process is alive.", object_of({{"status", status}}))}},
                      {}),
        Door::open);
    const json::object alarm = object_of({{"name", text_type()}, {"text", text_type()}});
    const json::object ready =
        object_of({{"status", json::object{{"const", "ready"}}},
                   {"seq", json::object{{"type", "integer"}}},
                   {"alarms", json::object{{"type", "array"}, {"items", alarm}}}});
    out["/readyz"] = fixed_path(
        "get", "readyz", with_problems({{"200", answer("Commands are accepted.", ready)}}, {}),
        Door::open);
    out["/metrics"] = fixed_path(
        "get", "metrics",
        with_problems({{"200", answer("Prometheus text format.", text_type(), "text/plain")}},
                      {"401", "403"}),
        Door::token_if_configured);
    for (const std::string_view document : {"openapi", "asyncapi"}) {
        out[joined(joined("/", document), ".json")] = fixed_path(
            "get", document,
            with_problems({{"200", answer("The contract.", {{"type", "object"}})}}, {"404"}),
            Door::open);
    }
    out["/"] = console_path("console");
    json::object page = console_path("console_page");
    page["parameters"] = json::array{
        parameter("page", "path", "A file of the console; may hold slashes.", text_type(), true)};
    out["/{page}"] = std::move(page);
}

json::object paths() {
    json::object out;
    for (const NamedCommand& command : commands_by_name()) {
        if (command.row.roles.empty() && !command.row.own) continue;  // the program's own
        out[joined("/v1/commands/", command.name)] = command_path(command);
    }
    for (const Listed& list : lists()) {
        const std::string path = joined("/v1/", list.path);
        out[path] = list_path(list);
        out[joined(path, "/{id}")] = entity_path(list);
    }
    out["/v1/requests/{id}/timeline"] = timeline_path();
    out["/v1/surveys/{id}/statistics"] = statistics_path(
        "read_statistics", answer("Counts and shares in thousandths; what tells of few is hidden.",
                                  json::object{{"type", "object"}}));
    out["/v1/surveys/{id}/page"] =
        statistics_path("read_survey_page", page_answer("The same, to be printed."));
    out["/v1/reports/{name}"] = report_path();
    out["/v1/accounts/{id}/statement"] = statement_path();
    out["/v1/suggestion_reports/{id}/page"] = report_page_path();
    add_service_paths(out);
    return out;
}

json::object problems() {
    constexpr std::pair<std::string_view, std::string_view> all[] = {
        {"400", "The text is not what the schema says, or not HTTP."},
        {"401", "No valid token or signature."},
        {"403", "The token's roles do not allow this."},
        {"404", "Unknown name or id."},
        {"406", "The answer is JSON, which the Accept header does not let through."},
        {"408", "The request came too slowly."},
        {"409", "Refused in the present state."},
        {"410", "It is over."},
        {"411", "A body is needed, and its length before it."},
        {"413", "The body is too large."},
        {"414", "The target is too long."},
        {"415", "The body is of another type, charset or content encoding than those here."},
        {"417", "Only 100-continue is expected here."},
        {"422", "A field has an impossible value, or the key was used with another command."},
        {"429", "Too many in a short time; try again after Retry-After."},
        {"431", "The header is too large."},
        {"501", "Only the chunked transfer encoding is known."},
        {"503", "Overloaded or stopping; try again after Retry-After."},
        {"505", "This is not HTTP/1.0 or HTTP/1.1."},
    };
    json::object out;
    for (const auto& [code, description] : all) {
        json::object problem = answer(description, type_ref("Problem"), "application/problem+json");
        if (code == "429" || code == "503") {
            problem["headers"] =
                json::object{{"Retry-After", header("Seconds.", {{"type", "integer"}})}};
        }
        out[joined("Problem", code)] = std::move(problem);
    }
    return out;
}

json::object security_schemes() {
    return {
        {"bearer", json::object{{"type", "http"}, {"scheme", "bearer"}}},
        {"gateway",
         json::object{{"type", "apiKey"},
                      {"in", "header"},
                      {"name", "Muster-Signature"},
                      {"description",
                       "v2=<hex HMAC-SHA256(the gateway's key, text)>, beside Muster-Gateway "
                       "and Muster-Timestamp (unix seconds). The text: the lines v2, timestamp, "
                       "method, target with its query, Content-Type, each ce- header as "
                       "name:value (lower case, sorted), an empty line; then the body."}}}};
}

constexpr std::string_view about =
    "Where GET is, HEAD answers like it without the body. OPTIONS answers 204 with Allow on every "
    "path; a method that is not here is answered 405 with Allow, and a path that is not here 404, "
    "each as a Problem.";

}  // namespace

std::string openapi() {
    const Model model = vocabulary_model();
    json::object schemas = schema_defs(model, openapi_refs);
    schemas["Problem"] = problem_schema();
    schemas["CloudEvent"] = cloud_event_schema();
    schemas["Outcome"] = outcome_schema();
    schemas["IntakeOutcome"] = intake_outcome_schema();
    schemas["BatchLine"] = batch_line_schema();
    schemas["BatchResult"] = batch_result_schema();
    return pretty(json::object{
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", "Muster"}, {"version", "1"}, {"description", about}}},
        {"security", json::array{json::object{{"bearer", json::array()}}}},
        {"paths", paths()},
        {"components", json::object{{"securitySchemes", security_schemes()},
                                    {"responses", problems()},
                                    {"schemas", std::move(schemas)}}}});
}

}  // namespace muster::codec
