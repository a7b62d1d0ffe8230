// What clouds of makers post: who may, what becomes of it, and when it is answered.
#include "engine/gate/push_signature.hpp"
#include "http_world.hpp"
#include "muster/devices.hpp"

namespace muster::http {
namespace {

constexpr std::string_view secret = "a secret of a cloud, long enough";
const std::string alarm = R"({"id":"m-1","imei":"86001","type":"1","power":40})";

gate::PushMapping button() {
    gate::PushMapping mapping;
    mapping.name = "button";
    mapping.device = "/imei";
    mapping.kind = "/type";
    mapping.kinds = {
        {.path = "", .value = "1", .use = gate::PushUse::signal, .signal = "sos", .level = false}};
    mapping.battery = {"/power"};
    mapping.key = {"/id"};
    mapping.signature.from = "@X-Token";
    mapping.signature.secret.value = secret;
    mapping.answer = {.text = R"({"code":0})", .content_type = "application/json"};
    return mapping;
}

const Headers shown{{"Content-Type", "application/json"}, {"X-Token", std::string(secret)}};

std::optional<Answer> push(World& world, const Headers& headers, std::string_view body,
                           std::string_view target = "/v1/push/button") {
    Client client(world);
    return client.request("POST", target, headers, body);
}

TEST(HttpPush, AnsweredAsTheCloudWantsWhenAllIsCommitted) {
    World world;
    world.options.push = {button()};
    world.commands.deferred = true;
    world.start();
    Client client(world);
    ASSERT_TRUE(
        client.send("POST /v1/push/button HTTP/1.1\r\nHost: a\r\nX-Token: " + std::string(secret) +
                    "\r\nContent-Length: " + std::to_string(alarm.size()) + "\r\n\r\n" + alarm));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 2; }));
    const Submission& sos = world.commands.submissions[0];
    EXPECT_EQ(sos.source, "push:button");
    EXPECT_EQ(sos.key.size(), 40u);
    EXPECT_EQ(sos.command.get<SignalDevice>().key.value, "push:button:86001");
    EXPECT_EQ(world.commands.submissions[1].command.get<ReportDevice>().battery_percent, 40);
    world.commands.release(1);
    for (int i = 0; i < 20; ++i)
        world.turn();
    world.commands.release(0);
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->body(), R"({"code":0})");
    EXPECT_EQ(answer->header("Content-Type"), "application/json");
}

TEST(HttpPush, ARepeatHasTheSameKey) {
    World world;
    world.options.push = {button()};
    world.start();
    ASSERT_EQ(push(world, shown, alarm)->status, 200u);
    ASSERT_EQ(push(world, shown, alarm)->status, 200u);
    ASSERT_EQ(world.commands.submissions.size(), 4u);
    EXPECT_EQ(world.commands.submissions[0].key, world.commands.submissions[2].key);
}

TEST(HttpPush, WhoMayNot) {
    World world;
    world.options.push = {button()};
    world.options.push.push_back(button());
    world.options.push[1].name = "elsewhere";
    world.options.push[1].allowed = {"203.0.113.0/24"};
    world.options.push.push_back(button());
    world.options.push[2].name = "off";
    world.options.push[2].on = false;
    world.start();
    auto answer = push(world, {{"X-Token", "wrong"}}, alarm);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401u);
    EXPECT_EQ(answer->text("field"), "@X-Token");
    ASSERT_EQ(world.audit.entries.size(), 1u);
    EXPECT_EQ(world.audit.entries[0].about, "push:button");
    EXPECT_EQ(push(world, {}, "not json")->status, 401u) << "said before what it says is read";
    EXPECT_EQ(push(world, shown, alarm, "/v1/push/elsewhere")->status, 403u);
    for (const char* path : {"/v1/push/off", "/v1/push/none", "/v1/push/Button"}) {
        answer = push(world, shown, alarm, path);
        EXPECT_EQ(answer->status, 404u) << path;
        EXPECT_EQ(answer->text("reason"), "unknown_mapping");
    }
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(HttpPush, ATokenOfOursIsNoneOfACloud) {
    World world;
    world.options.push = {button()};
    world.options.push[0].signature.from = "@Authorization";
    world.options.push[0].signature.prefix = "Bearer ";
    world.start();
    EXPECT_EQ(push(world, with_token("adapter"), alarm)->status, 401u);
    EXPECT_EQ(push(world, with_token(std::string(secret)), alarm)->status, 200u);
}

TEST(HttpPush, WrongTokensMeetTheirRate) {
    World world;
    world.options.push = {button()};
    world.options.per_address = {.per_minute = 60, .burst = 40, .max_names = 10};
    world.start();
    EXPECT_EQ(push(world, {{"X-Token", "wrong"}}, alarm)->status, 401u);
    EXPECT_EQ(push(world, {{"X-Token", "wrong"}}, alarm)->status, 429u);
    EXPECT_EQ(push(world, shown, alarm)->status, 200u) << "who has the secret is not locked out";
}

TEST(HttpPush, AWrongBodyIsToldWhere) {
    World world;
    world.options.push = {button()};
    world.start();
    auto answer = push(world, shown, R"({"type":"1"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 400u);
    EXPECT_EQ(answer->text("field"), "/imei");
    answer = push(world, shown, "{");
    EXPECT_EQ(answer->status, 400u);
    EXPECT_TRUE(answer->json().contains("offset"));
    EXPECT_TRUE(world.commands.submissions.empty());
}

TEST(HttpPush, WhatIsNotMappedIsKeptAndCounted) {
    World world;
    world.options.push = {button()};
    world.start();
    EXPECT_EQ(push(world, shown, R"({"imei":"86001","type":"77","power":400})")->status, 200u);
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_TRUE(world.commands.submissions[0].command.get<SignalDevice>().signal.empty());
    const std::string metrics = world.adapter->metrics().text();
    EXPECT_NE(metrics.find("muster_push_unmapped_total 1"), std::string::npos);
    EXPECT_NE(metrics.find("muster_push_left_out_total 1"), std::string::npos);
}

TEST(HttpPush, ARefusalIsSaidSoThatTheCloudTriesAgain) {
    World world;
    world.options.push = {button()};
    world.commands.rejection = {RejectReason::overloaded, "", "the queue is full"};
    world.start();
    const auto answer = push(world, shown, alarm);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
    EXPECT_FALSE(answer->header("Retry-After").empty());
    EXPECT_EQ(answer->text("reason"), "overloaded");
}

TEST(HttpPush, QueryAndHeadersAreRead) {
    World world;
    world.options.push = {button()};
    world.options.push[0].device = "?device";
    world.options.push[0].said = {"@X-Words"};
    world.start();
    Headers headers = shown;
    headers.emplace_back("x-words", "help me");
    EXPECT_EQ(push(world, headers, alarm, "/v1/push/button?device=a%20b")->status, 200u);
    const auto& signal = world.commands.submissions.at(0).command.get<SignalDevice>();
    EXPECT_EQ(signal.key.value, "push:button:a b");
    EXPECT_EQ(signal.said.value, "help me");
}

}  // namespace
}  // namespace muster::http
