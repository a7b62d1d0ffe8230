// RFC 8032, 7.1, the second test: a key, its public key, and the signature of one byte.
#include "engine/gate/ed25519.hpp"

#include <gtest/gtest.h>

#include "engine/gate/crypto.hpp"

namespace muster::gate {
namespace {

// PKCS #8 of 4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb.
const std::string pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";

std::string hex(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        (text += digits[byte >> 4]) += digits[byte & 15];
    }
    return text;
}

TEST(Ed25519, SignsAsTheStandardSays) {
    const auto key = Ed25519Key::from_pem(pem);
    ASSERT_TRUE(key);
    EXPECT_EQ(hex(key->public_key()),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(hex(key->sign("\x72")),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Ed25519, TakesNothingElseForAKey) {
    EXPECT_FALSE(Ed25519Key::from_pem(""));
    EXPECT_FALSE(Ed25519Key::from_pem("no key"));
    EXPECT_FALSE(Ed25519Key::from_pem(pem.substr(0, 60)));
}

TEST(Base64, OfAnyLength) {
    EXPECT_EQ(to_base64(std::string_view("")), "");
    EXPECT_EQ(to_base64(std::string_view("f")), "Zg==");
    EXPECT_EQ(to_base64(std::string_view("fo")), "Zm8=");
    EXPECT_EQ(to_base64(std::string_view("foo")), "Zm9v");
    EXPECT_EQ(to_base64(std::string_view("foob")), "Zm9vYg==");
    EXPECT_EQ(to_base64url(std::string_view("\xFB\xFF\xFE?")), "-__-Pw");
}

}  // namespace
}  // namespace muster::gate
