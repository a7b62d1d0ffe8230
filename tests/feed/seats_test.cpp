// Who may sit: few without a ticket, all with one, and nobody whose token has ended.
#include <set>

#include "tests/feed/feed_harness.hpp"

namespace muster::feed::testing {
namespace {

std::unique_ptr<TestClient> stranger(TestServer& server, const std::string& address) {
    return std::make_unique<TestClient>(server.hub, server.now, TestClient::unlimited, address);
}

TEST(Seats, AreRefusedWhenAllAreTaken) {
    FeedOptions options;
    options.max_subscribers = 1;
    TestServer server(options);
    auto first = server.join({"requests"});
    TestClient second(server.hub, server.now);
    EXPECT_TRUE(first->is_open());
    EXPECT_FALSE(second.is_open());
    first.reset();
    second.reconnect(server.hub, server.now);
    EXPECT_TRUE(second.is_open());
    EXPECT_EQ(server.hub.stats().opens_refused, 1u);
}

TEST(Seats, TheLastOneGoesToWhoShowsATicketFirst) {
    FeedOptions options;
    options.max_subscribers = 1;
    TestServer server(options);
    auto slow = stranger(server, "192.0.2.1");
    auto quick = server.join({"requests"});
    slow->auth(server.ticket(), server.now);
    EXPECT_EQ(slow->closed(), FeedClose::crowded);
    EXPECT_FALSE(quick->closed());
}

TEST(Seats, OfOneAddressTheOneThatWaitedLongestMakesRoom) {
    FeedOptions options;
    options.max_waiting_per_address = 2;
    TestServer server(options);
    auto other = stranger(server, "192.0.2.2");
    auto first = stranger(server, "192.0.2.1");
    auto second = stranger(server, "192.0.2.1");
    auto third = stranger(server, "192.0.2.1");
    EXPECT_EQ(first->closed(), FeedClose::crowded);
    EXPECT_FALSE(second->closed());
    EXPECT_FALSE(third->closed());
    EXPECT_FALSE(other->closed()) << "another address does not feel it";
    EXPECT_EQ(server.hub.stats().waiting, 3u);
    EXPECT_EQ(server.hub.stats().closed[FeedClose::crowded], 1u);
    // A seat in the house is no waiting one.
    second->auth(server.ticket(), server.now);
    auto fourth = stranger(server, "192.0.2.1");
    EXPECT_FALSE(second->closed());
    EXPECT_FALSE(third->closed());
    EXPECT_EQ(server.hub.stats().subscribers, 1u);
}

TEST(Seats, WithoutATicketTheyAreFewInAll) {
    FeedOptions options;
    options.max_waiting = 3;
    options.max_waiting_per_address = 3;
    TestServer server(options);
    std::vector<std::unique_ptr<TestClient>> flood;
    for (int i = 0; i < 100; ++i)
        flood.push_back(stranger(server, numbered("198.51.100.", static_cast<unsigned>(i))));
    EXPECT_EQ(server.hub.stats().waiting, 3u);
    EXPECT_EQ(server.hub.stats().closed[FeedClose::crowded], 97u);
    EXPECT_FALSE(flood.back()->closed());
}

TEST(Seats, AFloodNeverTakesTheHouse) {
    FeedOptions options;
    options.max_subscribers = 30;
    options.max_waiting = 16;
    options.max_waiting_per_address = 8;
    TestServer server(options);
    std::vector<std::unique_ptr<TestClient>> flood;
    std::vector<std::unique_ptr<TestClient>> dispatchers;
    for (int i = 0; i < 30; ++i) {
        // The same address: a desk and its attacker behind one router.
        for (int j = 0; j < 60; ++j)
            flood.push_back(stranger(server, "192.0.2.1"));
        dispatchers.push_back(server.join({"requests"}));
        EXPECT_TRUE(dispatchers.back()->is_open());
    }
    for (const auto& one : dispatchers)
        EXPECT_FALSE(one->closed());
    EXPECT_EQ(server.hub.stats().subscribers, 30u);
    server.pass(5'000);
    EXPECT_EQ(server.hub.stats().waiting, 0u) << "and those who wait do so briefly";
}

TEST(Seats, ClosingOrLeavingFreesThem) {
    FeedOptions options;
    options.max_waiting_per_address = 1;
    TestServer server(options);
    auto first = stranger(server, "192.0.2.1");
    first->auth("none", server.now);
    EXPECT_EQ(first->closed(), FeedClose::unauthorised);
    EXPECT_EQ(server.hub.stats().waiting, 0u);
    auto second = stranger(server, "192.0.2.1");
    second.reset();
    EXPECT_EQ(server.hub.stats().waiting, 0u);
    first.reset();
    auto seated = server.join({"requests"});
    seated.reset();
    EXPECT_EQ(server.hub.stats().subscribers, 0u);
}

struct EndingTokens : ::testing::Test {
    EndingTokens() {
        server.hub.set_access([this](const std::string& name) {
            ++asked;
            return !ended.contains(name);
        });
    }
    std::unique_ptr<TestClient> join(const std::string& name) {
        auto client = std::make_unique<TestClient>(server.hub, server.now);
        client->auth(server.ticket(true, {}, name), server.now);
        client->subscribe({"requests"}, server.now);
        return client;
    }

    TestServer server;
    std::set<std::string> ended;
    std::size_t asked = 0;
};

TEST_F(EndingTokens, CloseEveryConnectionTheyOpened) {
    auto one = join("d1");
    auto two = join("d1");
    auto other = join("d2");
    server.set("requests", 1, "before");
    server.pass(1'000);
    EXPECT_FALSE(one->closed());
    ended.insert("d1");
    server.pass(1'000);
    EXPECT_EQ(one->closed(), FeedClose::revoked);
    EXPECT_EQ(two->closed(), FeedClose::revoked);
    EXPECT_FALSE(other->closed());
    const std::size_t deltas = one->deltas;
    server.set("requests", 1, "after");
    EXPECT_EQ(one->deltas, deltas) << "nothing more is shown to it";
    EXPECT_EQ(other->deltas, 2u);
    EXPECT_EQ(server.hub.stats().closed[FeedClose::revoked], 2u);
}

TEST_F(EndingTokens, CloseThoseThatOnlyWatchToo) {
    // Not subscribed: nothing is sent to it, and still it has a seat.
    TestClient idle(server.hub, server.now);
    idle.auth(server.ticket(true, {}, "d1"), server.now);
    ended.insert("d1");
    server.pass(1'000);
    EXPECT_EQ(idle.closed(), FeedClose::revoked);
}

TEST_F(EndingTokens, TakeTheirTicketsWithThem) {
    const std::string ticket = server.ticket(true, {}, "d1");
    ended.insert("d1");
    TestClient late(server.hub, server.now);
    late.auth(ticket, server.now);
    EXPECT_EQ(late.closed(), FeedClose::revoked);
}

TEST_F(EndingTokens, AreAskedForOncePerPrincipalAndInterval) {
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 10; ++i)
        clients.push_back(join("d1"));
    server.pass(1'000);
    asked = 0;
    for (int i = 0; i < 4; ++i)
        server.pass(250);
    EXPECT_EQ(asked, 1u);
}

}  // namespace
}  // namespace muster::feed::testing
