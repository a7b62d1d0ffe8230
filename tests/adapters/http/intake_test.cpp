#include "adapters/http/signature.hpp"
#include "engine/gate/crypto.hpp"
#include "http_world.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

const std::string event =
    R"({"specversion":"1.0","id":"1","source":"s","type":"cn.muster.device.sos","subject":"b7",)"
    R"("data":{}})";

Headers signed_headers(std::string_view body, std::int64_t at,
                       std::string_view target = "/v1/intake",
                       std::string_view type = "application/cloudevents+json",
                       const Headers& attributes = {}) {
    const std::string stamp = std::to_string(at);
    SignedRequest request{.method = "POST",
                          .target = target,
                          .content_type = type,
                          .event_attributes = {},
                          .body = body};
    for (const auto& [name, value] : attributes)
        request.event_attributes.emplace_back(name, value);
    Headers headers{
        {"Content-Type", std::string(type)},
        {"Muster-Gateway", "gate"},
        {"Muster-Timestamp", stamp},
        {"Muster-Signature", make_signature("fedcba9876543210fedcba9876543210", stamp, request)}};
    headers.insert(headers.end(), attributes.begin(), attributes.end());
    return headers;
}

TEST(Intake, BearerOrSignature) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/intake", json_with_token("adapter"), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    EXPECT_EQ(answer->json().at("seq"), 101);
    EXPECT_EQ(answer->json().at("id"), 101);
    EXPECT_FALSE(answer->json().contains("events")) << "a device learns nothing about persons";
    answer = client.request("POST", "/v1/intake", signed_headers(event, 1'700'000'000), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    ASSERT_EQ(world.commands.submissions.size(), 2u);
    EXPECT_EQ(world.commands.submissions[0].source, "http:adapter");
    EXPECT_EQ(world.commands.submissions[1].source, "gateway:gate");
    EXPECT_EQ(world.commands.submissions[0].key, "ce:s 1");
    EXPECT_EQ(world.commands.submissions[0].command.get<CreateRequest>().device, "b7");
}

TEST(Intake, TheSameEventTwiceIsOneRequest) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/intake", signed_headers(event, 1'700'000'000), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Idempotency-Replayed"), "");
    answer = client.request("POST", "/v1/intake", signed_headers(event, 1'700'000'001), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(answer->header("Idempotency-Replayed"), "true");
    EXPECT_EQ(answer->json().at("id"), 101);
}

// A demo's city runs ahead of the world: gateways, browsers and proxies live in the world.
TEST(Intake, SignaturesRatesAndDatesFollowTheSystemsClock) {
    World world;
    world.city_now = world.now + hours(30);
    world.options.per_token = {.per_minute = 60, .burst = 1, .max_names = 10};
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/intake", signed_headers(event, 1'700'000'000), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    EXPECT_EQ(answer->header("Date"), "Tue, 14 Nov 2023 22:13:20 GMT");
    world.city_now = *world.city_now + hours(1);
    answer = client.request("POST", "/v1/intake", signed_headers(event, 1'700'000'000), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 429u) << "an hour of the city fills no bucket";
    world.now = world.now + seconds(1);
    answer = client.request("POST", "/v1/intake", signed_headers(event, 1'700'000'001), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    const std::int64_t city_second = world.city_now->value / 1000;
    world.now = world.now + seconds(1);
    answer = client.request("POST", "/v1/intake", signed_headers(event, city_second), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u);
    EXPECT_NE(answer->text("detail").find("1700000002"), std::string::npos) << answer->body();
    answer = client.request("POST", "/v1/feed/ticket", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->json().at("expires_at"), 1'700'000'032'000);
}

TEST(Intake, SignatureFaults) {
    World world;
    world.start();
    const auto status = [&](Headers headers, std::string_view body) {
        Client client(world);
        const auto answer = client.request("POST", "/v1/intake", headers, body);
        if (!answer) return std::pair<unsigned, std::string>{0, ""};
        EXPECT_FALSE(answer->status == 401 && answer->header("WWW-Authenticate").empty());
        return std::pair{answer->status, answer->text("detail")};
    };
    auto [code, detail] = status(signed_headers(event, 1'700'000'000 - 301), event);
    EXPECT_EQ(code, 401u);
    EXPECT_NE(detail.find("1700000000"), std::string::npos) << "tells the time here";
    EXPECT_EQ(status(signed_headers(event, 1'700'000'000 + 301), event).first, 401u);
    EXPECT_EQ(status(signed_headers(event, 1'700'000'000 - 300), event).first, 201u);
    EXPECT_EQ(status(signed_headers(event + " ", 1'700'000'000), event).first, 401u);
    Headers headers = signed_headers(event, 1'700'000'000);
    headers[1].second = "other";
    EXPECT_EQ(status(headers, event).first, 401u);
    headers = signed_headers(event, 1'700'000'000);
    headers[2].second = "soon";
    EXPECT_EQ(status(headers, event).first, 401u);
    headers = signed_headers(event, 1'700'000'000);
    headers.pop_back();
    EXPECT_EQ(status(headers, event).first, 401u);
    EXPECT_EQ(status({{"Content-Type", "application/json"}}, event).first, 401u);
    // A token, once shown, is what counts.
    headers = signed_headers(event, 1'700'000'000);
    headers.emplace_back("Authorization", "Bearer wrong");
    EXPECT_EQ(status(headers, event).first, 401u);
}

// What is not under the signature could be changed on its way: a place moves by 556 m.
TEST(Intake, ASignatureHoldsForItsTargetAlone) {
    World world;
    world.start();
    const auto post = [&](std::string_view target, const Headers& headers) {
        Client client(world);
        const auto answer = client.request("POST", target, headers, event);
        return answer ? std::pair{answer->status, answer->text("detail")}
                      : std::pair{0u, std::string()};
    };
    const Headers plain = signed_headers(event, 1'700'000'000);
    EXPECT_EQ(post("/v1/intake?datum=gcj02", plain).first, 401u);
    EXPECT_EQ(post("/v1/intake?", plain).first, 401u);
    EXPECT_EQ(post("/v1/intake", plain).first, 201u);
    const Headers moved = signed_headers(event, 1'700'000'000, "/v1/intake?datum=gcj02");
    EXPECT_EQ(post("/v1/intake?datum=gcj02", moved).first, 201u);
    EXPECT_EQ(post("/v1/intake", moved).first, 401u);
    Headers other = plain;
    other[0].second = "application/json";
    EXPECT_EQ(post("/v1/intake", other).first, 401u);
    // Who still signs as before is told what to sign.
    Headers old = plain;
    old[3].second = "v1=" + gate::to_hex(gate::hmac_sha256("fedcba9876543210fedcba9876543210",
                                                           "1700000000." + event));
    const auto [status, detail] = post("/v1/intake", old);
    EXPECT_EQ(status, 401u);
    for (const char* word : {"v1", "v2", "method", "target", "query", "timestamp", "body"})
        EXPECT_NE(detail.find(word), std::string::npos) << word << ": " << detail;
}

TEST(Intake, BinaryMode) {
    World world;
    world.start();
    Client client(world);
    const Headers attributes{{"ce-specversion", "1.0"},
                             {"ce-id", "1"},
                             {"ce-source", "s"},
                             {"ce-type", "cn.muster.device.sos"},
                             {"ce-subject", "b7"}};
    Headers headers =
        signed_headers("{}", 1'700'000'000, "/v1/intake", "application/json", attributes);
    auto answer = client.request("POST", "/v1/intake", headers, "{}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_EQ(world.commands.submissions[0].key, "ce:s 1");
    EXPECT_EQ(world.commands.submissions[0].command.get<CreateRequest>().device, "b7");
    headers.back().second = "b8";
    answer = client.request("POST", "/v1/intake", headers, "{}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u) << "attributes are under the signature";
    Headers by_token = with_token("adapter", attributes);
    by_token.emplace_back("Content-Type", "application/vnd.gate+json");
    by_token[1].second = "2";
    answer = client.request("POST", "/v1/intake", by_token, "{}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
}

TEST(Intake, Batches) {
    World world;
    world.start();
    Client client(world);
    const auto post = [&](const std::string& body) {
        return client.request(
            "POST", "/v1/intake",
            with_token("adapter", {{"Content-Type", "application/cloudevents-batch+json"}}), body);
    };
    std::string second = event;
    second.replace(second.find("\"1\""), 3, "\"2\"");
    auto answer = post("[" + event + "," + second + "]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    ASSERT_EQ(answer->json().at("results").as_array().size(), 2u);
    EXPECT_EQ(answer->json().at("results").at(1).at("id"), 102);
    EXPECT_EQ(answer->json().at("results").at(1).at("status"), 201);
    // Again: the same answers. And an event that cannot be read keeps all of them out.
    answer = post("[" + event + "]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->json().at("results").at(0).at("replayed"), true);
    const std::size_t before = world.commands.submissions.size();
    answer = post("[" + event + ",{}]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400u);
    EXPECT_EQ(answer->text("field"), "/1/specversion");
    EXPECT_EQ(world.commands.submissions.size(), before);
    answer = post("[]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    // What the engine refuses makes the answer a problem that names each result.
    world.commands.rejection = {RejectReason::unknown_service, "/service", "no such service"};
    answer = post("[" + event + "," + second + "]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u) << answer->body();
    EXPECT_EQ(answer->text("reason"), "unknown_service");
    EXPECT_EQ(answer->json().at("results").as_array().size(), 2u);
}

// One place of Beijing in all three systems: WGS-84 and GCJ-02 from "coordtransform", BD-09 by the
// formula of its gcj02tobd09.
TEST(Intake, AnEventNamesTheCoordinatesOfItsPlaces) {
    constexpr Point wgs84{399'150'000, 1'164'040'000};
    const std::string as_wgs84 = R"({"lat":39.915,"lon":116.404})";
    const std::string as_gcj02 = R"({"lat":39.9164043,"lon":116.4102445})";
    const std::string as_bd09 = R"({"lat":39.9226996,"lon":116.4166272})";
    World world;
    world.start();
    Client client(world);
    int last = 0;
    const auto made = [&](const std::string& datum, const std::string& place) {
        return R"({"specversion":"1.0","id":")" + std::to_string(++last) +
               R"(","source":"s","type":"cn.muster.request.create",)" +
               (datum.empty() ? "" : R"("datum":")" + datum + "\",") +
               R"("data":{"service":"health","place":)" + place + "}}";
    };
    const auto expect_there = [&](std::size_t back) {
        ASSERT_GE(world.commands.submissions.size(), back);
        const Command& command =
            world.commands.submissions[world.commands.submissions.size() - back].command;
        const Point found = command.get<CreateRequest>().place->value;
        EXPECT_NEAR(found.lat_e7, wgs84.lat_e7, 10);
        EXPECT_NEAR(found.lon_e7, wgs84.lon_e7, 10);
    };
    const auto post = [&](const std::string& query, Headers headers, const std::string& body) {
        auto answer = client.request("POST", "/v1/intake" + query, headers, body);
        EXPECT_TRUE(answer);
        return answer;
    };
    const std::tuple<const char*, const char*, std::string> taken[] = {
        {"", "", as_wgs84},
        {"", "gcj02", as_gcj02},
        {"", "bd09", as_bd09},
        {"?datum=gcj02", "", as_gcj02},
        // What the event says of itself goes before the query.
        {"?datum=gcj02", "wgs84", as_wgs84},
        {"?datum=gcj02", "bd09", as_bd09},
    };
    for (const auto& [query, datum, place] : taken) {
        const auto answer = post(query, json_with_token("adapter"), made(datum, place));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 201u) << answer->body();
        expect_there(1);
    }
    const Headers attributes{{"ce-specversion", "1.0"},
                             {"ce-id", "b"},
                             {"ce-source", "s"},
                             {"ce-type", "cn.muster.request.create"},
                             {"ce-datum", "bd09"}};
    const std::string data = R"({"service":"health","place":)" + as_bd09 + "}";
    auto answer = post("?datum=gcj02", json_with_token("adapter", attributes), data);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    expect_there(1);
    // Each event of a batch has its own.
    const Headers batch =
        with_token("adapter", {{"Content-Type", "application/cloudevents-batch+json"}});
    answer = post("?datum=bd09", batch,
                  "[" + made("gcj02", as_gcj02) + "," + made("wgs84", as_wgs84) + "," +
                      made("", as_bd09) + "]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    for (const std::size_t back : {1u, 2u, 3u})
        expect_there(back);
    const std::size_t before = world.commands.submissions.size();
    answer = post("", batch, "[" + made("", as_wgs84) + "," + made("mars", as_wgs84) + "]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400u);
    EXPECT_EQ(answer->text("field"), "/1/datum");
    EXPECT_EQ(answer->text("expected"), "wgs84, gcj02, bd09");
    EXPECT_EQ(world.commands.submissions.size(), before);
}

// One that was let in may cost more than the bucket holds: the rest is owed, and keeps out what
// comes next.
TEST(Intake, ABatchPaysForEachEvent) {
    World world;
    world.options.per_token = {.per_minute = 60, .burst = 3, .max_names = 10};
    world.start();
    std::string batch = "[" + event;
    for (int i = 0; i < 3; ++i)
        batch += "," + event;
    Client client(world);
    const Headers headers =
        with_token("adapter", {{"Content-Type", "application/cloudevents-batch+json"}});
    auto answer = client.request("POST", "/v1/intake", headers, batch + "]");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(world.commands.submissions.size(), 4u);
    const Headers alone = json_with_token("adapter");
    for (const auto& [later, status] : {std::pair{seconds(0), 429u}, {seconds(2), 201u}}) {
        world.now = world.now + later;
        answer = client.request("POST", "/v1/intake", alone, event);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << later.value;
    }
}

TEST(Intake, ByteOrderMarksAndCharsets) {
    World world;
    world.start();
    Client client(world);
    auto answer =
        client.request("POST", "/v1/intake", json_with_token("adapter"), "\xEF\xBB\xBF" + event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    answer = client.request("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                            "\xEF\xBB\xBF{\"service\":\"health\"}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u) << answer->body();
    answer = client.request("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"),
                            "\xEF\xBB\xBF{\"service\":7}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->json().at("offset"), 14) << "counted from the start of the body";
    for (const char* charset : {"gb18030", "GBK"}) {
        Headers headers = with_token("dispatcher");
        headers.emplace_back("Content-Type", std::string("application/json; charset=") + charset);
        answer = client.request("POST", "/v1/commands/CreateRequest", headers,
                                "{\"note\":\"\xD1\xEF\xD6\xDD\"}");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 201u) << answer->body();
        EXPECT_EQ(world.commands.submissions.back().command.get<CreateRequest>().note.value,
                  "扬州");
        answer = client.request("POST", "/v1/commands/CreateRequest", headers,
                                "{\"note\":\"\xD1\xFF\"}");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u);
        EXPECT_NE(answer->text("detail").find("charset"), std::string::npos);
    }
}

TEST(Intake, RightsOfTheSender) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("POST", "/v1/intake", json_with_token("admin"), event);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 403u);
    const std::string fix =
        R"({"specversion":"1.0","id":"2","source":"s","type":"cn.muster.position",)"
        R"("data":{"fixes":[{"responder":6,"point":{"lat":1,"lon":2}}]}})";
    answer = client.request("POST", "/v1/intake", json_with_token("responder"), fix);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 403u);
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(Intake, LargerThanItsOwnLimit) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request("POST", "/v1/intake", json_with_token("adapter"),
                                       std::string(64 * 1024 + 1, ' '));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413u);
    EXPECT_NE(answer->text("expected").find("65536"), std::string::npos);
}

}  // namespace
}  // namespace muster::http
