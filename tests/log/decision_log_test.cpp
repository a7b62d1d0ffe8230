#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "engine/log/verify.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

TEST(DecisionLog, IsNotReadableByEverybody) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 3);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        const auto others = entry.status().permissions() & std::filesystem::perms::others_all;
        EXPECT_EQ(others, std::filesystem::perms::none) << entry.path();
    }
}

TEST(DecisionLog, KeepsWhatWasCommitted) {
    const TempFolder folder;
    Hash hash{};
    std::string instance;
    {
        const auto log = must_open(folder.path());
        EXPECT_EQ(log->last_seq(), 0u);
        EXPECT_EQ(log->last_hash(), chain_start);
        fill(*log, 3);
        ASSERT_FALSE(log->append(Sample(4).draft()));
        EXPECT_EQ(log->last_seq(), 4u);
        EXPECT_EQ(log->committed_seq(), 3u);
        ASSERT_FALSE(log->commit());
        EXPECT_EQ(log->committed_seq(), 4u);
        EXPECT_EQ(log->stats().records, 4u);
        EXPECT_EQ(log->stats().commits, 2u);
        EXPECT_GT(log->stats().bytes, 0u);
        EXPECT_GT(log->stats().wal_frames, 0u);
        hash = log->last_hash();
        instance = log->meta().instance;
        EXPECT_EQ(instance.size(), 32u);
        EXPECT_EQ(log->meta().created, quick_options().now);
        // Appended, not committed: gone at the next start.
        ASSERT_FALSE(log->append(Sample(5).draft()));
    }
    const auto log = must_open(folder.path());
    EXPECT_EQ(log->last_seq(), 4u);
    EXPECT_EQ(log->committed_seq(), 4u);
    EXPECT_EQ(log->last_hash(), hash);
    EXPECT_EQ(log->meta().instance, instance);
    fill(*log, 6);
    EXPECT_EQ(expect_samples(folder.path()), 6u);
}

TEST(DecisionLog, CommitWithoutAppendsIsNothing) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    EXPECT_FALSE(log->commit());
    EXPECT_EQ(log->stats().commits, 0u);
}

TEST(DecisionLog, IsReadableInTheSqliteShell) {
    const TempFolder folder;
    {
        const auto log = must_open(folder.path());
        fill(*log, 2);
    }
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((folder / database_name).c_str(), &db), SQLITE_OK);
    sqlite3_stmt* row = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(db,
                                 "SELECT seq, at, source, key, command, hash,"
                                 " json_extract(events, '$[0].id') FROM record_text WHERE seq = 2",
                                 -1, &row, nullptr),
              SQLITE_OK);
    ASSERT_EQ(sqlite3_step(row), SQLITE_ROW);
    const auto text = [&](int column) {
        return std::string(reinterpret_cast<const char*>(sqlite3_column_text(row, column)));
    };
    EXPECT_EQ(text(0), "2");
    EXPECT_EQ(text(1), "2023-11-14T22:13:20.014Z");
    EXPECT_EQ(text(2), "phone:2");
    EXPECT_EQ(text(3), "key-2");
    EXPECT_EQ(text(4), Sample(2).command);
    EXPECT_TRUE(hash_from_hex(text(5)));
    EXPECT_EQ(text(6), "2");
    sqlite3_finalize(row);
    EXPECT_EQ(sqlite3_exec(db, "UPDATE record SET at = 0", nullptr, nullptr, nullptr),
              SQLITE_CONSTRAINT);
    EXPECT_EQ(sqlite3_exec(db, "DELETE FROM record", nullptr, nullptr, nullptr), SQLITE_CONSTRAINT);
    sqlite3_close(db);
}

TEST(DecisionLog, RefusesASecondWriterInThisAndInAnotherProcess) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    const LogError error = DecisionLog::open(folder.path(), quick_options()).error();
    EXPECT_EQ(error.code, LogErrorCode::locked);
    EXPECT_NE(error.message.find("process " + std::to_string(::getpid())), std::string::npos)
        << error.message;
    const pid_t child = ::fork();
    if (child == 0) {
        const auto second = DecisionLog::open(folder.path(), quick_options());
        ::_exit(second.error().code == LogErrorCode::locked ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    fill(*log, 1);
}

TEST(DecisionLog, AGapPoisonsTheLog) {
    const TempFolder folder;
    {
        const auto log = must_open(folder.path());
        fill(*log, 2);
        ASSERT_FALSE(log->append(Sample(3).draft()));
        EXPECT_EQ(log->append(Sample(5).draft()).code, LogErrorCode::sequence);
        EXPECT_EQ(log->append(Sample(4).draft()).code, LogErrorCode::poisoned);
        EXPECT_EQ(log->commit().code, LogErrorCode::poisoned);
        EXPECT_EQ(log->checkpoint_if_due(true).code, LogErrorCode::poisoned);
        EXPECT_EQ(log->committed_seq(), 2u);
    }
    EXPECT_EQ(expect_samples(folder.path()), 2u);
}

TEST(DecisionLog, RefusesRecordsAndBatchesAboveTheirLimits) {
    const TempFolder folder;
    LogOptions options = quick_options();
    options.record_bytes_max = 1000;
    options.batch_records_max = 3;
    {
        const auto log = must_open(folder.path(), options);
        EXPECT_EQ(log->append(Sample(1, 1000).draft()).code, LogErrorCode::too_large);
    }
    const auto log = must_open(folder.path(), options);
    for (std::uint64_t seq = 1; seq <= 3; ++seq)
        ASSERT_FALSE(log->append(Sample(seq).draft()));
    EXPECT_EQ(log->append(Sample(4).draft()).code, LogErrorCode::too_large);
}

TEST(DecisionLog, RefusesFilesOfOthers) {
    const TempFolder folder;
    run_sql(folder / database_name, "CREATE TABLE t(x)");
    EXPECT_EQ(DecisionLog::open(folder.path(), quick_options()).error().code,
              LogErrorCode::not_a_log);
    std::ofstream(folder / database_name) << std::string(10000, 'x');
    EXPECT_EQ(DecisionLog::open(folder.path(), quick_options()).error().code,
              LogErrorCode::not_a_log);
    EXPECT_EQ(LogReader::open(folder.path(), {}).error().code, LogErrorCode::not_a_log);
    EXPECT_EQ(LogReader::open(folder / "nothing", {}).error().code, LogErrorCode::not_found);
}

TEST(DecisionLog, CheckpointsWhenDueAndBeginsTheWriteAheadFileAgain) {
    const TempFolder folder;
    LogOptions options = quick_options();
    options.checkpoint_frames_idle = 10;
    options.checkpoint_frames = 20;
    const auto log = must_open(folder.path(), options);
    std::uint64_t most = 0;
    for (std::uint64_t seq = 1; seq <= 200; ++seq) {
        fill(*log, seq, 2000);
        ASSERT_FALSE(log->checkpoint_if_due(false));
        most = std::max(most, log->stats().wal_frames);
    }
    EXPECT_GE(log->stats().checkpoints, 5u);
    EXPECT_GE(most, 20u);
    EXPECT_LT(most, 30u);
    const std::uint64_t busy = log->stats().checkpoints;
    for (std::uint64_t seq = 201; seq <= 400; ++seq) {
        fill(*log, seq, 2000);
        ASSERT_FALSE(log->checkpoint_if_due(true));
    }
    EXPECT_GT(log->stats().checkpoints - busy, busy * 3 / 2);
    EXPECT_EQ(expect_samples(folder.path(), 2000), 400u);
}

TEST(DecisionLog, PreallocatesTheWriteAheadFileAndKeepsItsSize) {
    const TempFolder folder;
    LogOptions options = quick_options();
    options.wal_frames_preallocated = 100;
    options.checkpoint_frames = 50;
    const auto log = must_open(folder.path(), options);
    const auto wal = folder / "decisions.sqlite-wal";
    EXPECT_EQ(std::filesystem::file_size(wal), 32u + 100 * 4120);
    for (std::uint64_t seq = 1; seq <= 150; ++seq) {
        fill(*log, seq, 3000);
        ASSERT_FALSE(log->checkpoint_if_due(false));
    }
    EXPECT_GE(log->stats().checkpoints, 2u);
    EXPECT_EQ(std::filesystem::file_size(wal), 32u + 100 * 4120);
    EXPECT_EQ(expect_samples(folder.path(), 3000), 150u);
}

TEST(LogReader, SeesOnlyCommittedRecordsAndDoesNotDisturbTheWriter) {
    const TempFolder folder;
    LogOptions options = quick_options();
    options.checkpoint_frames = 5;
    const auto log = must_open(folder.path(), options);
    const LogReader reader = must_read(folder.path());
    EXPECT_EQ(*reader.last_seq(), 0u);
    fill(*log, 10);
    ASSERT_FALSE(log->append(Sample(11).draft()));
    EXPECT_EQ(*reader.last_seq(), 10u);
    ASSERT_FALSE(log->commit());
    EXPECT_EQ(*reader.last_seq(), 11u);
    // The writer goes on, checkpoints included, while a callback holds a read transaction.
    std::uint64_t seen = 0;
    ASSERT_FALSE(reader.read(1, UINT64_MAX, [&](const RecordView& record) {
        fill(*log, log->last_seq() + 1, 5000);
        EXPECT_FALSE(log->checkpoint_if_due(false));
        seen = record.seq;
        return true;
    }));
    EXPECT_EQ(seen, 11u);
    EXPECT_GE(log->stats().checkpoints_held_back, 1u);
    EXPECT_EQ(*reader.last_seq(), 22u);
}

TEST(LogReader, FindsOneRecordAndReadsRanges) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 50);
    ReaderOptions options;
    options.rows_per_transaction = 7;
    Result<LogReader> reader = LogReader::open(folder.path(), options);
    ASSERT_TRUE(reader);
    Result<std::optional<Record>> found = reader->find(17);
    ASSERT_TRUE(found);
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->events, Sample(17).events);
    EXPECT_FALSE(*reader->find(51));
    std::vector<std::uint64_t> seqs;
    ASSERT_FALSE(reader->read(20, 40, [&](const RecordView& record) {
        seqs.push_back(record.seq);
        return seqs.size() < 15;
    }));
    EXPECT_EQ(seqs.size(), 15u);
    EXPECT_EQ(seqs.front(), 20u);
    EXPECT_EQ(seqs.back(), 34u);
    EXPECT_EQ(reader->meta().instance, log->meta().instance);
}

TEST(LogReader, ReadsInAnotherThreadWhileTheWriterWrites) {
    const TempFolder folder;
    LogOptions options = quick_options();
    options.checkpoint_frames = 20;
    const auto log = must_open(folder.path(), options);
    std::atomic<std::uint64_t> committed{0};
    std::atomic<bool> done{false};
    std::thread thread([&] {
        const LogReader reader = must_read(folder.path());
        bool last_round = false;
        while (!last_round) {
            last_round = done;
            const std::uint64_t before = committed;
            Result<ChainReport> report = verify_chain(reader, {}, {});
            ASSERT_TRUE(report) << report.error().message;
            EXPECT_FALSE(report->fault) << report->fault->why;
            EXPECT_GE(report->records, before);
        }
    });
    for (std::uint64_t batch = 1; batch <= 200; ++batch) {
        fill(*log, batch * 5);
        committed = log->committed_seq();
        EXPECT_FALSE(log->checkpoint_if_due(batch % 2 == 0));
    }
    done = true;
    thread.join();
    EXPECT_EQ(expect_samples(folder.path()), 1000u);
}

TEST(LogReader, OpensACleanlyClosedLogAndLeavesNothingBehind) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 5); }
    EXPECT_FALSE(std::filesystem::exists(folder / "decisions.sqlite-wal"));
    EXPECT_EQ(expect_samples(folder.path()), 5u);
    { fill(*must_open(folder.path()), 6); }
    EXPECT_EQ(expect_samples(folder.path()), 6u);
}

}  // namespace
}  // namespace muster::log::test
