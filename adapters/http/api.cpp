#include "adapters/http/api.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "adapters/http/certificate_pages.hpp"
#include "adapters/http/open311.hpp"
#include "engine/codec/charset.hpp"
#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"
#include "engine/gate/push_signature.hpp"
#include "muster/collections.hpp"
#include "muster/feed_port.hpp"

namespace muster::http {

namespace {

// Answers up to this size are bounded well enough by the connections and what each may pipeline.
constexpr std::size_t short_answer = 4 * 1024;

}  // namespace

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
      failures_(options.per_address),
      per_card_view_(options.per_card_view),
      per_card_press_(options.per_card_press),
      own_secret_(gate::random_hex(32)),
      card_csp_(card_pages_csp()),
      unread_(options.unread_bytes_per_token),
      turns_({.work_per_turn = options.read_work_per_turn,
              .waiting_max = options.reads_waiting_per_token,
              .wait_max = options.write_ms},
             unread_, ports_.later, ports_.commands_wait) {}

namespace {

// In the form of the protocol that was spoken.
Response refusal_as(const Problem& problem, std::string_view instance) {
    if (is_open311(instance)) {
        return json_response(problem.status, open311::to_json({problem.status, problem.detail}));
    }
    return {.status = problem.status,
            .content_type = "application/problem+json",
            .headers = "Cache-Control: no-store\r\n",
            .body = to_json(problem, instance)};
}

}  // namespace

Response Api::problem(const Problem& problem, std::string_view instance) const {
    Response response = refusal_as(problem, instance);
    if (is_temporary(problem.status)) {
        const Millis wait = problem.retry_after.value_or(Millis{options_.retry_after_ms});
        response.header("Retry-After",
                        std::to_string(std::max<std::int64_t>((wait.value + 999) / 1000, 1)));
    }
    return response;
}

Response Api::too_many(const Plan& plan, std::string_view instance, Millis wait) const {
    const std::string seconds = std::to_string((wait.value + 999) / 1000);
    Response response;
    if (plan.route.endpoint == Endpoint::certificate) {
        response = page(429, checked_too_often_page(context(plan.english)));
    } else if (row_of(plan.route.endpoint).gives == Gives::page) {
        const bool way_back = plan.route.endpoint != Endpoint::request_link;
        response = sorry(429, context(plan),
                         {"按得太快了。您的求助我们会处理。如果很急，请打电话。",
                          "That was very often in a short time. If it is urgent, please call."},
                         way_back ? std::string_view(plan.target.path) : std::string_view());
    } else {
        response = refusal_as({.status = 429,
                               .reason = "too_many_requests",
                               .detail = "too many requests in a short time",
                               .expected = "try again in " + seconds + " s"},
                              instance);
    }
    response.header("Retry-After", seconds);
    return response;
}

void Api::plan(const RequestHead& head, Plan& plan) {
    plan.route = {};
    plan.refused.reset();
    plan.principal.reset();
    plan.command = nullptr;
    plan.mapping = nullptr;
    plan.import_kind = nullptr;
    plan.body_limit = 0;
    plan.body_time.reset();
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
    const std::string_view asked = asked_language(plan.target.query);
    plan.english = asked.empty() ? prefers_english(head.accept_language) : asked == "en";
    if (!check_rate(head, plan)) return;
    if (plan.route.endpoint == Endpoint::none) {
        return refuse(
            {.status = 404,
             .reason = "unknown_path",
             .detail = "nothing is here",
             .expected =
                 "/v1/commands/{name}, /v1/batches, /v1/intake, /v1/feed, or /v1/ and one of " +
                 collection_names()});
    }
    const std::string_view methods = row_of(plan.route.endpoint).methods;
    if (!allows(plan.route.endpoint, head.method)) {
        refuse({.status = 405,
                .reason = "method_not_allowed",
                .detail = std::string(head.method.substr(0, 32)) + " does not exist here",
                .field = "method",
                .expected = std::string(methods)});
        plan.refused->header("Allow", methods);
        return;
    }
    if (plan.method == Method::options) {
        plan.refused = Response{.status = 204};
        plan.refused->header("Allow", methods);
        return;
    }
    check_rights(head, plan);
    if (!plan.refused) check_body(head, plan);
    if (plan.refused && plan.refused->status == 403) note_refused_right(plan);
}

// Whoever shows a valid token pays from a bucket of its own, and so does each gateway: what comes
// from the same address, wrong tokens above all, does not lock them out. A signature shows only
// with the body, and a handshake is followed by a ticket: neither counts before.
bool Api::check_rate(const RequestHead& head, Plan& plan) {
    const TimePoint now = ports_.steady_now();
    // What a cloud shows in this header is its mapping's, and no token of ours.
    const bool shows_token = !head.authorization.empty() && plan.route.endpoint != Endpoint::push;
    if (shows_token) {
        const std::string_view token = bearer_token(head.authorization);
        if (!token.empty()) plan.principal = ports_.access.authenticate(token);
    } else if ((row_of(plan.route.endpoint).needs == Needs::token_or_signature &&
                head.shows_gateway()) ||
               (plan.route.endpoint == Endpoint::feed && head.wants_websocket)) {
        return true;
    }
    Millis wait;
    Limit limit = Limit::rate_address;
    if (plan.principal) {
        limit = Limit::rate_token;
        wait = per_token_.take(plan.principal->name, now);
    } else if (shows_token) {
        note_failed_token(head);
        limit = Limit::rate_failures;
        wait = failures_.take(head.rate_name, now, options_.failed_login_cost);
    } else {
        wait = per_address_.take(head.rate_name, now);
    }
    if (wait <= Millis{0}) return true;
    metrics_.hit(limit);
    plan.refused = too_many(plan, head.target, wait);
    return false;
}

Response Api::unauthorised(const RequestHead& head, const Plan& plan, std::string detail) {
    Login kind = Login::token;
    if (head.authorization.empty()) {
        kind = head.signature.present() ? Login::signature : Login::nothing;
    }
    metrics_.failed_login(kind);
    const bool by_signature = row_of(plan.route.endpoint).needs == Needs::token_or_signature;
    Response response = problem(
        {.status = 401,
         .reason = "unauthorised",
         .detail = std::move(detail),
         .field = head.signature.present() ? "Muster-Signature" : "Authorization",
         .expected = by_signature ? "Bearer <token>, or Muster-Gateway, Muster-Timestamp and "
                                    "Muster-Signature"
                                  : "Bearer <token>"},
        head.target);
    response.header("WWW-Authenticate", head.authorization.empty()
                                            ? "Bearer realm=\"muster\""
                                            : "Bearer realm=\"muster\", error=\"invalid_token\"");
    return response;
}

bool Api::check_token(const RequestHead& head, Plan& plan) {
    if (plan.principal) return true;
    plan.refused = unauthorised(
        head, plan,
        head.authorization.empty() ? "a token is needed here" : "the token is not valid");
    return false;
}

// Whoever comes from elsewhere learns no more than that it may not.
void Api::check_mapping(const RequestHead& head, Plan& plan) {
    plan.mapping = gate::find_mapping(options_.push, plan.route.name);
    if (plan.mapping == nullptr) {
        plan.refused =
            problem({.status = 404,
                     .reason = "unknown_mapping",
                     .detail = "no mapping of this name is on",
                     .field = "mapping",
                     .expected = "a name of the file that the configuration's push names"},
                    head.target);
    } else if (!gate::is_allowed(*plan.mapping, head.rate_name)) {
        metrics_.failed_login(Login::push);
        note(AuditKind::login_failed, head.rate_name, "push:" + plan.mapping->name);
        plan.refused = problem({.status = 403,
                                .reason = "forbidden",
                                .detail = "this address may not push to this mapping",
                                .expected = "one that the mapping allows"},
                               head.target);
    }
}

void Api::check_rights(const RequestHead& head, Plan& plan) {
    const auto forbid = [&](std::string detail) {
        plan.refused = problem({.status = 403, .reason = "forbidden", .detail = std::move(detail)},
                               head.target);
    };
    switch (row_of(plan.route.endpoint).needs) {
        case Needs::nothing:
            return;
        case Needs::token:
            (void)check_token(head, plan);
            return;
        case Needs::token_or_signature:
            if (!head.authorization.empty() || !head.shows_gateway()) {
                (void)check_token(head, plan);
            }
            return;
        case Needs::mapping:
            return check_mapping(head, plan);
        case Needs::right_to_send:
            if (!check_token(head, plan)) return;
            plan.command = codec::find_command(plan.route.name);
            if (plan.command == nullptr) {
                plan.refused = problem({.status = 404,
                                        .reason = "unknown_command",
                                        .detail = "no command has this name",
                                        .field = "name",
                                        .expected = "a name of /openapi.json"},
                                       head.target);
            } else if (const auto fault =
                           forbidden(plan.command->row, plan.command->name, *plan.principal)) {
                plan.refused = problem(*fault, head.target);
            }
            return;
        case Needs::right_to_list:
            if (check_token(head, plan) &&
                !gate::may_list(plan.route.name, *plan.principal).allowed) {
                forbid("the roles of this token do not allow to list " +
                       std::string(plan.route.name));
            }
            return;
        case Needs::right_to_import:
            if (check_token(head, plan) && plan.method == Method::post) check_import(head, plan);
            return;
        case Needs::right_to_watch:
            if (check_token(head, plan) && !feed_principal(*plan.principal)) {
                forbid("the roles of this token do not allow to watch the feed");
            }
            return;
        case Needs::right_to_keep_accounts:
            if (check_token(head, plan) && !plan.principal->roles.has(Role::security_admin)) {
                forbid("only the role security_admin keeps accounts and tokens");
            }
            return;
        case Needs::right_to_measure:
            if (options_.server.metrics_need_token && check_token(head, plan) &&
                !plan.principal->roles.has(Role::admin) &&
                !plan.principal->roles.has(Role::supervisor)) {
                forbid("the roles of this token do not allow to read metrics");
            }
            return;
    }
}

namespace {

// As errors name them.
std::string_view types_of(Takes takes) {
    switch (takes) {
        case Takes::none:
            break;
        case Takes::json:
            return "application/json";
        case Takes::lines:
            return "application/x-ndjson";
        case Takes::event:
            return event_types_text;
        case Takes::form:
            return "application/x-www-form-urlencoded";
        case Takes::message:
            return "application/json, application/x-www-form-urlencoded";
        case Takes::table:
            return "text/csv";
    }
    return {};
}

std::size_t limit_of(Takes takes, const HttpOptions& options) {
    if (takes == Takes::json) return options.body_bytes;
    if (takes == Takes::lines) return options.batch_body_bytes;
    if (takes == Takes::table) return options.import_body_bytes;
    if (takes == Takes::event || takes == Takes::message) return options.intake_body_bytes;
    return options.form_body_bytes;
}

// Whether a body comes in a form that is taken.
bool is_readable(const RequestHead& head, Takes takes) {
    const auto charset = codec::charset_of(head.content_type);
    if (!charset || !codec::is_known_here(*charset)) return false;
    if (takes == Takes::event) {
        return event_mode(head.content_type, !head.event_attributes.empty()).has_value();
    }
    if (takes == Takes::message) return true;
    // In a form the text is escaped, so its own charset says nothing about what is in it.
    if (takes == Takes::form && *charset != codec::Charset::utf8) return false;
    return codec::is_media_type(head.content_type, types_of(takes));
}

}  // namespace

void Api::check_body(const RequestHead& head, Plan& plan) {
    const RouteRow& row = row_of(plan.route.endpoint);
    const Takes takes = plan.method == Method::post ? row.takes : Takes::none;
    plan.body_limit = limit_of(takes, options_);
    if (takes == Takes::table) plan.body_time = options_.import_ms;
    const auto refuse = [&](const Problem& p) { plan.refused = problem(p, head.target); };
    if (row.gives == Gives::json && !accepts_json(head.accept)) {
        return refuse({.status = 406,
                       .reason = "not_acceptable",
                       .detail = "the answer is JSON, which the Accept header does not let through",
                       .field = "Accept",
                       .expected = "application/json"});
    }
    if (takes == Takes::none) return;
    if (!head.chunked && !head.content_length) {
        return refuse({.status = 411,
                       .reason = "length_required",
                       .detail = "a body is needed here, and its length before it",
                       .field = "Content-Length"});
    }
    if (!head.content_encoding.empty() &&
        !codec::equal_ignoring_case(head.content_encoding, "identity")) {
        refuse({.status = 415,
                .reason = "unsupported_content_encoding",
                .detail = "a body that is compressed is not read here",
                .field = "Content-Encoding",
                .expected = "identity, which is none"});
        plan.refused->header("Accept-Encoding", "identity");
        plan.refused->header("Accept", types_of(takes));
        return;
    }
    if (is_readable(head, takes)) return;
    refuse({.status = 415,
            .reason = "unsupported_media_type",
            .detail = "the body must be of another type or charset",
            .field = "Content-Type",
            .expected =
                std::string(types_of(takes)) + "; charset " + std::string(codec::charsets_text)});
    plan.refused->header("Accept", types_of(takes));
}

void Api::sweep() {
    turns_.expire(ports_.steady_now());
    metrics_.unread(unread_.total());
    metrics_.reads_waiting(turns_.waiting());
}

std::unique_ptr<Task> Api::execute(Plan& plan, const RequestHead& head, std::string_view body,
                                   const Reply& reply) {
    if (plan.route.endpoint == Endpoint::collection) return collection(plan, head, reply);
    if (plan.route.endpoint == Endpoint::timeline) return timeline(plan, head, reply);
    if (plan.route.endpoint == Endpoint::calendar) return calendar(plan, head, reply);
    if (plan.route.endpoint == Endpoint::report) return report(plan, head, reply);
    if (plan.route.endpoint == Endpoint::statement) return statement(plan, head, reply);
    if (plan.route.endpoint == Endpoint::tile) return tile(plan, head, reply);
    if (plan.route.endpoint == Endpoint::request_ways) return request_ways(plan, head, reply);
    if (plan.route.endpoint == Endpoint::way) return way(plan, head, reply);
    if (plan.route.endpoint == Endpoint::accesses) return accesses(plan, head, reply);
    if (plan.route.endpoint == Endpoint::access_proof) return access_proof(plan, head, reply);
    if (plan.route.endpoint == Endpoint::replay ||
        plan.route.endpoint == Endpoint::replay_changes ||
        plan.route.endpoint == Endpoint::replay_alarms) {
        return replay(plan, head, reply);
    }
    if (is_about_access(plan.route.endpoint)) return access(plan, head, body, reply);
    if (plan.route.endpoint == Endpoint::what_if) return what_if(plan, head, body, reply);
    if (plan.route.endpoint == Endpoint::statistics ||
        plan.route.endpoint == Endpoint::survey_page) {
        return statistics(plan, head, reply);
    }
    if (plan.route.endpoint == Endpoint::open311_requests && plan.method != Method::post) {
        return open311_list(plan, head, reply);
    }
    if (plan.import_kind != nullptr) {
        reply(start_import(plan, head, body));
    } else {
        respond(plan, head, body, reply);
    }
    return nullptr;
}

Response Api::counted(const Plan& plan, const RequestHead& head,
                      const std::function<Response()>& make) {
    const std::string who =
        plan.principal ? plan.principal->name : "address " + std::string(head.rate_name);
    if (unread_.is_full(who)) return too_much_unread(head.target);
    Response response = make();
    if (response.body.size() > short_answer) {
        response.unread = unread_.hold(who, response.body.size());
    }
    return response;
}

Response Api::short_read(const Plan& plan, const RequestHead& head) const {
    using Make = Response (Api::*)(const Plan&, const RequestHead&) const;
    static constexpr std::array<std::pair<Endpoint, Make>, 10> reads{{
        {Endpoint::entity, &Api::entity},
        {Endpoint::suggestion_report_page, &Api::suggestion_report_page},
        {Endpoint::find_places, &Api::find_places},
        {Endpoint::find_members, &Api::find_people},
        {Endpoint::find_responders, &Api::find_people},
        {Endpoint::candidates, &Api::candidates},
        {Endpoint::figures, &Api::figures},
        {Endpoint::imports, &Api::imports},
        {Endpoint::one_import, &Api::import_report},
        {Endpoint::empty_table, &Api::empty_table},
    }};
    for (const auto& [endpoint, make] : reads) {
        if (endpoint == plan.route.endpoint) return (this->*make)(plan, head);
    }
    std::abort();  // respond() asks for no other
}

Response Api::upgrade_required(const RequestHead& head) const {
    Response response = problem({.status = 426,
                                 .reason = "upgrade_required",
                                 .detail = "the feed is a WebSocket",
                                 .field = "Upgrade",
                                 .expected = "websocket, with subprotocol muster.v1"},
                                head.target);
    response.header("Upgrade", "websocket");
    return response;
}

Response Api::resource(const Plan& plan, const RequestHead& head) const {
    const Endpoint endpoint = plan.route.endpoint;
    if (endpoint == Endpoint::openapi) return document(ports_.openapi, "application/json", head);
    if (endpoint == Endpoint::asyncapi) return document(ports_.asyncapi, "application/json", head);
    if (endpoint == Endpoint::map) return document(ports_.map, "application/geo+json", head);
    if (endpoint == Endpoint::tiles) return tiles(plan, head);
    if (endpoint == Endpoint::file) return file(plan, head);
    if (endpoint == Endpoint::health) return json_response(200, "{\"status\":\"alive\"}");
    if (endpoint == Endpoint::ready) return ready(head);
    return upgrade_required(head);
}

namespace {

Problem nothing_here() {
    return {.status = 404, .reason = "unknown_path", .detail = "nothing is here"};
}

}  // namespace

void Api::respond(Plan& plan, const RequestHead& head, std::string_view body, const Reply& reply) {
    switch (plan.route.endpoint) {
        case Endpoint::command:
            return command(plan, head, body, reply);
        case Endpoint::intake:
            return intake(plan, head, body, reply);
        case Endpoint::unmask:
            return unmask(plan, head, body, reply);
        case Endpoint::push:
            return push(plan, head, body, reply);
        case Endpoint::batch:
            return batch(plan, head, body, reply);
        case Endpoint::card:
        case Endpoint::card_status:
            return card(plan, head, body, reply);
        case Endpoint::request_link:
            return request_link(plan, head, body, reply);
        case Endpoint::certificate:
            return reply(certificate(plan, head));
        case Endpoint::link_text:
            return reply(link_text(plan, head));
        case Endpoint::entity:
        case Endpoint::suggestion_report_page:
        case Endpoint::find_places:
        case Endpoint::find_members:
        case Endpoint::find_responders:
        case Endpoint::candidates:
        case Endpoint::figures:
        case Endpoint::imports:
        case Endpoint::one_import:
        case Endpoint::empty_table:
            return reply(counted(plan, head, [&] { return short_read(plan, head); }));
        case Endpoint::ticket:
            return reply(ticket(plan, head));
        case Endpoint::me:
            return reply(me(plan));
        case Endpoint::metrics:
            return reply(counted(plan, head, [&] { return metrics_text(); }));
        case Endpoint::open311_services:
        case Endpoint::open311_service:
        case Endpoint::open311_request:
        case Endpoint::open311_requests:
            return answer_open311(plan, head, body, reply);
        case Endpoint::openapi:
        case Endpoint::asyncapi:
        case Endpoint::map:
        case Endpoint::tiles:
        case Endpoint::file:
        case Endpoint::feed:
        case Endpoint::health:
        case Endpoint::ready:
            return reply(resource(plan, head));
        default:  // none, and what execute() answers
            break;
    }
    reply(problem(nothing_here(), head.target));
}

}  // namespace muster::http
