// What goes into the record of accesses: who logged in in vain, and who reads what is known of
// people.
#include <utility>

#include "adapters/http/api.hpp"

namespace muster::http {

namespace {

// "members/7", "requests/7/timeline", "members?phone=*&limit=100".
std::string target_text(const Plan& plan, const QueryPort& queries) {
    std::string text(plan.route.name);
    if (plan.route.endpoint == Endpoint::timeline) text = "requests";
    if (plan.route.endpoint != Endpoint::collection) text += "/" + std::to_string(plan.route.id);
    if (plan.route.endpoint == Endpoint::timeline) text += "/timeline";
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
    const bool story = plan.route.endpoint == Endpoint::timeline;
    if (!gate::shows_people(story ? "requests" : plan.route.name, *plan.principal)) return;
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
