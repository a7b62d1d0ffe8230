#include <gtest/gtest.h>

#include <fstream>

#include "engine/log/backup.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

namespace fs = std::filesystem;

TEST(Backup, OfALiveLogIsRestoredWithANewEpoch) {
    const TempFolder folder;
    const TempFolder elsewhere;
    const auto log = must_open(folder.path());
    fill(*log, 500);
    const fs::path target = elsewhere / "monday.backup";
    BackupOptions options;
    options.pages_per_step = 5;
    int copying = 0;
    int verifying = 0;
    Result<ChainReport> report =
        backup(folder.path(), target, options,
               [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                   EXPECT_LE(done, total);
                   if (stage == "verifying") {
                       ++verifying;
                       return;
                   }
                   // The writer goes on; the copy is of the moment at which it began.
                   ++copying;
                   fill(*log, log->last_seq() + 1);
               });
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(copying, 3);
    EXPECT_GT(verifying, 0);
    EXPECT_EQ(report->records, 500u);
    EXPECT_EQ(expect_samples(target), 500u);
    EXPECT_GT(log->last_seq(), 500u);

    const fs::path restored = elsewhere / "new/folder";
    Result<ChainReport> back = restore(target, restored, {}, {});
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->end.seq, 500u);
    const auto second = must_open(restored);
    EXPECT_EQ(second->last_seq(), 500u);
    EXPECT_EQ(second->last_hash(), report->end.hash);
    EXPECT_EQ(second->meta().instance, log->meta().instance);
    EXPECT_NE(second->meta().epoch, log->meta().epoch);
    fill(*second, 501);
    EXPECT_EQ(expect_samples(restored), 501u);
}

TEST(Backup, IsOneFileAndNeedsNoOther) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 10); }
    const TempFolder target;
    ASSERT_TRUE(backup(folder.path(), target / "b", {}, {}));
    EXPECT_EQ(expect_samples(target / "b"), 10u);
    int files = 0;
    for (const auto& entry : fs::directory_iterator(target.path())) {
        EXPECT_EQ(entry.path().filename(), "b");
        ++files;
    }
    EXPECT_EQ(files, 1);
}

TEST(Backup, OverwritesNothing) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 10); }
    std::ofstream(folder / "taken") << "x";
    EXPECT_EQ(backup(folder.path(), folder / "taken", {}, {}).error().code,
              LogErrorCode::not_empty);
    const TempFolder target;
    ASSERT_TRUE(backup(folder.path(), target / "b", {}, {}));
    EXPECT_EQ(restore(target / "b", folder.path(), {}, {}).error().code, LogErrorCode::not_empty);
    EXPECT_EQ(restore(folder / "missing", target / "new", {}, {}).error().code,
              LogErrorCode::not_found);
    EXPECT_FALSE(fs::exists(target / "new"));
}

TEST(Backup, OfADamagedLogFailsAndLeavesNothing) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 10); }
    run_sql(folder / database_name,
            "DROP TRIGGER record_is_not_changed; UPDATE record SET at = 1 WHERE seq = 4");
    const TempFolder target;
    const LogError error = backup(folder.path(), target / "b", {}, {}).error();
    EXPECT_EQ(error.code, LogErrorCode::corrupted);
    EXPECT_NE(error.message.find("record 4 "), std::string::npos) << error.message;
    EXPECT_TRUE(fs::is_empty(target.path()));
}

}  // namespace
}  // namespace muster::log::test
