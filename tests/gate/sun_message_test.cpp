#include "engine/gate/sun_message.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace muster::gate {
namespace {

const SunKeys factory{std::string(16, '\0'), std::string(16, '\0')};

SunKeys two_keys() {
    return {read_aes_key("00112233445566778899AABBCCDDEEFF").value(),
            read_aes_key("0f1e2d3c4b5a69788796a5b4c3d2e1f0").value()};
}

struct Tap {
    std::uint32_t counter;
    const char* picc_data;
    const char* cmac;
};

constexpr std::array taps{
    Tap{7, "4E207B6CC4E6DDB3955C6E335CEC6885", "C3274DC11A720BC2"},
    Tap{6, "B1DC56A069E78220E84D5A68E1CAEDCC", "C3FA426BA23236E9"},
    Tap{9, "65376BC719C25884E41ADCFE8FEEC97A", "CA2A2767B9386848"},
    Tap{65536, "C4FC21E149A238413243BCB7549E3789", "9D36E72721CA2532"},
};

SunFault fault_of(const SunText& text, const SunKeys& keys) {
    const auto read = verify_sun(text, keys);
    EXPECT_FALSE(read);
    return read ? SunFault::malformed : read.error();
}

// AN12196, the worked example of a SUN message with the keys of the factory.
TEST(SunMessage, ReadsTheExampleOfTheApplicationNote) {
    const auto read = verify_sun({"EF963FF7828658A599F3041510671E88", "94EED9EE65337086"}, factory);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->uid, "04DE5F1EACC040");
    EXPECT_EQ(read->counter, 61u);
}

// The same with file data of the chip, as the note's reference server shows it.
TEST(SunMessage, ReadsTheExampleWithEncryptedFileData) {
    const SunText text{"FD91EC264309878BE6345CBE53BADF40", "ECC1E7F6C6C73BF6",
                       "CEE9A53E3E463EF1F459635736738962"};
    const auto read = verify_sun(text, factory);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->uid, "04958CAA5C5E80");
    EXPECT_EQ(read->counter, 8u);
    // The file data is signed too.
    SunText changed = text;
    changed.enc = "CEE9A53E3E463EF1F459635736738963";
    EXPECT_EQ(fault_of(changed, factory), SunFault::not_ours);
    changed.enc = "";
    EXPECT_EQ(fault_of(changed, factory), SunFault::not_ours);
    changed.enc = "CEE9";
    EXPECT_EQ(fault_of(changed, factory), SunFault::malformed);
}

TEST(SunMessage, SampleN1IsReadWithItsTwoKeys) {
    for (const Tap& tap : taps) {
        const auto read = verify_sun({tap.picc_data, tap.cmac}, two_keys());
        ASSERT_TRUE(read) << tap.counter;
        EXPECT_EQ(read->uid, "04A1B2C3D4E580");
        EXPECT_EQ(read->counter, tap.counter);
    }
}

TEST(SunMessage, TheKeysCannotChangePlaces) {
    const SunKeys keys = two_keys();
    const SunText text{taps[0].picc_data, taps[0].cmac};
    EXPECT_EQ(fault_of(text, {keys.file_read, keys.meta_read}), SunFault::not_ours);
    EXPECT_EQ(fault_of(text, {keys.meta_read, keys.meta_read}), SunFault::not_ours);
    EXPECT_EQ(fault_of(text, factory), SunFault::not_ours);
}

TEST(SunMessage, EveryOtherTextIsRefused) {
    const SunKeys keys = two_keys();
    const std::string picc = taps[0].picc_data;
    const std::string cmac = taps[0].cmac;
    for (std::size_t i = 0; i < picc.size(); ++i) {
        EXPECT_EQ(fault_of({std::string_view(picc).substr(0, i), cmac}, keys), SunFault::malformed);
        for (const char c : {'0', '7', 'F', 'g', ' ', '\0', '\x80'}) {
            if (c == picc[i]) continue;
            std::string changed = picc;
            changed[i] = c;
            EXPECT_FALSE(verify_sun({changed, cmac}, keys)) << changed;
        }
    }
    for (std::size_t i = 0; i < cmac.size(); ++i) {
        EXPECT_EQ(fault_of({picc, std::string_view(cmac).substr(0, i)}, keys), SunFault::malformed);
        std::string changed = cmac;
        changed[i] = changed[i] == '0' ? '1' : '0';
        EXPECT_EQ(fault_of({picc, changed}, keys), SunFault::not_ours);
    }
    EXPECT_EQ(fault_of({std::string(4096, 'A'), cmac}, keys), SunFault::malformed);
    EXPECT_EQ(fault_of({picc, cmac, std::string(max_enc_digits + 32, 'A')}, keys),
              SunFault::malformed);
}

TEST(SunMessage, LrpIsRefusedAsSuch) {
    EXPECT_EQ(fault_of({"AAE1508939ECF6FF26BCE407959AB1A5EC022819A35CD293", "5DB7498B5A4F2BC7"},
                       two_keys()),
              SunFault::lrp);
}

// Made with Python's cryptography module: tag bytes 87, 40 and C6, the keys of sample N1.
TEST(SunMessage, TellsWhatTheChipIsSetToTell) {
    const auto without =
        verify_sun({"736A5D0BD8995D15C0452F93194A950D", "72868DDA5BC893A5"}, two_keys());
    ASSERT_TRUE(without);
    EXPECT_EQ(without->uid, "04A1B2C3D4E580");
    EXPECT_EQ(without->counter, std::nullopt);
    EXPECT_EQ(fault_of({"C5113520209D1850C584D568B1028627", "0859D2518A45F1D1"}, two_keys()),
              SunFault::no_uid);
    EXPECT_EQ(fault_of({"662FC09AC4BBBD1F27AB02BD56F74C9A", "C3274DC11A720BC2"}, two_keys()),
              SunFault::not_ours);
}

TEST(SunMessage, KeysAreChecked) {
    EXPECT_EQ(check_sun_keys({{"c1", two_keys()}}), std::nullopt);
    EXPECT_TRUE(check_sun_keys({{"c1", factory}}));
    EXPECT_TRUE(check_sun_keys({{"", two_keys()}}));
    EXPECT_TRUE(check_sun_keys({{"a.b", two_keys()}}));
    EXPECT_TRUE(check_sun_keys({{"c1", {two_keys().meta_read, "short"}}}));
    for (const char* text :
         {"", "0011", "00112233445566778899AABBCCDDEEFG", "00112233445566778899AABBCCDDEEFF00"}) {
        EXPECT_FALSE(read_aes_key(text)) << text;
    }
}

TEST(SunMessage, APairIsKeptAsOneSecret) {
    const std::string meta = "00112233445566778899AABBCCDDEEFF";
    const std::string file = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    for (const char* between : {" ", "\n", "\r\n", "\t "}) {
        const auto keys = read_sun_keys(meta + between + file);
        ASSERT_TRUE(keys);
        EXPECT_EQ(keys->meta_read, two_keys().meta_read);
        EXPECT_EQ(keys->file_read, two_keys().file_read);
    }
    for (const std::string& text : {std::string(), meta, meta + file, meta + "x" + file,
                                    meta + "0 " + file, meta + " " + file + "0", "x " + meta}) {
        EXPECT_FALSE(read_sun_keys(text)) << text;
    }
}

TEST(SunMessage, LinkOfAChip) {
    EXPECT_EQ(make_sun_link("c1", CardId{42}), "2.c1.42");
    const auto link = read_sun_link("2.c1.42");
    ASSERT_TRUE(link);
    EXPECT_EQ(link->kid, "c1");
    EXPECT_EQ(link->card, CardId{42});
    for (const char* text : {"", "2", "2.c1", "2.c1.", "2.c1.0", "2.c1.042", "2..42", "1.c1.42",
                             "2.c1.42.", "2.c1.4x", "2.c1.18446744073709551616"}) {
        EXPECT_FALSE(read_sun_link(text)) << text;
    }
}

}  // namespace
}  // namespace muster::gate
