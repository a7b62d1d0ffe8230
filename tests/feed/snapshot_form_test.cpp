// A snapshot with less in it, and that nothing else of the protocol knows of it.
#include <gtest/gtest.h>

#include "tests/feed/feed_harness.hpp"

namespace muster::feed::testing {
namespace {

using Types = std::vector<std::string>;

constexpr SnapshotForm first_view{{LeaveOut::ended, LeaveOut::off_duty}, true};

// In the harness "e..." is over and "o..." is off duty.
TEST(SnapshotForm, IsWithoutWhatItLeavesOut) {
    TestServer server;
    server.set("requests", 1, "a");
    server.set("requests", 2, "e");
    server.set("responders", 3, "o");
    server.set("responders", 4, "a");
    server.set("positions", 4, "a");
    const std::vector<std::string> topics{"requests", "responders", "positions"};
    const auto ids = [&](const SnapshotForm& form) {
        std::vector<std::uint64_t> all;
        const State state = server.join(topics, true, form)->state;
        for (const auto& [topic, entities] : state) {
            for (const auto& [id, entity] : entities)
                all.push_back(topic == "positions" ? 100 + id : id);
        }
        std::sort(all.begin(), all.end());
        return all;
    };
    using Ids = std::vector<std::uint64_t>;
    EXPECT_EQ(ids({}), (Ids{1, 2, 3, 4, 104}));
    EXPECT_EQ(ids({LeaveOut::ended}), (Ids{1, 3, 4, 104}));
    EXPECT_EQ(ids({LeaveOut::off_duty}), (Ids{1, 2, 4, 104}));
    EXPECT_EQ(ids({LeaveOut::positions}), (Ids{1, 2, 3, 4}));
    EXPECT_EQ(ids(first_view), (Ids{1, 4, 104}));
    ASSERT_EQ(server.forms.size(), 5u);
    EXPECT_EQ(server.forms.back(), first_view) << "the source hears what was asked for";
}

TEST(SnapshotForm, WhatWasLeftOutComesWholeWhenItChanges) {
    TestServer server;
    server.set("responders", 1, "off");
    server.set("responders", 2, "on");
    auto client = server.join({"responders"}, true, {LeaveOut::off_duty});
    EXPECT_TRUE(client->state["responders"].empty()) << "both begin with an o";
    server.set("responders", 1, "available");
    EXPECT_EQ(client->state["responders"].at(1), TestServer::entity(1, "available"));
    // What leaves the set later is told like any other change.
    server.set("responders", 1, "off again");
    EXPECT_EQ(client->state["responders"].at(1), TestServer::entity(1, "off again"));
    // One that the client never had may go.
    server.set("responders", 2, "");
    EXPECT_EQ(client->state["responders"].size(), 1u);
    EXPECT_EQ(client->gaps, 0u);
}

TEST(SnapshotForm, DeltasAreSharedWhateverTheForm) {
    TestServer server;
    server.set("requests", 1, "e");
    auto whole = server.join({"requests"});
    auto small = server.join({"requests"}, true, first_view);
    auto other = server.join({"requests"}, true, first_view);
    EXPECT_EQ(server.hub.stats().snapshots_built, 2u) << "one of each form";
    EXPECT_EQ(server.hub.stats().snapshots_shared, 1u);
    EXPECT_EQ(server.hub.stats().groups, 1u);
    server.set("requests", 2, "a");
    server.set("requests", 1, "e2");
    EXPECT_EQ(server.hub.stats().deltas_shared, 2u);
    EXPECT_EQ(server.hub.stats().deltas_single, 0u);
    EXPECT_EQ(small->changes, whole->changes);
    EXPECT_EQ(small->state, whole->state);
    EXPECT_EQ(other->state, whole->state);
    // After its time a snapshot is made anew, of each form for itself.
    server.pass(2'000);
    (void)server.join({"requests"}, true, first_view);
    EXPECT_EQ(server.hub.stats().snapshots_built, 3u);
}

TEST(SnapshotForm, AResumeNeedsNone) {
    TestServer server;
    server.set("requests", 1, "a");
    server.set("requests", 2, "e");
    auto client = server.join({"requests"}, true, first_view);
    client->cut();
    server.set("requests", 3, "e");
    client->take_types();
    client->reconnect(server.hub, server.now);
    client->auth(server.ticket(), server.now);
    client->subscribe({"requests"}, server.now, first_view);
    EXPECT_EQ(client->take_types(), (Types{"hello", "delta", "bookmark"}));
    EXPECT_EQ(client->gaps, 0u);
    EXPECT_TRUE(client->state["requests"].contains(3)) << "a change is told, whatever it is";
    EXPECT_FALSE(client->state["requests"].contains(2));
}

TEST(SnapshotForm, HoldsForTheResetOfAResumeToo) {
    FeedOptions options;
    options.retained_records = 2;
    TestServer server(options);
    server.set("requests", 1, "a");
    auto client = server.join({"requests"}, true, first_view);
    client->cut();
    for (std::uint64_t id = 2; id <= 6; ++id)
        server.set("requests", id, "e");
    client->take_types();
    client->reconnect(server.hub, server.now);
    client->auth(server.ticket(), server.now);
    client->subscribe({"requests"}, server.now, first_view);
    EXPECT_EQ(client->take_types(),
              (Types{"hello", "reset:gap", "snapshot_begin", "snapshot_chunk", "snapshot_end"}));
    EXPECT_EQ(client->state["requests"].size(), 1u);
    EXPECT_EQ(client->last_seq, server.seq);
}

// At the limit a joiner gets an older snapshot of its own form, never one of another.
TEST(SnapshotForm, IsNotExchangedForAnother) {
    FeedOptions options;
    options.max_snapshots = 1;
    TestServer server(options);
    server.set("requests", 1, "e");
    TestClient slow(server.hub, server.now);
    slow.auth(server.ticket(), server.now);
    slow.block();
    slow.subscribe({"requests"}, server.now);
    auto small = server.join({"requests"}, true, first_view);
    EXPECT_EQ(small->closed(), FeedClose::rate);
    auto whole = server.join({"requests"});
    EXPECT_EQ(whole->state, server.visible({"requests"}));
}

}  // namespace
}  // namespace muster::feed::testing
