// What a console knows from a snapshot and deltas is what the board holds.
#include <gtest/gtest.h>

#include "engine/core/board.hpp"
#include "tests/feed/feed_harness.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using feed::testing::State;
using feed::testing::TestClient;

const std::vector<std::string> all_topics = {"requests", "responders", "offers",
                                             "members",  "cards",      "positions"};

std::unique_ptr<TestClient> join(Life& life, bool personal) {
    FeedPrincipal principal;
    principal.name = personal ? "desk" : "wall";
    principal.may_see_personal = personal;
    principal.all_topics = true;
    auto client = std::make_unique<TestClient>(*life.hub, life.now);
    client->auth(life.hub->issue_ticket(principal, life.now).value_or("none"), life.now);
    client->subscribe(all_topics, life.now);
    return client;
}

// Offers go with their request.
State without_orphans(State state) {
    const auto& requests = state["requests"];
    std::erase_if(state["offers"], [&](const auto& offer) {
        const auto entity = boost::json::parse(offer.second);
        return !requests.contains(entity.at("request").template to_number<std::uint64_t>());
    });
    return state;
}

class FeedOfPipeline : public ::testing::TestWithParam<bool> {};

TEST_P(FeedOfPipeline, DeltasLeadToTheStateThatASnapshotShows) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    auto early = join(life, GetParam());
    for (std::uint64_t part = 0; part < 10; ++part) {
        life.story(100 + part, 60);
        auto late = join(life, GetParam());
        State expected = without_orphans(late->state);
        State seen = without_orphans(early->state);
        EXPECT_EQ(seen, expected);
        EXPECT_EQ(early->gaps, 0u);
    }
    EXPECT_GT(early->deltas, 100u);
}

INSTANTIATE_TEST_SUITE_P(Personal, FeedOfPipeline, ::testing::Bool());

TEST(FeedOfPipeline, WithoutMaskedReadersTheMaskedFormIsTheIdOnly) {
    TempFolder folder;
    PipelineOptions options;
    options.feed_masked = false;
    Life life(folder.path(), options);
    life.city();
    auto client = join(life, false);
    const auto outcome = life.run({"desk", "", muster::test::request_at(1)});
    ASSERT_TRUE(outcome);
    const std::string id = std::to_string(outcome->seq);
    EXPECT_EQ(client->state["requests"][outcome->seq], std::string("{\"id\":").append(id) + "}");
}

TEST(FeedOfPipeline, UrgentRequestsAndMissedDeadlinesAreAlerts) {
    TempFolder folder;
    Life life(folder.path());
    life.city(4, 0);
    FeedPrincipal principal{"desk", true, true, {}};
    TestClient client(*life.hub, life.now);
    client.auth(life.hub->issue_ticket(principal, life.now).value_or("none"), life.now);
    client.subscribe({"alerts"}, life.now);
    const auto outcome = life.run({"desk", "", muster::test::request_at(1)});
    ASSERT_TRUE(outcome);
    life.now = life.now + minutes(30);
    (void)life.settle();
    std::set<std::string> kinds;
    for (const auto& [id, alert] : client.state["alerts"]) {
        const auto json = boost::json::parse(alert);
        kinds.insert(std::string(json.at("kind").as_string()));
        EXPECT_EQ(json.at("request").to_number<std::uint64_t>(), outcome->seq);
        EXPECT_EQ(id / 4096, json.at("seq").to_number<std::uint64_t>());
    }
    EXPECT_TRUE(kinds.contains("RequestReceived"));
    EXPECT_TRUE(kinds.contains("DeadlineBreached"));
}

}  // namespace
}  // namespace muster::pipeline::test
