#include <gtest/gtest.h>

#include <stdexcept>
#include <tuple>

#include "engine/log/read_ahead.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

// Blocks of a few records, so that the two threads meet often.
ReadAheadOptions small_blocks() {
    ReadAheadOptions options;
    options.block_bytes = 500;
    options.blocks = 2;
    return options;
}

TEST(ReadAhead, DeliversEveryRecordInOrder) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 1000);
    std::uint64_t count = 0;
    const LogError error = read_ahead(folder.path(), small_blocks(), [&](const RecordView& record) {
        ++count;
        EXPECT_TRUE(Sample(count).equals(record));
        return true;
    });
    EXPECT_FALSE(error) << error.message;
    EXPECT_EQ(count, 1000u);
}

TEST(ReadAhead, StartsAfterAnAnchorAndChecksIt) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 100);
    ReadAheadOptions options = small_blocks();
    options.after = {60, (*must_read(folder.path()).find(60)).value().hash};
    options.last = 80;
    std::vector<std::uint64_t> seqs;
    const auto collect = [&](const RecordView& record) {
        seqs.push_back(record.seq);
        return true;
    };
    EXPECT_FALSE(read_ahead(folder.path(), options, collect));
    EXPECT_EQ(seqs.size(), 20u);
    EXPECT_EQ(seqs.front(), 61u);
    seqs.clear();
    options.after.hash = chain_start;
    EXPECT_EQ(read_ahead(folder.path(), options, collect).code, LogErrorCode::corrupted);
    EXPECT_TRUE(seqs.empty());
}

TEST(ReadAhead, DeliversTheGoodRecordsBeforeABadOne) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 100); }
    run_sql(folder / database_name,
            "DROP TRIGGER record_is_not_changed; UPDATE record SET at = 1 WHERE seq = 70");
    std::uint64_t last = 0;
    const LogError error = read_ahead(folder.path(), small_blocks(), [&](const RecordView& record) {
        last = record.seq;
        return true;
    });
    EXPECT_EQ(error.code, LogErrorCode::corrupted);
    EXPECT_NE(error.message.find("record 70 "), std::string::npos) << error.message;
    EXPECT_EQ(last, 69u);
}

TEST(ReadAhead, EndsEarlyAndLetsExceptionsPass) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 1000);
    std::uint64_t count = 0;
    EXPECT_FALSE(
        read_ahead(folder.path(), small_blocks(), [&](const RecordView&) { return ++count < 10; }));
    EXPECT_EQ(count, 10u);
    const auto fails = [](const RecordView&) -> bool { throw std::runtime_error("stop"); };
    EXPECT_THROW(std::ignore = read_ahead(folder.path(), small_blocks(), fails),
                 std::runtime_error);
}

}  // namespace
}  // namespace muster::log::test
