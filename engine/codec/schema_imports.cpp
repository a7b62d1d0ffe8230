// OpenAPI of importing whole tables.
#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object whole_number() {
    return {{"type", "integer"}};
}

json::object yes_or_no() {
    return {{"type", "boolean"}};
}

json::object list_of(json::object items) {
    return {{"type", "array"}, {"items", std::move(items)}};
}

// How far an import is: also as it stands in the list of them.
json::object import_members() {
    json::object state = text_type();
    state["enum"] = json::array{"waiting", "reading", "checking", "sending",
                                "done",    "refused", "failed",   "stopped"};
    return {{"import", whole_number()},
            {"kind", text_type()},
            {"file", text_type()},
            {"check", yes_or_no()},
            {"survey", whole_number()},
            {"by", text_type()},
            {"at", whole_number()},
            {"state", std::move(state)},
            {"why", text_type()},
            {"why_zh", text_type()},
            {"rows", whole_number()},
            {"looked_at", whole_number()},
            {"to_send", whole_number()},
            {"sent", whole_number()},
            {"created", whole_number()},
            {"updated", whole_number()},
            {"unchanged", whole_number()},
            {"fault_count", whole_number()},
            {"duplicate_count", whole_number()},
            {"flagged_count", whole_number()},
            {"unused_columns", list_of(text_type())}};
}

json::object import_report() {
    const json::object lines = list_of(object_of({{"line", whole_number()},
                                                  {"what", text_type()},
                                                  {"what_zh", text_type()},
                                                  {"reason", text_type()},
                                                  {"ids", list_of(whole_number())}}));
    json::object members = import_members();
    for (const char* name : {"faults", "duplicates", "flagged"})
        members[name] = lines;
    return object_of(std::move(members));
}

json::object imports_list() {
    const json::object column = object_of({{"field", text_type()},
                                           {"headers", list_of(text_type())},
                                           {"as", text_type()},
                                           {"required", yes_or_no()}});
    const json::object kind = object_of({{"kind", text_type()},
                                         {"create", text_type()},
                                         {"update", text_type()},
                                         {"collection", text_type()},
                                         {"of_survey", yes_or_no()},
                                         {"columns", list_of(column)}});
    return object_of({{"max_bytes", whole_number()},
                      {"kinds", list_of(kind)},
                      {"imports", list_of(object_of(import_members()))}});
}

json::object one_import_path() {
    json::object started =
        fixed_path("post", "start_import",
                   with_problems({{"202", answer("Its number; it goes on by itself.",
                                                 object_of({{"import", whole_number()}}))}},
                                 {"400", "401", "403", "404", "406", "411", "415"}),
                   Door::token)["post"]
            .as_object();
    started["requestBody"] = body(text_type(), "text/csv");
    started["parameters"] = json::array{
        parameter("check", "query", "true: say what would happen, and do nothing.", yes_or_no(),
                  false),
        parameter("survey", "query", "Which survey the rows answer.", whole_number(), false),
        parameter("file", "query", "What the file is called.", text_type(), false)};
    json::object path = fixed_path(
        "get", "read_import",
        with_problems({{"200", answer("How far it is, or how it ended.", import_report())}},
                      {"400", "401", "404", "406"}),
        Door::token);
    path["post"] = std::move(started);
    path["delete"] = fixed_path(
        "delete", "stop_import",
        with_problems(
            {{"200", answer("Nothing more of it is sent; what was sent stays.", import_report())}},
            {"400", "401", "404", "406"}),
        Door::token)["delete"];
    path["parameters"] = json::array{parameter(
        "import", "path", "Its number; of a table that is sent its kind, such as members.",
        text_type(), true)};
    return path;
}

}  // namespace

void add_import_paths(json::object& out) {
    out["/v1/imports"] = fixed_path(
        "get", "list_imports",
        with_problems(
            {{"200", answer("What can be imported, and what was of late.", imports_list())}},
            {"400", "401", "406"}),
        Door::token);
    out["/v1/imports/{import}"] = one_import_path();
    json::object empty = fixed_path(
        "get", "empty_table",
        with_problems(
            {{"200", answer("A table of this kind without rows.", text_type(), "text/csv")}},
            {"400", "401", "404"}),
        Door::token);
    empty["parameters"] = json::array{parameter("file", "path", "members.csv", text_type(), true)};
    out["/v1/imports/kinds/{file}"] = std::move(empty);
}

}  // namespace muster::codec
