// A disk that fails, fills up, or loses power at every possible moment.
#include <gtest/gtest.h>

#include "tests/log/fault_vfs.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

constexpr std::uint64_t records_per_commit = 3;
constexpr std::uint64_t commits = 8;
constexpr std::size_t padding = 1200;

LogOptions options_on(const FaultDisk& disk) {
    LogOptions options = quick_options();
    options.vfs = disk.name();
    options.checkpoint_frames = 6;  // several times in a run
    options.cache_kib = 16;         // so that batches spill before their commit
    return options;
}

struct Outcome {
    std::uint64_t committed = 0;
    LogError error;
};

// Writes until the end or the first error, and closes.
Outcome write_records(const std::filesystem::path& folder, const LogOptions& options) {
    Outcome run;
    Result<std::unique_ptr<DecisionLog>> opened = DecisionLog::open(folder, options);
    if (!opened) return {0, opened.error()};
    DecisionLog& log = **opened;
    const std::uint64_t start = log.last_seq();
    for (std::uint64_t commit = 1; commit <= commits && !run.error; ++commit) {
        while (log.last_seq() < start + commit * records_per_commit && !run.error) {
            run.error = log.append(Sample(log.last_seq() + 1, padding).draft());
        }
        if (!run.error) run.error = log.commit();
        run.committed = log.committed_seq();
        if (run.error) {
            EXPECT_EQ(log.append(Sample(log.last_seq() + 1).draft()).code, LogErrorCode::poisoned);
            EXPECT_EQ(log.commit().code, LogErrorCode::poisoned);
            return run;
        }
        // A failed checkpoint is counted and harms nothing.
        const std::uint64_t failed = log.stats().checkpoints_failed;
        const LogError error = log.checkpoint_if_due(false);
        EXPECT_EQ(log.stats().checkpoints_failed, failed + (error ? 1 : 0));
    }
    return run;
}

void expect_whole(const std::filesystem::path& folder, std::uint64_t committed,
                  const std::string& where) {
    SCOPED_TRACE(where);
    const FaultDisk healthy;
    Result<std::unique_ptr<DecisionLog>> log = DecisionLog::open(folder, options_on(healthy));
    ASSERT_TRUE(log) << log.error().message;
    const std::uint64_t found = (*log)->last_seq();
    EXPECT_GE(found, committed);
    EXPECT_LE(found, committed + records_per_commit);
    EXPECT_EQ(found % records_per_commit, 0u) << "a batch was kept in part";
    EXPECT_EQ(expect_samples(folder, padding), found);
    fill(**log, found + 1, padding);
}

struct Fault {
    const char* name;
    int result;
    FaultDisk::Until until;
};

class FailingDisk : public testing::TestWithParam<Fault> {};

TEST_P(FailingDisk, LosesNothingCommittedWhicheverCallFails) {
    bool failed = true;
    for (std::uint64_t call = 1; failed; ++call) {
        const TempFolder folder;
        FaultDisk disk;
        disk.fail_at(call, GetParam().result, GetParam().until);
        const Outcome run = write_records(folder.path(), options_on(disk));
        failed = disk.has_failed();
        const bool full = GetParam().result == SQLITE_FULL;
        SCOPED_TRACE("call " + std::to_string(call));
        if (run.error) {
            EXPECT_EQ(run.error.code, full ? LogErrorCode::disk_full : LogErrorCode::io)
                << run.error.message;
        }
        expect_whole(folder.path(), run.committed, "call " + std::to_string(call));
        if (testing::Test::HasFailure()) return;
        ASSERT_LT(call, 5000u);
        if (!failed) {
            EXPECT_EQ(run.committed, commits * records_per_commit);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FailingDisk,
    testing::Values(Fault{"FullOnce", SQLITE_FULL, FaultDisk::Until::once},
                    Fault{"FullForever", SQLITE_FULL, FaultDisk::Until::forever},
                    Fault{"WriteFailsOnce", SQLITE_IOERR_WRITE, FaultDisk::Until::once},
                    Fault{"SyncFailsForever", SQLITE_IOERR_FSYNC, FaultDisk::Until::forever}),
    [](const testing::TestParamInfo<Fault>& info) { return info.param.name; });

// The disk stops at the given call, and afterwards holds what was synced and any part of the rest.
TEST(PowerLoss, LosesNothingCommittedWhicheverCallIsTheLast) {
    bool failed = true;
    std::error_code ignored;
    for (std::uint64_t call = 1; failed; ++call) {
        const TempFolder folder;
        FaultDisk disk;
        disk.fail_at(call, SQLITE_IOERR_WRITE, FaultDisk::Until::forever);
        const Outcome run = write_records(folder.path(), options_on(disk));
        failed = disk.has_failed();
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            std::mt19937_64 random(call * 1000 + seed);
            const TempFolder after;
            disk.write_after_power_loss(after.path(), random);
            // The mark is written without a sync, so what is left of it may be its newest state:
            // the worst that it can do.
            std::filesystem::copy_file(folder / high_water_name, after / high_water_name, ignored);
            expect_whole(after.path(), run.committed,
                         "call " + std::to_string(call) + ", seed " + std::to_string(seed));
            if (testing::Test::HasFailure()) return;
        }
        ASSERT_LT(call, 5000u);
    }
}

}  // namespace
}  // namespace muster::log::test
