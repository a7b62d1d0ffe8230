// Sheets of the record of accesses: what is changed, missing or written anew is found.
#include "engine/app/audit/sheets.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "engine/app/audit/trail.hpp"

namespace muster::app {
namespace {

constexpr TimePoint start{1'764'000'000'000};

class Sheets : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("muster_sheets_" +
                   std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    AuditStore open() {
        auto store = AuditStore::open(folder_);
        EXPECT_TRUE(store) << store.error().message;
        return std::move(*store);
    }
    static void read(AuditStore& store, TimePoint at, const std::string& who, int member) {
        EXPECT_FALSE(
            store.add(at, {AuditKind::personal_read, who, "members/" + std::to_string(member)}));
    }
    static AccessSheet close(const AuditStore& store, TimePoint at) {
        const auto closed = close_sheet(store.database(), at);
        EXPECT_TRUE(closed) << closed.error().message;
        EXPECT_TRUE(*closed);
        return **closed;
    }
    // Three closed sheets of two rows each, and one row behind them. The last sheet.
    static AccessSheet write_three(AuditStore& store) {
        AccessSheet last;
        for (int i = 0; i < 3; ++i) {
            const TimePoint at = start + minutes(5 * i);
            read(store, at, "desk-1", i);
            read(store, at + seconds(70), "desk-2", i);
            last = close(store, at + minutes(5));
        }
        read(store, start + minutes(16), "desk-1", 9);
        return last;
    }
    static AccessProof prove(const AuditStore& store, const std::optional<AccessSheet>& noted) {
        const auto proof = prove_sheets(store.database(), noted, [] { return true; });
        EXPECT_TRUE(proof) << proof.error().message;
        return *proof;
    }
    static void run(const AuditStore& store, const char* sql) {
        EXPECT_FALSE(store.database().exec(sql, "test"));
    }
    static std::string fault(const AccessProof& proof) {
        return std::string(name_of(proof.fault)) + " " + std::to_string(proof.fault_first) + "-" +
               std::to_string(proof.fault_last);
    }

    std::filesystem::path folder_;
};

TEST_F(Sheets, AreProvedByTheLast) {
    AuditStore store = open();
    const AccessSheet last = write_three(store);
    EXPECT_EQ(last.number, 3u);
    EXPECT_EQ(last.rows, 2u);
    EXPECT_EQ(last.digest.size(), 64u);
    const AccessProof proof = prove(store, last);
    EXPECT_EQ(fault(proof), "none 0-0");
    EXPECT_EQ(proof.noted, 3u);
    EXPECT_EQ(proof.noted_until, start + minutes(15));
    EXPECT_EQ(proof.first, 1u);
    EXPECT_EQ(proof.last, 3u);
    EXPECT_EQ(proof.rows, 6u);
    EXPECT_EQ(proof.rows_open, 1u);
    EXPECT_EQ(proof.since, start);
    // Nothing is closed where nothing was written.
    close(store, start + minutes(20));
    const auto none = close_sheet(store.database(), start + minutes(25));
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
}

TEST_F(Sheets, TheSameRowLaterIsARowOfTheNextSheet) {
    AuditStore store = open();
    read(store, start, "desk-1", 7);
    read(store, start, "desk-1", 7);
    close(store, start + seconds(20));
    read(store, start + seconds(30), "desk-1", 7);
    const auto rows = store.read({});
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ((*rows)[0].sheet, 2u);
    EXPECT_EQ((*rows)[0].count, 1u);
    EXPECT_EQ((*rows)[1].sheet, 1u);
    EXPECT_EQ((*rows)[1].count, 2u);
}

// Each way to change a closed row, each column of it.
TEST_F(Sheets, WhatWasChangedIsFound) {
    const char* const changes[] = {
        "UPDATE access SET who = 'desk-3' WHERE sheet = 2 AND who = 'desk-2'",
        "UPDATE access SET about = 'members/8' WHERE sheet = 2 AND who = 'desk-2'",
        "UPDATE access SET what = 'feed_opened' WHERE sheet = 2 AND who = 'desk-2'",
        "UPDATE access SET at = at + 1 WHERE sheet = 2 AND who = 'desk-2'",
        "UPDATE access SET minute = minute + 1 WHERE sheet = 2 AND who = 'desk-2'",
        "UPDATE access SET count = 2 WHERE sheet = 2 AND who = 'desk-2'",
        "UPDATE access SET record = 5 WHERE sheet = 2 AND who = 'desk-2'",
        "DELETE FROM access WHERE sheet = 2 AND who = 'desk-2'",
        "INSERT INTO access VALUES(2, 1, 'feed_opened', 'desk-9', '', 0, 60000, 1)",
        "UPDATE sheet SET rows = 3 WHERE number = 2",
        "UPDATE sheet SET digest = previous WHERE number = 2",
    };
    for (const char* change : changes) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        AuditStore store = open();
        const AccessSheet last = write_three(store);
        run(store, change);
        EXPECT_EQ(fault(prove(store, last)), "changed 2-2") << change;
    }
}

TEST_F(Sheets, ARowMovedToAnotherSheetIsFound) {
    AuditStore store = open();
    const AccessSheet last = write_three(store);
    run(store, "UPDATE access SET sheet = 3 WHERE sheet = 2 AND who = 'desk-2'");
    EXPECT_EQ(fault(prove(store, last)), "changed 2-2");
}

TEST_F(Sheets, WhatIsMissingIsFound) {
    AuditStore store = open();
    const AccessSheet last = write_three(store);
    run(store, "DELETE FROM access WHERE sheet = 2; DELETE FROM sheet WHERE number = 2");
    EXPECT_EQ(fault(prove(store, last)), "missing 2-2");
    run(store, "DELETE FROM sheet WHERE number = 3");
    EXPECT_EQ(fault(prove(store, last)), "missing 2-3");
}

// Whoever writes the file anew with digests that fit each other cannot write the log anew.
TEST_F(Sheets, WhatWasWrittenAnewIsNotWhatTheLogKnows) {
    AccessSheet real;
    {
        AuditStore store = open();
        real = write_three(store);
    }
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    AuditStore store = open();
    read(store, start, "desk-1", 1);
    close(store, start + minutes(5));
    read(store, start + minutes(6), "desk-1", 1);
    close(store, start + minutes(10));
    read(store, start + minutes(11), "desk-1", 1);
    close(store, start + minutes(15));
    EXPECT_EQ(fault(prove(store, std::nullopt)), "none 0-0");
    EXPECT_EQ(fault(prove(store, real)), "other 3-3");
}

TEST_F(Sheets, ALostFileGoesOnBehindWhatTheLogKnows) {
    AccessSheet noted;
    {
        AuditStore store = open();
        noted = write_three(store);
    }
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    AuditStore store = open();
    // Written before anybody knew, as by the command line.
    read(store, start + minutes(17), "root", 1);
    ASSERT_FALSE(go_on_after(store.database(), noted));
    read(store, start + minutes(18), "desk-1", 1);
    const AccessSheet next = close(store, start + minutes(20));
    EXPECT_EQ(next.number, 4u);
    EXPECT_EQ(next.rows, 2u);
    EXPECT_EQ(fault(prove(store, next)), "missing 1-3");
    // Once more does nothing.
    ASSERT_FALSE(go_on_after(store.database(), noted));
    EXPECT_EQ(*last_sheet(store.database()), 4u);
    // What is not here is nothing to be brought to the log.
    const auto found = sheet_after(store.database(), 0);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->number, 4u);
}

TEST_F(Sheets, OldOnesGoAndTheOthersStayProved) {
    AuditStore store = open();
    const AccessSheet last = write_three(store);
    ASSERT_FALSE(drop_sheets(store.database(), start + minutes(10) + Millis{1}));
    AccessProof proof = prove(store, last);
    EXPECT_EQ(fault(proof), "none 0-0");
    EXPECT_EQ(proof.first, 3u);
    EXPECT_EQ(proof.rows, 2u);
    // The last one stays, however old: the next goes on behind it.
    ASSERT_FALSE(drop_sheets(store.database(), start + hours(10'000)));
    proof = prove(store, last);
    EXPECT_EQ(fault(proof), "none 0-0");
    EXPECT_EQ(proof.first, 3u);
    EXPECT_EQ(proof.rows_open, 1u);
}

TEST_F(Sheets, AFileFromBeforeIsTakenOver) {
    {
        auto db = sqlite::Database::open(folder_ / "audit.sqlite", {});
        ASSERT_TRUE(db);
        ASSERT_FALSE(db->exec(
            "CREATE TABLE entry(minute INTEGER NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL,"
            " about TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL,"
            " PRIMARY KEY(minute, what, who, about)) WITHOUT ROWID;"
            "INSERT INTO entry VALUES(1, 'personal_read', 'desk-1', 'members/7', 60001, 3)",
            "test"));
    }
    AuditStore store = open();
    const auto rows = store.read({});
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1u);
    EXPECT_EQ((*rows)[0].count, 3u);
    EXPECT_EQ(close(store, start).rows, 1u);
    const AuditStore again = open();
    EXPECT_EQ(again.read({})->size(), 1u);
}

TEST_F(Sheets, SettingsAreNotedWhenTheyAreOthers) {
    AuditStore store = open();
    for (const char* digest : {"a", "a", "b", "b", "a"})
        ASSERT_FALSE(store.note_settings(start, "root", digest));
    const auto rows = store.read({.what = AuditKind::settings_changed});
    ASSERT_TRUE(rows);
    std::uint64_t count = 0;
    for (const AuditRow& row : *rows)
        count += row.count;
    EXPECT_EQ(count, 3u);
}

// What a trail brings, in order; the engine's part is played by the test.
struct Brought {
    std::mutex mutex;
    std::vector<AccessSheet> sheets;

    std::size_t size() {
        const std::lock_guard lock(mutex);
        return sheets.size();
    }
    AuditTrail::NoteSheet taker() {
        return [this](const AccessSheet& sheet) {
            const std::lock_guard lock(mutex);
            sheets.push_back(sheet);
        };
    }
    // False when it did not come in time.
    [[nodiscard]] bool wait_for(std::size_t count) {
        for (int i = 0; i < 3'000 && size() < count; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return size() >= count;
    }
};

TEST_F(Sheets, TheTrailBringsEachOnceAndARefusedOneAgain) {
    AuditOptions options;
    options.write_ms = Millis{10};
    options.sheet_ms = Millis{1'000};
    std::string error;
    auto trail = AuditTrail::open(folder_, options, error);
    ASSERT_TRUE(trail) << error;
    Brought brought;
    trail->start_sheets(std::nullopt, brought.taker());
    trail->note({AuditKind::personal_read, "desk-1", "members/7"});
    ASSERT_TRUE(brought.wait_for(1));
    EXPECT_EQ(brought.sheets[0].number, 1u);
    trail->sheet_is_refused();
    ASSERT_TRUE(brought.wait_for(2)) << "it comes with the next look";
    EXPECT_EQ(brought.sheets[1].number, 1u);
    trail->sheet_is_noted(1);
    trail->note({AuditKind::personal_read, "desk-1", "members/8"});
    ASSERT_TRUE(brought.wait_for(3));
    EXPECT_EQ(brought.sheets[2].number, 2u);
    trail->stop();
    EXPECT_EQ(trail->stats().sheets, 1u);
}

TEST_F(Sheets, WhatACrashKeptFromTheLogComesAtTheStart) {
    {
        AuditStore store = open();
        write_three(store);
    }
    AuditOptions options;
    options.write_ms = Millis{10};
    std::string error;
    auto trail = AuditTrail::open(folder_, options, error);
    ASSERT_TRUE(trail) << error;
    Brought brought;
    // The log knows the first only.
    trail->start_sheets(AccessSheet{1, std::string(64, '0'), 2, start + minutes(5)},
                        brought.taker());
    ASSERT_TRUE(brought.wait_for(1));
    trail->sheet_is_noted(2);
    ASSERT_TRUE(brought.wait_for(2));
    EXPECT_EQ(brought.sheets[0].number, 2u);
    EXPECT_EQ(brought.sheets[1].number, 3u);
}

TEST_F(Sheets, AFileThatCannotBeReadIsPutAside) {
    std::ofstream(folder_ / "audit.sqlite") << std::string(8'192, 'x');
    std::string error;
    auto trail = AuditTrail::open(folder_, {}, error, [] { return start; });
    ASSERT_TRUE(trail) << error;
    const std::string aside = trail->stats().set_aside;
    EXPECT_NE(aside.find("audit.sqlite.damaged-"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(aside));
    trail->note({AuditKind::personal_read, "desk-1", "members/7"});
    trail->stop();
    EXPECT_EQ(open().read({})->size(), 1u);
}

}  // namespace
}  // namespace muster::app
