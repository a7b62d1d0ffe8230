// What a desk asks while somebody is on the line, in the OpenAPI document.
#include "engine/codec/describe.hpp"
#include "engine/codec/schema_defs.hpp"
#include "engine/codec/schema_http.hpp"
#include "engine/codec/schema_paths.hpp"

namespace muster::codec {

namespace json = boost::json;

namespace {

json::object integer() {
    return {{"type", "integer"}};
}

json::object array_of(json::object items) {
    return {{"type", "array"}, {"items", std::move(items)}};
}

json::object one_of(std::initializer_list<std::string_view> names) {
    json::object type = text_type();
    json::array values;
    for (const std::string_view name : names)
        values.emplace_back(name);
    type["enum"] = std::move(values);
    return type;
}

json::object found_by() {
    return one_of({"phone", "contact_phone", "name", "pinyin", "initials", "address", "number"});
}

json::object found_member() {
    return object_of({{"id", integer()},
                      {"name", text_type()},
                      {"status", type_ref("MemberStatus")},
                      {"birth_year", integer()},
                      {"birth_date", type_ref("BirthDate")},
                      {"district", text_type()},
                      {"community", text_type()},
                      {"address", text_type()},
                      {"phone", text_type()},
                      {"tier", type_ref("RiskTier")},
                      {"flags", array_of(type_ref("MemberFlag"))},
                      {"risks", text_type()},
                      {"open_requests", array_of(integer())},
                      {"by", found_by()},
                      {"contact", object_of({{"number", integer()},
                                             {"relation", type_ref("ContactRelation")},
                                             {"name", text_type()},
                                             {"phone", text_type()}})}});
}

json::object found_responder() {
    return object_of({{"id", integer()},
                      {"name", text_type()},
                      {"kind", type_ref("ResponderKind")},
                      {"external_ref", text_type()},
                      {"phone", text_type()},
                      {"department", text_type()},
                      {"skills", array_of(text_type())},
                      {"status", type_ref("ResponderStatus")},
                      {"request", integer()},
                      {"slot", integer()},
                      {"by", found_by()}});
}

json::object find_people_path(std::string_view list, json::object found) {
    const json::object all =
        object_of({{"query", text_type()}, {list, array_of(std::move(found))}});
    json::object out =
        fixed_path("get", joined("find_", list),
                   with_problems({{"200", answer("The likeliest first, and why.", all)}},
                                 {"400", "401", "403", "404", "406"}),
                   Door::token);
    out["parameters"] = json::array{
        parameter("q", "query",
                  "What somebody types: a number or its last digits, a part of a name or its "
                  "pinyin or initials, a part of an address, #7.",
                  text_type(), true),
        parameter("limit", "query", "1 to 32.", integer(), false)};
    return out;
}

json::object candidates_path() {
    const json::object candidate = object_of({{"responder", integer()},
                                              {"name", text_type()},
                                              {"kind", type_ref("ResponderKind")},
                                              {"status", type_ref("ResponderStatus")},
                                              {"request", integer()},
                                              {"verdict", text_type()},
                                              {"skills_missing", array_of(text_type())},
                                              {"distance_m", integer()},
                                              {"eta_ms", integer()},
                                              {"penalty_ms", integer()},
                                              {"cost_ms", integer()},
                                              {"basis", type_ref("PlaceBasis")},
                                              {"terms", type_ref("CostTerms")},
                                              {"accepts_permille", integer()},
                                              {"in_time_permille", integer()},
                                              {"en", text_type()},
                                              {"zh", text_type()}});
    const json::object slot = object_of({{"slot", integer()},
                                         {"role", text_type()},
                                         {"fill", type_ref("FillMode")},
                                         {"status", type_ref("SlotStatus")},
                                         {"skills", array_of(text_type())},
                                         {"holder", integer()},
                                         {"recommended", integer()},
                                         {"would_ask", array_of(integer())},
                                         {"by", type_ref("AssignedBy")},
                                         {"taken_from", integer()},
                                         {"considered", integer()},
                                         {"candidates", array_of(candidate)},
                                         {"counts", json::object{{"type", "object"}}}});
    const json::object all = object_of({{"request", integer()},
                                        {"status", type_ref("RequestStatus")},
                                        {"at", integer()},
                                        {"slots", array_of(slot)}});
    json::object out = fixed_path(
        "get", "read_candidates",
        with_problems({{"200", answer("Whom the engine would send now, in its order.", all)}},
                      {"400", "401", "403", "404", "406", "409"}),
        Door::token);
    out["parameters"] = json::array{
        id_parameter("id", "The request."),
        parameter("slot", "query",
                  "Who else there would be for this slot, whoever holds it. Without it: all slots "
                  "that wait.",
                  integer(), false)};
    return out;
}

json::object figures_path() {
    const json::object counted = object_of(
        {{"open", integer()}, {"waiting", integer()}, {"held", integer()}, {"late", integer()}});
    const json::object answers =
        object_of({{"answered", integer()}, {"median_ms", integer()}, {"p90_ms", integer()}});
    const auto by_class = [](const json::object& one) {
        return object_of({{"P0", one}, {"P1", one}, {"P2", one}, {"P3", one}, {"P4", one}});
    };
    const json::object an_hour = object_of({{"from", integer()},
                                            {"came", integer()},
                                            {"answer", answers},
                                            {"open", integer()},
                                            {"late", integer()}});
    const json::object post = object_of({{"post", text_type()}, {"standing_by", integer()}});
    const json::object all =
        object_of({{"at", integer()},
                   {"all", counted},
                   {"by_class", by_class(counted)},
                   {"came", integer()},
                   {"answer", answers},
                   {"answer_by_class", by_class(answers)},
                   {"hours", array_of(an_hour)},
                   {"cover_ppm", json::object{{"type", json::array{"integer", "null"}}}},
                   {"posts", array_of(post)}});
    return fixed_path("get", "read_figures",
                      with_problems({{"200", answer("How the desk stands now and today.", all)}},
                                    {"400", "401", "403", "404", "406"}),
                      Door::token);
}

}  // namespace

void add_desk_paths(json::object& out) {
    out["/v1/members/find"] = find_people_path("members", found_member());
    out["/v1/responders/find"] = find_people_path("responders", found_responder());
    out["/v1/requests/{id}/candidates"] = candidates_path();
    out["/v1/figures"] = figures_path();
}

}  // namespace muster::codec
