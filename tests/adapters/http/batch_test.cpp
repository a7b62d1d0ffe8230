// Many commands in one request: each is asked and answered as if it had come by itself.
#include <boost/json.hpp>

#include "http_world.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

namespace json = boost::json;

Headers lines_with_token(std::string_view token) {
    return with_token(token, {{"Content-Type", "application/x-ndjson"}});
}

std::string member(const std::string& key) {
    return R"({"key":")" + key +
           R"(","command":{"type":"RegisterMember","profile":{"name":"Li"}}})" + "\n";
}

std::vector<json::object> results(const Answer& answer) {
    EXPECT_EQ(answer.status, 200u) << answer.body();
    EXPECT_EQ(answer.header("Content-Type"), "application/x-ndjson");
    std::vector<json::object> all;
    std::string_view rest = answer.body();
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        all.push_back(json::parse(json::string_view(rest.data(), end)).as_object());
        rest.remove_prefix(end + 1);
    }
    return all;
}

TEST(Batch, EachLineHasItsAnswer) {
    World world;
    world.start();
    Client client(world);
    const std::string body = member("a") + "\r\n" +
                             R"({"command":{"type":"CreateRequest","service":"health"}})" + "\n" +
                             R"({"command":{"type":"RegisterMember","profile":{"nme":"Li"}}})" +
                             "\n" + R"({"command":{"type":"Nothing"}})" + "\nnonsense\n" +
                             R"({"key":"b"})" + "\n" + member("a");
    const auto answer = client.request("POST", "/v1/batches", lines_with_token("dispatcher"), body);
    ASSERT_TRUE(answer);
    const auto lines = results(*answer);
    ASSERT_EQ(lines.size(), 7u);
    EXPECT_EQ(lines[0].at("status"), 201);
    EXPECT_EQ(lines[0].at("id"), 101);
    EXPECT_TRUE(lines[0].at("events").is_array());
    EXPECT_EQ(lines[1].at("id"), 102);
    EXPECT_EQ(lines[2].at("status"), 400);
    EXPECT_EQ(lines[2].at("field"), "/command/profile/nme");
    EXPECT_EQ(lines[3].at("status"), 400);
    EXPECT_EQ(lines[4].at("status"), 400);
    EXPECT_EQ(lines[5].at("status"), 400);
    EXPECT_EQ(lines[5].at("field"), "/command");
    EXPECT_EQ(lines[6].at("id"), 101);
    EXPECT_EQ(lines[6].at("replayed"), true);
    ASSERT_EQ(world.commands.submissions.size(), 3u);
    EXPECT_EQ(world.commands.submissions[0].key, "a");
    EXPECT_EQ(world.commands.submissions[0].source, "http:dispatcher");
    EXPECT_EQ(world.commands.submissions[1].key, "");
}

// Rights are those of each command, and of the token.
TEST(Batch, ForbidsWhatOneCommandWouldBeForbidden) {
    World world;
    world.start();
    Client client(world);
    const std::string body = R"({"command":{"type":"LoadRules","rules":{}}})"
                             "\n" +
                             member("");
    const auto mixed = client.request("POST", "/v1/batches", lines_with_token("dispatcher"), body);
    ASSERT_TRUE(mixed);
    EXPECT_EQ(results(*mixed)[0].at("status"), 403);
    EXPECT_EQ(results(*mixed)[1].at("status"), 201);
    const auto nobody = client.request("POST", "/v1/batches", lines_with_token("nobody"), body);
    ASSERT_TRUE(nobody);
    for (const json::object& line : results(*nobody))
        EXPECT_EQ(line.at("reason"), "forbidden");
    const auto stranger = client.request("POST", "/v1/batches",
                                         {{"Content-Type", "application/x-ndjson"}}, member(""));
    ASSERT_TRUE(stranger);
    EXPECT_EQ(stranger->status, 401u);
    EXPECT_EQ(world.commands.submissions.size(), 1u);
    // Who may not see people hears nothing of them.
    const auto blind = client.request("POST", "/v1/batches", lines_with_token("admin"), member(""));
    ASSERT_TRUE(blind);
    EXPECT_EQ(results(*blind)[0].contains("events"),
              world.access.tokens["admin"].may_see_personal());
}

TEST(Batch, ARefusalOfTheEngineIsThatLines) {
    World world;
    world.start();
    world.commands.rejection = {RejectReason::overloaded, "", "later"};
    Client client(world);
    const auto answer =
        client.request("POST", "/v1/batches", lines_with_token("dispatcher"), member("a"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(results(*answer)[0].at("status"), 503);
    EXPECT_EQ(results(*answer)[0].at("reason"), "overloaded");
}

TEST(Batch, WaitsForTheLastOfThem) {
    World world;
    world.start();
    world.commands.deferred = true;
    Client client(world);
    ASSERT_TRUE(client.send(Client::text_of("POST", "/v1/batches", lines_with_token("dispatcher"),
                                            member("a") + member("b"))));
    ASSERT_TRUE(world.until([&] { return world.commands.waiting.size() == 2; }));
    world.commands.release(1);
    world.turn();
    EXPECT_EQ(client.unread(), 0u);
    world.commands.release(0);
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    const auto lines = results(*answer);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].at("id"), 101);
    EXPECT_EQ(lines[1].at("id"), 102);
}

TEST(Batch, IsBounded) {
    World world;
    world.options.batch_commands = 3;
    world.options.batch_body_bytes = 1024;
    world.start();
    Client client(world);
    const auto status = [&](const std::string& body, Headers headers) {
        const auto answer = client.request("POST", "/v1/batches", headers, body);
        return answer ? answer->status : 0u;
    };
    const Headers lines = lines_with_token("dispatcher");
    EXPECT_EQ(status(member("a") + member("b") + member("c"), lines), 200u);
    EXPECT_EQ(status(member("a") + member("b") + member("c") + member("d"), lines), 422u);
    EXPECT_EQ(status("", lines), 422u);
    EXPECT_EQ(status("\n \n", lines), 422u);
    EXPECT_EQ(status(member("a"), json_with_token("dispatcher")), 415u);
    Client other(world);
    const auto large =
        other.request("POST", "/v1/batches", lines, member(std::string(1000, 'k')) + member("b"));
    ASSERT_TRUE(large);
    EXPECT_EQ(large->status, 413u);
}

// Each command has its price, as by itself; those of the register, which give way, a part of it.
TEST(Batch, PaysForWhatItHolds) {
    World world;
    world.options.per_token = {.per_minute = 1, .burst = 10, .max_names = 10};
    world.options.batch_registry_per_token = 100;
    world.start();
    Client client(world);
    const auto send = [&](const std::string& token, int members, int requests) {
        std::string body;
        for (int i = 0; i < members; ++i)
            body += member("");
        for (int i = 0; i < requests; ++i)
            body += "{\"command\":{\"type\":\"CreateRequest\",\"service\":\"health\"}}\n";
        const auto answer = client.request("POST", "/v1/batches", lines_with_token(token), body);
        return answer ? answer->status : 0u;
    };
    for (int i = 0; i < 9; ++i)
        EXPECT_EQ(send("dispatcher", 100, 0), 200u) << i;
    EXPECT_EQ(send("dispatcher", 1, 0), 200u);
    EXPECT_EQ(send("dispatcher", 1, 0), 429u);
    EXPECT_EQ(send("supervisor", 0, 10), 200u);
    EXPECT_EQ(send("supervisor", 0, 1), 429u);
    EXPECT_EQ(world.commands.submissions.size(), 911u);
}

}  // namespace
}  // namespace muster::http
