#include "engine/feed/group_log.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::feed {
namespace {

TEST(GroupLog, ReadsWholeFramesUpToTheAmountAskedFor) {
    GroupLog log;
    for (std::uint64_t seq = 1; seq <= 5; ++seq)
        log.append(seq, "abcd");  // 6 bytes each
    EXPECT_EQ(log.end(), 30u);
    EXPECT_EQ(log.read(0, 1000).size(), 30u);
    EXPECT_EQ(log.read(0, 12).size(), 12u);
    EXPECT_EQ(log.read(0, 17).size(), 12u);
    EXPECT_EQ(log.read(0, 1).size(), 6u) << "one frame at least";
    EXPECT_EQ(log.read(3, 1).size(), 3u) << "the rest of a frame";
    EXPECT_EQ(log.read(3, 9).size(), 9u);
}

TEST(GroupLog, NumbersFramesForEver) {
    GroupLog log;
    for (std::uint64_t seq = 10; seq < 14; ++seq)
        log.append(seq, "abcd");
    EXPECT_EQ(log.frame_at(0), 0u);
    EXPECT_EQ(log.frame_at(6), 1u);
    EXPECT_EQ(log.frame_at(7), 1u);
    EXPECT_EQ(log.frame_at(24), 4u);
    log.trim(13, 100);
    EXPECT_EQ(log.frame_at(12), 2u) << "a reader 13 bytes behind the end needs frame 1 or later";
    EXPECT_EQ(log.frame_at(11), 1u);
    EXPECT_EQ(log.frame_seq(2), 12u);
    log.trim(0, 0);
    EXPECT_EQ(log.end_frame(), 4u);
    log.append(20, "xy");
    EXPECT_EQ(log.frame_seq(4), 20u);
    EXPECT_EQ(log.read(24, 100).size(), 4u);
}

TEST(GroupLog, NeverSplitsAFrameBetweenBlocks) {
    GroupLog log;
    const std::string large(50'000, 'x');
    std::uint64_t offset = 0;
    for (std::uint64_t seq = 1; seq <= 6; ++seq)
        log.append(seq, large);
    log.append(7, std::string(200'000, 'y'));
    for (std::uint64_t frame = 0; frame < log.end_frame(); ++frame) {
        const auto bytes = log.read(offset, 1);
        EXPECT_EQ(offset + bytes.size(), log.frame_end(frame));
        EXPECT_EQ(static_cast<unsigned char>(bytes[0]), 0x81u);
        offset += bytes.size();
    }
    log.trim(260'000, 1000);
    EXPECT_EQ(log.frame_at(log.end() - 260'000), 4u);
    log.trim(1, 1000);
    EXPECT_EQ(log.frame_at(0), log.end_frame() - 1);
}

}  // namespace
}  // namespace muster::feed
