#include "adapters/dc09/frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/adapters/dc09/samples.hpp"

namespace muster::dc09 {
namespace {

std::vector<Frame> read_all(FrameReader& reader, std::string_view bytes) {
    std::vector<Frame> all;
    reader.feed(bytes);
    while (auto frame = reader.next())
        all.push_back(std::move(*frame));
    return all;
}

TEST(Dc09Frame, HasTheChecksumOfTheStandard) {
    EXPECT_EQ(crc_of("123456789"), 0xBB3D);
    EXPECT_EQ(write_frame("\"ACK\"0311L0#7A31[]"), "\n4FD40012\"ACK\"0311L0#7A31[]\r");
}

// As the standard says it, bit by bit.
std::uint16_t crc_bit_by_bit(std::string_view bytes) {
    std::uint32_t crc = 0;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001u : crc >> 1;
    }
    return static_cast<std::uint16_t>(crc);
}

TEST(Dc09Frame, HasTheChecksumOfTheStandardAtEveryLengthAndInPieces) {
    std::string bytes;
    for (unsigned i = 0; i < 300; ++i)
        bytes += static_cast<char>(i * 131 + i / 7);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const std::string_view front = std::string_view(bytes).substr(0, size);
        ASSERT_EQ(crc_of(front), crc_bit_by_bit(front)) << size;
        ASSERT_EQ(crc_of(front.substr(size / 3), crc_of(front.substr(0, size / 3))), crc_of(front))
            << size;
    }
}

TEST(Dc09Frame, IsReadWhereverItIsCut) {
    const std::string bytes = link_test + no_line_digits + unknown_code;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        FrameReader reader({});
        std::vector<Frame> all = read_all(reader, std::string_view(bytes).substr(0, cut));
        for (Frame& frame : read_all(reader, std::string_view(bytes).substr(cut)))
            all.push_back(std::move(frame));
        ASSERT_EQ(all.size(), 3u) << cut;
        EXPECT_TRUE(std::all_of(all.begin(), all.end(), [](const Frame& f) { return f.good; }));
        EXPECT_EQ(all[0].body, "\"NULL\"0000L0#7A31[]");
        EXPECT_EQ(reader.bytes_left_out(), 0u) << "a NUL and a CR between frames are nothing";
    }
}

TEST(Dc09Frame, WithTheCrcOverTheCrIsGoodForThatPeerOnly) {
    FrameReader plain({});
    const auto bad = read_all(plain, crc_with_cr);
    ASSERT_EQ(bad.size(), 1u);
    EXPECT_FALSE(bad[0].good);
    EXPECT_TRUE(bad[0].good_with_cr) << "so that the operator is told which setting fits";
    FrameReader quirky({.crc_with_cr = true});
    const auto good = read_all(quirky, crc_with_cr);
    ASSERT_EQ(good.size(), 1u);
    EXPECT_TRUE(good[0].good);
    EXPECT_FALSE(read_all(quirky, link_test).at(0).good);
}

// Two bytes that may be CR, LF or anything.
TEST(Dc09Frame, WithARawCrcIsReadByteByByte) {
    for (int i = 0; i < 3000; ++i) {
        const std::string body = "\"NULL\"0000L0#" + std::to_string(1000 + i) + "[]";
        const std::uint16_t crc = crc_of(body);
        std::string bytes = "\n";
        bytes += static_cast<char>(crc >> 8);
        bytes += static_cast<char>(crc & 0xFF);
        bytes += "0013" + body + "\r";
        FrameReader reader({.crc_is_raw = true});
        std::vector<Frame> all;
        for (const char c : bytes) {
            for (Frame& frame : read_all(reader, {&c, 1}))
                all.push_back(std::move(frame));
        }
        ASSERT_EQ(all.size(), 1u) << i;
        EXPECT_TRUE(all[0].good);
        EXPECT_EQ(all[0].body, body);
    }
}

TEST(Dc09Frame, InFrontOfRubbishIsKept) {
    FrameReader reader({});
    EXPECT_EQ(read_all(reader, link_test + "\nZZZZ00ZZ\"x\r" + link_test).size(), 2u);
    EXPECT_GT(reader.bytes_left_out(), 0u);
    FrameReader scanned({});
    EXPECT_TRUE(read_all(scanned, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").empty());
    EXPECT_FALSE(scanned.heard_any());
    EXPECT_EQ(read_all(scanned, link_test).size(), 1u);
    FrameReader hello({});
    EXPECT_TRUE(read_all(hello, "\x16\x03\x01\x02").empty());
}

// A length that does not lead to a CR makes no frame, and hides none behind it.
TEST(Dc09Frame, WithAWrongLengthCostsOnlyItself) {
    FrameReader reader({});
    std::string wrong = link_test;
    wrong[8] = '2';  // one byte less
    const auto all = read_all(reader, wrong + unknown_code);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].body.substr(0, 9), "\"SIA-DCS\"");
}

}  // namespace
}  // namespace muster::dc09
