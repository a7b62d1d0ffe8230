#include "engine/app/audit/trail.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>

#include "engine/app/audit/sheets.hpp"
#include "engine/app/clock.hpp"

namespace muster::app {
namespace {

class Trail : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("muster_audit_" +
                   std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<AuditTrail> open(const AuditOptions& options) {
        std::string error;
        auto trail = AuditTrail::open(folder_, options, error, [this] { return now_.load(); });
        EXPECT_TRUE(trail) << error;
        return trail;
    }
    std::vector<AuditRow> read(const AuditQuery& query = {}) {
        auto store = AuditStore::open_to_read(folder_);
        EXPECT_TRUE(store) << store.error().message;
        auto rows = store->read(query);
        EXPECT_TRUE(rows) << rows.error().message;
        return *rows;
    }
    static AuditEntry member_read(const std::string& who, int member) {
        return {AuditKind::personal_read, who, "members/" + std::to_string(member)};
    }
    static AuditEntry failed_login(const std::string& address) {
        return {AuditKind::login_failed, address, "token"};
    }

    std::filesystem::path folder_;
    std::atomic<TimePoint> now_{TimePoint{system_now().value / 60'000 * 60'000}};
};

TEST_F(Trail, ReadsPageByPageUpToATime) {
    const TimePoint start = now_;
    auto trail = open({});
    for (int member = 1; member <= 5; ++member) {
        now_ = start + minutes(member);
        trail->note(member_read("desk-1", member));
    }
    trail->stop();
    const auto members = [&](const AuditQuery& query) {
        std::string found;
        for (const AuditRow& row : read(query))
            found += row.about.substr(row.about.find('/'));
        return found;
    };
    const TimePoint until = start + minutes(5);
    EXPECT_EQ(members({.until = until, .limit = 2}), "/4/3");
    EXPECT_EQ(members({.until = until, .limit = 2, .skip = 2}), "/2/1");
    EXPECT_EQ(members({.until = until, .limit = 2, .skip = 4}), "");
    EXPECT_EQ(members({.limit = 1}), "/5");
}

TEST_F(Trail, WritesAllAtTheEndAndReadsNewestFirst) {
    const TimePoint start = now_;
    auto trail = open({});
    trail->note(member_read("desk-1", 7));
    trail->note(member_read("desk-1", 7));
    now_ = start + seconds(30);
    trail->note({AuditKind::feed_opened, "desk-2", "feed"});
    now_ = start + minutes(1);
    trail->note(member_read("desk-1", 7));
    trail->stop();
    const auto rows = read();
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].at, start + minutes(1));
    EXPECT_EQ(rows[1].what, AuditKind::feed_opened);
    EXPECT_EQ(rows[2].about, "members/7");
    EXPECT_EQ(rows[2].at, start);
    EXPECT_EQ(rows[2].count, 2u);
    struct stat found {};
    ASSERT_EQ(stat((folder_ / "audit.sqlite").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777u, 0600u);
}

TEST_F(Trail, IsReadWhileItIsWritten) {
    AuditOptions options;
    options.write_ms = Millis{1};
    auto trail = open(options);
    trail->note(member_read("desk-1", 7));
    while (trail->stats().writes == 0)
        std::this_thread::yield();
    EXPECT_EQ(read().size(), 1u);
    // Another process adds to the same row.
    auto beside = AuditStore::open(folder_);
    ASSERT_TRUE(beside);
    EXPECT_FALSE(beside->add(now_, member_read("desk-1", 7)));
    trail->note({AuditKind::token_created, "root", "desk-2"});
    trail->stop();
    EXPECT_EQ(trail->stats().failures, 0u);
    ASSERT_EQ(read().size(), 2u);
    EXPECT_EQ(read({.about = "members/7"}).at(0).count, 2u);
}

TEST_F(Trail, FindsByWhoWhatAboutAndSince) {
    const TimePoint start = now_;
    auto trail = open({});
    trail->note(member_read("desk-1", 7));
    trail->note(member_read("desk-2", 71));
    trail->note({AuditKind::personal_read, "desk-2", "requests/7/timeline"});
    trail->note({AuditKind::personal_read, "desk-2", "requests?limit=100"});
    now_ = start + minutes(5);
    trail->note(failed_login("10.0.0.1"));
    trail->stop();
    EXPECT_EQ(read({.who = "desk-2"}).size(), 3u);
    EXPECT_EQ(read({.about = "members/7"}).size(), 1u);
    EXPECT_EQ(read({.about = "members"}).size(), 2u);
    EXPECT_EQ(read({.about = "requests/7"}).size(), 1u);
    EXPECT_EQ(read({.about = "requests"}).size(), 2u);
    EXPECT_EQ(read({.what = AuditKind::login_failed}).size(), 1u);
    EXPECT_EQ(read({.since = start + minutes(5)}).size(), 1u);
    EXPECT_EQ(read({.since = start + minutes(5) + Millis{1}}).size(), 0u);
    EXPECT_EQ(read({.limit = 2}).size(), 2u);
}

TEST_F(Trail, AFloodOfFailedLoginsIsAFewRows) {
    AuditOptions options;
    options.failed_rows_per_minute = 3;
    options.write_ms = Millis{1};
    const TimePoint start = now_;
    auto trail = open(options);
    for (int i = 0; i < 30'000; ++i) {
        if (i == 15'000) now_ = start + minutes(1);
        trail->note(failed_login("10.0.0." + std::to_string(i % 100)));
    }
    trail->stop();
    EXPECT_EQ(trail->stats().lost, 0u);
    const auto rows = read();
    EXPECT_EQ(rows.size(), 8u) << "two minutes, three addresses and the others in each";
    std::uint64_t all = 0;
    for (const AuditRow& row : rows)
        all += row.count;
    EXPECT_EQ(all, 30'000u);
    EXPECT_EQ(read({.who = "others"}).at(0).count, 15'000u - 3 * 150);
    EXPECT_EQ(read({.who = "10.0.0.1"}).size(), 2u);
}

TEST(AuditBatch, WithoutRoomTheNewestIsLost) {
    AuditBatch batch(2, 20);
    const auto add = [&](const std::string& who) {
        return batch.add(TimePoint{1}, {AuditKind::personal_read, who, "members/7"});
    };
    EXPECT_TRUE(add("a"));
    EXPECT_TRUE(add("b"));
    EXPECT_FALSE(add("c"));
    EXPECT_TRUE(add("a")) << "it has a row already";
    const AuditRows rows = batch.take();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows.begin()->second.count, 2u);
    EXPECT_TRUE(add("c"));
    EXPECT_TRUE(batch.add(TimePoint{1}, {AuditKind::personal_read, "d", std::string(9'999, 'x')}));
    EXPECT_EQ(batch.take().rbegin()->first.about.size(), AuditBatch::text_bytes_max);
}

TEST_F(Trail, WhatFailsIsTriedAgainAndTold) {
    AuditOptions options;
    options.write_ms = Millis{1};
    options.rows_max = 4;
    auto trail = open(options);
    auto other =
        sqlite::Database::open(folder_ / "audit.sqlite", {.access = sqlite::Access::write});
    ASSERT_TRUE(other);
    ASSERT_FALSE(other->exec("ALTER TABLE access RENAME TO away", "test"));
    for (int i = 0; i < 4; ++i)
        trail->note(member_read("desk-1", i));
    while (trail->stats().failures == 0)
        std::this_thread::yield();
    EXPECT_NE(trail->stats().failing, "");
    for (int i = 0; i < 20; ++i)
        trail->note(member_read("desk-2", i));
    EXPECT_GT(trail->stats().lost, 0u);
    ASSERT_FALSE(other->exec("ALTER TABLE away RENAME TO access", "test"));
    trail->stop();
    EXPECT_EQ(trail->stats().failing, "");
    EXPECT_EQ(read().size() + trail->stats().lost, 24u);
}

TEST_F(Trail, DropsWhatIsTooOldAtTheStart) {
    {
        auto store = AuditStore::open(folder_);
        ASSERT_TRUE(store);
        for (const int days : {4'000, 401, 399, 1}) {
            const TimePoint at = system_now() - hours(24 * days);
            ASSERT_FALSE(store->add(at, member_read("desk-1", days)));
            ASSERT_TRUE(close_sheet(store->database(), at));
        }
    }
    auto trail = open({});
    // The thread writes only after it has dropped.
    trail->note(member_read("desk-1", 0));
    while (trail->stats().writes == 0)
        std::this_thread::yield();
    EXPECT_EQ(read({.who = "desk-1"}).size(), 3u);
    EXPECT_TRUE(read({.about = "members/401"}).empty());
}

TEST_F(Trail, SaysWhatIsWrongWithTheFile) {
    EXPECT_NE(AuditStore::open_to_read(folder_).error().message.find("audit.sqlite"),
              std::string::npos);
    std::string error;
    EXPECT_FALSE(AuditTrail::open(folder_ / "none", {}, error));
    EXPECT_NE(error.find("audit.sqlite"), std::string::npos) << error;
}

}  // namespace
}  // namespace muster::app
