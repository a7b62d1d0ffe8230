// What frames lead to, without sockets; among them every sample, as a test of its name.
#include "adapters/dc09/receiver.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/dc09/samples.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::dc09 {
namespace {

class Dc09ReceiverTest : public testing::Test {
  protected:
    Dc09ReceiverTest() {
        AccountRule known{.account = "C0DE", .key = {}};
        known.key.value = aes_key;
        options.accounts.push_back(known);
    }
    // Whatever comes in this connection; answers gather, and "" stands for silence.
    void take(std::string_view bytes) {
        if (!receiver) make();
        FrameReader reader;
        reader.feed(bytes);
        while (const auto frame = reader.next()) {
            receiver->take(*frame, peer, "10.0.0.1",
                           [this](const std::string& answer) { answers.push_back(answer); });
        }
    }
    void take_body(const std::string& body) { take(write_frame(body)); }
    void make() {
        receiver.emplace(
            ReceiverPorts{.commands = commands,
                          .now = [this] { return now; },
                          .steady_now = [this] { return now; },
                          .warn = [this](const std::string& text) { warnings.push_back(text); },
                          .pad = [] { return std::string("0123456789abcdef"); }},
            options);
        ASSERT_EQ(receiver->start().value_or(""), "");
    }
    // As after kill -9: the log is as it was.
    void restart() { make(); }
    const SignalDevice& signal(std::size_t i) {
        return commands.submissions.at(i).command.get<SignalDevice>();
    }
    bool is_report(std::size_t i) { return commands.submissions.at(i).command.is<ReportDevice>(); }
    // The content of a frame of C0DE, sealed.
    std::string sealed(const std::string& token, const std::string& content) {
        return write_frame("\"*" + token + "\"0316L0#C0DE[" +
                           Cipher(aes_key).seal(content, "ABCDEFGHIJKLMNOP"));
    }

    FakeCommands commands;
    Dc09Options options;
    PeerRule peer{.address = "10.0.0.1"};
    TimePoint now = test_time;
    std::vector<std::string> answers;
    std::vector<std::string> warnings;
    std::optional<Receiver> receiver;
};

using Answers = std::vector<std::string>;

TEST_F(Dc09ReceiverTest, D1ChecksumOverTheCr) {
    take(crc_with_cr);
    take(crc_with_cr);
    EXPECT_EQ(answers, (Answers{"", ""}));
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(receiver->stats().bad_crc, 2u);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("crc = \"with_cr\""), std::string::npos) << warnings[0];
    peer.crc = CrcForm::with_cr;
    take(crc_with_cr);
    EXPECT_EQ(signal(0).signal, "pendant");
    EXPECT_EQ(signal(0).where.value, "防区 zone 4");
    EXPECT_EQ(answers.back(), ack_with_cr);
    take(link_test);
    EXPECT_EQ(answers.back(), "") << "the quirk is not one among others";
}

TEST_F(Dc09ReceiverTest, D2LineWithoutDigitsAndALongAccount) {
    commands.deferred = true;
    take(no_line_digits);
    ASSERT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(signal(0).key.value, "dc09:2209417730");
    EXPECT_EQ(signal(0).signal, "medical");
    EXPECT_EQ(signal(0).said.value, "NMA4");
    EXPECT_EQ(signal(0).happened_at, test_time);
    EXPECT_EQ(commands.submissions[0].source, "dc09:2209417730");
    EXPECT_TRUE(answers.empty()) << "not before the commit";
    commands.release(0);
    EXPECT_EQ(answers, Answers{ack_no_line_digits});
    EXPECT_EQ(receiver->waiting(), 0u);
}

TEST_F(Dc09ReceiverTest, D4LinkTest) {
    take(link_test);
    ASSERT_TRUE(is_report(0));
    EXPECT_EQ(commands.submissions[0].command.get<ReportDevice>().key.value, "dc09:7A31");
    EXPECT_EQ(commands.submissions[0].key, "");
    EXPECT_EQ(answers, Answers{ack_link_test});
}

TEST_F(Dc09ReceiverTest, D5UnknownCode) {
    take(unknown_code);
    EXPECT_TRUE(signal(0).signal.empty());
    EXPECT_EQ(signal(0).said.value, "Nri2/ZQ007");
    EXPECT_EQ(answers, Answers{ack_unknown_code});
    EXPECT_EQ(receiver->stats().not_understood, 1u);
}

TEST_F(Dc09ReceiverTest, D7AnotherProtocol) {
    take(http_scanner);
    take(tls_hello);
    EXPECT_TRUE(answers.empty());
    EXPECT_TRUE(commands.submissions.empty());
}

TEST_F(Dc09ReceiverTest, D9EncryptedAndInTime) {
    take(encrypted);
    EXPECT_EQ(signal(0).key.value, "dc09:C0DE");
    EXPECT_EQ(signal(0).signal, "sos");
    EXPECT_EQ(signal(0).where.value, "防区 zone 3");
    EXPECT_EQ(signal(0).happened_at, test_time - seconds(1));
    ASSERT_EQ(answers.size(), 1u);
    const std::string body = body_of(answers[0]);
    const auto header = read_header(body);
    ASSERT_TRUE(header);
    EXPECT_TRUE(header->encrypted);
    EXPECT_EQ(header->id, "ACK");
    EXPECT_EQ(header->sequence, "0315");
    EXPECT_EQ(Cipher(aes_key).open(header->content), "0123456789|]_08:15:30,03-02-2026");
    peer.ack_pad = AckPad::bracket;
    take(encrypted);
    const std::string other = body_of(answers.at(1));
    EXPECT_EQ(Cipher(aes_key).open(read_header(other)->content),
              "0123456789a]_08:15:30,03-02-2026");
    EXPECT_EQ(receiver->stats().repeated, 1u);
}

TEST_F(Dc09ReceiverTest, OutOfTimeIsRefusedAndItsClockIsShown) {
    now = test_time + seconds(40);
    take(encrypted);
    EXPECT_EQ(answers, Answers{write_frame("\"NAK\"0000R0L0A0[]_08:16:10,03-02-2026")});
    EXPECT_EQ(signal(0).signal, "fault");
    EXPECT_NE(signal(0).said.value.find("Nri1/QA003"), std::string::npos);
    EXPECT_EQ(signal(0).happened_at, TimePoint{});
    now = test_time - seconds(22);
    take(encrypted);
    EXPECT_EQ(receiver->stats().wrong_time, 2u);
    now = test_time + seconds(39);
    take(encrypted);
    EXPECT_EQ(signal(2).signal, "sos") << "40 s old is not too old";
    now = test_time - seconds(21);
    take(encrypted);
    EXPECT_EQ(signal(3).signal, "sos") << "20 s ahead is not too much";
    EXPECT_EQ(receiver->stats().wrong_time, 2u);
}

TEST_F(Dc09ReceiverTest, TheClockOfALinkTestIsToldOnceAnHour) {
    now = test_time + minutes(5);
    for (int i = 0; i < 3; ++i)
        take(sealed("NULL", "|]_08:15:30,03-02-2026"));
    EXPECT_EQ(answers.size(), 3u);
    EXPECT_NE(answers[0].find("NAK"), std::string::npos);
    EXPECT_EQ(commands.seq_of_key.size(), 1u) << "the log has it once";
    take(sealed("NULL", "|]"));
    EXPECT_EQ(receiver->stats().wrong_time, 4u) << "no time stamp is no good one";
}

TEST_F(Dc09ReceiverTest, AClockInLocalTimeIsReadInItsZone) {
    options.accounts[0].utc_offset_min = 480;
    take(sealed("SIA-DCS", "|#C0DE|NQA1]_16:15:30,03-02-2026"));
    EXPECT_EQ(signal(0).signal, "sos");
    EXPECT_EQ(signal(0).happened_at, test_time);
    take_body("\"SIA-DCS\"0001L0#7A31[#7A31|NQA1]_08:15:30,03-02-2020");
    EXPECT_EQ(signal(1).signal, "sos") << "in plain text it is believed whatever the clock says";
    EXPECT_EQ(signal(1).happened_at, TimePoint{});
}

TEST_F(Dc09ReceiverTest, WhatNoKeyOpensIsNotAnsweredAndSomebodyLooksAfterIt) {
    options.accounts[0].key.value = "another key of 32 bytes in ascii";
    take(encrypted);
    take(encrypted);
    EXPECT_EQ(answers, (Answers{"", ""}));
    EXPECT_EQ(signal(0).signal, "fault");
    EXPECT_EQ(commands.seq_of_key.size(), 1u) << "once an hour";
    EXPECT_EQ(receiver->stats().unreadable, 2u);
    EXPECT_EQ(warnings.size(), 1u);
    take_body("\"*SIA-DCS\"0001L0#7A31[00112233445566778899AABBCCDDEEFF");
    EXPECT_EQ(receiver->stats().unreadable, 3u);
    EXPECT_NE(warnings.at(1).find("there is no key"), std::string::npos);
}

TEST_F(Dc09ReceiverTest, AnAccountMayHaveToEncrypt) {
    take_body("\"SIA-DCS\"0001L0#C0DE[#C0DE|NQA1]");
    EXPECT_EQ(signal(0).signal, "sos") << "an alarm is an alarm";
    options.accounts[0].only_encrypted = true;
    restart();
    take_body("\"SIA-DCS\"0002L0#C0DE[#C0DE|NQA1]");
    EXPECT_EQ(signal(1).signal, "fault");
    EXPECT_EQ(answers.back(), "");
}

TEST_F(Dc09ReceiverTest, OnlyListedAccountsWhereThatIsWanted) {
    options.any_account = false;
    take(unknown_code);
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(answers, Answers{""});
    EXPECT_EQ(receiver->stats().unlisted, 1u);
    take(encrypted);
    EXPECT_EQ(signal(0).signal, "sos");
}

TEST_F(Dc09ReceiverTest, AnotherKindOfMessageIsSaidToBeUnsupported) {
    take_body("\"SIA-PUL\"0001L0#7A31[]");
    EXPECT_EQ(answers, Answers{write_frame("\"DUH\"0001L0#7A31[]")});
    EXPECT_TRUE(is_report(0)) << "it is alive all the same";
}

TEST_F(Dc09ReceiverTest, WhatHasNoAccountIsKeptUnderItsAddress) {
    take_body("\"SIA-DCS\"0001L0[NQA1]");
    EXPECT_EQ(signal(0).key.value, "dc09:@10.0.0.1");
    EXPECT_TRUE(signal(0).signal.empty());
    EXPECT_EQ(signal(0).said.value, "\"SIA-DCS\"0001L0[NQA1]");
    EXPECT_EQ(answers, Answers{""});
    EXPECT_EQ(receiver->stats().malformed, 1u);
}

TEST_F(Dc09ReceiverTest, AMalformedOneCostsNoOther) {
    take(unknown_code + write_frame("\"SIA-DCS\"oh dear") + "\n0000\r" + encrypted.substr(0, 40) +
         link_test);
    EXPECT_EQ(commands.submissions.size(), 3u);
    EXPECT_EQ(answers, (Answers{ack_unknown_code, "", ack_link_test}));
}

TEST_F(Dc09ReceiverTest, ARetryIsTheSameAndANewPressIsNot) {
    const std::string press = write_frame("\"SIA-DCS\"0007L0#7A31[#7A31|NQA1]");
    take(press);
    now = now + seconds(70);
    take(press);
    EXPECT_EQ(commands.seq_of_key.size(), 1u);
    EXPECT_EQ(answers[0], answers[1]);
    EXPECT_EQ(receiver->stats().repeated, 1u);
    now = now + seconds(70);
    take(press);
    EXPECT_EQ(commands.seq_of_key.size(), 2u) << "the number came round";
    take_body("\"SIA-DCS\"0008L0#7A31[#7A31|NQA1]");
    take_body("\"SIA-DCS\"0008L0#7A31[#7A31|NQA2]");
    take_body("\"SIA-DCS\"0008L2#7A31[#7A31|NQA2]");
    EXPECT_EQ(commands.seq_of_key.size(), 5u);
    EXPECT_EQ(signal(5).key.value, "dc09:2/7A31");
}

TEST_F(Dc09ReceiverTest, ARetryWithANewTimeStampIsTheSame) {
    take_body("\"SIA-DCS\"0007L0#7A31[#7A31|NQA1]_08:15:30,03-02-2026");
    now = now + seconds(20);
    take_body("\"SIA-DCS\"0007L0#7A31[#7A31|NQA1]_08:15:50,03-02-2026");
    EXPECT_EQ(commands.seq_of_key.size(), 1u);
    EXPECT_EQ(signal(1).happened_at, test_time) << "a key brings the same command";
    now = now + hours(3);
    take_body("\"SIA-DCS\"0007L0#7A31[#7A31|NQA1]_11:15:50,03-02-2026");
    EXPECT_EQ(commands.seq_of_key.size(), 2u);
}

TEST_F(Dc09ReceiverTest, ARetryAfterARestartIsTheSame) {
    take(no_line_digits);
    take(encrypted);
    now = now + seconds(15);
    restart();
    take(no_line_digits);
    take(encrypted);
    EXPECT_EQ(commands.seq_of_key.size(), 2u);
    EXPECT_EQ(answers[0], answers[2]);
    commands.rejection.reason = RejectReason::key_reused;
    take(no_line_digits);
    EXPECT_EQ(answers.back(), ack_no_line_digits) << "what it names is there";
}

TEST_F(Dc09ReceiverTest, SeveralSignalsAreAnsweredWhenAllAreCommitted) {
    commands.deferred = true;
    take_body("\"SIA-DCS\"0001L0#7A31[#7A31|Nri1/TA01/QA02/RP0]");
    ASSERT_EQ(commands.submissions.size(), 2u);
    EXPECT_NE(commands.submissions[0].key, commands.submissions[1].key);
    EXPECT_EQ(signal(1).signal, "sos");
    commands.release(1);
    EXPECT_TRUE(answers.empty());
    commands.release(0);
    EXPECT_EQ(answers, Answers{write_frame("\"ACK\"0001L0#7A31[]")});
}

TEST_F(Dc09ReceiverTest, ABusyEngineLeavesTheDeviceToTryAgain) {
    for (const RejectReason reason :
         {RejectReason::overloaded, RejectReason::stopping, RejectReason::not_ready}) {
        commands.rejection.reason = reason;
        take(unknown_code);
        EXPECT_EQ(answers.back(), "");
    }
    EXPECT_EQ(receiver->stats().busy, 3u);
    EXPECT_TRUE(warnings.empty());
    commands.rejection.reason = RejectReason::limit_reached;
    take(unknown_code);
    take(unknown_code);
    EXPECT_EQ(answers.back(), "") << "nothing was kept, so nothing is acknowledged";
    EXPECT_EQ(receiver->stats().refused, 2u);
    EXPECT_EQ(warnings.size(), 1u);
    commands.rejection = {};
    take(unknown_code);
    EXPECT_EQ(answers.back(), ack_unknown_code);
}

TEST_F(Dc09ReceiverTest, ItsPlaceIsTold) {
    take_body("\"SIA-DCS\"0001L0#7A31[#7A31|NQA1][X119E24.774][Y32N23.652]");
    ASSERT_TRUE(signal(0).place);
    EXPECT_EQ(signal(0).place->value.lat_e7, 323'942'000);
    take_body("\"NULL\"0002L0#7A31[][X119E24.774][Y32N23.652]");
    EXPECT_TRUE(commands.submissions.at(1).command.get<ReportDevice>().place);
}

TEST_F(Dc09ReceiverTest, AfterItsEndNothingIsAnswered) {
    commands.deferred = true;
    take(unknown_code);
    receiver->stop();
    commands.release(0);
    EXPECT_TRUE(answers.empty());
}

TEST_F(Dc09ReceiverTest, AKeyThatIsNoneIsSaidAtTheStart) {
    options.accounts[0].key.value = "seventeen bytes..";
    Receiver wrong({.commands = commands,
                    .now = [] { return test_time; },
                    .steady_now = [] { return test_time; },
                    .warn = [](const std::string&) {},
                    .pad = [] { return std::string(); }},
                   options);
    EXPECT_NE(wrong.start().value_or("").find("16, 24 or 32"), std::string::npos);
}

TEST(Dc09RetryBook, ForgetsTheOldestBeyondItsLimit) {
    RetryBook book(2, minutes(2));
    const std::string first = book.of("a", {}, {}, test_time, test_time).key;
    EXPECT_EQ(book.of("a", test_time, {}, test_time + minutes(1), test_time + minutes(1)).key,
              first);
    (void)book.of("b", {}, {}, test_time, test_time);
    (void)book.of("c", {}, {}, test_time, test_time);
    EXPECT_EQ(book.size(), 2u);
    (void)book.of("d", {}, {}, test_time + minutes(3), test_time + minutes(3));
    EXPECT_EQ(book.size(), 1u) << "what is old is forgotten";
}

}  // namespace
}  // namespace muster::dc09
