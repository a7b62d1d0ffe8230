#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "engine/log/snapshot.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t format = 3;

class Snapshots : public testing::Test {
  protected:
    void write(std::uint64_t seq, const std::string& body, std::size_t keep = 10) {
        Hash hash{};
        hash[0] = static_cast<std::uint8_t>(seq);
        const LogError error = write_snapshot(folder_.path(), seq, hash, format, body, keep);
        ASSERT_FALSE(error) << error.message;
    }
    std::optional<Snapshot> newest(SnapshotQuery query = {.schema = format}) {
        warnings_.clear();
        Result<std::optional<Snapshot>> found = newest_valid_snapshot(
            folder_.path(), query, [&](const std::string& text) { warnings_.push_back(text); });
        EXPECT_TRUE(found) << found.error().message;
        return *found;
    }
    fs::path file(std::uint64_t seq) const {
        return folder_.path() / ("snapshot-" + std::to_string(seq) + ".json");
    }
    static std::string read(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void overwrite(const fs::path& path, const std::string& bytes) {
        std::ofstream(path, std::ios::binary) << bytes;
    }

    TempFolder folder_;
    std::vector<std::string> warnings_;
};

TEST_F(Snapshots, TheNewestIsFound) {
    EXPECT_FALSE(newest());
    write(9, "nine");
    write(100, std::string("a\0b\n", 4));
    write(20, "twenty");
    const std::optional<Snapshot> found = newest();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->header.seq, 100u);
    EXPECT_EQ(found->header.log_hash[0], 100);
    EXPECT_EQ(found->body, std::string("a\0b\n", 4));
    EXPECT_TRUE(warnings_.empty());
    EXPECT_EQ(newest({.max_seq = 99, .schema = format})->header.seq, 20u);
    EXPECT_EQ(warnings_.size(), 1u);
}

TEST_F(Snapshots, TheFirstLineIsReadable) {
    write(7, "body");
    const std::string text = read(file(7));
    EXPECT_TRUE(text.starts_with("{\"seq\":7,\"log_hash\":\"07000000"));
    EXPECT_NE(text.find("\"bytes\":4,"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\"}\nbody"));
}

TEST_F(Snapshots, OneCutAtAnyByteIsPassedOver) {
    write(1, "old");
    write(2, "a newer body");
    const std::string whole = read(file(2));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        overwrite(file(2), whole.substr(0, size));
        ASSERT_EQ(newest()->header.seq, 1u) << "cut at " << size;
        ASSERT_EQ(warnings_.size(), 1u);
    }
}

TEST_F(Snapshots, OneDamagedAtAnyByteIsPassedOver) {
    write(1, "old");
    write(2, "a newer body");
    const std::string whole = read(file(2));
    // The log's hash and the schema number are the caller's to compare; all else is checked here.
    const std::size_t hash_at = whole.find("\"log_hash\":\"") + 12;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (at >= hash_at && at < hash_at + 64) continue;
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        overwrite(file(2), damaged);
        ASSERT_EQ(newest()->header.seq, 1u) << "damaged at " << at;
    }
    overwrite(file(2), whole + " ");
    EXPECT_EQ(newest()->header.seq, 1u);
    overwrite(file(2), whole);
    EXPECT_EQ(newest()->header.seq, 2u);
}

TEST_F(Snapshots, OldOnesAndHalfWrittenOnesAreDeleted) {
    overwrite(folder_ / "snapshot-4.json.partial", "half");
    overwrite(folder_ / "notes.txt", "mine");
    for (std::uint64_t seq = 1; seq <= 12; ++seq)
        write(seq, "body", 3);
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
        names.insert(entry.path().filename().string());
    }
    EXPECT_EQ(names, (std::set<std::string>{"notes.txt", "snapshot-10.json", "snapshot-11.json",
                                            "snapshot-12.json"}));
}

TEST_F(Snapshots, OfAnotherFormatOrLogArePassedOver) {
    const auto log = must_open(folder_.path());
    fill(*log, 5);
    ASSERT_FALSE(write_snapshot(folder_.path(), 5, log->last_hash(), format, "right", 10));
    const Hash right = log->last_hash();
    fill(*log, 8);
    write(7, "of another log");
    ASSERT_FALSE(write_snapshot(folder_.path(), 6, right, format + 1, "another format", 10));
    write(9, "ahead of the log");
    const LogReader reader = must_read(folder_.path());
    const std::optional<Snapshot> found = newest({.schema = format, .log = &reader});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->body, "right");
    EXPECT_EQ(warnings_.size(), 3u);
}

TEST_F(Snapshots, AMissingFolderIsAnError) {
    EXPECT_FALSE(newest_valid_snapshot(folder_ / "none", {}, {}));
    EXPECT_TRUE(write_snapshot(folder_ / "none", 1, {}, format, "", 1));
}

}  // namespace
}  // namespace muster::log::test
