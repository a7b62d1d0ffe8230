#include <bit>
#include <fstream>
#include <map>
#include <set>

#include "engine/codec/datum.hpp"
#include "engine/gate/permissions.hpp"
#include "http_world.hpp"
#include "muster/commands.hpp"

namespace muster::http {
namespace {

TEST(Commands, CreatedOrDone) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/commands/CreateRequest",
                                 json_with_token("call_taker", {{"Idempotency-Key", "\"k-1\""}}),
                                 R"({"service":"health","note":"x"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    EXPECT_EQ(answer->body(),
              R"({"seq":101,"at":1700000000000,"id":101,"events":[{"type":"RequestReceived"}]})");
    EXPECT_EQ(answer->header("Location"), "/v1/requests/101");
    EXPECT_EQ(answer->header("Content-Type"), "application/json");
    EXPECT_EQ(answer->header("Date"), "Tue, 14 Nov 2023 22:13:20 GMT");
    EXPECT_EQ(answer->header("X-Content-Type-Options"), "nosniff");
    answer = client.request("POST", "/v1/commands/ResumeRequest", json_with_token("dispatcher"),
                            R"({"request":101})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_FALSE(answer->json().contains("id"));
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(world.commands.submissions[0].source, "http:call_taker");
    EXPECT_EQ(world.commands.submissions[0].key, "k-1");
    EXPECT_EQ(world.commands.submissions[1].command.get<ResumeRequest>().request, RequestId{101});
}

TEST(Commands, WhatIsKnownAlreadyIsAnsweredWithItsNumber) {
    World world;
    world.start();
    world.commands.known_id = 7;
    Client client(world);
    const std::string fields = R"("reference":"S-1","title":"benches","author":"Zhao")";
    auto answer = client.request("POST", "/v1/commands/RegisterSuggestion",
                                 json_with_token("dispatcher"), "{" + fields + "}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    EXPECT_EQ(answer->json().at("seq"), 101);
    EXPECT_EQ(answer->json().at("id"), 7);
    EXPECT_EQ(answer->header("Location"), "");
    answer = client.request("POST", "/v1/batches",
                            with_token("dispatcher", {{"Content-Type", "application/x-ndjson"}}),
                            R"({"command":{"type":"RegisterSuggestion",)" + fields + "}}\n");
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->body().starts_with(R"({"status":200,"seq":102,)")) << answer->body();
    EXPECT_NE(answer->body().find(R"("id":7)"), std::string::npos) << answer->body();
}

TEST(Commands, ReplaySaysSo) {
    World world;
    world.start();
    Client client(world);
    const Headers headers = json_with_token("call_taker", {{"Idempotency-Key", "same"}});
    std::string first;
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.request("POST", "/v1/commands/CreateRequest", headers, "{}");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 201u);
        EXPECT_EQ(answer->header("Idempotency-Replayed"), i == 0 ? "" : "true");
        if (i == 0) first = answer->body();
        EXPECT_EQ(answer->body(), first);
    }
}

TEST(Commands, PlacesOfOtherMapsAreConverted) {
    World world;
    world.start();
    Client client(world);
    const Point place{323'900'000, 1'194'200'000};
    const auto send = [&](const std::string& query, const std::string& body) {
        return client.request("POST", "/v1/commands/LocateRequest" + query,
                              json_with_token("call_taker"), body);
    };
    const std::string body = R"({"request":7,"place":{"lat":32.39,"lon":119.42}})";
    for (const auto& [query, datum] : {std::pair{"", codec::Datum::wgs84},
                                       {"?datum=wgs84", codec::Datum::wgs84},
                                       {"?datum=gcj02", codec::Datum::gcj02},
                                       {"?datum=bd09", codec::Datum::bd09}}) {
        const auto answer = send(query, body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << query;
        const auto& sent = world.commands.submissions.back().command.get<LocateRequest>();
        EXPECT_EQ(sent.place.value, codec::to_wgs84(place, datum)) << query;
    }
    EXPECT_NE(codec::to_wgs84(place, codec::Datum::gcj02), place);
    const std::size_t before = world.commands.submissions.size();
    for (const char* query : {"?datum=mars", "?datum=", "?zoom=7"}) {
        const auto answer = send(query, body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u) << query;
        EXPECT_NE(answer->body().find("invalid_parameter"), std::string::npos) << query;
    }
    EXPECT_EQ(world.commands.submissions.size(), before);
}

TEST(Commands, EveryRoleWithEveryCommand) {
    World world;
    world.queries.entities["offers/9"] = R"({"id":9,"responder":5})";
    world.queries.entities["offers/10"] = R"({"id":10,"responder":6})";
    world.queries.entities["visits/9"] = R"({"id":9,"visitor":5})";
    world.queries.entities["visits/10"] = R"({"id":10,"visitor":6})";
    world.start();
    const std::map<std::string, Role> roles{
        {"dispatcher", Role::dispatcher}, {"call_taker", Role::call_taker},
        {"supervisor", Role::supervisor}, {"adapter", Role::adapter},
        {"admin", Role::admin},           {"responder", Role::responder}};
    const std::map<std::string, std::pair<std::string, std::string>> own{
        {"SetDuty", {R"({"responder":5})", R"({"responder":6})"}},
        {"ReportPositions",
         {R"({"fixes":[{"responder":5,"point":{"lat":1,"lon":1}}]})",
          R"({"fixes":[{"responder":6,"point":{"lat":1,"lon":1}}]})"}},
        {"StartVisit", {R"({"visit":9})", R"({"visit":10})"}},
        {"RecordVisit", {R"({"visit":9})", R"({"visit":10})"}},
        {"MissVisit", {R"({"visit":9})", R"({"visit":10})"}},
        {"AcceptOffer", {R"({"offer":9})", R"({"offer":10})"}},
        {"DeclineOffer", {R"({"offer":9})", R"({"offer":10})"}},
        {"AcknowledgeAssignment", {R"({"responder":5})", R"({"responder":6})"}},
        {"ReportEnRoute", {R"({"responder":5})", R"({"responder":6})"}},
        {"ReportOnScene", {R"({"responder":5})", R"({"responder":6})"}},
        {"CompleteAssignment", {R"({"responder":5})", R"({"responder":6})"}},
        {"SignIn", {R"({"volunteer":5})", R"({"volunteer":6})"}},
        {"SignOut", {R"({"volunteer":5})", R"({"volunteer":6})"}}};
    Client client(world);
    for (const codec::NamedCommand& command : codec::commands_by_name()) {
        const std::string name(command.name);
        EXPECT_EQ(command.row.own, own.contains(name)) << name;
        for (const auto& [token, role] : roles) {
            const auto ask = [&, token = token](const std::string& body) {
                const auto answer =
                    client.request("POST", "/v1/commands/" + name, json_with_token(token), body);
                return answer ? answer->status : 0u;
            };
            const unsigned done = command.row.creates.empty() ? 200 : 201;
            if (role != Role::responder) {
                EXPECT_EQ(ask("{}"), command.row.roles.has(role) ? done : 403u)
                    << name << " " << token;
            } else if (command.row.own) {
                EXPECT_EQ(ask(own.at(name).first), done) << name;
                EXPECT_EQ(ask(own.at(name).second), 403u) << name;
            } else {
                EXPECT_EQ(ask("{}"), 403u) << name;
            }
        }
        const auto nobody =
            client.request("POST", "/v1/commands/" + name, json_with_token("nobody"), "{}");
        ASSERT_TRUE(nobody);
        EXPECT_EQ(nobody->status, 403u) << name;
    }
    const auto unknown = client.request("POST", "/v1/commands/AcceptOffer",
                                        json_with_token("responder"), R"({"offer":11})");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->status, 404u);
    EXPECT_EQ(unknown->text("reason"), "unknown_offer");
}

TEST(Commands, EventsOnlyForThoseWhoMaySeePersons) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request("POST", "/v1/commands/SetDuty", json_with_token("responder"),
                                       R"({"responder":5})");
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->json().contains("events"));
}

TEST(Commands, EveryRejectionIsAProblem) {
    World world;
    world.start();
    Client client(world);
    for (int i = 1; i <= static_cast<int>(RejectReason::limit_reached); ++i) {
        const auto reason = static_cast<RejectReason>(i);
        world.commands.rejection = {reason, "/request", "it should be otherwise"};
        const auto answer = client.request("POST", "/v1/commands/ResumeRequest",
                                           json_with_token("dispatcher"), "{}");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status_of(reason));
        EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
        EXPECT_EQ(answer->text("reason"), name_of(reason));
        EXPECT_EQ(answer->text("type"), "urn:muster:problem:" + std::string(name_of(reason)));
        EXPECT_EQ(answer->text("field"), "/request");
        EXPECT_EQ(answer->text("detail"), "it should be otherwise");
        EXPECT_EQ(answer->text("instance"), "/v1/commands/ResumeRequest");
        EXPECT_EQ(answer->header("Retry-After").empty(), !is_temporary(answer->status));
    }
}

TEST(Reads, CollectionsAndEntities) {
    World world;
    world.queries.entities["requests/1"] = R"({"id":1,"slots":[{"responder":5}]})";
    world.queries.entities["requests/2"] = R"({"id":2,"slots":[{"responder":6}]})";
    world.makes_reports = false;
    world.start();
    Client client(world);
    auto answer = client.request("GET", "/v1/requests?status=queued&limit=5&after=3",
                                 with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), R"({"items":[{"id":1}],"next_after":1,"as_of":42})");
    EXPECT_EQ(answer->header("Cache-Control"), "no-store");
    EXPECT_EQ(world.queries.last_query.limit, 5u);
    EXPECT_EQ(world.queries.last_query.after, 3u);
    ASSERT_EQ(world.queries.last_query.filters.size(), 1u);
    for (const char* name : {"responders", "members", "offers", "cards", "services", "plans",
                             "rules", "skills", "card_colours", "posts"}) {
        answer = client.request("GET", std::string("/v1/") + name, with_token("admin"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << name;
        EXPECT_EQ(world.queries.last_collection, name);
        answer = client.request("GET", std::string("/v1/") + name + "/77", with_token("admin"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << name;
        EXPECT_TRUE(answer->text("reason").starts_with("unknown_"));
    }
    const std::tuple<const char*, const char*, unsigned> cases[] = {
        {"/v1/requests/1", "dispatcher", 200},
        {"/v1/requests/1", "responder", 200},
        {"/v1/requests/2", "responder", 403},
        {"/v1/requests/3", "responder", 403},
        {"/v1/requests/3", "dispatcher", 404},
        {"/v1/requests", "responder", 403},
        {"/v1/requests", "adapter", 403},
        {"/v1/services", "adapter", 200},
        {"/v1/services", "nobody", 403},
        {"/v1/requests/1/timeline", "dispatcher", 200},
        {"/v1/requests/2/timeline", "responder", 403},
        {"/v1/requests/2/timeline", "supervisor", 404},
        {"/v1/surveys/2/statistics", "responder", 403},
        {"/v1/surveys/2/statistics", "supervisor", 404},
        {"/v1/surveys/2/page", "supervisor", 404},
        {"/v1/reports/monthly", "dispatcher", 403},
        {"/v1/reports/monthly", "responder", 403},
        {"/v1/reports/weekly", "supervisor", 404},
        {"/v1/reports/daily", "supervisor", 503},  // nothing makes them in this world
        {"/v1/accounts/7/statement", "call_taker", 403},
        {"/v1/accounts/7/statement", "admin", 503},
        {"/v1/suggestion_reports/2/page", "responder", 403},
        {"/v1/suggestion_reports/2/page", "admin", 403},
        {"/v1/suggestion_reports/2/page", "supervisor", 404},
        {"/v1/map", "dispatcher", 200},
    };
    for (const auto& [target, token, status] : cases) {
        answer = client.request("GET", target, with_token(token));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << target << " " << token;
    }
}

TEST(Reads, AResponderListsWhatIsItsOwn) {
    World world;
    world.start();
    Client client(world);
    for (const auto& [list, filter] : {std::pair<std::string, std::string>{"offers", "responder"},
                                       {"service_records", "volunteer"},
                                       {"accounts", "volunteer"},
                                       {"certificates", "volunteer"}}) {
        auto answer = client.request("GET", "/v1/" + list, with_token("responder"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << list;
        ASSERT_EQ(world.queries.last_query.filters.size(), 1u);
        EXPECT_EQ(world.queries.last_query.filters[0],
                  (std::pair<std::string, std::string>{filter, "5"}));
        const std::string by = "/v1/" + list + "?" + filter + "=";
        answer = client.request("GET", by + "5", with_token("responder"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << list;
        answer = client.request("GET", by + "6", with_token("responder"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 403u) << list;
    }
}

TEST(Service, HealthMetricsAndDocuments) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("GET", "/healthz");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    answer = client.request("GET", "/readyz");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    world.queries.why_not_ready = "replaying";
    answer = client.request("GET", "/readyz");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
    EXPECT_EQ(answer->text("detail"), "replaying");
    EXPECT_FALSE(answer->header("Retry-After").empty());
    answer = client.request("GET", "/metrics");
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->body().find("muster_log_seq 42\n"), std::string::npos);
    EXPECT_NE(
        answer->body().find("muster_http_responses_total{endpoint=\"readyz\",status=\"2xx\"} 1"),
        std::string::npos);
    EXPECT_NE(answer->body().find("muster_http_limit_hits_total{limit=\"idle\"} 0"),
              std::string::npos);
    answer = client.request("GET", "/openapi.json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), "{\"openapi\":\"3.1.0\"}");
    answer = client.request("GET", "/asyncapi.json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), "{\"asyncapi\":\"3.0.0\"}");
}

TEST(Service, MetricsMayNeedAToken) {
    World world;
    world.options.server.metrics_need_token = true;
    world.start();
    Client client(world);
    const auto status = [&](Headers headers) {
        const auto answer = client.request("GET", "/metrics", headers);
        return answer ? answer->status : 0u;
    };
    EXPECT_EQ(status({}), 401u);
    EXPECT_EQ(status(with_token("dispatcher")), 403u);
    EXPECT_EQ(status(with_token("admin")), 200u);
}

TEST(Service, HeadAnswersLikeGetWithoutABody) {
    World world;
    world.start();
    Client client(world);
    const auto head = client.request("HEAD", "/openapi.json");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200u);
    EXPECT_EQ(head->header("Content-Length"), "19");
    const auto get = client.request("GET", "/openapi.json");
    ASSERT_TRUE(get);
    EXPECT_EQ(get->body().size(), 19u);
    const auto options = client.request("OPTIONS", "/v1/requests");
    ASSERT_TRUE(options);
    EXPECT_EQ(options->status, 204u);
    EXPECT_EQ(options->header("Allow"), "GET, HEAD, OPTIONS");
}

TEST(Me, WhoTheTokenIs) {
    World world;
    world.start();
    Client client(world);
    for (const char* token : {"dispatcher", "call_taker", "supervisor", "responder", "nobody"}) {
        const auto answer = client.request("GET", "/v1/me", with_token(token));
        ASSERT_TRUE(answer);
        ASSERT_EQ(answer->status, 200u) << token;
        const auto me = answer->json();
        const Principal principal = *world.access.authenticate(token);
        EXPECT_EQ(me.at("name").as_string(), token);
        EXPECT_EQ(me.at("time_zone").as_string(), "Asia/Shanghai");
        EXPECT_EQ(me.contains("responder"), static_cast<bool>(principal.responder));
        EXPECT_EQ(me.at("roles").as_array().size(),
                  static_cast<std::size_t>(std::popcount(principal.roles.bits)));
        // Exactly the commands that the table of rights has for this token.
        std::set<std::string> names;
        for (const auto& name : me.at("may_send").as_array())
            names.emplace(name.as_string());
        for (const codec::NamedCommand& command : codec::commands_by_name()) {
            EXPECT_EQ(names.contains(std::string(command.name)),
                      gate::may_ever_send(command.row, principal))
                << token << " " << command.name;
        }
    }
    const auto answer = client.request("GET", "/v1/me", {});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u);
}

TEST(Feed, Tickets) {
    World world;
    world.options.server.public_url = "https://muster.example/";
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/feed/ticket", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(answer->text("ticket"), "ticket-of-dispatcher");
    EXPECT_EQ(answer->text("url"), "wss://muster.example/v1/feed");
    EXPECT_EQ(answer->json().at("expires_at"), 1'700'000'030'000);
    for (const char* token : {"adapter", "responder", "nobody"}) {
        answer = client.request("POST", "/v1/feed/ticket", with_token(token));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 403u) << token;
    }
    world.feed_full = true;
    answer = client.request("POST", "/v1/feed/ticket", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
}

const Headers handshake{{"Connection", "keep-alive, Upgrade"},
                        {"Upgrade", "websocket"},
                        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                        {"Sec-WebSocket-Version", "13"}};

TEST(Feed, HandsTheSocketOver) {
    World world;
    std::optional<net::Stream> taken;
    std::string key;
    world.start([&](net::Stream stream, const std::string&, auto request) {
        taken.emplace(std::move(stream));
        key = std::string(request["Sec-WebSocket-Key"]);
    });
    Client client(world);
    ASSERT_TRUE(client.request("GET", "/healthz"));
    ASSERT_TRUE(client.send(Client::text_of("GET", "/v1/feed", handshake, "")));
    ASSERT_TRUE(world.until([&] { return taken.has_value(); }));
    EXPECT_EQ(key, "dGhlIHNhbXBsZSBub25jZQ==");
    EXPECT_EQ(world.adapter->connections(), 0u);
    EXPECT_TRUE(taken->is_open());
    boost::asio::write(taken->socket(),
                       boost::asio::buffer(std::string_view("HTTP/1.1 101 X\r\n\r\n")));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 101u);
}

TEST(Feed, NeedsAHandshakeOfItsOwn) {
    World world;
    int taken = 0;
    world.start([&](net::Stream, const std::string&, auto) { ++taken; });
    Client plain(world);
    const auto answer = plain.request("GET", "/v1/feed");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 426u);
    EXPECT_EQ(answer->header("Upgrade"), "websocket");
    Client eager(world);
    ASSERT_TRUE(eager.send(Client::text_of("GET", "/v1/feed", handshake, "") + "early"));
    const auto refused = eager.receive();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 400u);
    EXPECT_EQ(taken, 0);
    World closed;
    closed.start();
    Client client(closed);
    const auto none = client.request("GET", "/v1/feed", handshake);
    ASSERT_TRUE(none);
    EXPECT_EQ(none->status, 503u);
}

}  // namespace
}  // namespace muster::http
