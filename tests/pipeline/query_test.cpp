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
                         .explainer = nullptr,
                         .alarms = {},
                         .metrics = {}},
                        {});
}

// All of it, in pieces of so much work.
std::optional<std::string> timeline(const QueryService& queries, RequestId request, Role role,
                                    const std::string& more = {}, std::size_t work = 1) {
    const auto reading = queries.start_timeline(request, with(role), more);
    if (!reading) return std::nullopt;
    while (!reading->go_on(work)) {
    }
    return reading->take();
}

TEST(Queries, ATimelineHasRecordsAndWords) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const RequestId id{life.run({"desk", "", muster::test::request_at(5)})->seq};
    life.story(9, 60);
    const QueryService queries = service(life);
    const auto text = timeline(queries, id, Role::dispatcher, ",\"decisions\":[1]");
    ASSERT_TRUE(text);
    const auto json = boost::json::parse(*text);
    EXPECT_EQ(json.at("request").at("id").to_number<std::uint64_t>(), id.value);
    EXPECT_TRUE(json.at("complete").as_bool());
    const auto& first = json.at("timeline").as_array().at(0);
    EXPECT_EQ(first.at("seq").to_number<std::uint64_t>(), id.value);
    for (const auto& record : json.at("timeline").as_array()) {
        for (const char* beside : {"en", "zh", "tones"}) {
            EXPECT_EQ(record.at("events").as_array().size(), record.at(beside).as_array().size());
        }
    }
    EXPECT_EQ(first.at("tones").as_array().at(0).as_string(), "plain");
    EXPECT_EQ(json.at("decisions").as_array().size(), 1u);
    EXPECT_EQ(timeline(queries, id, Role::dispatcher, ",\"decisions\":[1]", 1'000'000), text)
        << "the pieces do not show";
    EXPECT_FALSE(timeline(queries, RequestId{99'999}, Role::dispatcher));
}

TEST(Queries, ATimelineIsMaskedForWhoHasNoRight) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const RequestId id{life.run({"desk", "", muster::test::request_at(5)})->seq};
    const QueryService queries = service(life);
    EXPECT_NE(timeline(queries, id, Role::dispatcher)->find("fell in the kitchen"),
              std::string::npos);
    EXPECT_EQ(timeline(queries, id, Role::adapter)->find("fell in the kitchen"), std::string::npos);
}

TEST(Queries, TheNotesOfARequestAreFoundInPieces) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const RequestId id{life.run({"desk", "", muster::test::request_at(5)})->seq};
    life.story(9, 200);
    const Timelines& timelines = life.state->timelines;
    std::vector<std::uint64_t> found;
    std::optional<std::uint64_t> from = 0;
    std::size_t pieces = 0;
    for (; from; ++pieces)
        from = timelines.add_records_of(id, *from, 2, found);
    EXPECT_EQ(found, timelines.records_of(id));
    EXPECT_GT(found.size(), 1u);
    EXPECT_GT(pieces, 10u);
    EXPECT_TRUE(timelines.knows(id));
    EXPECT_FALSE(timelines.knows(RequestId{99'999}));
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
