#include "engine/log/anchor.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/log/support.hpp"

namespace muster::log::test {
namespace {

// RFC 8032, 7.1, TEST 1, in the forms of RFC 8410.
constexpr const char* private_pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
constexpr const char* public_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n";
// Of the second test.
constexpr const char* other_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* instance = "0123456789abcdef";

AnchorKey key_of(std::string_view pem) {
    auto key = AnchorKey::from_pem(pem);
    if (!key) ADD_FAILURE() << key.error();
    return *key;
}

ChainAnchor some_anchor() {
    ChainAnchor anchor{48'121, {}};
    for (std::size_t i = 0; i < anchor.hash.size(); ++i)
        anchor.hash[i] = static_cast<Hash::value_type>(i * 7);
    return anchor;
}

TEST(Anchor, SignsAsTheRfcDoes) {
    const AnchorSignature signature = key_of(private_pem).sign("");
    std::string digits;
    for (const unsigned char byte : signature) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", byte);
        digits += two;
    }
    EXPECT_EQ(digits,
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
              "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    EXPECT_EQ(key_of(private_pem).public_pem(), public_pem);
}

TEST(Anchor, IsWrittenAndReadWithAndWithoutASignature) {
    const ChainAnchor anchor = some_anchor();
    const AnchorKey key = key_of(private_pem);
    const std::string plain = anchor_text(anchor, instance, nullptr);
    const std::string text = anchor_text(anchor, instance, &key);
    EXPECT_EQ(plain, "48121:" + to_hex(anchor.hash));
    EXPECT_EQ(text.substr(0, plain.size() + 1), plain + ":");
    EXPECT_EQ(text.size(), plain.size() + 1 + 128);
    const auto read = anchor_from_text(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->anchor.seq, anchor.seq);
    EXPECT_EQ(read->anchor.hash, anchor.hash);
    ASSERT_TRUE(anchor_from_text(plain));
    EXPECT_FALSE(anchor_from_text(plain)->signature);
    EXPECT_FALSE(is_signed_by(*anchor_from_text(plain), instance, key));
    for (const std::string& wrong :
         {std::string(), std::string("7"), std::string("7:abc"), text + "0",
          text.substr(0, text.size() - 1), plain + ":", plain + ":" + text.substr(72, 64),
          text.substr(0, text.size() - 1) + "g", "-" + plain, " " + plain}) {
        EXPECT_FALSE(anchor_from_text(wrong)) << wrong;
    }
}

TEST(Anchor, IsBelievedOfThisLogAndThisKeyOnly) {
    const AnchorKey key = key_of(private_pem);
    const AnchorKey half = key_of(public_pem);
    EXPECT_TRUE(key.can_sign());
    EXPECT_FALSE(half.can_sign());
    auto read = *anchor_from_text(anchor_text(some_anchor(), instance, &key));
    EXPECT_TRUE(is_signed_by(read, instance, key));
    EXPECT_TRUE(is_signed_by(read, instance, half));
    EXPECT_FALSE(is_signed_by(read, "0123456789abcdee", half));
    EXPECT_FALSE(is_signed_by(read, instance, key_of(other_pem)));
    SignedAnchor other = read;
    ++other.anchor.seq;
    EXPECT_FALSE(is_signed_by(other, instance, half));
    other = read;
    other.anchor.hash[31] ^= 1;
    EXPECT_FALSE(is_signed_by(other, instance, half));
    other = read;
    (*other.signature)[63] ^= 1;
    EXPECT_FALSE(is_signed_by(other, instance, half));
}

TEST(Anchor, AKeyOfAnotherKindIsRefusedInWords) {
    const TempFolder folder;
    const auto made = [&](const std::string& how) {
        const std::string file = (folder / "key.pem").string();
        const std::string command = "openssl " + how + " -out " + file + " 2>/dev/null";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        std::ifstream in(file);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const auto wrong = [](const std::string& pem) {
        const auto key = AnchorKey::from_pem(pem);
        return key ? "nothing" : key.error().substr(0, key.error().find(':'));
    };
    EXPECT_EQ(wrong(made("genpkey -algorithm ed25519")), "nothing");
    EXPECT_EQ(wrong(made("genpkey -algorithm x25519")), "is not an Ed25519 key but X25519");
    EXPECT_EQ(wrong(made("genpkey -algorithm ed25519 -aes256 -pass pass:secret")),
              "is a key under a passphrase, which nobody could type at a start");
    EXPECT_EQ(wrong("an anchor key of a test, long enough"), "is not a key in PEM");
    EXPECT_EQ(wrong(std::string(private_pem).replace(60, 1, "!")), "is not a key in PEM");
}

// What needs nothing of this program: its command line, the text and the public half.
TEST(Anchor, IsVerifiedByOpensslAlone) {
    const TempFolder folder;
    const AnchorKey key = key_of(private_pem);
    const auto read = *anchor_from_text(anchor_text(some_anchor(), instance, &key));
    const auto verify = [&](const std::string& text) {
        std::ofstream(folder / "public.pem") << public_pem;
        std::ofstream(folder / "text") << text;
        std::ofstream(folder / "signature")
            .write(reinterpret_cast<const char*>(read.signature->data()),
                   static_cast<std::streamsize>(read.signature->size()));
        const std::string command = "cd " + folder.path().string() +
                                    " && openssl pkeyutl -verify -pubin -inkey public.pem -rawin "
                                    "-in text -sigfile signature >/dev/null 2>&1";
        return std::system(command.c_str()) == 0;
    };
    const std::string text =
        "muster-anchor-2\n0123456789abcdef\n48121:" + to_hex(some_anchor().hash);
    EXPECT_TRUE(verify(text));
    EXPECT_FALSE(verify(text + "\n"));
}

}  // namespace
}  // namespace muster::log::test
