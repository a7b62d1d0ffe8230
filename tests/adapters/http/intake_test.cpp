#include "adapters/http/cloud_event.hpp"
#include "http_world.hpp"

namespace muster::http {
namespace {

const std::string event =
    R"({"specversion":"1.0","id":"1","source":"s","type":"cn.muster.device.sos","subject":"b7",)"
    R"("data":{}})";

Headers signed_headers(std::string_view body, std::int64_t at) {
    const std::string stamp = std::to_string(at);
    return {{"Content-Type", "application/cloudevents+json"},
            {"Muster-Gateway", "gate"},
            {"Muster-Timestamp", stamp},
            {"Muster-Signature", make_signature("fedcba9876543210fedcba9876543210", stamp, body)}};
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
    EXPECT_EQ(std::get<CreateRequest>(world.commands.submissions[0].command).device, "b7");
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
