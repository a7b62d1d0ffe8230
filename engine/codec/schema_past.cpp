// What was, in the OpenAPI document: the desk at another time, and who got at what.
#include "engine/codec/describe.hpp"
#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"
#include "muster/access_record_port.hpp"
#include "muster/enum_names.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object a_number() {
    return {{"type", "integer"}};
}

json::object items_of(json::object items) {
    return {{"type", "array"}, {"items", std::move(items)}};
}

json::object anything() {
    return {{"type", "object"}};
}

json::object a_time(std::string_view name, std::string_view description, bool required = true) {
    return parameter(name, "query", description, a_number(), required);
}

json::object past_path(std::string_view id, std::string_view description, json::object all,
                       json::array parameters) {
    json::object out = fixed_path("get", id,
                                  with_problems({{"200", answer(description, std::move(all))}},
                                                {"400", "401", "403", "404", "406"}),
                                  Door::token);
    out["parameters"] = std::move(parameters);
    return out;
}

json::object replay_path() {
    const json::object part =
        object_of({{"topic", text_type()}, {"entities", items_of(anything())}});
    return past_path("read_replay",
                     "The requests, responders on duty and offers as they were, in the form of the "
                     "feed's snapshot; seq is the last record until then.",
                     object_of({{"seq", a_number()},
                                {"at", a_number()},
                                {"first_at", a_number()},
                                {"last_at", a_number()},
                                {"snapshot", items_of(part)}}),
                     {a_time("at", "The time, in UTC milliseconds.")});
}

json::object replay_changes_path() {
    const json::object change = object_of({{"topic", text_type()},
                                           {"id", a_number()},
                                           {"entity", anything()},
                                           {"removed", json::object{{"type", "boolean"}}}});
    const json::object delta = object_of({{"seq", a_number()},
                                          {"prev", a_number()},
                                          {"at", a_number()},
                                          {"changes", items_of(change)}});
    return past_path("read_replay_changes",
                     "What changed from there on, in the form of the feed's deltas. Where whole is "
                     "false there is more, after seq.",
                     object_of({{"seq", a_number()},
                                {"at", a_number()},
                                {"last_at", a_number()},
                                {"whole", json::object{{"type", "boolean"}}},
                                {"deltas", items_of(delta)}}),
                     {a_time("after", "The record after which it begins."),
                      a_time("until", "The time until which it is told, in UTC milliseconds.")});
}

json::object replay_alarms_path() {
    const json::object alarm = object_of(
        {{"seq", a_number()}, {"at", a_number()}, {"kind", text_type()}, {"request", a_number()}});
    return past_path("read_replay_alarms", "When somebody at the desk should have looked up.",
                     object_of({{"from", a_number()},
                                {"until", a_number()},
                                {"whole", json::object{{"type", "boolean"}}},
                                {"alarms", items_of(alarm)}}),
                     {a_time("from", "In UTC milliseconds."), a_time("until", "Likewise.")});
}

json::object what_if_path() {
    const json::object change = object_of({{"path", text_type()}, {"value", text_type()}});
    json::object out = fixed_path(
        "post", "what_if",
        with_problems(
            {{"200",
              answer("What happened, the same lived again, and lived again with the changes.",
                     object_of({{"from_seq", a_number()},
                                {"to_seq", a_number()},
                                {"changes", items_of(text_type())},
                                {"logged", anything()},
                                {"again", anything()},
                                {"changed", anything()},
                                {"inputs", a_number()},
                                {"inputs_refused", a_number()},
                                {"method", items_of(text_type())}}))}},
            {"400", "401", "403", "404", "406", "411", "415"}),
        Door::token);
    out["post"].as_object()["requestBody"] =
        body(object_of({{"from", a_number()}, {"changes", items_of(change)}}));
    return out;
}

json::object accesses_path() {
    json::object what = text_type();
    json::array kinds;
    for (const AuditKind kind : enum_values<AuditKind>)
        kinds.emplace_back(name_of(kind));
    what["enum"] = std::move(kinds);
    const json::object entry = object_of({{"at", a_number()},
                                          {"what", what},
                                          {"who", text_type()},
                                          {"about", text_type()},
                                          {"count", a_number()},
                                          {"record", a_number()},
                                          {"reason", text_type()},
                                          {"sheet", a_number()}});
    return past_path(
        "read_accesses", "The newest first; what says the same within one minute is one entry.",
        object_of({{"entries", items_of(entry)}, {"next_skip", a_number()}}),
        {parameter("who", "query", "The token's name; of failed log-ins the address.", text_type(),
                   false),
         parameter("about", "query", "What was read, with all below it: members/7, requests.",
                   text_type(), false),
         parameter("what", "query", "Of one kind.", what, false),
         a_time("since", "In UTC milliseconds.", false),
         a_time("until", "Before this time: then pages that follow each other fit.", false),
         a_time("limit", "1 to 1000; 100 unless given.", false),
         a_time("skip", "next_skip of the page before; that is 0 on the last.", false)});
}

json::object access_proof_path() {
    json::object fault = text_type();
    json::array faults;
    for (const ProofFault one : enum_values<ProofFault>)
        faults.emplace_back(name_of(one));
    fault["enum"] = std::move(faults);
    const json::object anchor = object_of({{"target", text_type()},
                                           {"seq", a_number()},
                                           {"sent_at", a_number()},
                                           {"failing", json::object{{"type", "boolean"}}}});
    return past_path("prove_accesses",
                     "Whether the record of accesses is as it was written: its closed sheets, and "
                     "the last of them that stands in the log.",
                     object_of({{"noted", a_number()},
                                {"noted_until", a_number()},
                                {"first", a_number()},
                                {"last", a_number()},
                                {"since", a_number()},
                                {"rows", a_number()},
                                {"rows_open", a_number()},
                                {"fault", fault},
                                {"fault_first", a_number()},
                                {"fault_last", a_number()},
                                {"anchors", items_of(anchor)}}),
                     {});
}

json::object unmask_path() {
    json::object out =
        fixed_path("post", "unmask",
                   with_problems({{"200", answer("The entity as it is, not masked.", anything())}},
                                 {"400", "401", "403", "404", "406", "409", "411", "415", "422"}),
                   Door::token);
    out["post"].as_object()["requestBody"] =
        body(object_of({{"collection", text_type()}, {"id", a_number()}, {"reason", text_type()}}));
    return out;
}

}  // namespace

void add_past_paths(json::object& out) {
    out["/v1/replay"] = replay_path();
    out["/v1/replay/changes"] = replay_changes_path();
    out["/v1/replay/alarms"] = replay_alarms_path();
    out["/v1/whatif"] = what_if_path();
    out["/v1/accesses"] = accesses_path();
    out["/v1/accesses/proof"] = access_proof_path();
    out["/v1/unmask"] = unmask_path();
}

}  // namespace muster::codec
