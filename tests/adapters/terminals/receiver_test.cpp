#include "adapters/terminals/receiver.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/adapters/fake_ports.hpp"

namespace muster::terminals {
namespace {

constexpr TimePoint tapped_at{1'772'439'330'000};  // 2026-03-02 16:15:30 at +08:00
const std::string lines_z1 =
    "1042\t2026-03-02 16:15:30\t0\t15\t0\t0\n1042\t2026-03-02 16:15:30\t0\t15\t0\t0\n"
    "77\t2026-03-02 16:15:31\t0\t1\n";
const std::string attlog = "/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=9999";

struct ReceiverTest : testing::Test {
    ReceiverTest() {
        ZkTerminal terminal;
        terminal.serial = "ZK0001";
        terminal.address = "10.0.0.7";
        terminal.signal = "sos";
        terminal.where = "day room";
        terminal.place = Point{324000000, 1194000000};
        options.zk.push_back(terminal);
        UidReader reader;
        reader.address = "10.0.0.8";
        reader.signal = "sos";
        reader.spelling = gate::UidSpelling::reversed_decimal;
        options.readers.push_back(reader);
    }

    Receiver& receiver() {
        if (!made) {
            made.emplace(
                commands, [this] { return now; }, [this] { return steady; },
                [this](const std::string& text) { warnings.push_back(text); }, options);
        }
        return *made;
    }
    void ask(bool is_post, const std::string& target, std::string body = {},
             const std::string& address = "10.0.0.7") {
        receiver().take(is_post, target, std::move(body), address,
                        [this](Answer answer) { answers.push_back(std::move(answer)); });
    }
    void type(const std::string& line) {
        receiver().tap(*receiver().reader("10.0.0.8"), line,
                       [this](bool done) { taken.push_back(done); });
    }
    const SignalDevice& signal(std::size_t n) {
        return commands.submissions.at(n).command.get<SignalDevice>();
    }

    FakeCommands commands;
    TerminalsOptions options;
    TimePoint now = tapped_at + seconds(2);
    TimePoint steady{1'000'000};
    std::vector<std::string> warnings;
    std::vector<Answer> answers;
    std::vector<bool> taken;
    std::optional<Receiver> made;
};

TEST_F(ReceiverTest, SampleZ1IsTwoTapsAcknowledgedAfterTheLastCommit) {
    commands.deferred = true;
    ask(true, attlog, lines_z1);
    ASSERT_EQ(commands.submissions.size(), 3u);
    EXPECT_EQ(signal(0).key.value, "zk:ZK0001");
    EXPECT_EQ(signal(0).signal, "sos");
    EXPECT_NE(signal(0).said.value.find("1042"), std::string::npos);
    EXPECT_EQ(signal(0).happened_at, tapped_at);
    EXPECT_EQ(signal(0).where.value, "day room");
    ASSERT_TRUE(signal(0).place);
    EXPECT_EQ(signal(0).place->value, (Point{324000000, 1194000000}));
    // One line twice is one tap: the engine answers the second as the first.
    EXPECT_EQ(commands.submissions[0].source, "zk:ZK0001");
    EXPECT_EQ(commands.submissions[0].key, commands.submissions[1].key);
    EXPECT_NE(commands.submissions[0].key, commands.submissions[2].key);
    EXPECT_EQ(commands.seq_of_key.size(), 2u);
    for (std::size_t left = 3; left > 0; --left) {
        EXPECT_TRUE(answers.empty());
        commands.release(left - 1);
    }
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].status, 200u);
    EXPECT_EQ(answers[0].text, "OK: 3\r\n");
}

TEST_F(ReceiverTest, SampleZ1HandShakeAndOtherTables) {
    ask(false, "/iclock/cdata?SN=ZK0001&options=all&pushver=2.4.1");
    ask(true, "/iclock/cdata?SN=ZK0001&table=OPERLOG&Stamp=1", "OPLOG 4\t14\t2026-03-02");
    ask(false, "/iclock/getrequest?SN=ZK0001");
    ask(true, "/iclock/devicecmd?SN=ZK0001", "ID=1&Return=0&CMD=CHECK");
    ASSERT_EQ(answers.size(), 4u);
    EXPECT_TRUE(answers[0].text.starts_with("GET OPTION FROM: ZK0001\r\nStamp=0\r\n"));
    for (std::size_t i = 1; i < answers.size(); ++i) {
        EXPECT_EQ(answers[i].status, 200u);
        EXPECT_EQ(answers[i].text, "OK\r\n");
    }
    // Signs of life, and nothing else.
    ASSERT_EQ(commands.submissions.size(), 2u);
    for (const Submission& one : commands.submissions) {
        ASSERT_TRUE(one.command.is<ReportDevice>());
        EXPECT_EQ(one.command.get<ReportDevice>().key.value, "zk:ZK0001");
    }
}

TEST_F(ReceiverTest, TheStampIsThatOfWhatWasCommitted) {
    ask(true, attlog, lines_z1);
    ask(false, "/iclock/cdata?SN=ZK0001&options=all");
    EXPECT_NE(answers.at(1).text.find("\r\nStamp=9999\r\n"), std::string::npos);
    commands.rejection.reason = RejectReason::overloaded;
    ask(true, "/iclock/cdata?SN=ZK0001&table=ATTLOG&Stamp=10001", lines_z1);
    EXPECT_EQ(answers.at(2).status, 503u);
    ask(false, "/iclock/cdata?SN=ZK0001&options=all");
    EXPECT_NE(answers.at(3).text.find("\r\nStamp=9999\r\n"), std::string::npos);
}

TEST_F(ReceiverTest, WithoutRoomNothingIsAcknowledgedAndTheTerminalTriesAgain) {
    commands.rejection.reason = RejectReason::overloaded;
    ask(true, attlog, lines_z1);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].status, 503u);
    EXPECT_EQ(receiver().stats().busy, 1u);
    commands.rejection = {};
    ask(true, attlog, lines_z1);
    EXPECT_EQ(answers.at(1).text, "OK: 3\r\n");
    // Refused for good: the terminal would send it for ever.
    commands.rejection.reason = RejectReason::limit_reached;
    ask(true, attlog, "5\t2026-03-02 16:15:40\n");
    EXPECT_EQ(answers.at(2).text, "OK: 1\r\n");
    EXPECT_EQ(receiver().stats().refused, 1u);
}

TEST_F(ReceiverTest, ALineThatIsNoneIsKeptAndCostsNoOther) {
    ask(true, attlog, "1042\t2026-03-02 16:15:30\t0\n\x01no\tline\xff\n77\t2026-03-02 16:15:31\n");
    ASSERT_EQ(commands.submissions.size(), 3u);
    EXPECT_EQ(signal(0).signal, "sos");
    EXPECT_TRUE(signal(1).signal.empty());
    EXPECT_EQ(signal(1).said.value, "no line");
    EXPECT_EQ(signal(2).signal, "sos");
    EXPECT_EQ(answers.at(0).text, "OK: 3\r\n");
    EXPECT_EQ(receiver().stats().not_understood, 1u);
    EXPECT_EQ(warnings.size(), 1u);
}

TEST_F(ReceiverTest, OldTapsAreOnlyNoted) {
    now = tapped_at + options.stale_after_ms + seconds(2);
    ask(true, attlog, lines_z1);
    ASSERT_EQ(commands.submissions.size(), 3u);
    EXPECT_EQ(signal(0).signal, "present");
    EXPECT_EQ(signal(0).happened_at, tapped_at);
    EXPECT_EQ(answers.at(0).text, "OK: 3\r\n");
    EXPECT_EQ(receiver().stats().stale, 3u);
    EXPECT_EQ(warnings.size(), 1u);
}

TEST_F(ReceiverTest, OnlyTheTerminalFromItsAddress) {
    ask(true, attlog, lines_z1, "10.0.0.9");
    ask(true, "/iclock/cdata?SN=ZK0002&table=ATTLOG", lines_z1);
    ask(true, "/iclock/cdata?table=ATTLOG", lines_z1);
    ask(false, "/wp-login.php");
    ASSERT_EQ(answers.size(), 4u);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(answers[i].status, 403u);
    EXPECT_EQ(answers[3].status, 404u);
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(receiver().stats().strangers, 3u);
    EXPECT_TRUE(receiver().may_connect("10.0.0.7"));
    EXPECT_FALSE(receiver().may_connect("10.0.0.8"));
}

TEST_F(ReceiverTest, ByPinEachPersonIsTheDevice) {
    options.zk[0].by_pin = true;
    ask(true, attlog, lines_z1);
    EXPECT_EQ(signal(0).key.value, "zk-pin:1042");
    EXPECT_EQ(signal(2).key.value, "zk-pin:77");
}

TEST_F(ReceiverTest, SoManyLinesWaitAtOnce) {
    options.lines_at_once = 4;
    commands.deferred = true;
    std::string body;
    for (int pin = 0; pin < 20; ++pin)
        body += std::to_string(pin) + "\t2026-03-02 16:15:30\n";
    ask(true, attlog, body);
    for (std::size_t done = 0; done < 20; ++done) {
        EXPECT_EQ(commands.waiting.size(), std::min<std::size_t>(4, 20 - done));
        EXPECT_TRUE(answers.empty());
        commands.release(0);
    }
    EXPECT_EQ(answers.at(0).text, "OK: 20\r\n");
    ask(true, attlog, "");
    EXPECT_EQ(answers.at(1).text, "OK: 0\r\n");
}

TEST_F(ReceiverTest, AfterStopNothingIsAnswered) {
    commands.deferred = true;
    ask(true, attlog, lines_z1);
    receiver().stop();
    while (!commands.waiting.empty())
        commands.release(0);
    EXPECT_TRUE(answers.empty());
}

TEST_F(ReceiverTest, SampleK1UnderTheSpellingOfTheReader) {
    commands.deferred = true;
    type("3283263748");
    ASSERT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(signal(0).key.value, "card:04A1B2C3");
    EXPECT_EQ(signal(0).signal, "sos");
    EXPECT_TRUE(taken.empty());
    commands.release(0);
    EXPECT_EQ(taken, std::vector<bool>{true});
}

TEST_F(ReceiverTest, ACardThatIsHeldBeforeAReaderIsOneTap) {
    type("3283263748");
    for (int i = 0; i < 5; ++i) {
        steady = steady + seconds(2);
        type("3283263748");
    }
    EXPECT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(receiver().stats().repeats, 5u);
    type("1");
    steady = steady + seconds(4);
    type("1");
    EXPECT_EQ(commands.submissions.size(), 3u);
    // One for which there was no room has not been told yet.
    commands.rejection.reason = RejectReason::overloaded;
    type("2");
    EXPECT_FALSE(taken.back());
    commands.rejection = {};
    type("2");
    EXPECT_TRUE(taken.back());
    EXPECT_EQ(commands.submissions.size(), 5u);
}

TEST_F(ReceiverTest, WhatIsNoUidIsKept) {
    type("04A1B2C3");
    ASSERT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(signal(0).key.value, "reader:10.0.0.8");
    EXPECT_TRUE(signal(0).signal.empty());
    EXPECT_EQ(signal(0).said.value, "04A1B2C3");
    EXPECT_EQ(receiver().stats().not_understood, 1u);
    EXPECT_EQ(receiver().reader("10.0.0.7"), nullptr);
}

}  // namespace
}  // namespace muster::terminals
