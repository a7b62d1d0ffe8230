// Whole runs against a server that keeps or breaks its promises.

#include <gtest/gtest.h>

#include "engine/app/load/client.hpp"
#include "tests/load/toy_server.hpp"

namespace muster::app {
namespace {

using test::ToyFaults;
using test::ToyServer;

LoadOptions options_for(const ToyServer& server) {
    LoadOptions options;
    options.url = server.url();
    options.token = "secret";
    options.rate = 200;
    options.seconds = 1;
    options.arrivals = Arrivals::even;
    options.connections = 4;
    options.run = "run";
    options.feed_timeout = std::chrono::milliseconds(300);
    return options;
}

const LoadProgress quiet = [](const char*, std::uint64_t, std::uint64_t) {};

LoadReport run_against(ToyFaults faults) {
    ToyServer server(std::move(faults));
    const auto report = run_load(options_for(server), quiet);
    if (!report) {
        ADD_FAILURE() << report.error();
        return {};
    }
    EXPECT_EQ(server.received(), report->planned);
    EXPECT_EQ(report->sent, 200u);
    EXPECT_TRUE(report->checked);
    return *report;
}

TEST(LoadRun, FindsAllPromisesKept) {
    const LoadReport report = run_against({});
    EXPECT_TRUE(report.kept) << to_text(report);
    EXPECT_EQ(report.service, "care");
    EXPECT_EQ(report.acknowledged, 200u);
    EXPECT_EQ(report.read_back, 200u);
    EXPECT_EQ(report.accepted.count, 200u);
    EXPECT_EQ(report.durable.count, 200u);
    EXPECT_EQ(report.on_feed.count, 200u);
    EXPECT_EQ(report.feed_deltas, 200u);
    EXPECT_EQ(report.feed_gaps, 0u);
    EXPECT_TRUE(report.errors.empty());
    EXPECT_LE(report.accepted.p50, report.durable.p50);
    EXPECT_NE(to_json(report).find("\"kept\":true"), std::string::npos);
}

TEST(LoadRun, FindsALostRequest) {
    const LoadReport report = run_against({.forget = 17});
    EXPECT_FALSE(report.kept);
    EXPECT_EQ(report.missing, 1u);
    EXPECT_EQ(report.differing, 0u);
}

TEST(LoadRun, FindsAChangedRequest) {
    const LoadReport report = run_against({.alter = 17});
    EXPECT_FALSE(report.kept);
    EXPECT_EQ(report.missing, 0u);
    EXPECT_EQ(report.differing, 1u);
}

TEST(LoadRun, FindsARequestThatIsThereTwice) {
    const LoadReport report = run_against({.duplicate = 17});
    EXPECT_FALSE(report.kept);
    EXPECT_EQ(report.unexpected, 1u);
}

TEST(LoadRun, AsksAgainWithTheSameKeyWhenAConnectionBreaks) {
    const LoadReport report = run_against({.hang_up = 50});
    EXPECT_TRUE(report.kept) << to_text(report);
    EXPECT_EQ(report.acknowledged, 200u);
    EXPECT_EQ(report.read_back, 200u);
}

TEST(LoadRun, CountsRefusalsAndKeepsTheServersWords) {
    const LoadReport report = run_against({.refuse = 17});
    EXPECT_TRUE(report.kept) << to_text(report);
    EXPECT_EQ(report.acknowledged, 199u);
    ASSERT_EQ(report.errors.size(), 1u);
    EXPECT_EQ(report.errors[0].status, "422");
    EXPECT_EQ(report.errors[0].count, 1u);
    EXPECT_NE(report.errors[0].example.find("unknown_service"), std::string::npos);
}

TEST(LoadRun, FindsWhatTheFeedSkipped) {
    const LoadReport report = run_against({.skip_on_feed = 17});
    EXPECT_FALSE(report.kept);
    EXPECT_EQ(report.missing, 0u);
    EXPECT_EQ(report.on_feed_missing, 1u);
    EXPECT_EQ(report.feed_gaps, 1u);
}

TEST(LoadRun, ResumesALostFeedWithoutAGap) {
    ToyServer server({.drop_feed_at = 50});
    LoadOptions options = options_for(server);
    options.feed_timeout = std::chrono::seconds(20);
    const auto report = run_load(options, quiet);
    ASSERT_TRUE(report) << report.error();
    EXPECT_TRUE(report->kept) << to_text(*report);
    EXPECT_EQ(report->feed_reconnects, 1u);
    EXPECT_EQ(server.feeds(), 2u);
}

TEST(LoadRun, SaysWhyItCannotStart) {
    LoadOptions options;
    {
        ToyServer server({.token = "another"});
        EXPECT_FALSE(run_load(options_for(server), quiet).error().empty());
        options = options_for(server);
    }
    const std::string error = run_load(options, quiet).error();
    EXPECT_NE(error.find("cannot reach"), std::string::npos) << error;
}

}  // namespace
}  // namespace muster::app
