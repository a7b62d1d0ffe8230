// The routes: one row for each, from which its method, rights, body and form of answer follow.
// Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace muster::http {

enum class Endpoint : std::uint8_t {
    command,
    collection,
    entity,
    timeline,
    statistics,
    survey_page,
    suggestion_report_page,
    report,
    statement,
    intake,
    push,
    batch,
    ticket,
    me,
    feed,
    card,
    card_status,
    request_link,
    certificate,
    link_text,
    calendar,
    open311_services,
    open311_service,
    open311_requests,
    open311_request,
    health,
    ready,
    metrics,
    map,
    tiles,
    tile,
    request_ways,
    way,
    find_places,
    find_members,
    find_responders,
    candidates,
    figures,
    imports,
    one_import,
    empty_table,
    replay,
    replay_changes,
    replay_alarms,
    what_if,
    accesses,
    access_proof,
    unmask,
    session,
    session_passphrase,
    key_question,
    session_keys,
    new_key_question,
    remove_key,
    outside,
    finish_outside,
    invitation,
    accept_invitation,
    user_accounts,
    account_action,
    tokens,
    token_action,
    openapi,
    asyncapi,
    file,  // any path outside /v1/, /t/, /s/, /check/ and /open311/ that is no other's
    none,  // any other path
};
constexpr std::size_t endpoint_count = static_cast<std::size_t>(Endpoint::none) + 1;

enum class Method : std::uint8_t { get, head, post, delete_, options, other };

// Values of an Allow header.
constexpr std::string_view reads = "GET, HEAD, OPTIONS";
constexpr std::string_view posts = "POST, OPTIONS";
constexpr std::string_view reads_and_posts = "GET, HEAD, POST, OPTIONS";
constexpr std::string_view reads_posts_and_deletes = "GET, HEAD, POST, DELETE, OPTIONS";

// What is asked of the sender before its body is read.
enum class Needs : std::uint8_t {
    nothing,
    token,
    token_or_signature,
    mapping,          // that the path names, and an address that it lets send
    right_to_send,    // the command that the path names; of a batch, each that is in it
    right_to_list,    // the collection that the path names
    right_to_import,  // a table of the kind that the path names; to read: a token
    right_to_watch,   // the feed
    right_to_keep_accounts,
    right_to_measure,  // where metrics_need_token is set; else nothing
};

// The body of a POST.
// message: of any type, since clouds name what they send as they like; its mapping says what it is.
enum class Takes : std::uint8_t { none, json, lines, event, form, message, table };

enum class Gives : std::uint8_t { json, page, other };  // page: for whoever holds a card or link

struct RouteRow {
    Endpoint endpoint;
    std::string_view name;  // in metrics
    // {id} is a number, {collection} one of muster/collections.hpp, anything else in braces one
    // segment. Empty: of no one form.
    std::string_view path;
    std::string_view methods = reads;
    Needs needs = Needs::nothing;
    Gives gives = Gives::other;
    Takes takes = Takes::none;
};

// In the order of Endpoint.
constexpr std::array<RouteRow, endpoint_count> routes{{
    {Endpoint::command, "command", "/v1/commands/{name}", posts, Needs::right_to_send, Gives::json,
     Takes::json},
    {Endpoint::collection, "collection", "/v1/{collection}", reads, Needs::right_to_list,
     Gives::json},
    {Endpoint::entity, "entity", "/v1/{collection}/{id}", reads, Needs::token, Gives::json},
    {Endpoint::timeline, "timeline", "/v1/requests/{id}/timeline", reads, Needs::token,
     Gives::json},
    {Endpoint::statistics, "statistics", "/v1/surveys/{id}/statistics", reads, Needs::token,
     Gives::json},
    {Endpoint::survey_page, "survey_page", "/v1/surveys/{id}/page", reads, Needs::token},
    {Endpoint::suggestion_report_page, "suggestion_report_page", "/v1/suggestion_reports/{id}/page",
     reads, Needs::token},
    {Endpoint::report, "report", "/v1/reports/{name}", reads, Needs::token},
    {Endpoint::statement, "statement", "/v1/accounts/{id}/statement", reads, Needs::token},
    {Endpoint::intake, "intake", "/v1/intake", posts, Needs::token_or_signature, Gives::json,
     Takes::event},
    {Endpoint::push, "push", "/v1/push/{mapping}", posts, Needs::mapping, Gives::other,
     Takes::message},
    {Endpoint::batch, "batch", "/v1/batches", posts, Needs::token, Gives::other, Takes::lines},
    {Endpoint::ticket, "ticket", "/v1/feed/ticket", posts, Needs::right_to_watch, Gives::json},
    {Endpoint::me, "me", "/v1/me", reads, Needs::token, Gives::json},
    {Endpoint::feed, "feed", "/v1/feed"},
    {Endpoint::card, "card", "/t/{link}", reads_and_posts, Needs::nothing, Gives::page,
     Takes::form},
    {Endpoint::card_status, "card_status", "/t/{link}/{id}", reads, Needs::nothing, Gives::page},
    {Endpoint::request_link, "request_link", "/s/{link}", reads_and_posts, Needs::nothing,
     Gives::page, Takes::form},
    {Endpoint::certificate, "certificate", "/check/{number}", reads, Needs::nothing, Gives::page},
    {Endpoint::link_text, "link_text", "/v1/links/{id}/text", reads, Needs::token, Gives::json},
    {Endpoint::calendar, "calendar", "/v1/calendar.ics", reads, Needs::token},
    {Endpoint::open311_services, "open311_services", "/open311/v2/services.json", reads,
     Needs::nothing, Gives::other},
    {Endpoint::open311_service, "open311_service", "/open311/v2/services/{code}", reads,
     Needs::nothing, Gives::other},
    // The key of Open311 stands in the query or in the form.
    {Endpoint::open311_requests, "open311_requests", "/open311/v2/requests.json", reads_and_posts,
     Needs::nothing, Gives::other, Takes::form},
    {Endpoint::open311_request, "open311_request", "/open311/v2/requests/{request}", reads,
     Needs::nothing, Gives::other},
    {Endpoint::health, "healthz", "/healthz"},
    {Endpoint::ready, "readyz", "/readyz"},
    {Endpoint::metrics, "metrics", "/metrics", reads, Needs::right_to_measure},
    {Endpoint::map, "map", "/v1/map", reads, Needs::token},
    {Endpoint::tiles, "tiles", "/v1/tiles", reads, Needs::token, Gives::json},
    {Endpoint::tile, "tile", "/v1/tiles/{z}/{x}/{y}", reads, Needs::token},
    {Endpoint::request_ways, "request_ways", "/v1/requests/{id}/ways", reads, Needs::token,
     Gives::json},
    {Endpoint::way, "way", "/v1/ways", reads, Needs::token, Gives::json},
    {Endpoint::find_places, "find_places", "/v1/places/find", reads, Needs::token, Gives::json},
    {Endpoint::find_members, "find_members", "/v1/members/find", reads, Needs::token, Gives::json},
    {Endpoint::find_responders, "find_responders", "/v1/responders/find", reads, Needs::token,
     Gives::json},
    {Endpoint::candidates, "candidates", "/v1/requests/{id}/candidates", reads, Needs::token,
     Gives::json},
    {Endpoint::figures, "figures", "/v1/figures", reads, Needs::token, Gives::json},
    {Endpoint::imports, "imports", "/v1/imports", reads, Needs::token, Gives::json},
    // A number, or a kind of table where one is sent.
    {Endpoint::one_import, "import", "/v1/imports/{import}", reads_posts_and_deletes,
     Needs::right_to_import, Gives::json, Takes::table},
    {Endpoint::empty_table, "empty_table", "/v1/imports/kinds/{file}", reads, Needs::token},
    {Endpoint::replay, "replay", "/v1/replay", reads, Needs::token, Gives::json},
    {Endpoint::replay_changes, "replay_changes", "/v1/replay/changes", reads, Needs::token,
     Gives::json},
    {Endpoint::replay_alarms, "replay_alarms", "/v1/replay/alarms", reads, Needs::token,
     Gives::json},
    {Endpoint::what_if, "what_if", "/v1/whatif", posts, Needs::token, Gives::json, Takes::json},
    {Endpoint::accesses, "accesses", "/v1/accesses", reads, Needs::token, Gives::json},
    {Endpoint::access_proof, "access_proof", "/v1/accesses/proof", reads, Needs::token,
     Gives::json},
    {Endpoint::unmask, "unmask", "/v1/unmask", posts, Needs::token, Gives::json, Takes::json},
    // Whoever opens a session has none yet; to see or end it a token is asked for.
    {Endpoint::session, "session", "/v1/session", reads_posts_and_deletes, Needs::nothing,
     Gives::json, Takes::json},
    {Endpoint::session_passphrase, "session_passphrase", "/v1/session/passphrase", posts,
     Needs::token, Gives::json, Takes::json},
    // Security keys: at the door, and of whoever is in.
    {Endpoint::key_question, "key_question", "/v1/session/key_question", posts, Needs::nothing,
     Gives::json, Takes::json},
    {Endpoint::session_keys, "session_keys", "/v1/session/keys", reads_and_posts, Needs::token,
     Gives::json, Takes::json},
    {Endpoint::new_key_question, "new_key_question", "/v1/session/keys/question", posts,
     Needs::token, Gives::json},
    {Endpoint::remove_key, "remove_key", "/v1/session/keys/remove", posts, Needs::token,
     Gives::json, Takes::json},
    // Whoever comes in by another service: its name and the way there, and back.
    {Endpoint::outside, "outside", "/v1/session/outside", reads_and_posts, Needs::nothing,
     Gives::json, Takes::json},
    {Endpoint::finish_outside, "finish_outside", "/v1/session/outside/finish", posts,
     Needs::nothing, Gives::json, Takes::json},
    {Endpoint::invitation, "invitation", "/v1/invitation", posts, Needs::nothing, Gives::json,
     Takes::json},
    {Endpoint::accept_invitation, "accept_invitation", "/v1/invitation/accept", posts,
     Needs::nothing, Gives::json, Takes::json},
    {Endpoint::user_accounts, "user_accounts", "/v1/user_accounts", reads,
     Needs::right_to_keep_accounts, Gives::json},
    {Endpoint::account_action, "account_action", "/v1/user_accounts/{action}", posts,
     Needs::right_to_keep_accounts, Gives::json, Takes::json},
    {Endpoint::tokens, "tokens", "/v1/tokens", reads, Needs::right_to_keep_accounts, Gives::json},
    {Endpoint::token_action, "token_action", "/v1/tokens/{action}", posts,
     Needs::right_to_keep_accounts, Gives::json, Takes::json},
    {Endpoint::openapi, "openapi", "/openapi.json"},
    {Endpoint::asyncapi, "asyncapi", "/asyncapi.json"},
    {Endpoint::file, "file", ""},
    {Endpoint::none, "none", ""},
}};

[[nodiscard]] constexpr const RouteRow& row_of(Endpoint endpoint) {
    return routes[static_cast<std::size_t>(endpoint)];
}

// Whether what is refused to this target is refused in the form of Open311.
[[nodiscard]] bool is_open311(std::string_view target);

[[nodiscard]] Method parse_method(std::string_view text);
// Sessions, accounts and tokens.
[[nodiscard]] bool is_about_access(Endpoint endpoint);
[[nodiscard]] bool allows(Endpoint endpoint, std::string_view method);

struct Route {
    Endpoint endpoint = Endpoint::none;
    std::string_view name;  // of the command, collection, link or file; points into the path
    std::uint64_t id = 0;
};

// Precondition: the path begins with a slash.
[[nodiscard]] Route find_route(std::string_view path);

}  // namespace muster::http
