// A log that lacks what was durable is refused, is left as it is, and says why; one that lacks
// nothing is opened.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "engine/log/snapshot.hpp"
#include "engine/log/wholeness.hpp"
#include "tests/log/crashed_log.hpp"
#include "tests/log/fault_vfs.hpp"

namespace muster::log::test {
namespace {

namespace fs = std::filesystem;

std::string_view line_at(std::string_view bytes, std::size_t place) {
    return bytes.substr(place, bytes.find('\n', place) + 1 - place);
}

class Wholeness : public testing::Test {
  protected:
    Result<std::unique_ptr<DecisionLog>> open() {
        LogOptions options = quick_options();
        options.vfs = disk_.name();
        return DecisionLog::open(folder_.path(), options);
    }
    void expect_refused(const CrashedLog& crashed, const std::string& words) {
        crashed.put(folder_.path());
        const LogError error = open().error();
        EXPECT_EQ(error.code, LogErrorCode::corrupted) << error.message;
        EXPECT_NE(error.message.find(words), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("muster repair"), std::string::npos) << error.message;
        EXPECT_TRUE(crashed.unchanged(folder_.path())) << error.message;
    }
    void expect_opened(const CrashedLog& crashed, std::uint64_t last, std::size_t warnings = 0) {
        crashed.put(folder_.path());
        Result<std::unique_ptr<DecisionLog>> log = open();
        ASSERT_TRUE(log) << log.error().message;
        EXPECT_EQ((*log)->last_seq(), last);
        EXPECT_EQ((*log)->warnings().size(), warnings);
        fill(**log, last + 1, CrashedLog::padding);
        EXPECT_EQ(expect_samples(folder_.path(), CrashedLog::padding), last + 1);
    }

    FaultDisk disk_;
    TempFolder folder_;
};

TEST_F(Wholeness, AnUnharmedCrashedLogOpens) {
    const CrashedLog crashed(6);
    expect_opened(crashed, crashed.last);
}

TEST_F(Wholeness, AFlippedByteInAnyFrameIsRefused) {
    const CrashedLog crashed(6);
    const std::uint64_t frames = crashed.ends.back();
    ASSERT_GT(frames, 12u);
    for (std::uint64_t frame = 1; frame <= frames; ++frame) {
        for (const std::size_t at : {0u, 5u, 9u, 17u, 24u, 2000u, 4119u}) {
            SCOPED_TRACE("frame " + std::to_string(frame) + ", byte " + std::to_string(at));
            CrashedLog damaged = crashed;
            damaged.wal()[CrashedLog::frame_at(frame) + at] ^= 0x20;
            const std::uint64_t before_last = crashed.ends[crashed.ends.size() - 3];
            // Before the last two commits it is certain from the frames alone.
            expect_refused(damaged,
                           frame <= before_last ? "frame " + std::to_string(frame) + " of " : "");
            if (HasFailure()) return;
        }
    }
}

TEST_F(Wholeness, TheRefusalNamesTheLastGoodRecord) {
    CrashedLog damaged(6);
    damaged.wal()[CrashedLog::frame_at(damaged.ends[2] + 1) + 100] ^= 1;
    expect_refused(damaged, "the last good record before it is 4");
    expect_refused(damaged, "record 12 was acknowledged");
}

TEST_F(Wholeness, AFileThatIsCutOrGoneIsRefused) {
    const CrashedLog crashed(6, 3);
    CrashedLog damaged = crashed;
    damaged.wal().resize(CrashedLog::frame_at(crashed.ends[5] + 1));
    expect_refused(damaged, "records 11 to 12 are lost");
    damaged = crashed;
    damaged.wal().clear();
    expect_refused(damaged, "ends at record 6");
    damaged = crashed;
    damaged.wal().replace(0, 32, 32, '\0');
    expect_refused(damaged, "ends at record 6");
    damaged = crashed;
    damaged.files[database_name].clear();
    expect_refused(damaged, "empty");
    damaged = crashed;
    damaged.files[database_name].resize(4096);
    expect_refused(damaged, "cut off");
    // Without a checkpoint everything stands in the frames.
    const CrashedLog uncopied(6);
    damaged = uncopied;
    damaged.files[database_name].resize(4096);
    expect_refused(damaged, "cut off");
}

TEST_F(Wholeness, AFirstPageWithoutTablesIsNotANewLog) {
    CrashedLog damaged(6, 6);
    damaged.wal().clear();
    // The application's number, and all of the page behind the header of the file.
    damaged.files[database_name].replace(68, 4, 4, '\0');
    damaged.files[database_name].replace(103, 2, 2, '\0');
    expect_refused(damaged, "names no tables");
    damaged.files.erase(high_water_name);
    expect_refused(damaged, "names no tables");
}

TEST_F(Wholeness, ATornLastCommitIsNoDamage) {
    const CrashedLog crashed(6);
    // As a loss of power leaves it: the mark is that of an earlier commit, and any part of the last
    // commit's frames may have come to the disk.
    const std::uint64_t first = crashed.ends[5] + 1;
    const std::uint64_t frames = crashed.ends[6] - crashed.ends[5];
    ASSERT_GE(frames, 2u);
    for (std::uint64_t lost = 1; lost < (1u << frames); ++lost) {
        CrashedLog torn = crashed;
        torn.files.erase(high_water_name);
        for (std::uint64_t i = 0; i < frames; ++i) {
            if ((lost >> i & 1) == 0) continue;
            torn.wal().replace(CrashedLog::frame_at(first + i), wal_frame_bytes, wal_frame_bytes,
                               '\0');
        }
        SCOPED_TRACE("frames lost: " + std::to_string(lost));
        expect_opened(torn, crashed.last - CrashedLog::records_per_commit);
        if (HasFailure()) return;
    }
}

TEST_F(Wholeness, FramesThatAnotherProgramTookBackAreNoDamage) {
    CrashedLog crashed(4);
    crashed.put(folder_.path());
    {
        // Its pages do not fit its cache, so they are written before the end, and then not wanted.
        const auto log = must_open(folder_.path());
        fill(*log, crashed.last + 1, CrashedLog::padding);
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((folder_ / database_name).c_str(), &db), SQLITE_OK);
        const char* big =
            "PRAGMA cache_size=10; BEGIN; CREATE TABLE foreign_rows(x);"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE "
            "i<2000) INSERT INTO foreign_rows SELECT randomblob(500) FROM n;"
            "ROLLBACK";
        ASSERT_EQ(sqlite3_exec(db, big, nullptr, nullptr, nullptr), SQLITE_OK);
        fill(*log, crashed.last + 6, CrashedLog::padding);
        // As the process would leave them that dies here.
        for (auto& [name, bytes] : crashed.files)
            bytes = bytes_of(folder_ / name.c_str());
        sqlite3_close(db);
    }
    EXPECT_GT(crashed.wal().size(), 100 * wal_frame_bytes);
    expect_opened(crashed, crashed.last + 6);
}

TEST_F(Wholeness, ADamagedMarkIsSaidAndWrittenAnew) {
    CrashedLog crashed(3);
    for (char& byte : crashed.files[high_water_name])
        byte ^= 1;
    expect_opened(crashed, crashed.last, 1);
    Result<MarkRead> read = read_high_water(folder_.path());
    ASSERT_TRUE(read);
    ASSERT_TRUE(read->mark);
    EXPECT_EQ(read->mark->seq, crashed.last + 1);
}

TEST_F(Wholeness, OneOfItsTwoPlacesIsEnough) {
    CrashedLog crashed(3);
    Hasher hasher;
    const std::string& bytes = crashed.files[high_water_name];
    // The older of both is damaged: nothing is missed.
    const auto at = [&](std::size_t place) {
        return mark_from_line(line_at(bytes, place), hasher);
    };
    const std::size_t older = at(0)->seq < at(512)->seq ? 0 : 512;
    crashed.files[high_water_name][older + 30] ^= 1;
    expect_opened(crashed, crashed.last);
}

TEST_F(Wholeness, AnOlderCopyPutInByHandIsRefused) {
    CrashedLog newer(6);
    const CrashedLog older(2);
    newer.files[database_name] = older.files.at(database_name);
    newer.files[wal_name] = older.files.at(wal_name);
    expect_refused(newer, "not the log that this folder had");
}

TEST_F(Wholeness, ASnapshotOfALaterRecordShowsThatRecordsAreLost) {
    CrashedLog crashed(4);
    crashed.files.erase(high_water_name);
    const Hash hash = chain_start;
    ASSERT_FALSE(write_snapshot(folder_.path(), crashed.last + 5, hash, 1, "a board", 5));
    expect_refused(crashed, "records 9 to 13 are lost");
}

TEST_F(Wholeness, ASnapshotOfAnotherHistoryIsRefusedAndADamagedOneIsSaid) {
    CrashedLog crashed(4);
    Hash hash = chain_start;
    hash[3] = 7;
    ASSERT_FALSE(write_snapshot(folder_.path(), 3, hash, 1, "a board", 5));
    expect_refused(crashed, "record 3 in ");
    // The same without a seal, as an earlier version wrote it: it may be the header that rotted.
    const fs::path file = folder_ / "snapshot-3.json";
    std::string bytes = bytes_of(file);
    bytes.erase(bytes.find(",\"seal\""), 74);
    std::ofstream(file, std::ios::binary) << bytes;
    expect_opened(crashed, crashed.last, 1);
}

TEST(HighWater, IsReadAsItWasWritten) {
    const TempFolder folder;
    EXPECT_FALSE(read_high_water(folder.path())->mark);
    Mark mark{std::string(32, 'a'), std::string(32, 'b'), 7, chain_start};
    {
        Result<HighWater> opened = HighWater::open(folder.path(), mark, {});
        ASSERT_TRUE(opened);
        for (std::uint64_t seq = 8; seq < 12; ++seq) {
            mark.seq = seq;
            mark.hash[0] = static_cast<std::uint8_t>(seq);
            ASSERT_FALSE(opened->write(seq, mark.hash));
            EXPECT_EQ(read_high_water(folder.path())->mark, mark);
        }
        EXPECT_FALSE(opened->sync());
    }
    // Whoever goes on with the file does not write over the newest place first.
    Result<MarkRead> read = read_high_water(folder.path());
    Result<HighWater> again = HighWater::open(folder.path(), mark, *read);
    ASSERT_TRUE(again);
    mark.seq = 12;
    ASSERT_FALSE(again->write(12, mark.hash));
    EXPECT_EQ(read_high_water(folder.path())->mark, mark);
    std::string bytes = bytes_of(folder / high_water_name);
    Hasher hasher;
    EXPECT_EQ(mark_from_line(line_at(bytes, 512 * read->place), hasher), read->mark);
}

}  // namespace
}  // namespace muster::log::test
