// Texts as telephones get them: the alphabet, the places where they are cut, the header of a part.
#include "adapters/outbox/sms_text.hpp"

#include <gtest/gtest.h>

namespace muster::outbox {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

// What stands in the parts, one behind the other, without their headers.
std::string content(const SmsText& sms) {
    if (sms.parts.size() == 1) return sms.parts[0];
    std::string out;
    for (const std::string& part : sms.parts)
        out += part.substr(part_header_octets);
    return out;
}

TEST(SmsTextTest, TheGsmAlphabetWhereItHasEverything) {
    const SmsText sms = make_sms("@Help_\xC3\xA9 \xE2\x82\xAC{", SmsAlphabet::shortest, 1, 4);
    EXPECT_EQ(sms.data_coding, gsm_coding);
    ASSERT_EQ(sms.parts.size(), 1u);
    EXPECT_EQ(sms.parts[0], std::string("\0Help\x11\x05 \x1B\x65\x1B\x28", 12));
}

TEST(SmsTextTest, OneCharacterThatIsMissingMakesItUcs2) {
    // Help, and a Chinese character.
    const SmsText sms = make_sms("H\xE6\x95\x91", SmsAlphabet::shortest, 1, 4);
    EXPECT_EQ(sms.data_coding, ucs2_coding);
    ASSERT_EQ(sms.parts.size(), 1u);
    EXPECT_EQ(sms.parts[0], std::string("\0H\x65\x51", 4)) << "big-endian";
    EXPECT_EQ(make_sms("Help", SmsAlphabet::ucs2, 1, 4).data_coding, ucs2_coding);
}

TEST(SmsTextTest, WhatIsNoUtf8IsShownAsSuch) {
    EXPECT_EQ(make_sms("\xFF", SmsAlphabet::shortest, 1, 4).parts[0], "\xFF\xFD");
    EXPECT_EQ(make_sms("", SmsAlphabet::shortest, 1, 4).parts, std::vector<std::string>{""});
}

TEST(SmsTextTest, GsmIsCutAt160And153) {
    EXPECT_EQ(make_sms(std::string(160, 'a'), SmsAlphabet::shortest, 7, 4).parts.size(), 1u);
    const SmsText sms = make_sms(std::string(161, 'a'), SmsAlphabet::shortest, 7, 4);
    ASSERT_EQ(sms.parts.size(), 2u);
    EXPECT_EQ(sms.parts[0], std::string("\x05\0\x03\x07\x02\x01", 6) + std::string(153, 'a'));
    EXPECT_EQ(sms.parts[1], std::string("\x05\0\x03\x07\x02\x02", 6) + std::string(8, 'a'));
    EXPECT_EQ(make_sms(std::string(153 * 3, 'a'), SmsAlphabet::shortest, 7, 4).parts.size(), 3u);
}

TEST(SmsTextTest, AnEscapedCharacterIsNotCut) {
    const SmsText sms =
        make_sms(std::string(152, 'a') + "{" + std::string(10, 'b'), SmsAlphabet::shortest, 1, 4);
    ASSERT_EQ(sms.parts.size(), 2u);
    EXPECT_EQ(sms.parts[0].size(), part_header_octets + 152);
    EXPECT_EQ(sms.parts[1].substr(part_header_octets), "\x1B\x28" + std::string(10, 'b'));
}

TEST(SmsTextTest, Ucs2IsCutAt70And67) {
    const std::string one = "\xE6\x95\x91";
    EXPECT_EQ(make_sms(repeated(one, 70), SmsAlphabet::shortest, 200, 4).parts.size(), 1u);
    const SmsText sms = make_sms(repeated(one, 71), SmsAlphabet::shortest, 200, 4);
    ASSERT_EQ(sms.parts.size(), 2u);
    EXPECT_EQ(sms.parts[0].size(), part_header_octets + 2 * 67);
    EXPECT_EQ(sms.parts[0].substr(0, 6), std::string("\x05\0\x03\xC8\x02\x01", 6));
    EXPECT_EQ(content(sms), repeated("\x65\x51", 71));
}

TEST(SmsTextTest, APairOfSurrogatesIsNotCut) {
    // Behind 66 characters one place is left, and U+1F691 takes two.
    const SmsText sms = make_sms(repeated("\xE6\x95\x91", 66) + repeated("\xF0\x9F\x9A\x91", 10),
                                 SmsAlphabet::shortest, 1, 4);
    ASSERT_EQ(sms.parts.size(), 2u);
    EXPECT_EQ(sms.parts[0].size(), part_header_octets + 2 * 66);
    EXPECT_EQ(sms.parts[1].substr(part_header_octets, 4), "\xD8\x3D\xDE\x91");
}

TEST(SmsTextTest, BeyondTheLastPartThereIsAnEllipsis) {
    const SmsText gsm = make_sms(std::string(1'000, 'a'), SmsAlphabet::shortest, 1, 2);
    ASSERT_EQ(gsm.parts.size(), 2u);
    EXPECT_EQ(content(gsm), std::string(2 * 153 - 3, 'a') + "...");
    const SmsText ucs2 = make_sms(repeated("\xE6\x95\x91", 1'000), SmsAlphabet::shortest, 1, 1);
    ASSERT_EQ(ucs2.parts.size(), 1u);
    EXPECT_EQ(ucs2.parts[0], repeated("\x65\x51", 69) + "\x20\x26") << "no header on a single one";
}

}  // namespace
}  // namespace muster::outbox
