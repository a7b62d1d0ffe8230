// Nothing is seen outside before it is on disk, and everything on disk is seen again.
#include <gtest/gtest.h>

#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/thinktank.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using muster::test::request_at;

TEST(Pipeline, AnswersWithTheRecordAndItsEvents) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const auto outcome = life.run({"desk", "k1", request_at(5)});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->seq, life.disk->committed_seq());
    EXPECT_EQ(outcome->at, life.now);
    EXPECT_FALSE(outcome->replayed);
    ASSERT_TRUE(outcome->events_json);
    EXPECT_NE(outcome->events_json->find("\"RequestReceived\""), std::string::npos);
    EXPECT_NE(outcome->events_json->find("\"SlotAssigned\""), std::string::npos);
    auto record = life.disk->find(outcome->seq);
    ASSERT_TRUE(record);
    EXPECT_EQ((*record)->events, *outcome->events_json);
}

TEST(Pipeline, ARefusedCommandIsAnsweredAndLeavesNoRecord) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const std::uint64_t before = life.disk->committed_seq();
    const auto outcome = life.run({"desk", "", TakeRequest{RequestId{999}, "me"}});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->rejection.reason, RejectReason::unknown_request);
    EXPECT_FALSE(outcome->events_json);
    EXPECT_EQ(life.disk->committed_seq(), before);
    EXPECT_EQ(life.pipeline->stats().refused, 1u);
}

TEST(Pipeline, AClockThatGoesBackwardsNeverReachesTheCore) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const TimePoint before = life.now;
    life.now = before - hours(1);
    const auto outcome = life.run({"desk", "", request_at(5)});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->at, before);
    EXPECT_GT(life.pipeline->clock().backwards(), 0u);
    life.now = before + seconds(5);
    EXPECT_EQ(life.run({"desk", "", request_at(6)})->at, life.now);
}

TEST(Pipeline, DeadlinesFireThroughTicks) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    ASSERT_TRUE(life.run({"desk", "", request_at(5)}));
    const TimePoint due = life.settle().next_deadline;
    ASSERT_LT(due, never);
    const std::uint64_t before = life.disk->committed_seq();
    life.now = due - Millis{1};
    EXPECT_EQ(life.settle().handled, 0u);
    life.now = due;
    (void)life.settle();
    EXPECT_GT(life.disk->committed_seq(), before);
    EXPECT_GT(life.pipeline->stats().ticks, 0u);
}

TEST(Pipeline, ABatchIsOneCommitAndOneCommandWaitsForNobody) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const std::uint64_t commits = life.disk->writer().stats().commits;
    int answers = 0;
    for (std::uint64_t i = 0; i < 600; ++i) {
        life.pipeline->submit({"desk", "", request_at(i)}, [&](const Outcome&) { ++answers; });
    }
    const StepResult first = life.pipeline->step(life.now);
    EXPECT_EQ(first.handled, 512u);
    EXPECT_TRUE(first.more_waiting);
    EXPECT_EQ(answers, 512);
    const StepResult second = life.pipeline->step(life.now);
    EXPECT_EQ(second.handled, 88u);
    EXPECT_EQ(life.disk->writer().stats().commits, commits + 2);
}

TEST(Pipeline, ACommandAboveTheLimitIsRefused) {
    TempFolder folder;
    PipelineOptions options;
    options.command_bytes_max = 1'000'000;
    Life life(folder.path(), options);
    life.city();
    CreateRequest request = request_at(1);
    request.note = std::string(1'000'001, 'x');
    EXPECT_EQ(life.run({"desk", "", request})->rejection.reason, RejectReason::limit_reached);
    EXPECT_EQ(life.run({"desk", "", request_at(1)})->rejection.reason, RejectReason::none);
}

// For each place at which the log can fail: nothing of the batch is seen, every later step fails,
// and a restart finds exactly what was committed before.
class FailStop : public ::testing::TestWithParam<bool> {};

TEST_P(FailStop, NothingIsAnsweredOrPublishedAndARestartHasTheCommittedPrefix) {
    TempFolder folder;
    std::string hash;
    std::uint64_t committed = 0;
    {
        Life life(folder.path());
        life.city();
        life.story(3, 100);
        hash = life.hash();
        committed = life.disk->committed_seq();
        const std::uint64_t published = life.hub->stats().records;
        (GetParam() ? life.failing->fail_commit : life.failing->fail_append) = true;
        int answers = 0;
        const auto done = [&](const Outcome&) { ++answers; };
        for (std::uint64_t i = 0; i < 10; ++i) {
            life.pipeline->submit({"desk", "", request_at(i)}, done);
        }
        // Its answer would tell of the state that is not on disk.
        life.pipeline->submit({"desk", "", TakeRequest{RequestId{999'999}, "me"}}, done);
        EXPECT_TRUE(life.pipeline->step(life.now).error);
        EXPECT_EQ(answers, 0);
        EXPECT_EQ(life.hub->stats().records, published);
        EXPECT_TRUE(life.pipeline->failed());
        EXPECT_TRUE(life.pipeline->step(life.now).error);
        EXPECT_EQ(answers, 0);
        // Whoever comes now is sent away and not kept waiting.
        life.pipeline->submit({"desk", "", request_at(1)}, [&](const Outcome& o) {
            EXPECT_EQ(o.rejection.reason, RejectReason::stopping);
            ++answers;
        });
        EXPECT_EQ(answers, 1);
    }
    Life life(folder.path());
    EXPECT_EQ(life.disk->committed_seq(), committed);
    EXPECT_EQ(life.hash(), hash);
}

INSTANTIATE_TEST_SUITE_P(Pipeline, FailStop, ::testing::Bool());

TEST(Pipeline, ARepeatedKeyGetsTheAnswerOfThenAlsoAfterARestart) {
    TempFolder folder;
    Outcome first;
    {
        Life life(folder.path());
        life.city();
        first = *life.run({"gateway", "alarm-17", request_at(5)});
        life.story(5, 30);
        const Outcome again = *life.run({"gateway", "alarm-17", request_at(5)});
        EXPECT_TRUE(again.replayed);
        EXPECT_EQ(again.seq, first.seq);
        EXPECT_EQ(again.at, first.at);
        EXPECT_EQ(*again.events_json, *first.events_json);
        // Both in one batch: the second waits for the first one's record.
        std::vector<Outcome> both;
        const auto done = [&](const Outcome& o) { both.push_back(o); };
        life.pipeline->submit({"gateway", "alarm-18", request_at(6)}, done);
        life.pipeline->submit({"gateway", "alarm-18", request_at(6)}, done);
        (void)life.settle();
        ASSERT_EQ(both.size(), 2u);
        EXPECT_EQ(both[0].seq, both[1].seq);
        EXPECT_TRUE(both[1].replayed);
        EXPECT_EQ(*both[0].events_json, *both[1].events_json);
    }
    Life life(folder.path());
    const std::uint64_t before = life.disk->committed_seq();
    const Outcome again = *life.run({"gateway", "alarm-17", request_at(5)});
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.seq, first.seq);
    EXPECT_EQ(*again.events_json, *first.events_json);
    EXPECT_EQ(life.disk->committed_seq(), before);
    const Outcome other = *life.run({"gateway", "alarm-17", request_at(6)});
    EXPECT_EQ(other.rejection.reason, RejectReason::key_reused);
}

TEST(Pipeline, AnswersWithWhatWasMadeOrWasKnownAlreadyAlsoAfterARestart) {
    TempFolder folder;
    RegisterSuggestion command;
    command.reference = "S-1";
    command.title = "benches";
    command.author = "Zhao";
    std::uint64_t id = 0;
    // Says the same whether it is the answer to the first with its key, or to a later one.
    const auto is_known = [&](const Outcome& outcome, bool replayed) {
        EXPECT_FALSE(outcome.rejection) << outcome.rejection.detail;
        EXPECT_EQ(outcome.replayed, replayed);
        EXPECT_EQ(outcome.id, id);
        EXPECT_NE(outcome.seq, id);
        EXPECT_FALSE(outcome.made);
    };
    const auto is_made = [&](const Outcome& outcome, bool replayed) {
        EXPECT_EQ(outcome.replayed, replayed);
        EXPECT_EQ(outcome.id, id);
        EXPECT_TRUE(outcome.made);
    };
    {
        Life life(folder.path());
        life.city();
        const Outcome first = *life.run({"desk", "first", command});
        ASSERT_FALSE(first.rejection) << first.rejection.detail;
        id = first.seq;
        is_made(first, false);
        is_known(*life.run({"desk", "", command}), false);
        is_known(*life.run({"desk", "second", command}), false);
        is_known(*life.run({"desk", "second", command}), true);
        // Of what neither makes anything nor repeats it there is nothing to name.
        const Outcome reviewed = *life.run(
            {"desk", "", ReviewSuggestion{{id}, SuggestionVerdict::accept, "gist", {}, ""}});
        EXPECT_FALSE(reviewed.rejection) << reviewed.rejection.detail;
        EXPECT_EQ(reviewed.id, 0u);
        EXPECT_FALSE(reviewed.made);
    }
    Life life(folder.path());
    is_made(*life.run({"desk", "first", command}), true);
    is_known(*life.run({"desk", "second", command}), true);
}

TEST(Pipeline, CoalescedPositionsAreLoggedOnceAndAnsweredAll) {
    TempFolder folder;
    Life life(folder.path());
    life.city();
    const std::uint64_t before = life.disk->committed_seq();
    const ResponderId someone = life.state->engine.board().responders()[0].id;
    int answers = 0;
    for (std::int32_t i = 0; i < 50; ++i) {
        ReportPositions report;
        report.fixes.push_back({someone, Point{323'000'000 + i, 1'194'000'000}, {}});
        life.pipeline->submit({"phone", "", report}, [&](const Outcome& o) {
            EXPECT_EQ(o.rejection.reason, RejectReason::none);
            ++answers;
        });
    }
    (void)life.settle();
    EXPECT_EQ(answers, 50);
    EXPECT_EQ(life.disk->committed_seq(), before + 1);
    EXPECT_EQ(life.state->engine.board().responders()[0].position->value.lat_e7, 323'000'049);
}

}  // namespace
}  // namespace muster::pipeline::test
