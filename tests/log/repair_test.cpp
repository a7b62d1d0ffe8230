#include <gtest/gtest.h>

#include "engine/log/repair.hpp"
#include "tests/log/crashed_log.hpp"

namespace muster::log::test {
namespace {

namespace fs = std::filesystem;

class Repair : public testing::Test {
  protected:
    RepairReport mend(std::optional<std::uint64_t> accept = std::nullopt) {
        RepairOptions options;
        options.accept_loss_after = accept;
        Result<RepairReport> report = repair(folder_.path(), options, {});
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : RepairReport{};
    }
    TempFolder folder_;
};

TEST_F(Repair, AWholeLogIsLeftAlone) {
    const CrashedLog crashed(6);
    crashed.put(folder_.path());
    const RepairReport report = mend();
    EXPECT_TRUE(report.whole);
    EXPECT_FALSE(report.done);
    EXPECT_EQ(report.records, crashed.last);
    EXPECT_TRUE(crashed.unchanged(folder_.path()));
}

// A page that rotted in one frame was mostly written again by a later one.
TEST_F(Repair, MostDamageToFramesIsMendedWithoutALoss) {
    const CrashedLog crashed(6);
    std::uint64_t mended = 0;
    const std::uint64_t frames = crashed.ends[5];
    for (std::uint64_t frame = 1; frame <= frames; ++frame) {
        SCOPED_TRACE("frame " + std::to_string(frame));
        CrashedLog damaged = crashed;
        damaged.wal()[CrashedLog::frame_at(frame) + 1000] ^= 0x20;
        const TempFolder folder;
        damaged.put(folder.path());
        Result<RepairReport> report = repair(folder.path(), {}, {});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_FALSE(report->whole);
        EXPECT_EQ(report->done, report->without_loss);
        if (!report->done) {
            EXPECT_TRUE(damaged.unchanged(folder.path()));
            continue;
        }
        ++mended;
        const auto log = must_open(folder.path());
        EXPECT_EQ(log->last_seq(), crashed.last);
        EXPECT_EQ(expect_samples(folder.path(), CrashedLog::padding), crashed.last);
        EXPECT_EQ(bytes_of(report->kept / wal_name), damaged.wal());
        EXPECT_EQ(bytes_of(report->kept / database_name), damaged.files[database_name]);
    }
    EXPECT_GE(mended, frames / 2);
}

TEST_F(Repair, ADamagedHeaderIsMendedWithoutALoss) {
    const CrashedLog crashed(6, 3);
    for (const std::size_t at : {0u, 5u, 9u, 17u, 30u}) {
        CrashedLog damaged = crashed;
        damaged.wal()[at] ^= 4;
        const TempFolder folder;
        damaged.put(folder.path());
        Result<RepairReport> report = repair(folder.path(), {}, {});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_TRUE(report->without_loss) << "byte " << at << ": " << report->records;
    }
}

TEST_F(Repair, ALossIsTakenOnlyWhereItIsNamed) {
    CrashedLog damaged(6, 3);
    damaged.wal().resize(CrashedLog::frame_at(damaged.ends[4] + 1));
    damaged.put(folder_.path());
    RepairReport report = mend();
    EXPECT_FALSE(report.done);
    EXPECT_EQ(report.records, 8u);
    EXPECT_EQ(report.known, 12u);
    EXPECT_TRUE(damaged.unchanged(folder_.path()));
    EXPECT_FALSE(mend(9).done);
    report = mend(8);
    EXPECT_TRUE(report.done);
    EXPECT_FALSE(report.without_loss);
    const auto log = must_open(folder_.path());
    EXPECT_EQ(log->last_seq(), 8u);
    // Who knew the numbers that are used again must start over.
    const TempFolder before;
    CrashedLog(1).put(before.path());
    EXPECT_EQ(log->meta().epoch.size(), 32u);
    fill(*log, 12, CrashedLog::padding);
    EXPECT_EQ(expect_samples(folder_.path(), CrashedLog::padding), 12u);
    EXPECT_TRUE(fs::exists(report.kept / high_water_name));
}

TEST_F(Repair, ARottenRecordInTheMiddleIsNamedAndNotCutOffByItself) {
    { fill(*must_open(folder_.path()), 40, 3000); }
    std::string bytes = bytes_of(folder_ / database_name);
    const std::size_t at = bytes.find("\"id\":17,");
    ASSERT_NE(at, std::string::npos);
    bytes[at + 40] ^= 1;
    std::ofstream(folder_ / database_name, std::ios::binary) << bytes;
    const RepairReport report = mend();
    EXPECT_FALSE(report.done);
    EXPECT_EQ(report.records, 16u);
    EXPECT_NE(report.fault.find("record 17 "), std::string::npos) << report.fault;
}

}  // namespace
}  // namespace muster::log::test
