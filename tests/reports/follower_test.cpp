// The read model is the same however it came about, knows nobody who was erased, and follows the
// log wherever that goes.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "engine/reports/follower.hpp"
#include "engine/reports/schema.hpp"
#include "engine/reports/watcher.hpp"
#include "tests/reports/event_city.hpp"

namespace muster::reports::test {
namespace {

std::unique_ptr<Follower> follower_of(const std::filesystem::path& folder) {
    auto follower = Follower::open(folder);
    if (!follower) {
        ADD_FAILURE() << follower.error().message;
        std::abort();
    }
    return std::move(*follower);
}

// Every value of every table, in the order of its key.
std::string dump(const std::filesystem::path& folder) {
    const auto db = ModelFile::open_to_read(folder);
    if (!db) {
        ADD_FAILURE() << db.error().message;
        return {};
    }
    std::string out;
    for (const std::string_view table : table_names) {
        auto select = sqlite::Statement::prepare(*db, "SELECT * FROM " + std::string(table));
        if (!select) {
            ADD_FAILURE() << select.error().message;
            return {};
        }
        out += std::string(table) + ":\n";
        while (select->step() == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(select->get()); ++i) {
                out += std::to_string(sqlite3_column_type(select->get(), i)) + '=';
                out += std::string(select->bytes(i)) + '|';
            }
            out += '\n';
        }
    }
    return out;
}

std::string rebuilt_elsewhere(const std::filesystem::path& folder) {
    const TempFolder other;
    std::filesystem::copy(folder / "decisions.sqlite", other.path() / "decisions.sqlite");
    const auto wal = folder / "decisions.sqlite-wal";
    if (std::filesystem::exists(wal)) {
        std::filesystem::copy(wal, other.path() / "decisions.sqlite-wal");
    }
    const auto follower = follower_of(other.path());
    const auto taken = catch_up(*follower, 100'000, {});
    EXPECT_TRUE(taken) << taken.error().message;
    return dump(other.path());
}

TEST(Follower, RebuiltAndFollowedAreTheSameTables) {
    const TempFolder folder;
    EventCity city(folder.path(), 11);
    const auto follower = follower_of(folder.path());
    std::mt19937 random(3);
    for (int round = 0; round < 60; ++round) {
        city.go_on(static_cast<int>(random() % 60));
        for (std::size_t steps = random() % 4; steps > 0; --steps)
            ASSERT_TRUE(follower->step(1 + random() % 40));
    }
    ASSERT_TRUE(catch_up(*follower, 17, {}));
    const std::string followed = dump(folder.path());
    EXPECT_EQ(followed, rebuilt_elsewhere(folder.path()));
    ASSERT_FALSE(follower->start_over());
    ASSERT_TRUE(catch_up(*follower, 1000, {}));
    EXPECT_EQ(dump(folder.path()), followed);
    EXPECT_GT(std::count(followed.begin(), followed.end(), '\n'), 1000);
}

// Given up at every record of a step, and its process gone: whatever the next one finds, it ends
// with the same tables.
TEST(Follower, StoppedBetweenAnyTwoRecordsItGoesOn) {
    const TempFolder folder;
    EventCity city(folder.path(), 12);
    city.go_on(300);
    const std::string whole = rebuilt_elsewhere(folder.path());
    std::uint64_t stops = 0;
    for (std::uint64_t allowed = 0;; allowed = (allowed + 1) % 9) {
        const auto follower = follower_of(folder.path());
        std::uint64_t asked = 0;
        const auto step = follower->step(7, [&] { return asked++ < allowed; });
        if (step && step->taken == 0) break;
        if (!step) {
            EXPECT_EQ(step.error().code, log::LogErrorCode::cancelled) << step.error().message;
            ++stops;
        }
    }
    EXPECT_GT(stops, 100U);
    EXPECT_EQ(dump(folder.path()), whole);
}

TEST(Follower, TwoOfThemDoNoHarm) {
    const TempFolder folder;
    EventCity city(folder.path(), 13);
    city.go_on(500);
    const auto one = follower_of(folder.path());
    const auto other = follower_of(folder.path());
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(one->step(3));
        ASSERT_TRUE(other->step(5));
    }
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

// By the calendar, a step that somebody has becomes due on another day; one that is over does not.
TEST(Follower, AStepIsDueOnTheDayToWhichItMoves) {
    const TempFolder folder;
    EventCity city(folder.path(), 16);
    StepBecameReady ready;
    ready.project = {city.next_seq()};
    ready.step = "build";
    ready.department = "housing";
    ready.due.due_at = city.now() + hours(24);
    city.append({ready});
    StepDeadlineMoved moved;
    moved.project = ready.project;
    moved.step = "build";
    moved.moved.due_before = ready.due.due_at;
    moved.moved.due_at = city.now() + hours(48);
    city.append({moved});
    StepFinished finished;
    finished.project = ready.project;
    finished.step = "build";
    city.append({finished});
    moved.moved.due_at = city.now() + hours(72);
    city.append({moved});
    const auto follower = follower_of(folder.path());
    ASSERT_TRUE(catch_up(*follower, 100, {}));
    const auto db = ModelFile::open_to_read(folder.path());
    ASSERT_TRUE(db);
    const auto due = sqlite::query_integer(
        *db, "SELECT due_at FROM step WHERE project = " + std::to_string(ready.project.value));
    ASSERT_TRUE(due) << due.error().message;
    EXPECT_EQ(*due, (city.now() + hours(48)).value);
}

TEST(Follower, ALogThatWasRestoredToAnOlderStateIsToldAnew) {
    const TempFolder folder;
    const TempFolder kept;
    {
        EventCity city(folder.path(), 14);
        city.go_on(100);
    }
    std::filesystem::copy(folder.path() / "decisions.sqlite", kept.path() / "decisions.sqlite");
    const std::string then = rebuilt_elsewhere(folder.path());
    std::filesystem::remove_all(folder.path());
    std::filesystem::create_directory(folder.path());
    {
        // Goes on differently, and further.
        EventCity city(folder.path(), 15);
        city.go_on(200);
        const auto follower = follower_of(folder.path());
        ASSERT_TRUE(catch_up(*follower, 50, {}));
    }
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(folder.path() / (std::string("decisions.sqlite") + end));
    std::filesystem::copy(kept.path() / "decisions.sqlite", folder.path() / "decisions.sqlite");
    const auto follower = follower_of(folder.path());
    const auto step = follower->step(10);
    ASSERT_TRUE(step) << step.error().message;
    EXPECT_TRUE(step->started_over);
    ASSERT_TRUE(catch_up(*follower, 50, {}));
    EXPECT_EQ(dump(folder.path()), then);
}

TEST(Follower, AnotherLogOfTheSameLengthIsNoticedByItsHash) {
    const TempFolder folder;
    const TempFolder other;
    {
        EventCity city(folder.path(), 21);
        EventCity twin(other.path(), 22);
        const auto follower = follower_of(folder.path());
        ASSERT_TRUE(catch_up(*follower, 50, {}));
    }
    std::filesystem::copy(other.path() / "decisions.sqlite", folder.path() / "decisions.sqlite",
                          std::filesystem::copy_options::overwrite_existing);
    const auto follower = follower_of(folder.path());
    const auto step = follower->step(10'000);
    ASSERT_TRUE(step) << step.error().message;
    EXPECT_TRUE(step->started_over);
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(other.path()));
}

std::string bytes_of(const std::filesystem::path& folder) {
    std::string all;
    for (const char* end : {"", "-wal"}) {
        std::ifstream file(folder / (std::string(model_name) + end), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

TEST(Follower, KeepsNoNamePhoneOrAddress) {
    const TempFolder folder;
    EventCity city(folder.path(), 16);
    city.go_on(1500);
    {
        const auto follower = follower_of(folder.path());
        ASSERT_TRUE(catch_up(*follower, 500, {}));
    }
    const std::string bytes = bytes_of(folder.path());
    EXPECT_NE(bytes.find("guangling"), std::string::npos);
    for (const char* secret : {"secret", "13800001111", "a note with"})
        EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

TEST(Follower, WhatWasWrittenAboutAMemberGoesWithTheErasure) {
    for (const bool removed : {false, true}) {
        const TempFolder folder;
        EventCity city(folder.path(), 17);
        const MemberId who{5};
        RequestReceived asked;
        asked.request = {city.next_seq()};
        asked.member = who;
        city.append({asked});
        city.append({DeadlineBreached{asked.request, Milestone::on_site}});
        city.append(
            {BreachExplained{asked.request, Milestone::on_site, "Mrs Wang would not open"}});
        Visit visit;
        visit.id = {number_in_record(city.next_seq(), 0)};
        visit.member = who;
        city.append({VisitPlanned{visit, {}}, VisitBreached{visit.id, who}});
        city.append({VisitMissed{visit.id, who, false, "Mrs Wang was away"}});
        Need need;
        need.id = {number_in_record(city.next_seq(), 0)};
        need.member = who;
        city.append({NeedFound{need}});
        const auto follower = follower_of(folder.path());
        ASSERT_TRUE(catch_up(*follower, 500, {}));
        const std::string before = dump(folder.path());
        EXPECT_NE(before.find("Mrs Wang would not open"), std::string::npos);
        EXPECT_NE(before.find("Mrs Wang was away"), std::string::npos);
        city.append({removed ? Event(MemberRemoved{who, ""}) : Event(MemberErased{who, "asked"})});
        ASSERT_TRUE(catch_up(*follower, 500, {}));
        const std::string after = dump(folder.path());
        EXPECT_EQ(after.find("Mrs Wang"), std::string::npos);
        const auto db = ModelFile::open_to_read(folder.path());
        ASSERT_TRUE(db);
        for (const char* table : {"request", "breach", "visit", "booking", "need"}) {
            EXPECT_EQ(*sqlite::query_integer(
                          *db, "SELECT count(*) FROM " + std::string(table) + " WHERE member = 5"),
                      0)
                << table;
        }
        // What was done still counts, and that somebody said why.
        EXPECT_EQ(*sqlite::query_integer(*db, "SELECT sum(explained) FROM breach"), 2);
        EXPECT_EQ(*sqlite::query_integer(*db, "SELECT count(*) FROM request"), 1);
    }
}

TEST(Follower, AModelOfAnotherVersionIsMadeAnew) {
    const TempFolder folder;
    EventCity city(folder.path(), 18);
    city.go_on(200);
    {
        const auto follower = follower_of(folder.path());
        ASSERT_TRUE(catch_up(*follower, 500, {}));
        const auto& db = follower->model().database();
        ASSERT_FALSE(
            db.exec("PRAGMA user_version = 999; CREATE TABLE later(x);"
                    "DROP TABLE request; CREATE TABLE request(y)",
                    "ageing"));
    }
    EXPECT_FALSE(ModelFile::open_to_read(folder.path()));
    const auto follower = follower_of(folder.path());
    ASSERT_TRUE(catch_up(*follower, 500, {}));
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

TEST(Follower, AFileThatIsNoDatabaseIsMadeAnew) {
    const TempFolder folder;
    EventCity city(folder.path(), 19);
    city.go_on(50);
    {
        std::ofstream file(folder.path() / model_name, std::ios::binary);
        for (int i = 0; i < 2000; ++i)
            file << "this is no database\n";
    }
    const auto follower = follower_of(folder.path());
    ASSERT_TRUE(catch_up(*follower, 500, {}));
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

void overwrite(const std::filesystem::path& file, std::int64_t from, std::int64_t to) {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(from);
    const std::string noise(static_cast<std::size_t>(to - from), '\x5a');
    out.write(noise.data(), static_cast<std::streamsize>(noise.size()));
}

// One table; then all but the page that says what the file is.
TEST(Follower, DamagedTablesAreMadeAnew) {
    constexpr std::int64_t page = 4096;
    for (const bool all : {false, true}) {
        const TempFolder folder;
        EventCity city(folder.path(), 25);
        city.go_on(500);
        std::int64_t root = 0;
        {
            const auto follower = follower_of(folder.path());
            ASSERT_TRUE(catch_up(*follower, 500, {}));
            root =
                *sqlite::query_integer(follower->model().database(),
                                       "SELECT rootpage FROM sqlite_master WHERE name = 'request'");
        }
        const auto file = folder.path() / model_name;
        const auto end = static_cast<std::int64_t>(std::filesystem::file_size(file));
        ASSERT_GT(root, 1);
        overwrite(file, all ? page : (root - 1) * page, all ? end : root * page);
        city.go_on(50);
        const auto follower = follower_of(folder.path());
        const auto step = follower->step(100'000);
        ASSERT_TRUE(step) << step.error().message;
        // One that cannot even be opened is made anew before the step.
        EXPECT_TRUE(all || step->started_over);
        EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
    }
}

TEST(Follower, AFileThatWasRemovedBesideItIsMadeAnew) {
    const TempFolder folder;
    EventCity city(folder.path(), 26);
    city.go_on(200);
    const auto follower = follower_of(folder.path());
    ASSERT_TRUE(catch_up(*follower, 500, {}));
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(folder.path() / (std::string(model_name) + end));
    city.go_on(50);
    ASSERT_TRUE(catch_up(*follower, 500, {}));
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

// Whoever follows besides goes on with the new tables, and makes what the rebuild had not come to.
TEST(Follower, ARebuildThatWasKilledIsFinishedByTheOtherOne) {
    const TempFolder folder;
    EventCity city(folder.path(), 27);
    city.go_on(300);
    const auto service = follower_of(folder.path());
    ASSERT_TRUE(catch_up(*service, 500, {}));
    const auto indexes = [&] {
        const auto db = ModelFile::open_to_read(folder.path());
        return db ? *sqlite::query_integer(
                        *db, "SELECT count(*) FROM sqlite_master WHERE name LIKE '%_day'")
                  : -1;
    };
    const std::int64_t all = indexes();
    EXPECT_GT(all, 5);
    {
        const auto rebuild = follower_of(folder.path());
        ASSERT_FALSE(rebuild->start_over());
        ASSERT_TRUE(rebuild->step(10));
    }
    EXPECT_EQ(indexes(), 0);
    ASSERT_TRUE(catch_up(*service, 500, {}));
    EXPECT_EQ(indexes(), all);
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

TEST(Follower, NothingIsWrittenIntoTablesOfAnotherVersion) {
    const TempFolder folder;
    EventCity city(folder.path(), 28);
    city.go_on(100);
    const auto follower = follower_of(folder.path());
    ASSERT_TRUE(follower->step(50));
    ASSERT_FALSE(follower->model().database().exec("PRAGMA user_version = 999", "ageing"));
    const auto step = follower->step(50);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, log::LogErrorCode::newer_schema) << step.error().message;
    const auto cursor = read_cursor(follower->model().database());
    ASSERT_TRUE(cursor);
    EXPECT_EQ(cursor->seq, 50U);
}

TEST(Follower, AFullDiskLosesNothing) {
    const TempFolder folder;
    EventCity city(folder.path(), 29);
    city.go_on(3000);
    const auto follower = follower_of(folder.path());
    ASSERT_TRUE(follower->step(500));
    const auto& db = follower->model().database();
    const std::string before = dump(folder.path());
    const auto pages = sqlite::query_integer(db, "PRAGMA page_count");
    ASSERT_TRUE(pages);
    const std::string full = "PRAGMA max_page_count = " + std::to_string(*pages + 2);
    ASSERT_FALSE(db.exec(full.c_str(), "filling the disk"));
    const auto step = follower->step(2000);
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, log::LogErrorCode::disk_full) << step.error().message;
    EXPECT_EQ(dump(folder.path()), before);
    ASSERT_FALSE(db.exec("PRAGMA max_page_count = 1000000", "making room"));
    ASSERT_TRUE(catch_up(*follower, 500, {}));
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

// A service that stops does not wait for whoever writes into the tables.
TEST(Follower, GivesUpWhileAnotherWrites) {
    const TempFolder folder;
    EventCity city(folder.path(), 30);
    city.go_on(100);
    const auto follower = follower_of(folder.path());
    const auto other = follower_of(folder.path());
    ASSERT_FALSE(other->model().begin());
    const auto start = std::chrono::steady_clock::now();
    int asked = 0;
    const auto step = follower->step(10, [&] { return ++asked < 3; });
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, log::LogErrorCode::cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    ASSERT_FALSE(other->model().commit());
    EXPECT_TRUE(follower->step(10));
}

TEST(Follower, EventsThatCannotBeReadAreNamed) {
    const TempFolder folder;
    {
        EventCity city(folder.path(), 20);
        city.go_on(10);
    }
    auto log = log::DecisionLog::open(folder.path(), {});
    ASSERT_TRUE(log);
    const std::uint64_t seq = (*log)->last_seq() + 1;
    ASSERT_FALSE((*log)->append({seq,
                                 {1'900'000'000'000},
                                 "test",
                                 "",
                                 "{}",
                                 R"([{"type":"RequestTaken","request":"x"}])"}));
    ASSERT_FALSE((*log)->commit());
    const auto follower = follower_of(folder.path());
    const auto taken = catch_up(*follower, 1, {});
    ASSERT_FALSE(taken);
    EXPECT_NE(taken.error().message.find("record " + std::to_string(seq)), std::string::npos)
        << taken.error().message;
    // What came before is there.
    const auto cursor = read_cursor(follower->model().database());
    ASSERT_TRUE(cursor);
    EXPECT_EQ(cursor->seq, seq - 1);
}

// The log's writer begins its write-ahead file again while somebody follows.
TEST(Watcher, KeepsUpWithAWriterAndSaysHowFarItIs) {
    const TempFolder folder;
    EventCity city(folder.path(), 23);
    ReportOptions options;
    options.poll_ms = Millis{10};
    options.batch_records = 10;
    Watcher watcher(folder.path(), options);
    for (int i = 0; i < 20; ++i) {
        city.go_on(20);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const std::uint64_t last = city.next_seq() - 1;
    for (int i = 0; i < 2000 && watcher.stats().position < last; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const WatcherStats stats = watcher.stats();
    EXPECT_EQ(stats.position, last) << stats.failing;
    EXPECT_EQ(stats.taken, last);
    EXPECT_EQ(stats.behind, 0U);
    EXPECT_LT(stats.lag_ms, seconds(5));
    watcher.stop();
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

TEST(Watcher, GoesOnWhenTheTablesWereRebuiltBesideIt) {
    const TempFolder folder;
    EventCity city(folder.path(), 34);
    city.go_on(300);
    ReportOptions options;
    options.poll_ms = Millis{10};
    Watcher watcher(folder.path(), options);
    const auto come_to = [&](std::uint64_t seq) {
        for (int i = 0; i < 2000 && watcher.stats().position < seq; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return watcher.stats().position == seq;
    };
    ASSERT_TRUE(come_to(city.next_seq() - 1));
    const auto rebuild = follower_of(folder.path());
    ASSERT_FALSE(rebuild->start_over());
    city.go_on(100);
    ASSERT_TRUE(come_to(city.next_seq() - 1)) << watcher.stats().failing;
    ASSERT_TRUE(catch_up(*rebuild, 70, {}));
    watcher.stop();
    EXPECT_EQ(dump(folder.path()), rebuilt_elsewhere(folder.path()));
}

TEST(Watcher, LeavesTheRestOfTheDiskToTheLog) {
    const TempFolder folder;
    EventCity city(folder.path(), 35);
    ReportOptions options;
    options.disk_left_mib = std::int64_t{1} << 40;
    Watcher watcher(folder.path(), options);
    for (int i = 0; i < 2000 && watcher.stats().failures == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const WatcherStats stats = watcher.stats();
    EXPECT_NE(stats.failing.find("reports.disk_left_mib"), std::string::npos) << stats.failing;
    EXPECT_EQ(stats.position, 0U);
}

TEST(Watcher, WhatFailsIsTriedAgain) {
    const TempFolder folder;
    Watcher watcher(folder.path(), {});
    for (int i = 0; i < 2000 && watcher.stats().failures == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_NE(watcher.stats().failing, "");
    EventCity city(folder.path(), 24);
    for (int i = 0; i < 2000 && watcher.stats().position == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(watcher.stats().position, city.next_seq() - 1);
    EXPECT_EQ(watcher.stats().failing, "");
}

}  // namespace
}  // namespace muster::reports::test
