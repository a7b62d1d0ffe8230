#include "engine/gate/signature.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::gate {
namespace {

const KeyRing keys{{"gate", "0123456789abcdef0123456789abcdef"}};
constexpr std::string_view text = "1700000000.help";
constexpr TimePoint sent{1'700'000'000'000};

SignatureFault check(const Signature& signature, TimePoint now = sent) {
    return check_signature(signature, text, keys, now, seconds(300));
}

TEST(GateSignature, IsWhatOtherProgramsWorkOut) {
    // Worked out with Python's hmac module.
    EXPECT_EQ(make_mac(keys.at("gate"), text),
              "50445e850666b035b0133ab531dd42759225bfb56e21446950b36915ea62926f");
}

TEST(GateSignature, HoldsWithinItsWindow) {
    const std::string mac = make_mac(keys.at("gate"), text);
    const Signature right{"gate", "1700000000", mac};
    EXPECT_EQ(check(right), SignatureFault::none);
    EXPECT_EQ(check(right, sent + seconds(300)), SignatureFault::none);
    EXPECT_EQ(check(right, sent - seconds(300)), SignatureFault::none);
    EXPECT_EQ(check(right, sent + Millis{300'001}), SignatureFault::outside_window);
    EXPECT_EQ(check(right, sent - Millis{300'001}), SignatureFault::outside_window);
    for (const char* stamp : {"", "x", "-1", "1.5", "1700000000000000", " 1700000000"}) {
        EXPECT_EQ(check({"gate", stamp, mac}), SignatureFault::bad_timestamp) << stamp;
    }
}

TEST(GateSignature, NothingElseHolds) {
    const std::string mac = make_mac(keys.at("gate"), text);
    EXPECT_EQ(check({"other", "1700000000", mac}), SignatureFault::bad_signature);
    EXPECT_EQ(check({"gate", "1700000000", mac + "0"}), SignatureFault::bad_signature);
    EXPECT_EQ(check({"gate", "1700000000", make_mac("another key", text)}),
              SignatureFault::bad_signature);
    // Who does not know the key learns nothing of clocks.
    EXPECT_EQ(check({"gate", "1700000000", "0"}, sent + seconds(3600)),
              SignatureFault::bad_signature);
    for (std::size_t i = 0; i < mac.size(); ++i) {
        std::string changed = mac;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_EQ(check({"gate", "1700000000", changed}), SignatureFault::bad_signature);
        EXPECT_EQ(check({"gate", "1700000000", mac.substr(0, i)}), SignatureFault::bad_signature);
    }
}

TEST(GateSignature, KeysOfARing) {
    EXPECT_EQ(check_keys({}), std::nullopt);
    EXPECT_EQ(check_keys(keys), std::nullopt);
    EXPECT_EQ(check_keys({{"k", std::string(16, 'x')}}), std::nullopt);
    EXPECT_EQ(check_keys({{"a", std::string(16, 'x')}, {"b", std::string(15, 'x')}}),
              "the key \"b\" needs a name and at least 16 bytes");
    EXPECT_TRUE(check_keys({{"", std::string(16, 'x')}}));
}

}  // namespace
}  // namespace muster::gate
