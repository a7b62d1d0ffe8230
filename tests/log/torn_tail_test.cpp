// What is left of a log whose write-ahead file was cut or damaged.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/log/fault_vfs.hpp"
#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t records_per_commit = 2;
constexpr std::uint64_t commits = 6;
constexpr std::size_t padding = 1500;

std::string read_all(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_all(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

// Copies of a live log's files, as a crash would leave them.
class TornTail : public testing::Test {
  protected:
    TornTail() {
        LogOptions options = quick_options();
        options.wal_frames_preallocated = 0;
        const auto log = must_open(source_.path(), options);
        // The tables are checkpointed here, so that the write-ahead file holds records only.
        ends_.push_back(0);
        for (std::uint64_t commit = 1; commit <= commits; ++commit) {
            fill(*log, commit * records_per_commit, padding);
            ends_.push_back(32 + log->stats().wal_frames * 4120);
        }
        database_ = read_all(source_ / database_name);
        wal_ = read_all(source_ / "decisions.sqlite-wal");
        EXPECT_GE(wal_.size(), ends_.back());
    }

    void put(std::string_view wal) {
        write_all(folder_ / database_name, database_);
        write_all(folder_ / "decisions.sqlite-wal", wal);
        fs::remove(folder_ / "decisions.sqlite-shm");
        fs::remove(folder_ / high_water_name);
    }
    // Of a file cut after so many bytes.
    std::uint64_t complete_at(std::size_t size) const {
        std::uint64_t complete = 0;
        while (complete < commits && ends_[complete + 1] <= size)
            ++complete;
        return complete * records_per_commit;
    }
    std::uint64_t count() {
        std::uint64_t n = 0;
        const LogReader reader = must_read(folder_.path());
        EXPECT_FALSE(reader.read(1, UINT64_MAX, [&](const RecordView& record) {
            ++n;
            EXPECT_TRUE(Sample(n, padding).equals(record));
            return true;
        }));
        return n;
    }

    TempFolder source_;
    TempFolder folder_;
    std::vector<std::uint64_t> ends_;  // of the write-ahead file after each commit
    std::string database_;
    std::string wal_;
};

TEST_F(TornTail, CutAtEveryByteOfTheLastCommitLeavesThePrefix) {
    put(std::string_view(wal_).substr(0, ends_[commits]));
    for (std::size_t size = ends_[commits]; size >= ends_[commits - 1]; --size) {
        fs::resize_file(folder_ / "decisions.sqlite-wal", size);
        fs::remove(folder_ / "decisions.sqlite-shm");
        ASSERT_EQ(count(), complete_at(size)) << "cut at " << size;
    }
}

TEST_F(TornTail, AWriterGoesOnAfterAnyCut) {
    // The disk that does not sync for real makes the many openings quick.
    const FaultDisk disk;
    LogOptions options = quick_options();
    options.vfs = disk.name();
    for (std::size_t size = 0; size <= ends_[commits]; size += 331) {
        put(std::string_view(wal_).substr(0, size));
        {
            const auto log = must_open(folder_.path(), options);
            ASSERT_EQ(log->last_seq(), complete_at(size)) << "cut at " << size;
            fill(*log, log->last_seq() + 3, padding);
        }
        ASSERT_EQ(expect_samples(folder_.path(), padding), complete_at(size) + 3);
    }
}

TEST_F(TornTail, ADamagedByteLosesOnlyWhatFollows) {
    for (std::size_t at = 0; at < ends_[commits]; at += 53) {
        std::string wal = wal_;
        wal[at] = static_cast<char>(wal[at] ^ 0x10);
        put(wal);
        ASSERT_GE(count(), complete_at(at)) << "damaged at " << at;
    }
}

TEST_F(TornTail, ZerosAfterTheLastCommitAreNoHindrance) {
    put(wal_ + std::string(50'000, '\0'));
    EXPECT_EQ(count(), commits * records_per_commit);
}

}  // namespace
}  // namespace muster::log::test
