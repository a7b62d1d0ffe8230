// Each rule of the protocol, as a scenario without sockets.
#include <gtest/gtest.h>

#include "tests/feed/feed_harness.hpp"

namespace muster::feed::testing {
namespace {

using Types = std::vector<std::string>;

TEST(Feed, SaysHelloFirst) {
    TestServer server;
    TestClient client(server.hub, server.now);
    EXPECT_EQ(client.take_types(), Types{"hello"});
    EXPECT_EQ(client.epoch, "e1");
}

TEST(Feed, GivesASnapshotAndThenDeltas) {
    TestServer server;
    for (std::uint64_t id = 1; id <= 5; ++id)
        server.set("requests", id, "open");
    server.set("cards", 1, "red");
    auto client = server.join({"requests", "alerts"});
    EXPECT_EQ(client->take_types(),
              (Types{"hello", "reset:start", "snapshot_begin", "snapshot_chunk", "snapshot_chunk",
                     "snapshot_chunk", "snapshot_end"}));
    EXPECT_EQ(client->last_seq, 6u);
    server.set("requests", 3, "closed");
    server.set("cards", 1, "blue");
    server.set("requests", 4, "");
    EXPECT_EQ(client->take_types(), (Types{"delta", "delta"}));
    EXPECT_EQ(client->gaps, 0u);
    EXPECT_EQ(client->state, server.visible({"requests", "alerts"}));
    EXPECT_EQ(server.hub.stats().deltas_shared, 2u);
}

TEST(Feed, SerialisesOnceForAllWhoSeeTheSame) {
    TestServer server;
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 20; ++i)
        clients.push_back(server.join({"requests"}));
    server.set("requests", 1, "open");
    EXPECT_EQ(server.hub.stats().deltas_shared, 1u);
    EXPECT_EQ(server.hub.stats().deltas_single, 0u);
    EXPECT_EQ(server.hub.stats().snapshots_built, 1u);
    EXPECT_EQ(server.hub.stats().snapshots_shared, 19u);
    for (auto& client : clients)
        EXPECT_EQ(client->deltas, 1u);
}

TEST(Feed, ResumesAfterACut) {
    TestServer server;
    auto client = server.join({"requests"});
    server.set("requests", 1, "a");
    client->cut();
    server.set("requests", 2, "b");
    server.set("cards", 9, "z");
    server.set("requests", 3, "c");
    client->take_types();
    client->reconnect(server.hub, server.now);
    client->auth(server.ticket(), server.now);
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(client->take_types(), (Types{"hello", "delta", "delta", "bookmark"}));
    EXPECT_EQ(client->gaps, 0u);
    EXPECT_EQ(client->state, server.visible({"requests"}));
    EXPECT_EQ(server.hub.stats().resumes, 1u);
}

TEST(Feed, ResumesWithOtherTopicsFromTheSameRing) {
    TestServer server;
    server.set("requests", 1, "a");
    auto client = server.join({"requests"});
    server.set("cards", 1, "red");
    server.set("requests", 1, "b");
    client->subscribe({"requests", "cards"}, server.now);
    EXPECT_EQ(client->gaps, 0u);
    server.set("cards", 2, "red");
    EXPECT_EQ(client->gaps, 0u);
    EXPECT_EQ(client->state["cards"].size(), 1u) << "cards before the second subscription are "
                                                    "not asked for by a resume";
}

TEST(Feed, JoinersWithDifferentLastSeqsShareATruePrev) {
    TestServer server;
    auto first = server.join({"requests"});
    server.set("requests", 1, "a");
    auto second = server.join({"requests"});
    server.set("cards", 1, "x");
    server.set("cards", 2, "x");
    server.pass(1'500);
    auto third = server.join({"requests"});
    EXPECT_EQ(first->last_seq, 1u);
    EXPECT_EQ(third->last_seq, 3u);
    first->cut();
    first->reconnect(server.hub, server.now);
    first->auth(server.ticket(), server.now);
    first->subscribe({"requests"}, server.now);
    server.set("requests", 2, "b");
    for (auto* client : {first.get(), second.get(), third.get()}) {
        EXPECT_EQ(client->gaps, 0u);
        EXPECT_EQ(client->state, server.visible({"requests"}));
    }
}

TEST(Feed, ResetsWhenTheRingNoLongerReaches) {
    FeedOptions options;
    options.retained_records = 3;
    TestServer server(options);
    auto client = server.join({"requests"});
    client->cut();
    for (std::uint64_t id = 1; id <= 4; ++id)
        server.set("requests", id, "a");
    client->take_types();
    client->reconnect(server.hub, server.now);
    client->auth(server.ticket(), server.now);
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(client->take_types().at(1), "reset:gap");
    EXPECT_EQ(client->state, server.visible({"requests"}));
    EXPECT_EQ(server.hub.stats().retained_records, 3u);
}

TEST(Feed, ResetsOnAnotherEpochAndOnASeqFromTheFuture) {
    TestServer server({}, 100);
    auto client = server.join({"requests"});
    client->take_types();
    client->epoch = "older";
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(client->take_types().at(0), "reset:epoch");
    client->epoch = "e1";
    client->last_seq = 101;
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(client->take_types().at(0), "reset:ahead");
    client->last_seq = 99;
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(client->take_types().at(0), "reset:gap") << "records before the start are not here";
}

TEST(Feed, BookmarksWhenIdleSoThatAResumeStaysShort) {
    FeedOptions options;
    options.retained_records = 3;
    TestServer server(options);
    auto client = server.join({"requests"});
    for (std::uint64_t id = 1; id <= 6; ++id)
        server.set("cards", id, "x");
    client->take_types();
    server.pass(2'750);
    EXPECT_EQ(client->take_types(), Types{});
    server.pass(250);
    EXPECT_EQ(client->take_types(), Types{"bookmark"});
    EXPECT_EQ(client->last_seq, 6u);
    client->cut();
    client->reconnect(server.hub, server.now);
    client->auth(server.ticket(), server.now);
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(server.hub.stats().resumes, 1u);
    server.set("requests", 1, "a");
    EXPECT_EQ(client->gaps, 0u);
}

TEST(Feed, RefusesABadTicket) {
    TestServer server;
    const std::string ticket = server.ticket();
    TestClient first(server.hub, server.now);
    first.auth(ticket, server.now);
    EXPECT_FALSE(first.closed());
    TestClient second(server.hub, server.now);
    second.auth(ticket, server.now);
    EXPECT_EQ(second.closed(), FeedClose::unauthorised) << "used";
    TestClient third(server.hub, server.now);
    const std::string late = server.ticket();
    third.auth(late, server.now + seconds(30));
    EXPECT_EQ(third.closed(), FeedClose::unauthorised) << "expired";
    TestClient fourth(server.hub, server.now);
    fourth.auth("", server.now);
    EXPECT_EQ(fourth.closed(), FeedClose::unauthorised) << "unknown";
    EXPECT_EQ(server.hub.stats().auths_refused, 3u);
    EXPECT_EQ(server.hub.stats().closed.at(FeedClose::unauthorised), 3u);
}

TEST(Feed, ClosesWhoDoesNotSayWhoItIs) {
    TestServer server;
    TestClient client(server.hub, server.now);
    server.pass(4'999);
    EXPECT_FALSE(client.closed());
    server.pass(250);
    EXPECT_EQ(client.closed(), FeedClose::auth_timeout);
}

TEST(Feed, ClosesOnMessagesThatAreNotTheProtocol) {
    TestServer server;
    for (const char* text :
         {"", "{", "[]", "7", R"({"type":"dance"})", R"({"type":1})", R"({"type":"auth"})",
          R"({"type":"auth","ticket":7})", R"({"type":"subscribe","topics":["requests"]})",
          R"({"a":{"a":{"a":{"a":{"a":{"a":1}}}}},"type":"auth","ticket":""})"}) {
        TestClient client(server.hub, server.now);
        client.say(text, server.now);
        EXPECT_EQ(client.closed(), FeedClose::protocol) << text;
    }
    for (const char* text :
         {R"({"type":"subscribe"})", R"({"type":"subscribe","topics":[]})",
          R"({"type":"subscribe","topics":["weather"]})", R"({"type":"subscribe","topics":[7]})",
          R"({"type":"subscribe","topics":["requests"],"after":-1})",
          R"({"type":"subscribe","topics":["requests"],"after":1.5})",
          R"({"type":"subscribe","topics":["requests"],"epoch":5})",
          R"({"type":"subscribe","topics":["requests"],"leave_out":"ended"})",
          R"({"type":"subscribe","topics":["requests"],"leave_out":["everything"]})",
          R"({"type":"subscribe","topics":["requests"],"leave_out":[1]})",
          R"({"type":"subscribe","topics":["requests"],"compact":1})",
          R"({"type":"auth","ticket":"again"})"}) {
        TestClient client(server.hub, server.now);
        client.auth(server.ticket(), server.now);
        client.say(text, server.now);
        EXPECT_EQ(client.closed(), FeedClose::protocol) << text;
    }
}

TEST(Feed, SaysNothingMoreOnceItCloses) {
    TestServer server;
    auto client = server.join({"requests"});
    client->say("nonsense", server.now);
    client->take_types();
    server.set("requests", 1, "a");
    server.pass(60'000);
    client->subscribe({"requests"}, server.now);
    EXPECT_EQ(client->take_types(), Types{});
    EXPECT_EQ(client->closed(), FeedClose::protocol) << "the first reason stays";
}

TEST(Feed, RefusesTopicsThatThePrincipalMayNotRead) {
    TestServer server;
    TestClient client(server.hub, server.now);
    client.auth(server.ticket(true, {"requests"}), server.now);
    client.subscribe({"requests"}, server.now);
    EXPECT_FALSE(client.closed());
    client.subscribe({"requests", "members"}, server.now);
    EXPECT_EQ(client.closed(), FeedClose::forbidden);
}

TEST(Feed, MasksPersonalDataForThoseWithoutTheRight) {
    TestServer server;
    server.set("members", 1, "Li Wei");
    auto open = server.join({"members"}, true);
    auto masked = server.join({"members"}, false);
    server.set("members", 2, "Wang Fang");
    EXPECT_EQ(open->state, server.visible({"members"}));
    EXPECT_EQ(masked->state, server.visible({"members"}, true));
    EXPECT_EQ(masked->state["members"][2], R"({"id":2,"v":"*"})");
    masked->cut();
    server.set("members", 3, "Zhang Min");
    masked->reconnect(server.hub, server.now);
    masked->auth(server.ticket(false), server.now);
    masked->subscribe({"members"}, server.now);
    EXPECT_EQ(masked->state, server.visible({"members"}, true)) << "in a resume too";
}

TEST(Feed, PingsASilentClientAndThenGivesItUp) {
    TestServer server;
    auto client = server.join({"requests"});
    server.pass(15'000);
    EXPECT_EQ(client->pings, 1u);
    client->session().on_alive(server.now);
    server.pass(15'000);
    EXPECT_EQ(client->pings, 2u);
    server.pass(14'999);
    EXPECT_FALSE(client->closed());
    server.pass(250);
    EXPECT_EQ(client->closed(), FeedClose::no_heartbeat);
}

TEST(Feed, ClosesAClientThatTalksTooMuch) {
    FeedOptions options;
    options.client_frames_per_window = 5;
    TestServer server(options);
    auto client = server.join({"requests"});
    for (int i = 0; i < 3; ++i)
        client->session().on_alive(server.now);
    EXPECT_FALSE(client->closed());
    server.now = server.now + seconds(10);
    for (int i = 0; i < 5; ++i)
        client->session().on_alive(server.now);
    EXPECT_FALSE(client->closed());
    client->session().on_alive(server.now);
    EXPECT_EQ(client->closed(), FeedClose::rate);
}

TEST(Feed, ReplacesTheOldestConnectionOfAPrincipal) {
    FeedOptions options;
    options.max_per_principal = 2;
    TestServer server(options);
    auto first = server.join({"requests"});
    auto second = server.join({"requests"});
    TestClient other(server.hub, server.now);
    other.auth(server.ticket(true, {}, "d2"), server.now);
    auto third = server.join({"requests"});
    EXPECT_EQ(first->closed(), FeedClose::replaced);
    EXPECT_FALSE(second->closed());
    EXPECT_FALSE(other.closed());
    EXPECT_FALSE(third->closed());
    auto fourth = server.join({"requests"});
    EXPECT_EQ(second->closed(), FeedClose::replaced);
    EXPECT_FALSE(third->closed());
}

TEST(Feed, ShutsDownWithAWord) {
    TestServer server;
    auto client = server.join({"requests"});
    server.hub.shutdown(server.now);
    EXPECT_EQ(client->closed(), FeedClose::shutdown);
    TestClient late(server.hub, server.now);
    EXPECT_FALSE(late.is_open());
}

TEST(Feed, SharesSnapshotsAndLimitsThem) {
    FeedOptions options;
    options.max_snapshots = 1;
    options.retained_records = 4;
    TestServer server(options);
    server.set("requests", 1, "a");
    TestClient slow(server.hub, server.now);
    slow.auth(server.ticket(), server.now);
    slow.block();
    slow.subscribe({"requests"}, server.now);
    server.set("requests", 2, "b");
    auto second = server.join({"requests"});
    EXPECT_EQ(second->state, server.visible({"requests"})) << "an older snapshot, then deltas";
    EXPECT_EQ(server.hub.stats().snapshots_built, 1u);
    auto third = server.join({"cards"});
    EXPECT_EQ(third->closed(), FeedClose::rate) << "one snapshot is being read already";
    slow.grant(TestClient::unlimited);
    EXPECT_EQ(slow.state, server.visible({"requests"}));
}

TEST(Feed, CoalescesCommitsAboveTheThreshold) {
    FeedOptions options;
    options.flush_interval_ms = Millis{50};
    options.flush_threshold = 1;
    TestServer server(options);
    auto first = server.join({"requests"});
    server.set("requests", 1, "a");
    EXPECT_EQ(first->deltas, 1u) << "below the threshold at once";
    auto second = server.join({"requests"});
    server.now = server.now + Millis{10};
    server.set("requests", 2, "b");
    server.set("requests", 3, "c");
    EXPECT_EQ(first->deltas, 1u);
    EXPECT_LE(server.hub.next_timer(server.now), server.now + Millis{50});
    server.pass(39);
    EXPECT_EQ(first->deltas, 1u);
    server.pass(1);
    EXPECT_EQ(first->deltas, 3u);
    EXPECT_EQ(second->state, server.visible({"requests"}));
    server.now = server.now + Millis{10};
    server.set("requests", 4, std::string(200'000, 'x'));
    EXPECT_EQ(first->deltas, 4u) << "much is flushed early";
}

}  // namespace
}  // namespace muster::feed::testing
