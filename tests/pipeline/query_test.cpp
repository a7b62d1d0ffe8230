#include "engine/pipeline/query_service.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

Principal with(Role role) {
    Principal principal;
    principal.name = "somebody";
    principal.roles.add(role);
    return principal;
}

QueryService service(Life& life) {
    return QueryService({.engine = life.state->engine,
                         .pipeline = *life.pipeline,
                         .log = *life.disk,
                         .timelines = life.state->timelines,
                         .index = life.state->index,
                         .feed = life.hub.get(),
                         .roads = nullptr,
                         .alarms = {},
                         .metrics = {}},
                        {});
}

TEST(Queries, ATimelineHasRecordsWordsAndDecisions) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const RequestId id{life.run({"desk", "", muster::test::request_at(5)})->seq};
    life.story(9, 60);
    const QueryService queries = service(life);
    const auto text = queries.timeline(id, true, with(Role::dispatcher));
    ASSERT_TRUE(text);
    const auto json = boost::json::parse(*text);
    EXPECT_EQ(json.at("request").at("id").to_number<std::uint64_t>(), id.value);
    EXPECT_TRUE(json.at("complete").as_bool());
    const auto& first = json.at("timeline").as_array().at(0);
    EXPECT_EQ(first.at("seq").to_number<std::uint64_t>(), id.value);
    EXPECT_EQ(first.at("events").as_array().size(), first.at("en").as_array().size());
    EXPECT_FALSE(json.at("decisions").as_array().empty());
    EXPECT_FALSE(queries.timeline(RequestId{99'999}, true, with(Role::dispatcher)));
}

TEST(Queries, ATimelineIsMaskedForWhoHasNoRight) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const RequestId id{life.run({"desk", "", muster::test::request_at(5)})->seq};
    const QueryService queries = service(life);
    EXPECT_NE(queries.timeline(id, false, with(Role::dispatcher))->find("fell in the kitchen"),
              std::string::npos);
    EXPECT_EQ(queries.timeline(id, false, with(Role::adapter))->find("fell in the kitchen"),
              std::string::npos);
}

TEST(Queries, ReadinessAndMetricsFollowThePipeline) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const QueryService queries = service(life);
    std::string why;
    EXPECT_TRUE(queries.ready(why));
    const std::string metrics = queries.metrics_text();
    EXPECT_NE(metrics.find("\nmuster_members 10\n"), std::string::npos);
    EXPECT_NE(metrics.find("muster_intake_taken_total{traffic=\"registry\"} 21\n"),
              std::string::npos)
        << metrics;
    life.failing->fail_commit = true;
    (void)life.run({"desk", "", muster::test::request_at(5)});
    EXPECT_FALSE(queries.ready(why));
    EXPECT_FALSE(why.empty());
}

}  // namespace
}  // namespace muster::pipeline::test
