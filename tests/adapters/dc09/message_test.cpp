#include "adapters/dc09/message.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/dc09/samples.hpp"

namespace muster::dc09 {
namespace {

const std::string pad = "0123456789abcdef";

TEST(Dc09Message, SaysWhoSendsIt) {
    const std::string body = body_of(no_line_digits);
    const auto header = read_header(body);
    ASSERT_TRUE(header) << header.error();
    EXPECT_EQ(header->token, Token::sia_dcs);
    EXPECT_FALSE(header->encrypted);
    EXPECT_EQ(header->sequence, "0312");
    EXPECT_EQ(header->receiver, "");
    EXPECT_EQ(header->line, "L");
    EXPECT_EQ(header->account, "2209417730");
    EXPECT_EQ(device_name(*header), "2209417730");
    const auto full = read_header("\"*ADM-CID\"0001R1aL02b#7a31[]");
    ASSERT_TRUE(full);
    EXPECT_EQ(full->token, Token::adm_cid);
    EXPECT_TRUE(full->encrypted);
    EXPECT_EQ(full->receiver, "R1a");
    EXPECT_EQ(full->line, "L02b");
    EXPECT_EQ(device_name(*full), "2B/7A31") << "another prefix is another device";
    EXPECT_EQ(device_name(*read_header("\"NULL\"0001R9L000#7A31[]")), "7A31");
    EXPECT_EQ(read_header("\"SIA-PUL\"0001L0#7A31[]")->token, Token::other);
}

TEST(Dc09Message, ThatCannotBeReadSaysWhy) {
    EXPECT_EQ(read_header("SIA").error(), "does not begin with a quote");
    EXPECT_EQ(read_header("\"SIA").error(), "has no closing quote");
    EXPECT_EQ(read_header("\"SIA-DCS\"03").error(), "has no sequence of four digits");
    EXPECT_EQ(read_header("\"SIA-DCS\"0312L0[]").error(), "has no account behind a #");
    EXPECT_EQ(read_header("\"SIA-DCS\"0312L0#7A[]").error(),
              "has no account of 3 to 16 hex digits");
    EXPECT_EQ(read_header("\"SIA-DCS\"0312L0#12345678901234567[]").error(),
              "has no bracket behind the account");
}

TEST(Dc09Message, HasATimeStamp) {
    EXPECT_EQ(read_stamp("_08:15:30,03-02-2026"), test_time);
    EXPECT_EQ(write_stamp(test_time), "_08:15:30,03-02-2026");
    EXPECT_EQ(read_stamp(write_stamp(TimePoint{951'782'399'000})), TimePoint{951'782'399'000});
    for (const char* wrong :
         {"_08:15:30,02-30-2026", "_24:00:00,03-02-2026", "", "_08:60:30,03-02-2026",
          "_08-15-30,03-02-2026", "_08:15:30,13-02-2026", "_08:15:30,03-02-202a"}) {
        EXPECT_FALSE(read_stamp(wrong)) << wrong;
    }
}

TEST(Dc09Message, IsAnsweredByWhatItSaid) {
    const std::string body = body_of(no_line_digits);
    const Header header = *read_header(body);
    EXPECT_EQ(write_frame(write_ack(header, nullptr)), ack_no_line_digits);
    EXPECT_EQ(write_duh(header), "\"DUH\"0312L#2209417730[]");
    EXPECT_EQ(write_nak(test_time), "\"NAK\"0000R0L0A0[]_08:15:30,03-02-2026");
    EXPECT_EQ(write_ack(*read_header("\"NULL\"0001R1aL2#7a31[]"), nullptr),
              "\"ACK\"0001R1aL2#7a31[]");
}

TEST(Dc09Message, IsAnsweredEncryptedWithAPadAndTheTime) {
    const std::string body = body_of(encrypted);
    const Header header = *read_header(body);
    const Cipher cipher(aes_key);
    for (const AckPad form : {AckPad::bar_and_bracket, AckPad::bracket}) {
        const Seal seal{.cipher = cipher, .pad = pad, .form = form, .now = test_time};
        const std::string ack = write_ack(header, &seal);
        const std::string head = "\"*ACK\"0315L0#C0DE[";
        ASSERT_TRUE(ack.starts_with(head)) << ack;
        const auto opened = cipher.open(std::string_view(ack).substr(head.size()));
        ASSERT_TRUE(opened);
        EXPECT_EQ(*opened, form == AckPad::bracket ? "0123456789a]_08:15:30,03-02-2026"
                                                   : "0123456789|]_08:15:30,03-02-2026");
    }
}

// FIPS 197 and NIST SP 800-38A have the blocks; with an IV of zeros the first of CBC is that of
// ECB.
TEST(Dc09Cipher, OpensAndSealsWithEveryLengthOfKey) {
    const std::string plain = from_hex("00112233445566778899AABBCCDDEEFF");
    const std::pair<const char*, const char*> vectors[] = {
        {"000102030405060708090A0B0C0D0E0F", "69C4E0D86A7B0430D8CDB78070B4C55A"},
        {"000102030405060708090A0B0C0D0E0F1011121314151617", "DDA97CA4864CDFE06EAF70A0EC0D7191"},
        {"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
         "8EA2B7CA516745BFEAFC49904B496089"}};
    for (const auto& [key, sealed] : vectors) {
        const auto bytes = key_bytes(key, true);
        ASSERT_TRUE(bytes);
        const Cipher cipher(*bytes);
        for (int again = 0; again < 3; ++again) {
            EXPECT_EQ(cipher.seal(plain, pad), sealed);
            EXPECT_EQ(cipher.open(sealed), plain);
        }
        EXPECT_EQ(cipher.open(cipher.seal("|]", pad)), "0123456789abcd|]");
    }
}

TEST(Dc09Cipher, RefusesWhatIsNoKeyAndNoWholeBlocks) {
    EXPECT_FALSE(key_bytes("too short", false));
    EXPECT_FALSE(key_bytes("000102030405060708090A0B0C0D0E0", true));
    EXPECT_FALSE(key_bytes("000102030405060708090A0B0C0D0E0G", true));
    EXPECT_TRUE(key_bytes(aes_key, false));
    const Cipher cipher(aes_key);
    for (const char* wrong : {"", "00", "0g", "000102030405060708090A0B0C0D0E0", "[]"}) {
        EXPECT_FALSE(cipher.open(wrong)) << wrong;
    }
    EXPECT_EQ(without_pad("abc|x]y"), "|x]y");
    EXPECT_EQ(without_pad("abc]_y"), "]_y");
    EXPECT_EQ(without_pad("abc"), "");
}

}  // namespace
}  // namespace muster::dc09
