#include <gtest/gtest.h>

#include "engine/log/hash.hpp"

namespace muster::log::test {
namespace {

// FIPS 180-4's published example.
TEST(LogHash, DigestIsSha256) {
    Hasher hasher;
    EXPECT_EQ(to_hex(hasher.digest("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(hasher.digest("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// Computed by Python's hashlib and struct from the description in hash.hpp.
TEST(LogHash, ChainIsAsDescribed) {
    Hasher hasher;
    const RecordDraft first{1, TimePoint{1'700'000'000'000}, "phone:1", "k-1", "{\"a\":1}", "[]"};
    const Hash one = hasher.chain(chain_start, first);
    EXPECT_EQ(to_hex(one), "a6b992b6e4763185e9f395319dcaecc1570769fd6179fb80f835c8107e0b656a");
    const RecordDraft second{2, TimePoint{-1}, "", "", "", ""};
    EXPECT_EQ(to_hex(hasher.chain(one, second)),
              "b70396ab45d87b19f7a816547c1db0582444d614a58e47d72ff5667ed58fb6dd");
}

TEST(LogHash, TextMovedToTheNextColumnChangesTheHash) {
    Hasher hasher;
    const RecordDraft a{1, {}, "ab", "c", "", ""};
    const RecordDraft b{1, {}, "a", "bc", "", ""};
    EXPECT_NE(hasher.chain(chain_start, a), hasher.chain(chain_start, b));
}

TEST(LogHash, HexadecimalIsReadBackAndNothingElseIs) {
    const Hash hash = Hasher().digest("x");
    const std::string text = to_hex(hash);
    EXPECT_EQ(hash_from_hex(text), hash);
    EXPECT_FALSE(hash_from_hex(text.substr(1)));
    EXPECT_FALSE(hash_from_hex(text + "0"));
    std::string upper = text;
    upper[0] = 'G';
    EXPECT_FALSE(hash_from_hex(upper));
}

}  // namespace
}  // namespace muster::log::test
