// Nobody stalls the others: long reads in pieces, explanations elsewhere, and a bound on what
// waits.
#include "http_world.hpp"

namespace muster::http {
namespace {

const std::string list_text =
    Client::text_of("GET", "/v1/requests?limit=1000", with_token("admin"), "");

TEST(Fairness, ALongListIsMadeInPiecesWithCommandsBetween) {
    World world;
    world.queries.pieces = 50;
    world.start();
    Client reader(world);
    Client desk(world);
    ASSERT_TRUE(desk.request("GET", "/healthz"));
    ASSERT_TRUE(reader.send(list_text));
    ASSERT_TRUE(desk.send(Client::text_of("POST", "/v1/commands/CreateRequest",
                                          json_with_token("dispatcher"), "{}")));
    std::size_t pieces_before_the_command = 0;
    for (int i = 0; i < 1000 && world.commands.submissions.empty(); ++i) {
        world.io.restart();
        world.io.run_one_for(std::chrono::milliseconds(2));
        pieces_before_the_command = world.queries.pieces_made;
    }
    ASSERT_EQ(world.commands.submissions.size(), 1u);
    EXPECT_LT(pieces_before_the_command, 50u) << "the list was not finished first";
    const auto answer = reader.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(world.queries.pieces_made, 50u);
    EXPECT_EQ(world.queries.alive, 0u);
}

TEST(Fairness, UnreadAnswersOfOneTokenAreBounded) {
    World world;
    world.queries.page = "[\"" + std::string(1 << 20, 'x') + "\"]";
    world.options.unread_bytes_per_token = std::size_t{8} << 20;
    world.options.write_ms = seconds(3600);
    world.steady_now = TimePoint{1'000'000};
    world.start();
    // They ask and do not read; what the system's buffers take is read from us.
    std::vector<std::unique_ptr<Client>> clients;
    std::string burst;
    for (int i = 0; i < 16; ++i)
        burst += list_text;
    for (int i = 0; i < 10; ++i) {
        clients.push_back(std::make_unique<Client>(world));
        ASSERT_TRUE(clients.back()->send(burst));
    }
    for (int i = 0; i < 300; ++i)
        world.turn();
    const std::size_t made = world.queries.pieces_made;
    EXPECT_GE(made, 8u);
    EXPECT_LT(made, 160u);
    const std::string text = world.adapter->metrics().text();
    const auto place = text.find("\nmuster_http_unread_bytes ");
    ASSERT_NE(place, std::string::npos);
    EXPECT_LE(std::stod(text.substr(place + 26)), 9.0 * (1 << 20)) << "one more at most";
    // Another token does not feel it.
    Client desk(world);
    EXPECT_EQ(desk.request("GET", "/v1/requests", with_token("dispatcher"))->status, 200u);
    // Whoever waits for room is told, after a while.
    world.steady_now = *world.steady_now + seconds(3600);
    EXPECT_TRUE(
        world.until([&] { return world.adapter->metrics().hits(Limit::unread_answers) > 0; }));
}

TEST(Fairness, SoManyReadsOfOneTokenMayWait) {
    World world;
    world.options.reads_waiting_per_token = 4;
    world.queries.pieces = 1000;
    world.start();
    Client client(world);
    std::string burst;
    for (int i = 0; i < 6; ++i)
        burst += list_text;
    ASSERT_TRUE(client.send(burst));
    EXPECT_TRUE(
        world.until([&] { return world.adapter->metrics().hits(Limit::reads_waiting) == 2; }));
    for (int i = 0; i < 6; ++i) {
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, i < 4 ? 200u : 429u);
        if (i >= 4) {
            EXPECT_EQ(answer->text("reason"), "too_many_reads");
            EXPECT_FALSE(answer->header("Retry-After").empty());
        }
    }
}

TEST(Fairness, ALongListCostsMoreThanAShortOne) {
    World world;
    world.options.per_token = {.per_minute = 60, .burst = 10, .max_names = 10};
    world.options.read_work_per_token = 2'000;
    world.start();
    Client client(world);
    const auto ask = [&](const char* token, int limit) {
        return client
            .request("GET", "/v1/requests?limit=" + std::to_string(limit), with_token(token))
            ->status;
    };
    for (int i = 0; i < 10; ++i)
        ASSERT_EQ(ask("admin", 1), 200u);
    EXPECT_EQ(ask("admin", 1), 429u);
    EXPECT_EQ(ask("dispatcher", 1000), 200u);  // 1 + 8
    EXPECT_EQ(ask("dispatcher", 1), 200u);
    EXPECT_EQ(ask("dispatcher", 1), 429u);
    // What it came to is paid afterwards, when that is more.
    world.queries.work = 200'000;
    EXPECT_EQ(ask("supervisor", 1), 200u);
    world.now = world.now + seconds(90);
    EXPECT_EQ(ask("supervisor", 1), 429u);
    world.now = world.now + seconds(10);
    EXPECT_EQ(ask("supervisor", 1), 200u);
}

const std::string story = "/v1/requests/1/timeline?decisions=1";

TEST(Explanations, AreMadeElsewhereWhileTheLoopGoesOn) {
    World world;
    world.start();
    Client reader(world);
    ASSERT_TRUE(reader.send(Client::text_of("GET", story, with_token("admin"), "")));
    ASSERT_TRUE(world.until([&] { return world.explain.wanted == 1; }));
    Client desk(world);
    EXPECT_EQ(
        desk.request("POST", "/v1/commands/CreateRequest", json_with_token("dispatcher"), "{}")
            ->status,
        201u);
    world.explain.done(R"(,"decisions":[])");
    const auto answer = reader.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->body(), R"({"timeline":[],"decisions":[]})");
    EXPECT_EQ(world.explain.wanted, 0u) << "its place is free again";
}

TEST(Explanations, AreRefusedWhenTooManyWait) {
    World world;
    world.start();
    Client client(world);
    for (const bool yours : {true, false}) {
        world.explain.refusal =
            yours ? ExplainPort::Refusal::too_many_of_yours : ExplainPort::Refusal::too_many;
        const auto answer = client.request("GET", story, with_token("admin"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, yours ? 429u : 503u);
        EXPECT_EQ(answer->text("reason"), "too_many_explanations");
        EXPECT_FALSE(answer->header("Retry-After").empty());
    }
    EXPECT_EQ(world.adapter->metrics().hits(Limit::explanations), 2);
    EXPECT_EQ(client.request("GET", "/v1/requests/1/timeline", with_token("admin"))->status, 200u)
        << "without decisions there is nothing to wait for";
}

TEST(Explanations, AreGivenUpWhenTheClientLeaves) {
    for (const bool half : {true, false}) {
        World world;
        world.start();
        auto client = std::make_unique<Client>(world);
        ASSERT_TRUE(client->send(Client::text_of("GET", story, with_token("admin"), "")));
        ASSERT_TRUE(world.until([&] { return world.explain.wanted == 1; }));
        if (half) {
            client->end_of_requests();
        } else {
            client.reset();
        }
        EXPECT_TRUE(world.until([&] { return world.explain.wanted == 0; }));
        EXPECT_TRUE(world.until([&] { return world.adapter->connections() == 0; }));
    }
}

TEST(Explanations, CostMoreThanOtherReads) {
    World world;
    world.options.per_token = {.per_minute = 60, .burst = 10, .max_names = 10};
    world.options.explain_cost = 30;
    world.start();
    Client client(world);
    ASSERT_TRUE(client.send(Client::text_of("GET", story, with_token("admin"), "")));
    ASSERT_TRUE(world.until([&] { return world.explain.wanted == 1; }));
    world.explain.done(R"(,"decisions":[])");
    ASSERT_EQ(client.receive()->status, 200u);
    const auto refused = client.request("GET", story, with_token("admin"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 429u);
    EXPECT_EQ(refused->header("Retry-After"), "22");
}

}  // namespace
}  // namespace muster::http
