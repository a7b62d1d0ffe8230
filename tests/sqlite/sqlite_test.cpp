#include "engine/sqlite/sqlite.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace muster::sqlite {
namespace {

struct SqliteTest : ::testing::Test {
    SqliteTest() {
        char folder[] = "/tmp/muster-sqlite-XXXXXX";
        if (::mkdtemp(folder) == nullptr) ADD_FAILURE() << "no folder for the test";
        path = folder;
        file = path / "some.sqlite";
    }
    ~SqliteTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    [[nodiscard]] Database open(const OpenOptions& options = {}) const {
        auto opened = Database::open(file, options);
        if (!opened) ADD_FAILURE() << opened.error().message;
        return std::move(*opened);
    }
    // With a table of texts by number.
    [[nodiscard]] Database with_table() const {
        Database db = open();
        expect_done(db.exec("CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT NOT NULL)",
                            "making the table"));
        return db;
    }
    static void expect_done(const Error& error) { EXPECT_FALSE(error) << error.message; }
    [[nodiscard]] static Error put(const Database& db, std::int64_t number, std::string_view text) {
        return db.run("keeping a note", "INSERT INTO note VALUES (?, ?)", number, text);
    }
    [[nodiscard]] static std::int64_t notes(const Database& db) {
        const auto count = query_integer(db, "SELECT count(*) FROM note");
        if (count) return *count;
        ADD_FAILURE() << count.error().message;
        return -1;
    }
    // The message says what failed, in which file.
    void expect_said(const Error& error, ErrorCode code, std::string_view what) const {
        EXPECT_EQ(error.code, code) << error.message;
        const std::string begins = std::string(what) + " failed in " + file.string() + ": ";
        EXPECT_EQ(error.message.substr(0, begins.size()), begins) << error.message;
    }

    std::filesystem::path path;
    std::filesystem::path file;
};

TEST_F(SqliteTest, WhatWasWrittenIsReadAgain) {
    {
        const Database db = with_table();
        expect_done(put(db, 1, ""));
        expect_done(put(db, 2, std::string_view("nul\0 inside", 11)));
        EXPECT_EQ(db.changed_rows(), 1);
    }
    const Database db = open({.access = Access::read});
    const Statement rows = db.statement("SELECT number, text FROM note ORDER BY number");
    ASSERT_EQ(rows.step(), SQLITE_ROW);
    EXPECT_EQ(rows.integer(0), 1);
    EXPECT_EQ(rows.bytes(1), "") << "an empty text is not NULL, which the table refuses";
    ASSERT_EQ(rows.step(), SQLITE_ROW);
    EXPECT_EQ(rows.text(1), std::string("nul\0 inside", 11));
    EXPECT_EQ(rows.step(), SQLITE_DONE);
    expect_said(put(db, 3, "refused"), ErrorCode::read_only, "keeping a note");
}

TEST_F(SqliteTest, AKeptStatementRunsManyTimes) {
    const Database db = with_table();
    const auto transaction = Transaction::begin(db, "keeping notes");
    ASSERT_TRUE(transaction);
    const auto insert = Statement::prepare(db, "INSERT INTO note VALUES (?1, ?2)");
    ASSERT_TRUE(insert);
    for (std::int64_t i = 0; i < 100; ++i) {
        insert->bind(1, i);
        insert->bind(2, "again");
        ASSERT_EQ(insert->step(), SQLITE_DONE);
        insert->reset();
    }
    EXPECT_EQ(notes(db), 100);
    EXPECT_EQ(*query_integer(db, "SELECT number FROM note WHERE number > 100"), 0) << "no row";
}

TEST_F(SqliteTest, BlobsAndNothingAreBoundAsTheyAre) {
    const Database db = open();
    expect_done(db.exec("CREATE TABLE thing (hash, at)", "making the table"));
    const unsigned char hash[] = {0, 1, 255};
    const Statement insert = db.statement("INSERT INTO thing VALUES (?, ?)");
    insert.bind_blob(1, hash, sizeof(hash));
    insert.bind_null(2);
    ASSERT_EQ(insert.step(), SQLITE_DONE);
    EXPECT_EQ(
        *query_integer(db, "SELECT count(*) FROM thing WHERE hash = x'0001ff' AND at IS NULL"), 1);
}

TEST_F(SqliteTest, OnlyItsOwnerReadsANewFileAndAnExistingOneKeepsItsRights) {
    using std::filesystem::perms;
    {
        const Database db = with_table();
        expect_done(db.use_wal(Durability::up_to_the_last));
        expect_done(put(db, 1, "mine"));
        std::size_t files = 0;
        for (const auto& one : std::filesystem::directory_iterator(path)) {
            ++files;
            EXPECT_EQ(one.status().permissions(), owner_only) << one.path();
        }
        EXPECT_EQ(files, 3u) << "with the write-ahead file and the index into it";
    }
    std::filesystem::permissions(file, perms(0644));
    (void)open({.rights = perms(0600)});
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms(0644));
}

TEST_F(SqliteTest, TheDurabilityIsTheOneThatIsNamed) {
    const Database db = open();
    expect_done(db.use_wal(Durability::up_to_the_last));
    EXPECT_EQ(*query_integer(db, "PRAGMA synchronous"), 1);
    expect_done(db.use_wal(Durability::every_commit));
    EXPECT_EQ(*query_integer(db, "PRAGMA synchronous"), 2);
    EXPECT_EQ(db.statement("PRAGMA journal_mode").step(), SQLITE_ROW);
    const auto memory = Database::open(in_memory, {});
    ASSERT_TRUE(memory);
    EXPECT_EQ(memory->use_wal(Durability::every_commit).code, ErrorCode::io)
        << "it has no disk to share memory by";
}

TEST_F(SqliteTest, ATransactionIsRolledBackUnlessItIsCommitted) {
    const Database db = with_table();
    {
        auto transaction = Transaction::begin(db, "keeping notes");
        ASSERT_TRUE(transaction);
        expect_done(put(db, 1, "kept"));
        expect_done(transaction->commit("keeping notes"));
    }
    {
        auto transaction = Transaction::begin(db, "keeping notes");
        ASSERT_TRUE(transaction);
        const Transaction moved = std::move(*transaction);
        expect_done(put(db, 2, "lost"));
    }
    EXPECT_EQ(notes(db), 1);
    auto again = Transaction::begin(db, "keeping notes");
    ASSERT_TRUE(again) << "the one before is over";
    EXPECT_FALSE(Transaction::begin(db, "keeping notes")) << "one at a time";
}

TEST_F(SqliteTest, AFullDatabaseSaysSoAndGoesOn) {
    const Database db = with_table();
    expect_done(db.exec("PRAGMA max_page_count = 4", "limiting the file"));
    const std::string large(16'384, 'x');
    {
        auto transaction = Transaction::begin(db, "keeping notes");
        ASSERT_TRUE(transaction);
        expect_done(put(db, 1, "small"));
        const Error full = put(db, 2, large);
        expect_said(full, ErrorCode::full, "keeping a note");
        EXPECT_NE(full.message.find("free space"), std::string::npos) << full.message;
    }
    EXPECT_EQ(notes(db), 0) << "rolled back, by SQLite or by us";
    expect_done(put(db, 1, "small"));
    expect_done(db.exec("PRAGMA max_page_count = 1000", "limiting the file"));
    expect_done(put(db, 2, large));
}

TEST_F(SqliteTest, WhileAnotherWritesItIsBusy) {
    const Database first = with_table();
    const Database second = open({.busy_ms = 1});
    auto transaction = Transaction::begin(first, "keeping notes");
    ASSERT_TRUE(transaction);
    expect_said(put(second, 1, "waits"), ErrorCode::busy, "keeping a note");
    const auto refused = Transaction::begin(second, "keeping notes");
    ASSERT_FALSE(refused);
    expect_said(refused.error(), ErrorCode::busy, "keeping notes");
    expect_done(transaction->commit("keeping notes"));
    expect_done(put(second, 1, "its turn"));
}

TEST_F(SqliteTest, AKeyThatIsThereAlreadyIsAConstraint) {
    const Database db = with_table();
    expect_done(put(db, 7, "first"));
    const Error taken = put(db, 7, "second");
    expect_said(taken, ErrorCode::constraint, "keeping a note");
    EXPECT_NE(taken.message.find("note.number"), std::string::npos) << taken.message;
    EXPECT_EQ(notes(db), 1);
}

TEST_F(SqliteTest, WhatCannotBePreparedFailsAtItsFirstStep) {
    const Database db = with_table();
    const Statement wrong = db.statement("SELECT text FROM nowhere WHERE x = ?", "y");
    EXPECT_NE(wrong.step(), SQLITE_ROW);
    expect_said(error_of(db, "looking"), ErrorCode::io, "looking");
    EXPECT_NE(error_of(db, "looking").message.find("nowhere"), std::string::npos)
        << error_of(db, "looking").message;
    EXPECT_FALSE(Statement::prepare(db, "SELECT text FROM nowhere"));
    EXPECT_FALSE(query_integer(db, "SELECT text FROM nowhere"));
    EXPECT_TRUE(db.run("trying", "INSERT INTO nowhere VALUES (?)", std::int64_t{1}));
}

TEST_F(SqliteTest, AFileOfSomethingElseIsNoDatabase) {
    std::ofstream(file) << std::string(8'192, 'x');
    const Database db = open();
    expect_said(db.exec("SELECT count(*) FROM sqlite_schema", "looking"), ErrorCode::not_a_database,
                "looking");
}

TEST_F(SqliteTest, ADamagedFileIsToldApartFromOneOfSomethingElse) {
    {
        const Database db = with_table();
        auto transaction = Transaction::begin(db, "keeping notes");
        ASSERT_TRUE(transaction);
        for (std::int64_t i = 0; i < 500; ++i)
            expect_done(put(db, i, std::string(100, 'a')));
        expect_done(transaction->commit("keeping notes"));
    }
    {
        // Behind the first page, which says what the file is.
        std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
        damage.seekp(4'096);
        damage << std::string(16'384, 'x');
    }
    const Database db = open();
    const Statement all = db.statement("SELECT text FROM note");
    int step = SQLITE_ROW;
    while (step == SQLITE_ROW)
        step = all.step();
    expect_said(error_of(db, "reading notes"), ErrorCode::corrupted, "reading notes");
}

TEST_F(SqliteTest, WhatIsNotThereIsSaidWithTheReasonOfTheSystem) {
    const auto missing = Database::open(file, {.access = Access::write});
    ASSERT_FALSE(missing);
    expect_said(missing.error(), ErrorCode::io, "opening");
    EXPECT_NE(missing.error().message.find("No such file"), std::string::npos)
        << missing.error().message;
    EXPECT_FALSE(std::filesystem::exists(file)) << "only Access::create makes it";
    EXPECT_FALSE(Database::open(path / "no folder" / "some.sqlite", {}));
}

}  // namespace
}  // namespace muster::sqlite
