// The audit finds whatever somebody changes in the log.
#include "engine/pipeline/audit.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "engine/log/hash.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

// A log of some length, made once and copied for each test.
void write_log(const std::filesystem::path& folder, std::string* hash = nullptr) {
    Life life(folder);
    life.city();
    life.story(7, 120);
    if (hash) *hash = life.hash();
}

// What somebody with the file and a shell could do.
class Tamper {
  public:
    explicit Tamper(const std::filesystem::path& folder) {
        EXPECT_EQ(sqlite3_open((folder / log::database_name).c_str(), &db_), SQLITE_OK);
        run("DROP TRIGGER IF EXISTS record_is_not_changed");
        run("DROP TRIGGER IF EXISTS record_is_not_deleted");
    }
    ~Tamper() { sqlite3_close(db_); }
    Tamper(const Tamper&) = delete;
    Tamper& operator=(const Tamper&) = delete;

    void run(const std::string& sql) {
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
            << sql << ": " << (message ? message : "");
        sqlite3_free(message);
    }

    // Computes every hash anew, as a careful forger would.
    void rehash() {
        log::Hasher hasher;
        log::Hash previous = log::chain_start;
        sqlite3_stmt* rows = nullptr;
        ASSERT_EQ(sqlite3_prepare_v2(db_,
                                     "SELECT seq, at, source, key, command, events FROM record "
                                     "ORDER BY seq",
                                     -1, &rows, nullptr),
                  SQLITE_OK);
        sqlite3_stmt* update = nullptr;
        ASSERT_EQ(sqlite3_prepare_v2(db_, "UPDATE record SET hash = ?1 WHERE seq = ?2", -1, &update,
                                     nullptr),
                  SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW) {
            const auto text = [&](int column) {
                return std::string(
                    reinterpret_cast<const char*>(sqlite3_column_text(rows, column)));
            };
            const std::string source = text(2);
            const std::string key = text(3);
            const std::string command = text(4);
            const std::string events = text(5);
            log::RecordDraft draft;
            draft.seq = static_cast<std::uint64_t>(sqlite3_column_int64(rows, 0));
            draft.at = TimePoint{sqlite3_column_int64(rows, 1)};
            draft.source = source;
            draft.key = key;
            draft.command = command;
            draft.events = events;
            previous = hasher.chain(previous, draft);
            sqlite3_bind_blob(update, 1, previous.data(), 32, SQLITE_STATIC);
            sqlite3_bind_int64(update, 2, static_cast<std::int64_t>(draft.seq));
            EXPECT_EQ(sqlite3_step(update), SQLITE_DONE);
            sqlite3_reset(update);
        }
        sqlite3_finalize(update);
        sqlite3_finalize(rows);
    }

  private:
    sqlite3* db_ = nullptr;
};

TEST(Audit, ACleanLogIsCleanAndHasTheLiveStateHash) {
    TempFolder folder;
    std::string hash;
    write_log(folder.path(), &hash);
    CheckOptions options;
    options.records_per_invariants = 10;
    std::uint64_t done = 0;
    auto report = check(folder.path(), options, [&](std::uint64_t d, std::uint64_t) { done = d; });
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_FALSE(report->first_difference)
        << report->first_difference->seq << " " << report->first_difference->expected << "\n"
        << report->first_difference->got;
    EXPECT_EQ(report->state_hash, hash);
    EXPECT_EQ(done, report->records);
    EXPECT_GT(report->records, 100u);
}

struct Change {
    const char* column;
    const char* sql;
};

class AuditFinds : public ::testing::TestWithParam<Change> {};

TEST_P(AuditFinds, AChangeOfOneColumn) {
    TempFolder folder;
    write_log(folder.path());
    Tamper(folder.path()).run(GetParam().sql);
    auto report = check(folder.path(), {}, {});
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->first_difference);
    EXPECT_EQ(report->first_difference->kind, "chain");
    EXPECT_EQ(report->first_difference->seq, 60u);
    EXPECT_EQ(report->records, 59u);
    EXPECT_NE(report->first_difference->got.find("60"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Columns, AuditFinds,
    ::testing::Values(Change{"at", "UPDATE record SET at = at + 1 WHERE seq = 60"},
                      Change{"source", "UPDATE record SET source = source || 'x' WHERE seq = 60"},
                      Change{"key", "UPDATE record SET key = key || 'x' WHERE seq = 60"},
                      Change{"command",
                             "UPDATE record SET command = command || ' ' WHERE seq = 60"},
                      Change{"events", "UPDATE record SET events = ' ' || events WHERE seq = 60"},
                      Change{"hash", "UPDATE record SET hash = zeroblob(32) WHERE seq = 60"},
                      Change{"gone", "DELETE FROM record WHERE seq = 60"}),
    [](const auto& test) { return std::string(test.param.column); });

TEST(Audit, FindsAForgedEventWhoseHashesWereComputedAnew) {
    TempFolder folder;
    write_log(folder.path());
    {
        Tamper tamper(folder.path());
        // Another responder was sent, says the forger.
        tamper.run(
            "UPDATE record SET events = replace(events, '\"eta_ms\":', '\"eta_ms\":1') WHERE seq ="
            " (SELECT min(seq) FROM record WHERE events LIKE '%SlotAssigned%')");
        tamper.rehash();
    }
    auto report = check(folder.path(), {}, {});
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->first_difference);
    EXPECT_EQ(report->first_difference->kind, "events");
    EXPECT_NE(report->first_difference->expected, report->first_difference->got);
    EXPECT_NE(report->first_difference->got.find("SlotAssigned"), std::string::npos);
}

TEST(Audit, FindsAForgedCommand) {
    TempFolder folder;
    write_log(folder.path());
    {
        Tamper tamper(folder.path());
        tamper.run(
            "UPDATE record SET command = "
            "'{\"type\":\"TakeRequest\",\"request\":9999,\"owner\":\"me\"}' "
            "WHERE seq = 60");
        tamper.rehash();
    }
    auto report = check(folder.path(), {}, {});
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->first_difference);
    EXPECT_EQ(report->first_difference->seq, 60u);
    EXPECT_TRUE(report->first_difference->got.starts_with("refused: \"unknown_request\""))
        << report->first_difference->got;
}

}  // namespace
}  // namespace muster::pipeline::test
