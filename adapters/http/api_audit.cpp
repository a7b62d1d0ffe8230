// What goes into the record of accesses: who logged in in vain, and who reads what is known of
// people.
#include <utility>

#include "adapters/http/api.hpp"

namespace muster::http {

namespace {

// What is told of one request beside the request itself; empty for anything else.
std::string_view part_of_request(Endpoint endpoint) {
    if (endpoint == Endpoint::timeline) return "/timeline";
    if (endpoint == Endpoint::request_ways) return "/ways";
    return {};
}

// "members/7", "requests/7/timeline", "members?phone=*&limit=100".
std::string target_text(const Plan& plan, const QueryPort& queries) {
    const std::string_view part = part_of_request(plan.route.endpoint);
    std::string text(part.empty() ? plan.route.name : "requests");
    if (plan.route.endpoint != Endpoint::collection) text += "/" + std::to_string(plan.route.id);
    text += part;
    char before = '?';
    for (const auto& [name, value] : plan.target.query) {
        text += before;
        text += name;
        text += '=';
        text += queries.is_personal_filter(plan.route.name, name) ? "*" : value;
        before = '&';
    }
    return text;
}

}  // namespace

void Api::note(AuditKind what, std::string_view who, std::string about) const {
    if (ports_.audit == nullptr) return;
    ports_.audit->note({what, std::string(who), std::move(about)});
}

void Api::note_read(const Plan& plan) const {
    const bool of_request = !part_of_request(plan.route.endpoint).empty();
    if (!gate::shows_people(of_request ? "requests" : plan.route.name, *plan.principal)) return;
    note(AuditKind::personal_read, plan.principal->name, target_text(plan, ports_.queries));
}

void Api::note_failed_token(const RequestHead& head) const {
    note(AuditKind::login_failed, head.rate_name, "token");
}

void Api::note_failed_signature(const RequestHead& head) const {
    // A name that nobody has is what a stranger wrote, and would be a row each.
    const std::string gateway(head.signature.gateway);
    const bool known = options_.gateway_keys.contains(gateway);
    note(AuditKind::login_failed, head.rate_name, known ? "gateway:" + gateway : "gateway");
}

}  // namespace muster::http
