// What the routes tell the record of accesses.
#include "http_world.hpp"
#include "muster/service.hpp"

namespace muster::http {
namespace {

std::vector<std::string> told(World& world) {
    std::vector<std::string> lines;
    for (const AuditEntry& entry : world.audit.entries) {
        lines.push_back(std::string(boost::describe::enum_to_string(entry.what, "?")) + " " +
                        entry.who + " " + entry.about);
    }
    world.audit.entries.clear();
    return lines;
}

using Lines = std::vector<std::string>;

TEST(Audit, FailedLogins) {
    World world;
    world.start();
    Client client(world);
    ASSERT_TRUE(client.request("GET", "/v1/members/7", with_token("wrong")));
    EXPECT_EQ(told(world), Lines{"login_failed 127.0.0.1 token"});
    ASSERT_TRUE(client.request("GET", "/v1/members/7", {{"Authorization", "Basic eDp5"}}));
    EXPECT_EQ(told(world), Lines{"login_failed 127.0.0.1 token"});
    // Who shows nothing did not try.
    ASSERT_TRUE(client.request("GET", "/v1/members/7"));
    ASSERT_TRUE(client.request("GET", "/healthz"));
    EXPECT_EQ(told(world), Lines{});
    for (const auto& [gateway, about] :
         {std::pair{"gate", "gateway:gate"}, std::pair{"stranger", "gateway"}}) {
        const auto answer = client.request("POST", "/v1/intake",
                                           {{"Content-Type", "application/json"},
                                            {"Muster-Gateway", gateway},
                                            {"Muster-Timestamp", "1700000000"},
                                            {"Muster-Signature", "v2=00"}},
                                           "{}");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 401u);
        EXPECT_EQ(told(world), Lines{std::string("login_failed 127.0.0.1 ") + about});
    }
}

TEST(Audit, FailedLoginsBeyondTheRateToo) {
    World world;
    world.options.per_address = {.per_minute = 60, .burst = 1, .max_names = 10};
    world.start();
    Client client(world);
    unsigned last = 0;
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.request("GET", "/v1/requests", with_token("wrong"));
        ASSERT_TRUE(answer);
        last = answer->status;
    }
    EXPECT_EQ(last, 429u);
    EXPECT_EQ(told(world).size(), 3u);
}

TEST(Audit, ReadsOfPeople) {
    World world;
    world.queries.entities["members/7"] = R"({"id":7})";
    world.queries.entities["requests/1"] = R"({"id":1,"slots":[{"responder":5}]})";
    world.queries.entities["services/1"] = "{}";
    world.start();
    Client client(world);
    const auto get = [&](const std::string& target, std::string_view token, unsigned status) {
        const auto answer = client.request("GET", target, with_token(token));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << target << answer->body();
    };
    get("/v1/members/7", "dispatcher", 200);
    EXPECT_EQ(told(world), Lines{"personal_read dispatcher members/7"});
    get("/v1/requests?limit=10&status=queued", "call_taker", 200);
    EXPECT_EQ(told(world), Lines{"personal_read call_taker requests?limit=10&status=queued"});
    get("/v1/requests/1/timeline?decisions=0", "supervisor", 200);
    EXPECT_EQ(told(world), Lines{"personal_read supervisor requests/1/timeline?decisions=0"});
    // It sees what belongs to the request that it is sent to.
    get("/v1/requests/1", "responder", 200);
    EXPECT_EQ(told(world), Lines{"personal_read responder requests/1"});
    // Nothing was read, nobody is in it, or all is masked.
    get("/v1/members/8", "dispatcher", 404);
    get("/v1/members?limit=0", "dispatcher", 400);
    get("/v1/members/7", "responder", 403);
    get("/v1/services/1", "dispatcher", 200);
    get("/v1/members/7", "admin", 200);
    EXPECT_EQ(told(world), Lines{});
}

// One entity as it is, for who sees it masked: only for a reason, and only once that is in the log.
TEST(Audit, UnmaskingIsForAReasonThatStandsInTheLog) {
    World world;
    world.queries.entities["members/7"] = R"({"id":7})";
    world.start();
    Client client(world);
    const auto ask = [&](std::string_view token, const std::string& body) {
        auto headers = with_token(token);
        headers.emplace_back("Content-Type", "application/json");
        const auto answer = client.request("POST", "/v1/unmask", headers, body);
        return answer ? answer->status : 0u;
    };
    const std::string why = R"({"collection":"members","id":7,"reason":"a letter"})";
    EXPECT_EQ(ask("admin", why), 200u);
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    const Submission& sent = world.commands.submissions[0];
    EXPECT_EQ(sent.source, "http:admin");
    ASSERT_TRUE(sent.command.get_if<UnmaskEntity>());
    EXPECT_EQ(sent.command.get_if<UnmaskEntity>()->reason.value, "a letter");
    ASSERT_EQ(world.audit.entries.size(), 1u);
    EXPECT_EQ(world.audit.entries[0].record, 101u) << "where the reason stands";
    EXPECT_EQ(told(world), Lines{"unmasked admin members/7"});
    EXPECT_TRUE(world.queries.last_reader.may_see_personal());
    // Whoever sees people anyway has no use for it, and a stranger to the register no right.
    for (const char* role : {"dispatcher", "responder", "auditor"})
        EXPECT_EQ(ask(role, why), 403u) << role;
    EXPECT_EQ(told(world).size(), 3u) << "refused rights";
    EXPECT_EQ(ask("admin", R"({"collection":"members","id":8,"reason":"a letter"})"), 404u);
    EXPECT_EQ(ask("admin", R"({"collection":7})"), 400u);
    // Nothing is shown of what the engine refuses.
    world.commands.rejection = {RejectReason::invalid_field, "/reason", "must not be empty"};
    EXPECT_EQ(ask("admin", why), 422u);
    EXPECT_EQ(told(world), Lines{});
    EXPECT_EQ(client.request("GET", "/v1/members/7", with_token("admin"))->status, 200u);
    EXPECT_FALSE(world.queries.last_reader.may_see_personal());
}

// What is searched for may be a name or a number, and the record is read by others.
TEST(Audit, SearchesArePutDownWithoutWhoWasSearchedFor) {
    World world;
    world.queries.personal_filters = {"responders?text", "members?phone"};
    world.start();
    Client client(world);
    const auto get = [&](const std::string& target) {
        const auto answer = client.request("GET", target, with_token("dispatcher"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << target << answer->body();
    };
    get("/v1/responders?status=available&text=Wang&limit=5");
    EXPECT_EQ(told(world),
              Lines{"personal_read dispatcher responders?status=available&text=*&limit=5"});
    get("/v1/members?phone=13800000001");
    EXPECT_EQ(told(world), Lines{"personal_read dispatcher members?phone=*"});
}

TEST(Audit, FeedsOfPeople) {
    World world;
    world.start();
    Client client(world);
    ASSERT_TRUE(client.request("POST", "/v1/feed/ticket", with_token("dispatcher")));
    EXPECT_EQ(told(world), Lines{"feed_opened dispatcher feed"});
    ASSERT_TRUE(client.request("POST", "/v1/feed/ticket", with_token("responder")));
    EXPECT_EQ(told(world), Lines{"right_refused responder /v1/feed/ticket"});
    world.feed_full = true;
    ASSERT_TRUE(client.request("POST", "/v1/feed/ticket", with_token("dispatcher")));
    EXPECT_EQ(told(world), Lines{});
}

}  // namespace
}  // namespace muster::http
