// The OpenAPI document against the listener's routes, both ways. Beside this, every request of the
// other tests of this folder is held against the document (Client::request).
#include <set>

#include "engine/gate/card_link.hpp"
#include "engine/gate/signed_link.hpp"
#include "http_world.hpp"
#include "muster/collections.hpp"

namespace muster::http {
namespace {

namespace json = boost::json;

// The paths of an endpoint as the document should name them. A new endpoint does not compile before
// it is here, nor pass before it is in the document.
std::vector<std::string> paths_of(Endpoint endpoint) {
    std::vector<std::string> paths;
    switch (endpoint) {
        case Endpoint::command:
            for (const codec::NamedCommand& command : codec::commands_by_name()) {
                if (command.row.roles.empty() && !command.row.own) continue;  // the engine's own
                paths.push_back("/v1/commands/" + std::string(command.name));
            }
            return paths;
        case Endpoint::collection:
            for (const CollectionRow& row : collections)
                paths.push_back("/v1/" + std::string(row.path));
            return paths;
        case Endpoint::entity:
            for (const CollectionRow& row : collections)
                paths.push_back("/v1/" + std::string(row.path) + "/{id}");
            return paths;
        case Endpoint::timeline:
            return {"/v1/requests/{id}/timeline"};
        case Endpoint::statistics:
            return {"/v1/surveys/{id}/statistics"};
        case Endpoint::survey_page:
            return {"/v1/surveys/{id}/page"};
        case Endpoint::report:
            return {"/v1/reports/{name}"};
        case Endpoint::statement:
            return {"/v1/accounts/{id}/statement"};
        case Endpoint::suggestion_report_page:
            return {"/v1/suggestion_reports/{id}/page"};
        case Endpoint::intake:
            return {"/v1/intake"};
        case Endpoint::push:
            return {"/v1/push/{mapping}"};
        case Endpoint::batch:
            return {"/v1/batches"};
        case Endpoint::ticket:
            return {"/v1/feed/ticket"};
        case Endpoint::me:
            return {"/v1/me"};
        case Endpoint::feed:
            return {"/v1/feed"};
        case Endpoint::card:
            return {"/t/{link}"};
        case Endpoint::card_status:
            return {"/t/{link}/{request}"};
        case Endpoint::find_places:
            return {"/v1/places/find"};
        case Endpoint::find_members:
            return {"/v1/members/find"};
        case Endpoint::find_responders:
            return {"/v1/responders/find"};
        case Endpoint::candidates:
            return {"/v1/requests/{id}/candidates"};
        case Endpoint::figures:
            return {"/v1/figures"};
        case Endpoint::imports:
            return {"/v1/imports"};
        case Endpoint::one_import:
            return {"/v1/imports/{import}"};
        case Endpoint::empty_table:
            return {"/v1/imports/kinds/{file}"};
        case Endpoint::replay:
            return {"/v1/replay"};
        case Endpoint::replay_changes:
            return {"/v1/replay/changes"};
        case Endpoint::replay_alarms:
            return {"/v1/replay/alarms"};
        case Endpoint::what_if:
            return {"/v1/whatif"};
        case Endpoint::accesses:
            return {"/v1/accesses"};
        case Endpoint::access_proof:
            return {"/v1/accesses/proof"};
        case Endpoint::unmask:
            return {"/v1/unmask"};
        case Endpoint::session:
            return {"/v1/session"};
        case Endpoint::session_passphrase:
            return {"/v1/session/passphrase"};
        case Endpoint::key_question:
            return {"/v1/session/key_question"};
        case Endpoint::session_keys:
            return {"/v1/session/keys"};
        case Endpoint::new_key_question:
            return {"/v1/session/keys/question"};
        case Endpoint::remove_key:
            return {"/v1/session/keys/remove"};
        case Endpoint::outside:
            return {"/v1/session/outside"};
        case Endpoint::finish_outside:
            return {"/v1/session/outside/finish"};
        case Endpoint::invitation:
            return {"/v1/invitation"};
        case Endpoint::accept_invitation:
            return {"/v1/invitation/accept"};
        case Endpoint::user_accounts:
            return {"/v1/user_accounts"};
        case Endpoint::account_action:
            return {"/v1/user_accounts/{action}"};
        case Endpoint::tokens:
            return {"/v1/tokens"};
        case Endpoint::token_action:
            return {"/v1/tokens/{action}"};
        case Endpoint::calendar:
            return {"/v1/calendar.ics"};
        case Endpoint::request_link:
            return {"/s/{link}"};
        case Endpoint::certificate:
            return {"/check/{number}"};
        case Endpoint::link_text:
            return {"/v1/links/{id}/text"};
        case Endpoint::open311_services:
            return {"/open311/v2/services.json"};
        case Endpoint::open311_service:
            return {"/open311/v2/services/{code}"};
        case Endpoint::open311_requests:
            return {"/open311/v2/requests.json"};
        case Endpoint::open311_request:
            return {"/open311/v2/requests/{request}"};
        case Endpoint::health:
            return {"/healthz"};
        case Endpoint::ready:
            return {"/readyz"};
        case Endpoint::metrics:
            return {"/metrics"};
        case Endpoint::map:
            return {"/v1/map"};
        case Endpoint::tiles:
            return {"/v1/tiles"};
        case Endpoint::tile:
            return {"/v1/tiles/{z}/{x}/{y}"};
        case Endpoint::request_ways:
            return {"/v1/requests/{id}/ways"};
        case Endpoint::way:
            return {"/v1/ways"};
        case Endpoint::openapi:
            return {"/openapi.json"};
        case Endpoint::asyncapi:
            return {"/asyncapi.json"};
        case Endpoint::file:
            return {"/", "/{page}"};
        case Endpoint::none:
            break;
    }
    return {};
}

// The path with something in place of each parameter.
std::string filled(std::string path) {
    const std::string key = "0123456789abcdef0123456789abcdef";
    const std::string link = path.starts_with("/s/")
                                 ? gate::make_request_link("k1", key, {LinkId{9}, 1})
                                 : gate::make_card_link("k1", key, {CardId{42}, 3});
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
        const auto end = path.find('}', at);
        const std::string name = path.substr(at + 1, end - at - 1);
        path.replace(at, end - at + 1, name == "link" ? link : name == "page" ? "app.js" : "1");
    }
    return path;
}

TEST(OpenApi, HasEveryRouteAndMethod) {
    const json::object& paths = documented::document().at("paths").as_object();
    for (std::size_t i = 0; i < endpoint_count; ++i) {
        const auto endpoint = static_cast<Endpoint>(i);
        const auto expected = paths_of(endpoint);
        EXPECT_EQ(expected.empty(), endpoint == Endpoint::none);
        for (const std::string& path : expected) {
            EXPECT_EQ(find_route(filled(path)).endpoint, endpoint) << path;
            ASSERT_TRUE(paths.contains(path)) << path << " is not in the document";
            const json::object& item = paths.at(path).as_object();
            EXPECT_EQ(item.contains("get"), allows(endpoint, "GET")) << path;
            EXPECT_EQ(item.contains("post"), allows(endpoint, "POST")) << path;
            EXPECT_EQ(item.contains("delete"), allows(endpoint, "DELETE")) << path;
            // These two the document promises in words for every path.
            EXPECT_EQ(item.contains("get"), allows(endpoint, "HEAD")) << path;
            EXPECT_TRUE(allows(endpoint, "OPTIONS")) << path;
        }
    }
}

TEST(OpenApi, HasNothingElse) {
    std::set<std::string> known;
    for (std::size_t i = 0; i < endpoint_count; ++i) {
        for (std::string& path : paths_of(static_cast<Endpoint>(i)))
            known.insert(std::move(path));
    }
    const std::set<std::string> members{"get", "post", "delete", "parameters"};
    for (const auto& entry : documented::document().at("paths").as_object()) {
        EXPECT_TRUE(known.contains(std::string(entry.key()))) << entry.key();
        for (const auto& member : entry.value().as_object())
            EXPECT_TRUE(members.contains(std::string(member.key()))) << entry.key();
    }
}

TEST(OpenApi, CommandsThatCreateSaySo) {
    for (const codec::NamedCommand& command : codec::commands_by_name()) {
        const auto* const operation =
            documented::operation("POST", "/v1/commands/" + std::string(command.name));
        if (operation == nullptr) continue;
        const json::object& responses = operation->at("responses").as_object();
        EXPECT_EQ(responses.contains("201"), !command.row.creates.empty()) << command.name;
        EXPECT_EQ(responses.contains("200"), command.row.creates.empty() || command.row.repeats)
            << command.name;
        const json::object& key = operation->at("parameters").at(0).as_object();
        EXPECT_EQ(key.at("name"), "Idempotency-Key");
        const auto longest =
            static_cast<std::size_t>(key.at("schema").at("maxLength").to_number<int>());
        EXPECT_TRUE(idempotency_key(std::string(longest, 'k')));
        EXPECT_FALSE(idempotency_key(std::string(longest + 1, 'k')));
    }
}

TEST(OpenApi, ProblemsOfEveryRouteHaveTheirStatus) {
    for (int i = 1; i <= static_cast<int>(RejectReason::limit_reached); ++i) {
        const std::string status = std::to_string(status_of(static_cast<RejectReason>(i)));
        const json::object& responses = documented::operation("POST", "/v1/commands/CreateRequest")
                                            ->at("responses")
                                            .as_object();
        EXPECT_TRUE(responses.contains(status)) << status;
    }
    // What the connection refuses before any route is asked.
    for (const auto& entry : documented::document().at("paths").as_object()) {
        for (const auto& member : entry.value().as_object()) {
            if (member.key() == "parameters") continue;
            const json::object& responses = member.value().at("responses").as_object();
            for (const char* status :
                 {"400", "408", "413", "414", "417", "429", "431", "501", "503", "505"}) {
                EXPECT_TRUE(responses.contains(status)) << entry.key() << " " << status;
            }
        }
    }
}

// Each operation, asked in ways that go well and wrong: Client::request compares with the document.
TEST(OpenApi, WhatIsAnsweredIsDocumented) {
    World world;
    world.access.tokens["all"] = FakeAccess::principal(
        "all", {Role::dispatcher, Role::supervisor, Role::admin, Role::adapter});
    world.queries.entities["requests/1"] = R"({"id":1,"member":7})";
    world.queries.entities["links/9"] =
        R"({"request":1,"generation":1,"status":"active","expires_at":9000000000000})";
    world.queries.entities["links/1"] = world.queries.entities["links/9"];
    // Each path is asked often, and no time passes.
    for (gate::RateLimit* const limit :
         {&world.options.per_token, &world.options.per_address, &world.options.per_card_view,
          &world.options.per_card_press}) {
        limit->burst = 1'000'000;
    }
    world.start();
    Client client(world);
    for (const auto& entry : documented::document().at("paths").as_object()) {
        const std::string path = filled(std::string(entry.key()));
        for (const auto& member : entry.value().as_object()) {
            if (member.key() == "parameters") continue;
            const bool post = member.key() == "post";
            const auto* const body = member.value().as_object().if_contains("requestBody");
            Headers typed = with_token("all");
            if (body != nullptr) {
                typed.emplace_back("Content-Type", body->at("content").as_object().begin()->key());
            }
            const std::string method = post ? "POST" : member.key() == "delete" ? "DELETE" : "GET";
            const std::string form = path.starts_with("/t/")   ? "colour=red&nonce=n"
                                     : path.starts_with("/s/") ? "rating=5&round=1"
                                                               : "{}";
            const auto asked = [&](const std::string& target, const Headers& headers,
                                   const std::string& text) {
                const auto answer = client.request(method, target, headers, text);
                ASSERT_TRUE(answer) << method << " " << target;
                EXPECT_LT(answer->status, 500u) << method << " " << target << answer->body();
                EXPECT_NE(answer->status, 405u) << method << " " << target;
                EXPECT_NE(answer->status, 429u) << method << " " << target;
            };
            asked(path, typed, post ? form : "");
            asked(path, typed, post ? "not what is wanted" : "");
            asked(path, {}, "");
            asked(path, with_token("nobody"), "");
            asked(path, with_token("responder"), "");
            asked(path, with_token("all", {{"Accept", "text/html"}}), "");
            asked(path + "?unknown=1", with_token("all"), "");
            asked(path + "?limit=0&%zz", with_token("all"), "");
        }
        if (entry.value().as_object().contains("delete")) continue;
        const auto answer = client.request("DELETE", path, with_token("all"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 405u) << path;
        // Open311 has a form of its own, which says no field.
        if (!path.starts_with("/open311/")) {
            EXPECT_EQ(answer->text("field"), "method") << path;
        }
    }
}

}  // namespace
}  // namespace muster::http
