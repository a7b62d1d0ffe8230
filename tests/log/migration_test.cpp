#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

// A log of schema 1 with the samples 1 to 3, as the sqlite3 shell dumps it.
void make_version_1(const std::filesystem::path& file) {
    std::ifstream golden("tests/log/golden/version-1.sql");
    ASSERT_TRUE(golden) << "run from the root of the source";
    run_sql(file, {std::istreambuf_iterator<char>(golden), {}});
}

TEST(Migration, OfAGoldenVersion1KeepsRecordsAndChain) {
    const TempFolder folder;
    make_version_1(folder / database_name);
    EXPECT_EQ(must_read(folder.path()).meta().schema_version, 1);
    EXPECT_EQ(expect_samples(folder.path()), 3u);
    {
        const auto log = must_open(folder.path());
        EXPECT_EQ(log->meta().schema_version, schema_version());
        EXPECT_EQ(log->meta().instance, "00112233445566778899aabbccddeeff");
        EXPECT_EQ(log->meta().epoch, "ffeeddccbbaa99887766554433221100");
        fill(*log, 5);
    }
    EXPECT_EQ(expect_samples(folder.path()), 5u);
    EXPECT_EQ(must_read(folder.path()).meta().schema_version, schema_version());
    run_sql(folder / database_name, "SELECT * FROM record_text");
}

TEST(Migration, ANewerSchemaIsRefused) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 1); }
    run_sql(folder / database_name, "UPDATE meta SET value = '" +
                                        std::to_string(schema_version() + 1) +
                                        "' WHERE key = 'schema_version'");
    const LogError error = DecisionLog::open(folder.path(), quick_options()).error();
    EXPECT_EQ(error.code, LogErrorCode::newer_schema);
    EXPECT_NE(error.message.find("install that version"), std::string::npos);
    EXPECT_EQ(LogReader::open(folder.path(), {}).error().code, LogErrorCode::newer_schema);
}

TEST(Migration, AFailingStepLeavesTheFileAsItWas) {
    const TempFolder folder;
    make_version_1(folder / database_name);
    auto db = sqlite::Database::open(folder / database_name, {.access = sqlite::Access::write});
    ASSERT_TRUE(db);
    const std::vector<Migration> steps{{1, ""},
                                       {2, "ALTER TABLE record ADD COLUMN note TEXT"},
                                       {3, "CREATE TABLE extra(x); INSERT INTO missing VALUES(1)"}};
    EXPECT_TRUE(migrate(*db, 1, steps));
    EXPECT_EQ(*read_version(*db, 3), 1);
    EXPECT_EQ(*sqlite::query_integer(
                  *db, "SELECT count(*) FROM pragma_table_info('record') WHERE name='note'"),
              0);
    EXPECT_FALSE(migrate(*db, 1, std::span(steps).first(2)));
    EXPECT_EQ(*read_version(*db, 3), 2);
    // Already there: nothing to do.
    EXPECT_FALSE(migrate(*db, 2, std::span(steps).first(2)));
}

TEST(Migration, StepsAreNumberedWithoutGaps) {
    int expected = 1;
    for (const Migration& step : migrations())
        EXPECT_EQ(step.version, expected++);
}

}  // namespace
}  // namespace muster::log::test
