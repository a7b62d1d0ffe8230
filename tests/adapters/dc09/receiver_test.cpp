#include "adapters/dc09/receiver.hpp"

#include <gtest/gtest.h>

#include "muster/devices.hpp"
#include "tests/adapters/dc09/samples.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::dc09 {
namespace {

constexpr TimePoint then{1'772'439'330'000};

class ReceiverTest : public testing::Test {
  protected:
    ReceiverTest() {
        options.peers = {{"10.0.0.1", false, false}, {"10.0.0.2", true, false}};
        options.accounts = {{"C0DE", {"", "", key}, false, 0}, {"7A31", {}, false, 480}};
    }
    void take(const std::string& bytes, const std::string& from = "10.0.0.1") {
        if (!receiver) {
            receiver.emplace(
                commands, [this] { return now; },
                [this](const std::string& what) { warnings.push_back(what); }, options);
        }
        const Peer* const peer = receiver->peer(from);
        ASSERT_NE(peer, nullptr);
        FrameReader reader({peer->crc_with_cr, peer->crc_is_raw});
        reader.feed(bytes);
        while (const auto frame = reader.next())
            receiver->take(*frame, from, [this](std::string answer) { answers.push_back(answer); });
    }
    const SignalDevice& signal(std::size_t i) const {
        return commands.submissions.at(i).command.get<SignalDevice>();
    }

    FakeCommands commands;
    Dc09Options options;
    TimePoint now = then;
    std::optional<Receiver> receiver;
    std::vector<std::string> answers;
    std::vector<std::string> warnings;
};

TEST_F(ReceiverTest, AcknowledgesAfterTheCommit) {
    commands.deferred = true;
    take(no_line_digits);
    ASSERT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(signal(0).key.value, "dc09:2209417730");
    EXPECT_EQ(signal(0).signal, "medical");
    EXPECT_EQ(signal(0).said.value, "NMA4");
    EXPECT_EQ(signal(0).happened_at, then);
    EXPECT_TRUE(answers.empty());
    commands.release(0);
    EXPECT_EQ(answers, std::vector<std::string>{"\n5F5D0017\"ACK\"0312L#2209417730[]\r"});
}

TEST_F(ReceiverTest, ALinkTestIsASignOfLife) {
    take(link_test);
    EXPECT_EQ(commands.submissions.at(0).command.get<ReportDevice>().key.value, "dc09:7A31");
    EXPECT_EQ(answers, std::vector<std::string>{"\n72850012\"ACK\"0000L0#7A31[]\r"});
}

TEST_F(ReceiverTest, WhatIsNotUnderstoodIsKeptAndAcknowledged) {
    take(unknown_code);
    EXPECT_EQ(signal(0).signal, "");
    EXPECT_EQ(signal(0).said.value, "Nri2/ZQ007");
    EXPECT_EQ(answers, std::vector<std::string>{"\n85750012\"ACK\"0313L0#7A31[]\r"});
}

TEST_F(ReceiverTest, AnotherKindOfMessageIsSaidToBeUnsupported) {
    take(write_frame("\"SIA-XYZ\"0001L0#7A31[]"));
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(answers, std::vector<std::string>{write_frame("\"DUH\"0001L0#7A31[]")});
}

TEST_F(ReceiverTest, AWrongCrcIsAnsweredByNothingAndTheSettingThatFitsIsNamed) {
    take(crc_with_cr);
    take(crc_with_cr);
    EXPECT_TRUE(answers.empty());
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(receiver->stats().bad_crc, 2u);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("crc_with_cr"), std::string::npos);
    take(crc_with_cr, "10.0.0.2");
    EXPECT_EQ(signal(0).signal, "pendant");
    EXPECT_EQ(answers, std::vector<std::string>{"\n4FD40012\"ACK\"0311L0#7A31[]\r"});
}

// A retry is the same message; the same bytes long after are another one.
TEST_F(ReceiverTest, ARetryHasTheSameKeyAndANewPressAnother) {
    take(unknown_code);
    now = now + seconds(30);
    take(unknown_code);
    EXPECT_EQ(commands.submissions[0].key, commands.submissions[1].key);
    EXPECT_EQ(answers.size(), 2u);
    now = now + minutes(20);
    take(unknown_code);
    EXPECT_NE(commands.submissions[0].key, commands.submissions[2].key);
    take(write_frame("\"SIA-DCS\"0314L0#7A31[#7A31|Nri2/ZQ007]"));
    EXPECT_NE(commands.submissions[2].key, commands.submissions[3].key);
}

TEST_F(ReceiverTest, AnEncryptedMessageInTimeIsBelieved) {
    take(sealed);
    EXPECT_EQ(signal(0).signal, "sos");
    EXPECT_EQ(signal(0).happened_at, then - seconds(1));
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_NE(answers[0].find("\"*ACK\"0315L0#C0DE["), std::string::npos);
}

// It was sent at 08:15:29.
TEST_F(ReceiverTest, OneOutOfTimeIsRefusedAndItsClockIsShown) {
    now = then + seconds(41);
    take(sealed);
    EXPECT_EQ(signal(0).signal, "fault");
    EXPECT_NE(signal(0).said.value.find("clock"), std::string::npos);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_NE(answers[0].find("\"NAK\"0000R0L0A0[]_08:16:11,03-02-2026"), std::string::npos);
    now = then - seconds(22);
    take(sealed);
    EXPECT_EQ(receiver->stats().wrong_time, 2u);
    now = then + seconds(39);
    take(sealed);
    EXPECT_EQ(signal(2).signal, "sos");
}

TEST_F(ReceiverTest, WithoutItsKeyAMessageIsNotAnswered) {
    options.accounts.clear();
    take(sealed);
    EXPECT_TRUE(answers.empty());
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(receiver->stats().unreadable, 1u);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("no key"), std::string::npos);
}

// Nobody is told that a clock is wrong when it is the key.
TEST_F(ReceiverTest, AnotherKeyIsNoWrongClock) {
    for (char c = 'a'; c <= 'z'; ++c) {
        receiver.reset();
        options.accounts = {{"C0DE", {"", "", std::string(32, c)}, false, 0}};
        take(sealed);
        EXPECT_EQ(receiver->stats().unreadable, 1u) << c;
        EXPECT_EQ(receiver->stats().wrong_time, 0u) << c;
    }
    EXPECT_TRUE(answers.empty());
    EXPECT_TRUE(commands.submissions.empty());
}

// Its clock shows the time of the city; a plain message is believed whatever it says.
TEST_F(ReceiverTest, AClockInLocalTimeIsReadInItsZone) {
    take(write_frame("\"SIA-DCS\"0001L0#7A31[#7A31|NQA1]_16:15:30,03-02-2026"));
    EXPECT_EQ(signal(0).happened_at, then);
    take(write_frame("\"SIA-DCS\"0002L0#7A31[#7A31|NQA1]_16:15:30,03-02-2020"));
    EXPECT_EQ(signal(1).happened_at, TimePoint{}) << "never set";
    EXPECT_EQ(signal(1).signal, "sos");
}

TEST_F(ReceiverTest, ABusyEngineLeavesTheDeviceToTryAgain) {
    commands.rejection.reason = RejectReason::overloaded;
    take(unknown_code);
    EXPECT_TRUE(answers.empty());
    EXPECT_EQ(receiver->stats().busy, 1u);
    // Another try would be refused too, and hold back what the panel has to say behind it.
    for (const RejectReason reason : {RejectReason::invalid_field, RejectReason::limit_reached}) {
        answers.clear();
        commands.rejection.reason = reason;
        take(unknown_code);
        EXPECT_EQ(answers.size(), 1u);
    }
    EXPECT_EQ(receiver->stats().refused, 2u);
    EXPECT_EQ(warnings.size(), 1u);
}

TEST_F(ReceiverTest, AMalformedOneCostsNoOther) {
    take(unknown_code + write_frame("\"SIA-DCS\"oh dear") + link_test);
    EXPECT_EQ(commands.submissions.size(), 2u);
    EXPECT_EQ(receiver->stats().malformed, 1u);
    EXPECT_EQ(answers.size(), 2u);
}

TEST_F(ReceiverTest, AfterItsEndNothingIsAnswered) {
    commands.deferred = true;
    take(unknown_code);
    receiver->stop();
    commands.release(0);
    EXPECT_TRUE(answers.empty());
}

}  // namespace
}  // namespace muster::dc09
