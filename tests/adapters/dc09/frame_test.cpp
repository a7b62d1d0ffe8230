#include "adapters/dc09/frame.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/dc09/samples.hpp"

namespace muster::dc09 {
namespace {

TEST(Dc09Frame, HasTheChecksumOfTheStandard) {
    EXPECT_EQ(crc_of("123456789"), 0xBB3D);
    EXPECT_EQ(crc_of("6789", crc_of("12345")), 0xBB3D);
    EXPECT_EQ(write_frame("\"ACK\"0311L0#7A31[]"), ack_with_cr);
}

TEST(Dc09Frame, IsReadWhereverItIsCut) {
    const std::string bytes = link_test + no_line_digits + unknown_code + crc_with_cr + encrypted;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        FrameReader reader;
        auto all = read_frames(reader, std::string_view(bytes).substr(0, cut));
        for (ReadFrame& frame : read_frames(reader, std::string_view(bytes).substr(cut)))
            all.push_back(std::move(frame));
        ASSERT_EQ(all.size(), 5u) << cut;
        for (const ReadFrame& frame : all)
            EXPECT_TRUE(frame.length_fits);
        EXPECT_EQ(all[0].body, "\"NULL\"0000L0#7A31[]");
        EXPECT_EQ(all[2].crc, CrcForm::standard);
        EXPECT_EQ(all[3].crc, CrcForm::with_cr);
        EXPECT_EQ(reader.foreign_bytes(), 0u) << "NUL, CR and LF between frames are nothing";
        EXPECT_EQ(reader.kept_bytes(), 0u);
    }
}

TEST(Dc09Frame, IsReadByteByByte) {
    FrameReader reader;
    std::size_t frames = 0;
    for (const char c : no_line_digits + link_test)
        frames += read_frames(reader, {&c, 1}).size();
    EXPECT_EQ(frames, 2u);
}

// Two bytes that may be CR, LF, a quote or a digit.
TEST(Dc09Frame, WithARawCrcIsKnownByItself) {
    for (int i = 0; i < 4000; ++i) {
        const std::string body = "\"NULL\"0000L0#" + std::to_string(1000 + i) + "[]";
        const std::uint16_t crc = crc_of(body);
        std::string bytes = "\n";
        bytes += static_cast<char>(crc >> 8);
        bytes += static_cast<char>(crc & 0xFF);
        bytes += "0013" + body + "\r";
        FrameReader reader;
        std::vector<ReadFrame> all;
        for (const char c : bytes) {
            for (ReadFrame& frame : read_frames(reader, {&c, 1}))
                all.push_back(std::move(frame));
        }
        ASSERT_EQ(all.size(), 1u) << i;
        EXPECT_EQ(all[0].crc, CrcForm::raw) << i;
        EXPECT_EQ(all[0].body, body);
    }
}

TEST(Dc09Frame, WithAWrongChecksumFitsNoForm) {
    std::string wrong = link_test;
    wrong[1] = '0';
    FrameReader reader;
    const auto all = read_frames(reader, wrong + link_test);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_FALSE(all[0].crc);
    EXPECT_EQ(all[1].crc, CrcForm::standard);
}

// The checksum tells that it came whole.
TEST(Dc09Frame, WithAWrongLengthIsReadAllTheSame) {
    for (const char digit : {'0', '2', 'F'}) {
        std::string wrong = link_test;
        wrong[8] = digit;
        FrameReader reader;
        const auto all = read_frames(reader, wrong);
        ASSERT_EQ(all.size(), 1u) << "and nothing is waited for";
        EXPECT_FALSE(all[0].length_fits);
        EXPECT_EQ(all[0].crc, CrcForm::standard);
    }
}

TEST(Dc09Frame, ThatIsCutOffCostsNoOther) {
    for (std::size_t size = 0; size < unknown_code.size(); ++size) {
        FrameReader reader;
        const auto all = read_frames(reader, unknown_code.substr(0, size) + link_test);
        ASSERT_EQ(all.size(), 1u) << size;
        EXPECT_EQ(all[0].body, "\"NULL\"0000L0#7A31[]");
    }
}

TEST(Dc09Frame, IsFoundInWhatIsNone) {
    FrameReader reader;
    EXPECT_EQ(read_frames(reader, link_test + "\nZZZZ00ZZ\"x\r" + link_test).size(), 2u);
    EXPECT_EQ(reader.foreign_bytes(), 10u);
    FrameReader scanned;
    EXPECT_TRUE(read_frames(scanned, http_scanner + tls_hello).empty());
    EXPECT_EQ(scanned.frames(), 0u);
    EXPECT_GT(scanned.foreign_bytes(), 32u);
    EXPECT_EQ(read_frames(scanned, link_test).size(), 1u);
}

TEST(Dc09Frame, KeepsNoMoreThanItsLimit) {
    FrameReader reader(64);
    const std::string head = "\n00000FFF\"";
    EXPECT_TRUE(read_frames(reader, head).empty());
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(read_frames(reader, "0123456789").empty());
        EXPECT_LE(reader.kept_bytes(), 64 + 10u);
    }
    EXPECT_EQ(read_frames(reader, link_test).size(), 1u);
    const std::string most(63, 'x');
    EXPECT_EQ(read_frames(reader, write_frame("\"" + most)).size(), 1u);
    EXPECT_TRUE(read_frames(reader, write_frame("\"x" + most)).empty());
}

}  // namespace
}  // namespace muster::dc09
