#include <array>
#include <string>
#include <utility>

#include "adapters/http/api.hpp"
#include "adapters/http/request_text.hpp"
#include "engine/codec/json_writer.hpp"
#include "muster/collections.hpp"
#include "muster/enum_names.hpp"

namespace muster::http {

namespace {

// "unknown_request" of "requests"; in static storage.
std::string_view unknown_reason(std::string_view collection) {
    static const auto reasons = [] {
        std::array<std::string, collections.size()> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].append("unknown_").append(collections[i].one);
        return all;
    }();
    const CollectionRow* const row = find_collection(collection);
    if (row == nullptr) return "unknown";
    return reasons[static_cast<std::size_t>(row - collections.data())];
}

}  // namespace

Response Api::unknown(std::string_view collection, std::string_view instance) const {
    return problem({.status = 404,
                    .reason = unknown_reason(collection),
                    .detail = "nothing in " + std::string(collection) + " has this id",
                    .field = "id"},
                   instance);
}

Response Api::entity(const Plan& plan, const RequestHead& head) const {
    if (!plan.target.query.empty()) return problem(no_parameters(plan.target), head.target);
    auto json = ports_.queries.read(plan.route.name, plan.route.id, *plan.principal);
    // Whoever may not read it learns no more than whoever asks for an unknown id.
    if (!json || !gate::may_read(plan.route.name, *plan.principal, *json)) {
        if (!gate::may_read(plan.route.name, *plan.principal, "{}")) {
            return problem({.status = 403,
                            .reason = "forbidden",
                            .detail = "the roles of this token do not allow to read this"},
                           head.target);
        }
        return unknown(plan.route.name, head.target);
    }
    note_read(plan);
    return json_response(200, std::move(*json));
}

Response Api::ticket(const Plan& plan, const RequestHead& head) const {
    const TimePoint now = ports_.steady_now();
    auto ticket = ports_.issue_ticket ? ports_.issue_ticket(*plan.principal, now) : std::nullopt;
    if (!ticket) {
        return problem({.status = 503,
                        .reason = "feed_full",
                        .detail = "the feed takes no more connections now"},
                       head.target);
    }
    if (plan.principal->may_see_personal()) {
        note(AuditKind::feed_opened, plan.principal->name, "feed");
    }
    std::string url;
    if (options_.server.public_url.starts_with("http")) {
        url = "ws" + options_.server.public_url.substr(4);  // http -> ws, https -> wss
        if (url.ends_with('/')) url.pop_back();
    }
    url += "/v1/feed";
    std::string body = "{\"ticket\":";
    append_json_string(body, *ticket);
    body += ",\"expires_at\":" + std::to_string((now + options_.ticket_ttl_ms).value) + ",\"url\":";
    append_json_string(body, url);
    body += '}';
    return json_response(201, std::move(body));
}

// Who a token is: what a page must know before it shows anything.
Response Api::me(const Plan& plan) const {
    const Principal& principal = *plan.principal;
    std::string body = "{\"name\":";
    append_json_string(body, principal.name);
    body += ",\"roles\":[";
    for (const Role role : enum_values<Role>) {
        if (!principal.roles.has(role)) continue;
        if (body.back() != '[') body += ',';
        append_json_string(body, name_of(role));
    }
    body += ']';
    if (principal.responder) {
        body += ",\"responder\":" + std::to_string(principal.responder.value);
    }
    if (!principal.districts.all()) {
        body += ",\"districts\":";
        codec::write(body, principal.districts.named());
    }
    body += ",\"time_zone\":";
    append_json_string(body, options_.time_zone);
    body += ",\"now\":" + std::to_string(ports_.city_now().value);
    // Entities say which commands they allow, whoever reads them; this is the reader's part of it.
    body += ",\"may_send\":[";
    for (const codec::NamedCommand& command : codec::commands_by_name()) {
        if (!gate::may_ever_send(command.row, principal)) continue;
        if (body.back() != '[') body += ',';
        append_json_string(body, command.name);
    }
    return json_response(200, std::move(body += "]}"));
}

Response Api::ready(const RequestHead& head) const {
    std::string why_not;
    if (!ports_.queries.ready(why_not)) {
        return problem({.status = 503, .reason = "not_ready", .detail = std::move(why_not)},
                       head.target);
    }
    std::string body = "{\"status\":\"ready\",\"seq\":";
    body += std::to_string(ports_.queries.committed_seq()) + ",\"alarms\":[";
    for (const Alarm& alarm : ports_.queries.alarms()) {
        body += body.back() == '[' ? "{\"name\":" : ",{\"name\":";
        append_json_string(body, alarm.name);
        body += ",\"text\":";
        append_json_string(body, alarm.text);
        body += '}';
    }
    return json_response(200, std::move(body += "]}"));
}

Response Api::metrics_text() const {
    Response response{.status = 200, .content_type = "text/plain; version=0.0.4; charset=utf-8"};
    response.header("Cache-Control", "no-store");
    response.body = ports_.queries.metrics_text();
    return response;
}

void Api::write_metrics(MetricsText& out) const {
    metrics_.clock_ahead(ports_.city_now() - ports_.now());
    out.add(metrics_.text());
}

Response Api::document(const std::shared_ptr<const std::string>& text,
                       std::string_view content_type, const RequestHead& head) const {
    if (!text) {
        return problem({.status = 404, .reason = "unknown_path", .detail = "no such document"},
                       head.target);
    }
    Response response{.status = 200, .content_type = content_type, .shared_body = text};
    response.header("Cache-Control", "no-cache");
    return response;
}

}  // namespace muster::http
