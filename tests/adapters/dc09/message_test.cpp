#include "adapters/dc09/message.hpp"

#include <gtest/gtest.h>

#include "adapters/dc09/cipher.hpp"
#include "adapters/dc09/frame.hpp"
#include "tests/adapters/dc09/samples.hpp"

namespace muster::dc09 {
namespace {

constexpr TimePoint by_device{1'772'439'330'000};  // 2026-03-02 08:15:30 UTC

std::string body_of(const std::string& frame) {
    FrameReader reader({});
    reader.feed(frame);
    return reader.next().value().body;
}

TEST(Dc09Message, SaysWhoSendsIt) {
    const auto header = read_header(body_of(no_line_digits));
    ASSERT_TRUE(header) << header.error();
    EXPECT_EQ(header->token, Token::sia_dcs);
    EXPECT_EQ(header->sequence, "0312");
    EXPECT_EQ(header->receiver, "");
    EXPECT_EQ(header->line, "L");
    EXPECT_EQ(header->account, "2209417730");
    EXPECT_EQ(read_header("\"ADM-CID\"0001R1AL2B#7a31[]")->receiver, "R1A");
    EXPECT_EQ(read_header("\"ADM-CID\"0001R1AL2B#7a31[]")->account, "7A31");
}

TEST(Dc09Message, ThatCannotBeReadSaysWhy) {
    EXPECT_EQ(read_header("SIA").error(), "does not begin with a quote");
    EXPECT_EQ(read_header("\"SIA").error(), "has no token in quotes");
    EXPECT_EQ(read_header("\"SIA-DCS\"03").error(), "has no sequence of four digits");
    EXPECT_EQ(read_header("\"SIA-DCS\"0312L0[]").error(), "has no account behind a #");
    EXPECT_EQ(read_header("\"SIA-DCS\"0312L0#7[]").error(), "has no account of 3 to 16 digits");
    EXPECT_EQ(read_header("\"SIA-DCS\"0312L0#7A31").error(), "has no bracket behind the account");
}

TEST(Dc09Message, SaysWhatHappened) {
    const Said medical = read_content(Token::sia_dcs, "#2209417730|NMA4]_08:15:30,03-02-2026");
    EXPECT_EQ(medical.meaning.signal, "medical");
    EXPECT_EQ(medical.zone, "4");
    EXPECT_EQ(medical.at, by_device);
    const Said pendant = read_content(Token::adm_cid, "#7A31|1101 02 004]");
    EXPECT_EQ(pendant.meaning.signal, "pendant");
    EXPECT_EQ(pendant.zone, "004");
    EXPECT_EQ(pendant.text, "1101 02 004");
    EXPECT_FALSE(pendant.at);
    const Said unknown = read_content(Token::sia_dcs, "#7A31|Nri2/ZQ007]");
    EXPECT_EQ(unknown.meaning.signal, "");
    EXPECT_EQ(unknown.text, "Nri2/ZQ007");
    EXPECT_EQ(read_content(Token::sia_dcs, "|Nri1/QA03]").meaning.signal, "sos");
    EXPECT_EQ(read_content(Token::sia_dcs, "#7A31|QA03]").zone, "03");
    for (const char* const data :
         {"Nri1/QA03^bath/room^", "Nri1QA03", "Ori1/id7/QA03", "/QA03", "Nti10:15/QA03", "NQA03"}) {
        const Said said = read_content(Token::sia_dcs, std::string("#7A31|") + data + "]");
        EXPECT_EQ(said.meaning.signal, "sos") << data;
        EXPECT_EQ(said.zone, "03") << data;
    }
    EXPECT_EQ(read_content(Token::sia_dcs, "#7A31|NA01]").meaning.signal, "inactivity");
    EXPECT_EQ(read_content(Token::sia_dcs, "#7A31|NNA01]").meaning.signal, "inactivity");
}

TEST(Dc09Message, TellsAnEventFromItsEndAndItsRepetition) {
    EXPECT_EQ(meaning_of_cid('1', "100").signal, "medical");
    EXPECT_EQ(meaning_of_cid('1', "102").signal, "inactivity");
    EXPECT_EQ(meaning_of_cid('1', "120").signal, "panic");
    EXPECT_EQ(meaning_of_cid('1', "121").signal, "duress");
    EXPECT_EQ(meaning_of_cid('3', "101").signal, "restore");
    EXPECT_EQ(meaning_of_cid('6', "101").signal, "present");
    EXPECT_EQ(meaning_of_cid('1', "799").signal, "");
    EXPECT_TRUE(meaning_of_cid('1', "602").life);
    EXPECT_TRUE(meaning_of_sia("RP").life);
    EXPECT_EQ(meaning_of_sia("HA").signal, "duress");
    EXPECT_EQ(meaning_of_sia("PA").signal, "panic");
}

TEST(Dc09Message, SaysWhere) {
    const Said said =
        read_content(Token::sia_dcs, "#7A31|NQA1][X119E24.774][Y32N23.652]_08:15:30,03-02-2026");
    ASSERT_TRUE(said.place);
    EXPECT_NEAR(said.place->lat_e7, 323'942'000, 10);
    EXPECT_NEAR(said.place->lon_e7, 1'194'129'000, 10);
    EXPECT_EQ(said.meaning.signal, "sos") << "what stands behind the data costs nothing";
    EXPECT_FALSE(read_content(Token::sia_dcs, "#7A31|NQA1][X0E0.0][Y0N0.0]").place);
    EXPECT_FALSE(read_content(Token::sia_dcs, "#7A31|NQA1][X119E24.774]").place);
    EXPECT_FALSE(read_content(Token::sia_dcs, "#7A31|NQA1][X999E24.7][Y32N23.6").place);
}

TEST(Dc09Message, InAnOldCharacterSetBecomesUtf8) {
    EXPECT_EQ(read_content(Token::sia_dcs,
                           "#7A31|NQA1 K\xFC"
                           "che]")
                  .text,
              "NQA1 Küche");
}

TEST(Dc09Message, ATimeThatIsNoneIsNone) {
    for (const char* const stamp : {"_25:15:30,03-02-2026", "_08:15:30,13-02-2026",
                                    "_08:15:30,02-30-2026", "_8:15:30,03-02-2026", "_", ""}) {
        EXPECT_FALSE(read_content(Token::adm_cid, std::string("#1|1101]") + stamp).at) << stamp;
    }
}

TEST(Dc09Message, IsOpenedByItsKey) {
    const auto header = read_header(body_of(sealed));
    ASSERT_TRUE(header);
    EXPECT_TRUE(header->encrypted);
    EXPECT_EQ(header->account, "C0DE");
    const Cipher cipher(key);
    const auto plain = cipher.decrypt(header->content);
    ASSERT_TRUE(plain);
    const Said said = read_content(header->token, without_pad(*plain));
    EXPECT_EQ(said.meaning.signal, "sos");
    EXPECT_EQ(said.zone, "003");
    EXPECT_EQ(said.at, by_device - seconds(1));
    EXPECT_FALSE(cipher.decrypt(header->content.substr(2))) << "no whole number of blocks";
    EXPECT_FALSE(cipher.decrypt("ZZ" + header->content.substr(2)));
    EXPECT_FALSE(Cipher("short").decrypt(header->content));
    EXPECT_EQ(cipher.decrypt(header->content), plain) << "what was opened before leaves no trace";
}

TEST(Dc09Message, IsAnsweredWithWhatItCameWith) {
    const auto answered = [](const std::string& frame) {
        return write_frame(
            write_answer(Answer::ack, *read_header(body_of(frame)), by_device, nullptr));
    };
    EXPECT_EQ(answered(link_test), "\n72850012\"ACK\"0000L0#7A31[]\r");
    EXPECT_EQ(answered(no_line_digits), "\n5F5D0017\"ACK\"0312L#2209417730[]\r");
    EXPECT_EQ(answered(unknown_code), "\n85750012\"ACK\"0313L0#7A31[]\r");
    EXPECT_EQ(write_nak(by_device), "\"NAK\"0000R0L0A0[]_08:15:30,03-02-2026");
}

// Whole blocks, a pad without brackets or bar, and our time.
TEST(Dc09Message, AnEncryptedAnswerOpensWithTheSameKey) {
    const auto header = read_header(body_of(sealed));
    const Cipher cipher(key);
    const std::string body = write_answer(Answer::ack, *header, by_device, &cipher);
    EXPECT_EQ(write_answer(Answer::ack, *header, by_device, &cipher), body) << "each begins anew";
    const auto answer = read_header(body);
    ASSERT_TRUE(answer) << body;
    EXPECT_TRUE(answer->encrypted);
    EXPECT_EQ(answer->id, "ACK");
    EXPECT_EQ(answer->sequence, "0315");
    EXPECT_EQ(answer->content.size() % 32, 0u);
    const auto plain = cipher.decrypt(answer->content);
    ASSERT_TRUE(plain);
    EXPECT_EQ(without_pad(*plain), "|]_08:15:30,03-02-2026");
}

}  // namespace
}  // namespace muster::dc09
