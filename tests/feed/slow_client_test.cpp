// What happens to a client that reads more slowly than the city changes.
#include <gtest/gtest.h>

#include "tests/feed/feed_harness.hpp"

namespace muster::feed::testing {
namespace {

FeedOptions small_marks() {
    FeedOptions options;
    options.soft_bytes = 2'000;
    options.soft_messages = 10;
    options.hard_bytes = 20'000;
    options.hard_messages = 60;
    return options;
}

TEST(SlowClient, GetsOnlyTheNewestPositionOfEachResponder) {
    TestServer server(small_marks());
    auto slow = server.join({"requests", "positions"});
    auto quick = server.join({"requests", "positions"});
    slow->block();
    for (std::uint64_t round = 0; round < 200; ++round) {
        server.set("positions", round % 4, numbered("p", round));
        if (round % 40 == 0) server.set("requests", round, "open");
    }
    EXPECT_EQ(quick->deltas, 205u);
    EXPECT_FALSE(slow->closed()) << "what is due after conflation is below the hard mark";
    slow->grant(TestClient::unlimited);
    EXPECT_EQ(slow->gaps, 0u);
    EXPECT_EQ(slow->state, server.visible({"requests", "positions"}));
    EXPECT_EQ(slow->deltas, 9u) << "five requests and four positions";
    EXPECT_GT(server.hub.stats().conflated, 0u);
    EXPECT_EQ(server.hub.stats().fell_behind, 1u);
    server.set("requests", 7, "open");
    EXPECT_EQ(slow->gaps, 0u) << "and it shares the group's frames again";
    EXPECT_EQ(slow->state, quick->state);
}

TEST(SlowClient, FinishesTheFrameItIsIn) {
    TestServer server(small_marks());
    auto slow = server.join({"requests", "positions"});
    slow->block();
    slow->grant(10);
    for (std::uint64_t i = 0; i < 30; ++i)
        server.set("positions", 1, numbered("p", i));
    for (int i = 0; i < 400; ++i)
        slow->grant(7);
    EXPECT_EQ(slow->gaps, 0u);
    EXPECT_EQ(slow->state, server.visible({"requests", "positions"}));
}

TEST(SlowClient, LosesNoRequestOfferOrAlert) {
    TestServer server(small_marks());
    auto slow = server.join({"requests", "offers", "alerts", "positions"});
    slow->block();
    for (std::uint64_t i = 1; i <= 45; ++i) {
        server.set(i % 3 == 0 ? "requests" : i % 3 == 1 ? "offers" : "alerts", 1, numbered("v", i));
        server.set("positions", 1, numbered("p", i));
    }
    slow->grant(TestClient::unlimited);
    std::size_t solid = 0;
    for (const auto& [topic, id, seq] : slow->changes)
        solid += topic != "positions" ? 1 : 0;
    EXPECT_EQ(solid, 45u);
    EXPECT_EQ(slow->gaps, 0u);
}

TEST(SlowClient, IsClosedAboveTheHardMarkAndResumes) {
    TestServer server(small_marks());
    auto slow = server.join({"requests"});
    auto quick = server.join({"requests"});
    slow->block();
    std::uint64_t published = 0;
    while (!slow->closed() && published < 1'000)
        server.set("requests", ++published, "v");
    EXPECT_EQ(slow->closed(), FeedClose::slow);
    EXPECT_GT(published, 60u);
    EXPECT_LE(published, 64u) << "the mark holds to within a sixteenth";
    EXPECT_FALSE(quick->closed());
    slow->cut();
    slow->reconnect(server.hub, server.now);
    slow->grant(TestClient::unlimited);
    slow->auth(server.ticket(), server.now);
    slow->subscribe({"requests"}, server.now);
    EXPECT_EQ(slow->gaps, 0u);
    EXPECT_EQ(server.hub.stats().resumes, 1u);
    EXPECT_EQ(slow->state, server.visible({"requests"}));
}

TEST(SlowClient, IsClosedByTheByteMarkToo) {
    FeedOptions options = small_marks();
    options.hard_messages = 100'000;
    TestServer server(options);
    auto slow = server.join({"requests"});
    slow->block();
    std::uint64_t published = 0;
    while (!slow->closed() && published < 1'000) {
        server.set("requests", ++published, std::string(1'000, 'x'));
    }
    EXPECT_EQ(slow->closed(), FeedClose::slow);
    EXPECT_NEAR(static_cast<double>(published), 18.0, 2.0);
}

TEST(SlowClient, IsNotClosedForALongSnapshotOrResume) {
    TestServer server(small_marks());
    for (std::uint64_t id = 1; id <= 100; ++id)
        server.set("requests", id, std::string(500, 'x'));
    TestClient client(server.hub, server.now);
    client.auth(server.ticket(), server.now);
    client.block();
    client.subscribe({"requests"}, server.now);
    for (std::uint64_t id = 1; id <= 100; ++id) {
        server.set("requests", id, std::string(500, 'y'));
        client.grant(300);
    }
    EXPECT_FALSE(client.closed());
    client.grant(TestClient::unlimited);
    EXPECT_EQ(client.gaps, 0u);
    EXPECT_EQ(client.state, server.visible({"requests"}));
}

TEST(SlowClient, IsClosedWhenTheRingOvertakesItsSnapshot) {
    FeedOptions options = small_marks();
    options.retained_records = 5;
    TestServer server(options);
    for (std::uint64_t id = 1; id <= 10; ++id)
        server.set("requests", id, "x");
    TestClient client(server.hub, server.now);
    client.auth(server.ticket(), server.now);
    client.block();
    client.subscribe({"requests"}, server.now);
    for (std::uint64_t id = 1; id <= 6; ++id)
        server.set("requests", id, "y");
    EXPECT_EQ(client.closed(), FeedClose::slow);
}

TEST(SlowClient, PullsASnapshotPieceByPiece) {
    TestServer server;
    server.chunk_entities = 1;
    for (std::uint64_t id = 1; id <= 50; ++id)
        server.set("requests", id, std::string(900, 'x'));
    TestClient client(server.hub, server.now);
    client.auth(server.ticket(), server.now);
    client.block();
    client.subscribe({"requests"}, server.now);
    std::array<std::string_view, 3> views;
    client.grant(3'000);
    const std::size_t used = client.session().due(views, 1'000'000);
    std::size_t due = 0;
    for (std::size_t i = 0; i < used; ++i)
        due += views[i].size();
    EXPECT_LT(due, 1'100u) << "never more than one chunk";
    server.pass(15'000);
    client.grant(TestClient::unlimited);
    EXPECT_EQ(client.pings, 1u) << "a ping goes between two frames";
    EXPECT_EQ(client.state, server.visible({"requests"}));
}

}  // namespace
}  // namespace muster::feed::testing
