// What a desk asks while somebody is on the line: people by what is typed, and whom the engine
// would send. Neither is masked, so that both need the right to see personal data. And how it
// stands.
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/permissions.hpp"

namespace muster::http {

namespace {

constexpr std::size_t most_people = 32;
constexpr std::size_t most_typed_bytes = 128;

std::optional<Problem> read_query(const Target& target, PeopleQuery& query) {
    for (const auto& [name, value] : target.query) {
        if (name == "q") {
            query.text = value;
        } else if (name == "limit") {
            const auto number = codec::parse_number(value);
            if (!number || *number < 1 || *number > most_people) {
                return bad_parameter("limit", "limit is out of range", "1 to 32");
            }
            query.limit = static_cast<std::size_t>(*number);
        } else {
            return bad_parameter(name, "this parameter does not exist here", "q, limit");
        }
    }
    if (query.text.empty() || query.text.size() > most_typed_bytes) {
        return bad_parameter("q", "q must be what was typed", "1 to 128 bytes of text");
    }
    return std::nullopt;
}

std::optional<Problem> read_query(const Target& target, CandidatesQuery& query) {
    for (const auto& [name, value] : target.query) {
        const auto number = codec::parse_number(value);
        if (name != "slot" || !number || *number > 255) {
            return bad_parameter(name, "no such parameter or value", "slot=0");
        }
        query.slot = static_cast<std::uint32_t>(*number);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Problem> Api::check_desk(bool allowed) const {
    if (!allowed) {
        return Problem{.status = 403,
                       .reason = "forbidden",
                       .detail = "the roles of this token do not allow to read this"};
    }
    if (ports_.desk == nullptr) {
        return Problem{.status = 404, .reason = "unknown_path", .detail = "nothing is here"};
    }
    return std::nullopt;
}

Response Api::find_people(const Plan& plan, const RequestHead& head) const {
    const bool allowed = plan.principal->may_see_personal();
    if (auto refused = check_desk(allowed)) return problem(*refused, head.target);
    const bool members = plan.route.endpoint == Endpoint::find_members;
    PeopleQuery query;
    query.collection = members ? "members" : "responders";
    if (auto bad = read_query(plan.target, query)) return problem(*bad, head.target);
    query.districts = plan.principal->districts;
    note_read(plan);
    return json_response(200, ports_.desk->find_people(query));
}

Response Api::candidates(const Plan& plan, const RequestHead& head) const {
    const bool allowed = plan.principal->may_see_personal();
    if (auto refused = check_desk(allowed)) return problem(*refused, head.target);
    CandidatesQuery query{.request = {plan.route.id}, .slot = {}};
    if (auto bad = read_query(plan.target, query)) return problem(*bad, head.target);
    const bool narrow = !plan.principal->districts.all();
    if (narrow && !ports_.queries.read("requests", plan.route.id, *plan.principal)) {
        return unknown("requests", head.target);
    }
    std::string error;
    auto json = ports_.desk->candidates(query, error);
    if (json) {
        note_read(plan);
        return json_response(200, std::move(*json));
    }
    if (error.empty()) return unknown("requests", head.target);
    return problem({.status = 409,
                    .reason = "illegal_status",
                    .detail = std::move(error),
                    .field = "slot",
                    .expected = "a slot to which nobody has come yet"},
                   head.target);
}

// Numbers that tell of nobody: for whoever may list what is counted.
Response Api::figures(const Plan& plan, const RequestHead& head) const {
    const bool allowed = gate::may_list("requests", *plan.principal).allowed;
    if (auto refused = check_desk(allowed)) return problem(*refused, head.target);
    if (!plan.target.query.empty()) {
        return problem(bad_parameter(plan.target.query.front().first,
                                     "this parameter does not exist here", "no parameters"),
                       head.target);
    }
    return json_response(200, ports_.desk->figures());
}

}  // namespace muster::http
