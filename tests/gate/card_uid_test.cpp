#include "engine/gate/card_uid.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::gate {
namespace {

constexpr UidSpelling spellings[] = {UidSpelling::hex, UidSpelling::decimal,
                                     UidSpelling::reversed_hex, UidSpelling::reversed_decimal};

TEST(CardUid, SampleK1IsOneCardInFourSpellings) {
    const std::string card = "04A1B2C3";
    EXPECT_EQ(read_card_uid("04A1B2C3\r", UidSpelling::hex, 4), card);
    EXPECT_EQ(read_card_uid("77705923\r\n", UidSpelling::decimal, 4), card);
    EXPECT_EQ(read_card_uid("C3B2A104\n", UidSpelling::reversed_hex, 4), card);
    EXPECT_EQ(read_card_uid("3283263748\n", UidSpelling::reversed_decimal, 4), card);
    // The same digits in another spelling are another card, and nobody notices.
    EXPECT_EQ(read_card_uid("77705923", UidSpelling::hex, 4), "77705923");
    EXPECT_EQ(read_card_uid("C3B2A104", UidSpelling::hex, 4), "C3B2A104");
    EXPECT_EQ(read_card_uid("77705923", UidSpelling::reversed_decimal, 4), "C3B2A104");
}

TEST(CardUid, ZerosAreOfTheCardOrOfTheNumber) {
    EXPECT_EQ(read_card_uid("0077705923", UidSpelling::decimal, 4), "04A1B2C3");
    EXPECT_EQ(read_card_uid("0", UidSpelling::decimal, 4), "00000000");
    EXPECT_EQ(read_card_uid("000", UidSpelling::reversed_decimal, 4), "00000000");
    // A number of three bytes is that of a chip whose last byte is zero, read backwards.
    EXPECT_EQ(read_card_uid("11711492", UidSpelling::reversed_decimal, 4), "04B4B200");
    EXPECT_EQ(read_card_uid("4A1B2C3", UidSpelling::hex, 4), std::nullopt);
}

TEST(CardUid, EverySizeOfChip) {
    EXPECT_EQ(read_card_uid("04a1b2c3d4e580", UidSpelling::hex, 7), "04A1B2C3D4E580");
    EXPECT_EQ(read_card_uid("80E5D4C3B2A104", UidSpelling::reversed_hex, 7), "04A1B2C3D4E580");
    EXPECT_EQ(read_card_uid("1303514187326848", UidSpelling::decimal, 7), "04A18A0C186580");
    EXPECT_EQ(read_card_uid("72057594037927935", UidSpelling::decimal, 7), "FFFFFFFFFFFFFF");
    EXPECT_EQ(read_card_uid("0102030405060708090A", UidSpelling::reversed_hex, 10),
              "0A090807060504030201");
    EXPECT_EQ(read_card_uid("77705923", UidSpelling::decimal, 10), std::nullopt);
}

TEST(CardUid, WhatIsNoneIsRefused) {
    for (const UidSpelling spelling : spellings) {
        for (const char* text : {"", "\r\n", " ", "04A1B2C", "04A1B2C3D4", "04A1 B2C3", "xyz", "-1",
                                 "+5", "0x5", "4.5", "99999999999999999999999999"}) {
            EXPECT_EQ(read_card_uid(text, spelling, 4), std::nullopt) << text;
        }
    }
    EXPECT_EQ(read_card_uid("4294967296", UidSpelling::decimal, 4), std::nullopt);
    EXPECT_EQ(read_card_uid("4294967295", UidSpelling::decimal, 4), "FFFFFFFF");
    EXPECT_EQ(read_card_uid("72057594037927936", UidSpelling::decimal, 7), std::nullopt);
    EXPECT_EQ(read_card_uid("18446744073709551616", UidSpelling::decimal, 7), std::nullopt);
    EXPECT_TRUE(is_uid_size(7));
    EXPECT_FALSE(is_uid_size(8));
}

}  // namespace
}  // namespace muster::gate
