// Tiles of the map, and ways along its roads: what the listener makes of what a port gives.
#include <gtest/gtest.h>

#include "http_world.hpp"

namespace muster::http {
namespace {

TEST(Map, SaysWhatTilesThereAre) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request("GET", "/v1/tiles", with_token("responder"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    EXPECT_EQ(answer->json().at("max_zoom"), 16);
    world.maps.there = false;
    const auto none = client.request("GET", "/v1/tiles", with_token("responder"));
    ASSERT_TRUE(none);
    EXPECT_EQ(none->status, 404u);
    EXPECT_EQ(none->text("reason"), "no_road_map");
    EXPECT_EQ(client.request("GET", "/v1/tiles")->status, 401u);
}

TEST(Map, TilesAreMadeOnceAndAskedForByTheirETag) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("GET", "/v1/tiles/14/13629/6641", with_token("call_taker"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->body(), "tile 14/13629/6641");
    EXPECT_EQ(answer->header("Content-Type"), "application/vnd.mapbox-vector-tile");
    EXPECT_EQ(answer->header("Cache-Control"), "private, max-age=3600");
    EXPECT_EQ(answer->header("ETag"), "\"v1\"");
    EXPECT_EQ(world.maps.made, 1u);
    // What the page has already is not made again, and neither is what is at hand.
    answer = client.request("GET", "/v1/tiles/14/13629/6641",
                            with_token("call_taker", {{"If-None-Match", "\"v1\""}}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 304u);
    EXPECT_EQ(answer->body(), "");
    EXPECT_EQ(answer->header("ETag"), "\"v1\"");
    world.maps.at_hand = true;
    answer = client.request("GET", "/v1/tiles/14/13629/6641", with_token("call_taker"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), "tile 14/13629/6641");
    EXPECT_EQ(world.maps.made, 1u);
    // Another road file: the old tile is none.
    world.maps.version = "v2";
    answer = client.request("GET", "/v1/tiles/14/13629/6641",
                            with_token("call_taker", {{"If-None-Match", "\"v1\""}}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
}

TEST(Map, WhatIsNoTileIsNotFound) {
    World world;
    world.start();
    Client client(world);
    for (const char* target : {"/v1/tiles/17/0/0", "/v1/tiles/0/1/0", "/v1/tiles/3/0/8",
                               "/v1/tiles/a/0/0", "/v1/tiles/3/-1/0", "/v1/tiles/3/1/1.mvt",
                               "/v1/tiles/3/4294967296/0", "/v1/tiles/18446744073709551616/0/0"}) {
        const auto answer = client.request("GET", target, with_token("dispatcher"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << target;
        EXPECT_EQ(answer->text("reason"), "unknown_tile") << target;
    }
    for (const char* target : {"/v1/tiles/3/1", "/v1/tiles/3/1/1/1", "/v1/tiles/"}) {
        EXPECT_EQ(client.request("GET", target, with_token("dispatcher"))->status, 404u) << target;
    }
    EXPECT_EQ(client.request("GET", "/v1/tiles/3/1/1?style=dark", with_token("dispatcher"))->status,
              400u);
    EXPECT_EQ(client.request("GET", "/v1/tiles/3/1/1")->status, 401u);
    EXPECT_EQ(world.maps.made, 0u);
}

TEST(Map, IsShedWhereTooManyWait) {
    World world;
    world.start();
    Client client(world);
    for (const auto& [why, status] : {std::pair{MapPort::Refusal::too_many_of_yours, 429u},
                                      {MapPort::Refusal::too_many, 503u}}) {
        world.maps.refusal = why;
        for (const char* target : {"/v1/tiles/3/1/1", "/v1/ways?from=1,1&to=2,2"}) {
            const auto answer = client.request("GET", target, with_token("dispatcher"));
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->status, status) << target;
            EXPECT_EQ(answer->text("reason"), "too_many_maps");
            EXPECT_NE(answer->header("Retry-After"), "");
        }
    }
    EXPECT_EQ(world.adapter->metrics().hits(Limit::maps), 4);
}

TEST(Map, TheWaysOfARequestAreForThoseWhoMaySeePeople) {
    World world;
    world.queries.entities["requests/7"] = R"({"id":7})";
    world.start();
    Client client(world);
    for (const char* token : {"dispatcher", "call_taker", "supervisor"}) {
        const auto answer = client.request("GET", "/v1/requests/7/ways", with_token(token));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << token;
        EXPECT_EQ(answer->body(), R"({"request":7,"ways":[]})");
        EXPECT_EQ(answer->header("Cache-Control"), "no-store");
    }
    ASSERT_EQ(world.audit.entries.size(), 3u);
    EXPECT_EQ(world.audit.entries[0].what, AuditKind::personal_read);
    EXPECT_EQ(world.audit.entries[0].about, "requests/7/ways");
    for (const char* token : {"responder", "admin", "adapter", "nobody"}) {
        EXPECT_EQ(client.request("GET", "/v1/requests/7/ways", with_token(token))->status, 403u)
            << token;
    }
    // Unknown to whoever asks, or too confidential for him.
    EXPECT_EQ(client.request("GET", "/v1/requests/8/ways", with_token("dispatcher"))->status, 404u);
    EXPECT_EQ(client.request("GET", "/v1/requests/7/ways?x=1", with_token("dispatcher"))->status,
              400u);
    EXPECT_EQ(world.audit.entries.size(), 3u);
}

TEST(Map, AWayFromHereToThere) {
    World world;
    world.start();
    Client client(world);
    auto answer = client.request("GET", "/v1/ways?from=32.39,119.42&to=32.4,119.5&profile=urgent",
                                 with_token("responder"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    EXPECT_EQ(world.maps.asked.from, (Point{323'900'000, 1'194'200'000}));
    EXPECT_EQ(world.maps.asked.to, (Point{324'000'000, 1'195'000'000}));
    EXPECT_EQ(world.maps.asked.profile, Profile::urgent);
    answer = client.request("GET", "/v1/ways?to=1,1&from=2,2", with_token("responder"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(world.maps.asked.profile, Profile::normal);
    for (const auto& [query, field] : {std::pair{"", "from"},
                                       {"?from=1,1", "to"},
                                       {"?from=1&to=2,2", "from"},
                                       {"?from=1,1&to=91,0", "to"},
                                       {"?from=1,1&to=2,2&profile=car", "profile"},
                                       {"?from=1,1&from=1,1&to=2,2", "from"},
                                       {"?from=1,1&to=2,2&by=air", "by"}}) {
        answer = client.request("GET", std::string("/v1/ways") + query, with_token("dispatcher"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u) << query;
        EXPECT_EQ(answer->text("field"), field) << query;
    }
}

}  // namespace
}  // namespace muster::http
