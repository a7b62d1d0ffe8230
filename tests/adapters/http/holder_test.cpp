// Of two desks that act at once the loser is told who won, and since when.
#include "http_world.hpp"
#include "muster/requests.hpp"

namespace muster::http {
namespace {

const Rejection lost{RejectReason::holder_changed, "/expected_owner", "\"Wang Min\" has it now"};

TEST(Holder, OfATakenRequest) {
    World world;
    world.queries.entities["requests/7"] = R"({"id":7,"owner":"Wang Min","slots":[]})";
    world.queries.entities["timeline/7"] =
        R"({"request":{},"timeline":[{"seq":1,"at":10,"events":[{"type":"RequestReceived"}]},)"
        R"({"seq":2,"at":20,"events":[{"type":"RequestTaken","owner":"Li"}],"en":["taken"]},)"
        R"({"seq":3,"at":30,"events":[{"type":"RequestTaken","owner":"Wang Min"}]},)"
        R"({"seq":4,"at":40,"events":[{"type":"NoteAdded"}]}],"complete":true})";
    world.start();
    world.commands.rejection = lost;
    Client client(world);
    const auto answer =
        client.request("POST", "/v1/commands/TakeRequest", json_with_token("supervisor"),
                       R"({"request":7,"owner":"Li","expected_owner":""})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 409u);
    EXPECT_EQ(answer->text("reason"), "holder_changed");
    EXPECT_EQ(answer->text("field"), "/expected_owner");
    const auto holder = answer->json().at("holder").as_object();
    EXPECT_EQ(holder.at("owner").as_string(), "Wang Min");
    EXPECT_EQ(holder.at("since").as_int64(), 30);
    const auto& sent = world.commands.submissions.back().command.get<TakeRequest>();
    EXPECT_EQ(sent.expected_owner, "");
}

TEST(Holder, OfASlot) {
    World world;
    world.queries.entities["requests/7"] =
        R"({"id":7,"slots":[{"responder":0,"assigned_at":0},{"responder":5,"assigned_at":99}]})";
    world.queries.entities["responders/5"] = R"({"id":5,"profile":{"kind":"staff","name":"He"}})";
    world.start();
    world.commands.rejection = lost;
    Client client(world);
    const auto holder_of = [&](const char* command, const char* body) {
        const auto answer = client.request("POST", std::string("/v1/commands/") + command,
                                           json_with_token("dispatcher"), body);
        EXPECT_TRUE(answer && answer->status == 409);
        const auto document = answer->json();
        return document.contains("holder") ? boost::json::serialize(document.at("holder")) : "";
    };
    const std::string he = R"({"responder":5,"name":"He","since":99})";
    EXPECT_EQ(holder_of("AssignResponder", R"({"request":7,"slot":1,"responder":6,"reason":"x",)"
                                           R"("expected_responder":0})"),
              he);
    EXPECT_EQ(holder_of("ReleaseResponder",
                        R"({"request":7,"slot":1,"reason":"x","expected_responder":6})"),
              he);
    EXPECT_EQ(holder_of("ReleaseResponder",
                        R"({"request":7,"slot":0,"reason":"x","expected_responder":6})"),
              R"({"responder":0})")
        << "nobody any more";
    // Archived meanwhile, or no such slot: nothing is made up.
    EXPECT_EQ(holder_of("ReleaseResponder",
                        R"({"request":7,"slot":9,"reason":"x","expected_responder":6})"),
              "");
    EXPECT_EQ(holder_of("ReleaseResponder",
                        R"({"request":8,"slot":0,"reason":"x","expected_responder":6})"),
              "");
}

TEST(Holder, IsNotToldWhereNothingWasExpected) {
    World world;
    world.queries.entities["requests/7"] = R"({"id":7,"owner":"Wang Min","slots":[]})";
    world.start();
    world.commands.rejection = {RejectReason::illegal_status, "/request", "is closed"};
    Client client(world);
    for (const char* body :
         {R"({"request":7,"owner":"Li"})", R"({"request":7,"owner":"Li","expected_owner":null})",
          R"({"request":7,"owner":"Li","expected_owner":""})"}) {
        const auto answer =
            client.request("POST", "/v1/commands/TakeRequest", json_with_token("supervisor"), body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->text("reason"), "illegal_status");
        EXPECT_FALSE(answer->json().contains("holder"));
    }
}

TEST(Holder, IsTheTokenUnlessASupervisorNamesAnother) {
    World world;
    world.start();
    Client client(world);
    const auto take = [&](std::string_view token, std::string_view body) {
        return client.request("POST", "/v1/commands/TakeRequest", json_with_token(token), body);
    };
    for (const char* body : {R"({"request":7})", R"({"request":7,"owner":""})",
                             R"({"request":7,"owner":"dispatcher"})"}) {
        const auto answer = take("dispatcher", body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << body;
        EXPECT_EQ(world.commands.submissions.back().command.get<TakeRequest>().owner, "dispatcher");
    }
    const std::size_t before = world.commands.submissions.size();
    for (const char* token : {"dispatcher", "call_taker"}) {
        const auto answer = take(token, R"({"request":7,"owner":"supervisor"})");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 403u);
        EXPECT_EQ(answer->text("field"), "/owner");
        EXPECT_EQ(answer->text("expected"), std::string("no owner, or ") + token);
    }
    EXPECT_EQ(world.commands.submissions.size(), before);
    const auto answer = take("supervisor", R"({"request":7,"owner":"Li"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(world.commands.submissions.back().command.get<TakeRequest>().owner, "Li");
}

}  // namespace
}  // namespace muster::http
