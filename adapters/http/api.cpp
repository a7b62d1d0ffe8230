#include "adapters/http/api.hpp"

#include <algorithm>

#include "adapters/http/charset.hpp"
#include "muster/feed_port.hpp"

namespace muster::http {

void Response::header(std::string_view name, std::string_view value) {
    headers += name;
    headers += ": ";
    headers += value;
    headers += "\r\n";
}

Response json_response(unsigned status, std::string body) {
    return {.status = status,
            .content_type = "application/json",
            .headers = "Cache-Control: no-store\r\n",
            .body = std::move(body)};
}

Api::Api(HttpPorts ports, const HttpOptions& options, HttpMetrics& metrics)
    : ports_(std::move(ports)),
      options_(options),
      metrics_(metrics),
      per_token_(options.per_token),
      per_address_(options.per_address),
      per_card_view_(options.per_card_view),
      per_card_press_(options.per_card_press),
      card_csp_(card_pages_csp()) {}

std::optional<std::string> Api::load_console() {
    if (options_.console_folder.empty()) return std::nullopt;
    return files_.load(options_.console_folder, options_.console_bytes, options_.console_files);
}

Response Api::problem(const Problem& problem, std::string_view instance) const {
    Response response{.status = problem.status,
                      .content_type = "application/problem+json",
                      .headers = "Cache-Control: no-store\r\n",
                      .body = to_json(problem, instance)};
    if (is_temporary(problem.status)) {
        response.header("Retry-After", std::to_string(std::max<std::int64_t>(
                                           (options_.retry_after_ms.value + 999) / 1000, 1)));
    }
    return response;
}

Response Api::too_many(const Plan& plan, std::string_view instance, Millis wait) const {
    const std::string seconds = std::to_string((wait.value + 999) / 1000);
    Response response;
    if (plan.route.endpoint == Endpoint::card || plan.route.endpoint == Endpoint::card_status) {
        response = sorry(429, plan.english,
                         {"按得太快了。您的求助我们会处理。如果很急，请打电话。",
                          "That was very often in a short time. If it is urgent, please call."},
                         plan.target.path);
    } else {
        response = {.status = 429,
                    .content_type = "application/problem+json",
                    .headers = "Cache-Control: no-store\r\n",
                    .body = to_json({.status = 429,
                                     .reason = "too_many_requests",
                                     .detail = "too many requests in a short time",
                                     .expected = "try again in " + seconds + " s"},
                                    instance)};
    }
    response.header("Retry-After", seconds);
    return response;
}

void Api::plan(const RequestHead& head, Plan& plan) {
    plan.route = {};
    plan.refused.reset();
    plan.principal.reset();
    plan.rule = nullptr;
    plan.body_limit = 0;
    plan.method = parse_method(head.method);
    const auto refuse = [&](const Problem& p) { plan.refused = problem(p, head.target); };
    if (head.target.size() > options_.target_bytes) {
        metrics_.hit(Limit::target_bytes);
        plan.refused = problem({.status = 414,
                                .reason = "target_too_long",
                                .detail = "the target is too long",
                                .field = "target",
                                .expected = std::to_string(options_.target_bytes) + " bytes"},
                               head.target.substr(0, 64));
        return;
    }
    if (auto fault = parse_target(head.target, plan.target)) {
        return refuse({.status = 400,
                       .reason = "malformed_target",
                       .detail = std::move(*fault),
                       .field = "target"});
    }
    plan.route = find_route(plan.target.path);
    plan.english = prefers_english(head.accept_language);
    const Millis wait = per_address_.take(head.rate_name, ports_.steady_now());
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_address);
        plan.refused = too_many(plan, head.target, wait);
        return;
    }
    if (plan.route.endpoint == Endpoint::none) {
        return refuse(
            {.status = 404,
             .reason = "unknown_path",
             .detail = "nothing is here",
             .expected = "/v1/commands/{name}, /v1/intake, /v1/feed, or /v1/ and one of " +
                         std::string(collections_text)});
    }
    if (!allows(plan.route.endpoint, plan.method)) {
        refuse({.status = 405,
                .reason = "method_not_allowed",
                .detail = std::string(head.method.substr(0, 32)) + " does not exist here",
                .field = "method",
                .expected = std::string(allowed_methods(plan.route.endpoint))});
        plan.refused->header("Allow", allowed_methods(plan.route.endpoint));
        return;
    }
    if (plan.method == Method::options) {
        plan.refused = Response{.status = 204};
        plan.refused->header("Allow", allowed_methods(plan.route.endpoint));
        return;
    }
    check_rights(head, plan);
    if (!plan.refused) check_body(head, plan);
}

Response Api::unauthorised(const RequestHead& head, const Plan& plan, std::string detail) {
    metrics_.failed_login();
    per_address_.charge(head.rate_name, ports_.steady_now(), options_.failed_login_cost);
    const bool intake = plan.route.endpoint == Endpoint::intake;
    Response response =
        problem({.status = 401,
                 .reason = "unauthorised",
                 .detail = std::move(detail),
                 .field = head.signature.present() ? "Muster-Signature" : "Authorization",
                 .expected = intake ? "Bearer <token>, or Muster-Gateway, Muster-Timestamp and "
                                      "Muster-Signature"
                                    : "Bearer <token>"},
                head.target);
    response.header("WWW-Authenticate", head.authorization.empty()
                                            ? "Bearer realm=\"muster\""
                                            : "Bearer realm=\"muster\", error=\"invalid_token\"");
    return response;
}

bool Api::check_token(const RequestHead& head, Plan& plan) {
    if (head.authorization.empty()) {
        plan.refused = unauthorised(head, plan, "a token is needed here");
        return false;
    }
    const std::string_view token = bearer_token(head.authorization);
    if (!token.empty()) plan.principal = ports_.access.authenticate(token);
    if (!plan.principal) {
        plan.refused = unauthorised(head, plan, "the token is not valid");
        return false;
    }
    const Millis wait = per_token_.take(plan.principal->name, ports_.steady_now());
    if (wait > Millis{0}) {
        metrics_.hit(Limit::rate_token);
        plan.refused = too_many(plan, head.target, wait);
        return false;
    }
    return true;
}

void Api::check_rights(const RequestHead& head, Plan& plan) {
    const auto forbid = [&](std::string detail) {
        plan.refused = problem({.status = 403, .reason = "forbidden", .detail = std::move(detail)},
                               head.target);
    };
    switch (plan.route.endpoint) {
        case Endpoint::command:
            if (!check_token(head, plan)) return;
            plan.rule = find_command_rule(plan.route.name);
            if (plan.rule == nullptr) {
                plan.refused = problem({.status = 404,
                                        .reason = "unknown_command",
                                        .detail = "no command has this name",
                                        .field = "name",
                                        .expected = "a name of /openapi.json"},
                                       head.target);
            } else if (!may_send(*plan.rule, *plan.principal) &&
                       !may_send_own(*plan.rule, *plan.principal)) {
                forbid("the roles of this token do not allow " + std::string(plan.rule->name));
            }
            return;
        case Endpoint::intake:
            if (!head.authorization.empty() || !head.signature.present()) {
                (void)check_token(head, plan);
            }
            return;
        case Endpoint::collection:
            if (check_token(head, plan) && !may_list(plan.route.name, *plan.principal).allowed) {
                forbid("the roles of this token do not allow to list " +
                       std::string(plan.route.name));
            }
            return;
        case Endpoint::entity:
        case Endpoint::timeline:
        case Endpoint::map:
            (void)check_token(head, plan);
            return;
        case Endpoint::ticket:
            if (check_token(head, plan) && !feed_principal(*plan.principal)) {
                forbid("the roles of this token do not allow to watch the feed");
            }
            return;
        case Endpoint::metrics:
            if (options_.metrics_need_token && check_token(head, plan) &&
                !plan.principal->roles.has(Role::admin) &&
                !plan.principal->roles.has(Role::supervisor)) {
                forbid("the roles of this token do not allow to read metrics");
            }
            return;
        case Endpoint::feed:
        case Endpoint::card:
        case Endpoint::card_status:
        case Endpoint::health:
        case Endpoint::ready:
        case Endpoint::openapi:
        case Endpoint::asyncapi:
        case Endpoint::file:
        case Endpoint::none:
            return;
    }
}

namespace {

struct BodyRule {
    std::size_t limit = 0;
    bool wanted = false;
    std::string_view types{};  // as an error names them
};

// Whether a body comes in a form that its endpoint reads.
bool is_readable(const RequestHead& head, Endpoint endpoint) {
    const auto charset = charset_of(head.content_type);
    if (!charset || !is_known_here(*charset)) return false;
    if (endpoint == Endpoint::intake) {
        return event_mode(head.content_type, !head.event_attributes.empty()).has_value();
    }
    // In a form the text is escaped, so its own charset says nothing about what is in it.
    if (endpoint == Endpoint::card) {
        return *charset == Charset::utf8 &&
               is_media_type(head.content_type, "application/x-www-form-urlencoded");
    }
    return is_media_type(head.content_type, "application/json");
}

BodyRule body_rule(const Plan& plan, const HttpOptions& options) {
    if (plan.method != Method::post) return {.limit = options.form_body_bytes};
    switch (plan.route.endpoint) {
        case Endpoint::command:
            return {options.body_bytes, true, "application/json"};
        case Endpoint::intake:
            return {options.intake_body_bytes, true, event_types_text};
        case Endpoint::card:
            return {options.form_body_bytes, true, "application/x-www-form-urlencoded"};
        case Endpoint::ticket:
        case Endpoint::collection:
        case Endpoint::entity:
        case Endpoint::timeline:
        case Endpoint::feed:
        case Endpoint::card_status:
        case Endpoint::health:
        case Endpoint::ready:
        case Endpoint::metrics:
        case Endpoint::map:
        case Endpoint::openapi:
        case Endpoint::asyncapi:
        case Endpoint::file:
        case Endpoint::none:
            break;
    }
    return {.limit = options.form_body_bytes};
}

bool answers_json(Endpoint endpoint) {
    return endpoint == Endpoint::command || endpoint == Endpoint::intake ||
           endpoint == Endpoint::collection || endpoint == Endpoint::entity ||
           endpoint == Endpoint::timeline || endpoint == Endpoint::ticket;
}

}  // namespace

void Api::check_body(const RequestHead& head, Plan& plan) {
    const BodyRule rule = body_rule(plan, options_);
    plan.body_limit = rule.limit;
    const auto refuse = [&](const Problem& p) { plan.refused = problem(p, head.target); };
    if (answers_json(plan.route.endpoint) && !accepts_json(head.accept)) {
        return refuse({.status = 406,
                       .reason = "not_acceptable",
                       .detail = "the answer is JSON, which the Accept header does not let through",
                       .field = "Accept",
                       .expected = "application/json"});
    }
    if (!rule.wanted) return;
    if (!head.chunked && !head.content_length) {
        return refuse({.status = 411,
                       .reason = "length_required",
                       .detail = "a body is needed here, and its length before it",
                       .field = "Content-Length"});
    }
    if (!head.content_encoding.empty() && !equal_ignoring_case(head.content_encoding, "identity")) {
        refuse({.status = 415,
                .reason = "unsupported_content_encoding",
                .detail = "a body that is compressed is not read here",
                .field = "Content-Encoding",
                .expected = "identity, which is none"});
        plan.refused->header("Accept-Encoding", "identity");
        plan.refused->header("Accept", rule.types);
        return;
    }
    if (is_readable(head, plan.route.endpoint)) return;
    refuse({.status = 415,
            .reason = "unsupported_media_type",
            .detail = "the body must be of another type or charset",
            .field = "Content-Type",
            .expected = std::string(rule.types) + "; charset " + std::string(charsets_text)});
    plan.refused->header("Accept", rule.types);
}

void Api::execute(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply) {
    switch (plan.route.endpoint) {
        case Endpoint::command:
            return command(plan, head, body, reply);
        case Endpoint::intake:
            return intake(plan, head, body, reply);
        case Endpoint::card:
        case Endpoint::card_status:
            return card(plan, head, body, reply);
        case Endpoint::collection:
            return reply(collection(plan, head));
        case Endpoint::entity:
            return reply(entity(plan, head));
        case Endpoint::timeline:
            return reply(timeline(plan, head));
        case Endpoint::ticket:
            return reply(ticket(plan, head));
        case Endpoint::health:
            return reply(json_response(200, "{\"status\":\"alive\"}"));
        case Endpoint::ready:
            return reply(ready(head));
        case Endpoint::metrics:
            return reply(metrics_text());
        case Endpoint::openapi:
            return reply(document(ports_.openapi, "application/json", head));
        case Endpoint::asyncapi:
            return reply(document(ports_.asyncapi, "application/json", head));
        case Endpoint::map:
            return reply(document(ports_.map, "application/geo+json", head));
        case Endpoint::file:
            return reply(file(plan, head));
        case Endpoint::feed: {
            Response response = problem({.status = 426,
                                         .reason = "upgrade_required",
                                         .detail = "the feed is a WebSocket",
                                         .field = "Upgrade",
                                         .expected = "websocket, with subprotocol muster.v1"},
                                        head.target);
            response.header("Upgrade", "websocket");
            return reply(std::move(response));
        }
        case Endpoint::none:
            break;
    }
    reply(problem({.status = 404, .reason = "unknown_path", .detail = "nothing is here"},
                  head.target));
}

}  // namespace muster::http
