// Places by what somebody types: GET /v1/places/find?q=...&near=lat,lon&limit=n.
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/permissions.hpp"

namespace muster::http {

namespace {

constexpr std::size_t most_found = 32;
constexpr std::size_t most_text_bytes = 256;

std::optional<Problem> read_query(const Target& target, PlaceQuery& query) {
    for (const auto& [name, value] : target.query) {
        if (name == "q") {
            query.text = value;
        } else if (name == "near") {
            query.near = point_of(value);
            if (!query.near) return bad_parameter("near", "near is no place", "latitude,longitude");
        } else if (name == "limit") {
            const auto number = codec::parse_number(value);
            if (!number || *number < 1 || *number > most_found) {
                return bad_parameter("limit", "limit is out of range", "1 to 32");
            }
            query.limit = static_cast<std::size_t>(*number);
        } else {
            return bad_parameter(name, "this parameter does not exist here", "q, near, limit");
        }
    }
    if (query.text.empty() || query.text.size() > most_text_bytes) {
        return bad_parameter("q", "q must be what was typed", "1 to 256 bytes of text");
    }
    return std::nullopt;
}

}  // namespace

Response Api::find_places(const Plan& plan, const RequestHead& head) const {
    if (!gate::may_list("places", *plan.principal).allowed) {
        return problem({.status = 403,
                        .reason = "forbidden",
                        .detail = "the roles of this token do not allow to read this"},
                       head.target);
    }
    PlaceQuery query;
    if (auto bad = read_query(plan.target, query)) return problem(*bad, head.target);
    return json_response(200, ports_.queries.find_places(query));
}

}  // namespace muster::http
