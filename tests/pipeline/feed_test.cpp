// What a console knows from a snapshot and deltas is what the board holds.
#include <gtest/gtest.h>

#include "engine/core/board.hpp"
#include "tests/feed/feed_harness.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using feed::testing::State;
using feed::testing::TestClient;

const std::vector<std::string> all_topics = {"requests", "responders", "offers",   "members",
                                             "cards",    "devices",    "positions"};

std::unique_ptr<TestClient> join(Life& life, bool personal,
                                 const std::vector<std::string>& topics = all_topics) {
    FeedPrincipal principal;
    principal.name = personal ? "desk" : "wall";
    principal.may_see_personal = personal;
    principal.all_topics = true;
    auto client = std::make_unique<TestClient>(*life.hub, life.now);
    client->auth(life.hub->issue_ticket(principal, life.now).value_or("none"), life.now);
    client->subscribe(topics, life.now);
    return client;
}

// What the contract of touched() leaves to the reader: offers go with their request, and a
// responder's position is told by its own topic.
State as_read(State state) {
    for (auto& [id, text] : state["responders"]) {
        auto entity = boost::json::parse(text).as_object();
        entity.stable_erase("position");
        entity.stable_erase("position_at");
        text = boost::json::serialize(entity);
    }
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
        State expected = as_read(late->state);
        State seen = as_read(early->state);
        for (const std::string& topic : all_topics) {
            for (const auto& [id, entity] : expected[topic]) {
                ASSERT_EQ(seen[topic][id], entity) << topic << " in part " << part;
            }
            ASSERT_EQ(seen[topic].size(), expected[topic].size()) << topic << " in part " << part;
        }
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
    const auto desk = join(life, true, {"alerts"});
    const auto wall = join(life, false, {"alerts"});
    const auto outcome = life.run({"desk", "", muster::test::request_at(1)});
    ASSERT_TRUE(outcome);
    life.now = life.now + minutes(30);
    (void)life.settle();
    std::set<std::string> kinds;
    for (const auto& [id, alert] : desk->state["alerts"]) {
        const auto json = boost::json::parse(alert);
        const std::string kind(json.at("kind").as_string());
        kinds.insert(kind);
        EXPECT_EQ(json.at("request").to_number<std::uint64_t>(), outcome->seq);
        EXPECT_EQ(id / 4096, json.at("seq").to_number<std::uint64_t>());
        EXPECT_EQ(json.at("tone").as_string(), kind == "DeadlineBreached"  ? "bad"
                                               : kind == "RequestReceived" ? "plain"
                                                                           : "warn")
            << kind;
        EXPECT_NE(json.at("en").as_string(), json.at("zh").as_string());
        // What it was about is told to those who may know.
        const bool told = alert.find("fell in the kitchen") != std::string::npos;
        EXPECT_EQ(told, kind == "RequestReceived") << alert;
        const std::string& masked = wall->state["alerts"].at(id);
        EXPECT_EQ(masked.find("fell in the kitchen"), std::string::npos) << masked;
        EXPECT_NE(masked.find(kind), std::string::npos) << masked;
    }
    EXPECT_TRUE(kinds.contains("RequestReceived"));
    EXPECT_TRUE(kinds.contains("DeadlineBreached"));
}

}  // namespace
}  // namespace muster::pipeline::test
