// What goes into the record of accesses: who logged in in vain, and who reads what is known of
// people.
#include <utility>

#include "adapters/http/api.hpp"

namespace muster::http {

namespace {

// The collection that a route reads.
std::string_view collection_of(const Plan& plan) {
    switch (plan.route.endpoint) {
        case Endpoint::timeline:
        case Endpoint::candidates:
        case Endpoint::request_ways:
            return "requests";
        case Endpoint::find_members:
            return "members";
        case Endpoint::find_responders:
            return "responders";
        default:
            return plan.route.name;
    }
}

bool is_search(const Plan& plan) {
    return plan.route.endpoint == Endpoint::find_members ||
           plan.route.endpoint == Endpoint::find_responders;
}

// What is told of one entity beside the entity itself; empty for anything else.
std::string_view part_of_entity(Endpoint endpoint) {
    if (endpoint == Endpoint::timeline) return "/timeline";
    if (endpoint == Endpoint::candidates) return "/candidates";
    if (endpoint == Endpoint::request_ways) return "/ways";
    return {};
}

// "members/7", "requests/7/timeline", "members?phone=*&limit=100", "members/find?q=*".
std::string target_text(const Plan& plan, const QueryPort& queries) {
    std::string text(collection_of(plan));
    if (is_search(plan)) {
        text += "/find";
    } else if (plan.route.endpoint != Endpoint::collection) {
        text += "/" + std::to_string(plan.route.id);
    }
    text += part_of_entity(plan.route.endpoint);
    char before = '?';
    for (const auto& [name, value] : plan.target.query) {
        text += before;
        text += name;
        text += '=';
        const bool personal =
            is_search(plan) ? name == "q" : queries.is_personal_filter(plan.route.name, name);
        text += personal ? "*" : value;
        before = '&';
    }
    return text;
}

}  // namespace

void Api::note(AuditKind what, std::string_view who, std::string about,
               std::uint64_t record) const {
    if (ports_.audit == nullptr) return;
    ports_.audit->note({what, std::string(who), std::move(about), 1, record});
}

void Api::note_read(const Plan& plan) const {
    if (!gate::shows_people(collection_of(plan), *plan.principal)) return;
    note(AuditKind::personal_read, plan.principal->name, target_text(plan, ports_.queries));
}

void Api::note_failed_token(const RequestHead& head) const {
    note(AuditKind::login_failed, head.rate_name, "token");
}

void Api::note_refused_right(const Plan& plan) const {
    // Of nobody the failure to come in is noted.
    if (!plan.principal) return;
    note(AuditKind::right_refused, plan.principal->name, std::string(plan.target.path));
}

void Api::note_failed_signature(const RequestHead& head) const {
    // A name that nobody has is what a stranger wrote, and would be a row each.
    const std::string gateway(head.signature.gateway);
    const bool known = options_.gateway_keys.contains(gateway);
    note(AuditKind::login_failed, head.rate_name, known ? "gateway:" + gateway : "gateway");
}

void Api::note_failed_certificate(std::string_view address) {
    metrics_.failed_login(Login::certificate);
    note(AuditKind::login_failed, address, "certificate");
}

}  // namespace muster::http
