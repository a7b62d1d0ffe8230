#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/attachments.hpp"
#include "engine/log/backup.hpp"
#include "engine/log/files.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::byte> pattern(std::size_t size, unsigned step) {
    std::vector<std::byte> bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::byte>(i * step + i / 251);
    return bytes;
}

std::vector<std::byte> attached(const fs::path& path, std::string_view name) {
    Result<std::vector<std::byte>> bytes = read_attachment(must_read(path).database(), name);
    EXPECT_TRUE(bytes) << bytes.error().message;
    return bytes ? *bytes : std::vector<std::byte>{};
}

std::vector<std::string> names_in(const fs::path& path) {
    Result<std::vector<std::string>> names = attachment_names(must_read(path).database());
    EXPECT_TRUE(names) << names.error().message;
    return names ? *names : std::vector<std::string>{};
}

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

TEST(Backup, CarriesAttachmentsOfAnySizeAndARestoredLogHasNone) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 10); }
    const TempFolder elsewhere;
    const fs::path target = elsewhere / "b";
    // Below, at and beyond what one row holds.
    const auto small = pattern(5, 3);
    const auto exact = pattern(std::size_t{1024} * 1024, 7);
    const auto large = pattern(std::size_t{3} * 1024 * 1024 + 1, 11);
    BackupOptions options;
    options.add = [&](const LogReader& copy, const sqlite::Database& into) -> LogError {
        EXPECT_EQ(*copy.last_seq(), 10u);
        EXPECT_FALSE(fs::exists(target));
        if (LogError failed = attach(into, "large", small)) return failed;
        if (LogError failed = attach(into, "small", large)) return failed;
        // Replaced as a whole, however many parts it had.
        if (LogError failed = attach(into, "large", large)) return failed;
        if (LogError failed = attach(into, "small", small)) return failed;
        return attach(into, "exact", exact);
    };
    Result<ChainReport> report = backup(folder.path(), target, options, {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(names_in(target), (std::vector<std::string>{"exact", "large", "small"}));
    EXPECT_EQ(attached(target, "small"), small);
    EXPECT_EQ(attached(target, "exact"), exact);
    EXPECT_EQ(attached(target, "large"), large);
    EXPECT_TRUE(attached(target, "other").empty());
    EXPECT_EQ(expect_samples(target), 10u);

    const fs::path restored = elsewhere / "new";
    ASSERT_TRUE(restore(target, restored, {}, {}));
    EXPECT_TRUE(names_in(restored).empty());
    EXPECT_TRUE(attached(restored, "small").empty());
    EXPECT_EQ(expect_samples(restored), 10u);
    EXPECT_EQ(names_in(target).size(), 3u);
}

TEST(Backup, IsDiscardedWhereWhatItNeedsCannotBeAdded) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 10); }
    const TempFolder target;
    BackupOptions options;
    options.add = [](const LogReader&, const sqlite::Database& into) -> LogError {
        if (LogError failed = attach(into, "first", pattern(100, 3))) return failed;
        return {LogErrorCode::not_found, "the second is missing"};
    };
    const LogError error = backup(folder.path(), target / "b", options, {}).error();
    EXPECT_EQ(error.code, LogErrorCode::not_found);
    EXPECT_EQ(error.message, "the second is missing");
    EXPECT_TRUE(fs::is_empty(target.path()));
}

TEST(Backup, IsRestoredAfterWhatStandsBesideTheLog) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 10); }
    const TempFolder elsewhere;
    ASSERT_TRUE(backup(folder.path(), elsewhere / "b", {}, {}));
    const fs::path restored = elsewhere / "new";
    BackupOptions options;
    options.put_beside = [&]() -> LogError {
        EXPECT_FALSE(fs::exists(restored / database_name));
        EXPECT_EQ(FolderLock::acquire(restored).error().code, LogErrorCode::locked);
        return {LogErrorCode::io, "no room beside it"};
    };
    EXPECT_EQ(restore(elsewhere / "b", restored, options, {}).error().message, "no room beside it");
    EXPECT_FALSE(fs::exists(restored / database_name));

    const fs::path second = elsewhere / "second";
    int calls = 0;
    options.put_beside = [&]() -> LogError {
        ++calls;
        std::ofstream(second / "beside") << "x";
        return {};
    };
    ASSERT_TRUE(restore(elsewhere / "b", second, options, {}));
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(fs::exists(second / "beside"));
    EXPECT_EQ(expect_samples(second), 10u);
}

}  // namespace
}  // namespace muster::log::test
