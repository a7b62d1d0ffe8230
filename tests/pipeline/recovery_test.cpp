// Whatever way the state is recovered, it is the same state.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "engine/pipeline/snapshots.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

log::LogError snapshot_now(const Life& life, const std::filesystem::path& folder) {
    return write_engine_snapshot(folder, life.state->engine, life.state->timelines,
                                 life.disk->writer().last_hash(), 2);
}

std::string hash_of(const Recovered& state) {
    return log::to_hex(state_hash(state.engine));
}

TEST(Recovery, EventsAloneAndSnapshotWithTailGiveTheSameState) {
    TempFolder folder;
    std::string hash;
    std::uint64_t at_snapshot = 0;
    {
        Life life(folder.path());
        life.city();
        life.story(11, 400);
        ASSERT_FALSE(snapshot_now(life, folder.path()));
        at_snapshot = life.disk->committed_seq();
        life.story(12, 300);
        hash = life.hash();
        EXPECT_EQ(life.state->engine.broken_invariant(), "");
    }
    RecoverOptions events_only;
    events_only.use_snapshot = false;
    auto slow = recover(folder.path(), events_only, {});
    ASSERT_TRUE(slow) << slow.error().message;
    EXPECT_EQ((*slow)->snapshot_seq, 0u);
    EXPECT_EQ(hash_of(**slow), hash);

    auto quick = recover(folder.path(), {}, {});
    ASSERT_TRUE(quick) << quick.error().message;
    EXPECT_EQ((*quick)->snapshot_seq, at_snapshot);
    EXPECT_EQ(hash_of(**quick), hash);
    EXPECT_EQ((*quick)->engine.broken_invariant(), "");
    EXPECT_EQ((*quick)->engine.next_deadline(), (*slow)->engine.next_deadline());

    // What is derived beside the engine is the same for everything that is on the board.
    const core::Board& board = (*slow)->engine.board();
    for (const core::Index index : board.requests().in_order()) {
        const RequestId id = board.requests()[index].id;
        EXPECT_EQ((*slow)->timelines.records_of(id), (*quick)->timelines.records_of(id));
        EXPECT_FALSE((*slow)->timelines.records_of(id).empty());
    }
}

// The recovered engine decides the rest of the day exactly as the one that never stopped.
TEST(Recovery, GoesOnAsIfNothingHadHappened) {
    TempFolder through;
    TempFolder restarted;
    std::string hash;
    {
        Life life(through.path());
        life.city();
        life.story(21, 200);
        // Time that went by without a record is not in the log.
        life.now = life.state->engine.last_at();
        life.story(22, 200);
        hash = life.hash();
    }
    {
        Life life(restarted.path());
        life.city();
        life.story(21, 200);
        ASSERT_FALSE(snapshot_now(life, restarted.path()));
    }
    Life life(restarted.path());
    EXPECT_GT(life.state->snapshot_seq, 0u);
    life.story(22, 200);
    EXPECT_EQ(life.hash(), hash);
}

TEST(Recovery, ADamagedSnapshotCostsTimeAndNotData) {
    TempFolder folder;
    std::string hash;
    {
        Life life(folder.path());
        life.city();
        life.story(31, 50);
        ASSERT_FALSE(snapshot_now(life, folder.path()));
        hash = life.hash();
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        if (!entry.path().filename().string().starts_with("snapshot-")) continue;
        std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-20, std::ios::end);
        file.put('#');
    }
    auto state = recover(folder.path(), {}, {});
    ASSERT_TRUE(state);
    EXPECT_EQ((*state)->snapshot_seq, 0u);
    EXPECT_FALSE((*state)->warnings.empty());
    EXPECT_EQ(hash_of(**state), hash);
}

TEST(Recovery, StopsAtAnyRecord) {
    TempFolder folder;
    std::string hash;
    std::uint64_t seq = 0;
    {
        Life life(folder.path());
        life.city();
        life.story(41, 100);
        hash = life.hash();
        seq = life.disk->committed_seq();
        life.story(42, 100);
        ASSERT_FALSE(snapshot_now(life, folder.path()));
    }
    RecoverOptions options;
    options.last = seq;
    auto state = recover(folder.path(), options, {});
    ASSERT_TRUE(state);
    EXPECT_EQ((*state)->engine.last_seq(), seq);
    EXPECT_EQ(hash_of(**state), hash);
    options.records_max = 10;
    auto refused = recover(folder.path(), options, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, log::LogErrorCode::too_large);
}

TEST(Recovery, ASnapshotIsBuiltBesideTheRunningEngine) {
    TempFolder folder;
    std::string hash;
    {
        Life life(folder.path());
        SnapshotPolicy policy;
        policy.snapshot_records = 50;
        SnapshotWriter writer(folder.path(), policy, 0);
        writer.maybe_snapshot(life.disk->committed_seq());
        EXPECT_FALSE(writer.running());
        life.city(20, 20);
        writer.maybe_snapshot(life.disk->committed_seq());
        life.story(51, 100);  // meanwhile
        ASSERT_FALSE(writer.wait());
        EXPECT_FALSE(writer.running());
        EXPECT_EQ(writer.stats().newest, 61u);
        EXPECT_EQ(writer.stats().written, 1u);
        EXPECT_EQ(writer.stats().failures, 0u);
        hash = life.hash();
    }
    auto state = recover(folder.path(), {}, {});
    ASSERT_TRUE(state);
    EXPECT_EQ((*state)->snapshot_seq, 61u);  // rules, members, responders, duties
    EXPECT_EQ(hash_of(**state), hash);
}

TEST(Snapshots, ACancelledOneEndsSoonAndLeavesNothing) {
    TempFolder folder;
    Life life(folder.path());
    for (Submission& one : muster::test::small_city(20'000, 2'000, 1))
        life.pipeline->submit(std::move(one), {});
    ASSERT_FALSE(life.settle().error);
    std::atomic<bool> cancelled = true;
    EXPECT_EQ(write_engine_snapshot(folder.path(), life.state->engine, life.state->timelines,
                                    life.disk->writer().last_hash(), 2, &cancelled)
                  .code,
              log::LogErrorCode::cancelled);
    SnapshotPolicy policy;
    policy.snapshot_records = 1;
    for (const int delay_ms : {0, 20, 100, 200}) {
        SnapshotWriter writer(folder.path(), policy, 0);
        writer.maybe_snapshot(life.disk->committed_seq());
        std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
        const auto asked = std::chrono::steady_clock::now();
        writer.cancel();
        const log::LogError error = writer.wait();
        const auto waited = std::chrono::steady_clock::now() - asked;
        // It may have been done before it was asked to end.
        EXPECT_TRUE(!error || error.code == log::LogErrorCode::cancelled) << error.message;
        EXPECT_LT(waited, std::chrono::seconds(5)) << "after " << delay_ms << " ms";
        // Nor does another one begin.
        writer.maybe_snapshot(life.disk->committed_seq() + 1);
        EXPECT_FALSE(writer.running());
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        EXPECT_NE(entry.path().extension(), ".partial") << entry.path();
    }
    // With a snapshot to start from, reading that is given up as well.
    ASSERT_FALSE(write_engine_snapshot(folder.path(), life.state->engine, life.state->timelines,
                                       life.disk->writer().last_hash(), 2));
    RecoverOptions options;
    options.cancelled = &cancelled;
    auto state = recover(folder.path(), options, {});
    EXPECT_EQ(state.error().code, log::LogErrorCode::cancelled);
}

TEST(StateText, SaysWhichLineIsWrong) {
    core::BoardState state;
    std::vector<Timelines::Note> notes;
    EXPECT_EQ(read_state("", state, notes), "the snapshot is empty");
    EXPECT_EQ(
        read_state("{\"state\":{\"format\":1,\"seq\":1,\"at\":1}}\n{\"member\":{}", state, notes),
        "the last line is cut off");
    EXPECT_TRUE(read_state("{\"state\":{\"format\":2,\"seq\":1,\"at\":1}}\n", state, notes)
                    ->starts_with("line 1 is of format 2"));
    EXPECT_TRUE(
        read_state("{\"thing\":{}}\n", state, notes)->starts_with("line 1 is of an unknown kind"));
}

TEST(Timelines, DropsTheOldestAndSaysSo) {
    Timelines timelines(3);
    timelines.add(1, RequestId{1});
    timelines.add(2, RequestId{2});
    timelines.add(3, RequestId{1});
    EXPECT_TRUE(timelines.complete_for(RequestId{1}));
    timelines.add(4, RequestId{2});
    EXPECT_FALSE(timelines.complete_for(RequestId{1}));
    EXPECT_TRUE(timelines.complete_for(RequestId{2}));
    EXPECT_EQ(timelines.records_of(RequestId{1}), (std::vector<std::uint64_t>{3}));
    EXPECT_EQ(timelines.records_of(RequestId{2}), (std::vector<std::uint64_t>{2, 4}));
    EXPECT_EQ(timelines.dropped(), 1u);
}

}  // namespace
}  // namespace muster::pipeline::test
