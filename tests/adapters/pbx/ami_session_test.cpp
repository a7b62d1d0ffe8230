#include "adapters/pbx/ami_session.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/pbx/ami_text.hpp"

namespace muster::pbx {
namespace {

constexpr TimePoint start{1'700'000'000'000};

class Session : public testing::Test {
  protected:
    void hear(const std::string& bytes) { session.received(bytes, now); }
    void log_in() {
        hear("Asterisk Call Manager/5.0.2\r\n");
        hear(ami("Response: Success|ActionID: challenge|Challenge: 840415273"));
        hear(ami("Response: Success|ActionID: login|Message: Authentication accepted"));
        (void)session.take_output();
    }
    void be_live() {
        log_in();
        hear(ami("Response: Success|ActionID: show|EventList: start"));
        hear(ami("Event: CoreShowChannelsComplete|ActionID: show|ListItems: 0"));
    }

    TimePoint now = start;
    CallTracker tracker{{"pbx", {"from-trunk"}, {}}};
    AmiSession session{{"muster", "a secret of sixteen"}, {}, tracker, start};
};

TEST_F(Session, LogsInByChallengeAndAsksWhatThereIs) {
    EXPECT_EQ(session.take_output(), "");
    hear("Asterisk Call Manager/5.0.2\r\n");
    EXPECT_EQ(session.take_output(),
              "Action: Challenge\r\nAuthType: MD5\r\nActionID: challenge\r\n\r\n");
    hear(ami("Response: Success|ActionID: challenge|Challenge: 840415273"));
    // printf '840415273a secret of sixteen' | md5sum
    EXPECT_EQ(
        session.take_output(),
        "Action: Login\r\nAuthType: MD5\r\nUsername: muster\r\n"
        "Key: 4e027c8f51cf8ebf53edaeeaa053850b\r\nEvents: call,agent\r\nActionID: login\r\n\r\n");
    // An event in between is no answer.
    hear(ami("Event: FullyBooted|Status: Fully Booted"));
    hear(ami("Response: Success|ActionID: login|Message: Authentication accepted"));
    EXPECT_EQ(session.take_output(), "Action: CoreShowChannels\r\nActionID: show\r\n\r\n");
    EXPECT_FALSE(session.is_live());
    hear(ami("Response: Success|ActionID: show|EventList: start"));
    hear(ami("Event: CoreShowChannelsComplete|ActionID: show|ListItems: 0"));
    EXPECT_TRUE(session.is_live());
    const auto commands = session.take_commands();
    ASSERT_EQ(commands.size(), 1u);
    EXPECT_EQ(commands[0].get<ReportLiveCalls>().exchange, "pbx");
}

TEST_F(Session, ARefusedLoginIsNotTriedSoonAgain) {
    hear("Asterisk Call Manager/5.0.2\r\n");
    hear(ami("Response: Success|ActionID: challenge|Challenge: 1"));
    hear(ami("Response: Error|ActionID: login|Message: Authentication failed"));
    ASSERT_TRUE(session.failure());
    EXPECT_EQ(*session.failure(), "refused the login: Authentication failed");
    EXPECT_TRUE(session.refused());
}

TEST_F(Session, WhoDoesNotGreetIsNoExchange) {
    now = start + SessionTimes{}.answer_ms;
    EXPECT_EQ(session.next_timer(), now);
    session.on_timer(now);
    EXPECT_EQ(session.failure().value_or(""), "did not greet: is it an AMI port?");
    EXPECT_FALSE(session.refused());
}

TEST_F(Session, PingsAndGivesUpOnASilentOne) {
    be_live();
    (void)session.take_output();
    now = start + seconds(30);
    EXPECT_EQ(session.next_timer(), now);
    session.on_timer(now);
    EXPECT_EQ(session.take_output(), "Action: Ping\r\nActionID: ping\r\n\r\n");
    hear(ami("Response: Success|ActionID: ping|Ping: Pong"));
    now = now + seconds(75);
    session.on_timer(now);
    EXPECT_EQ(session.failure().value_or(""), "fell silent");
}

// Calls outlive the connection: what was seen before is known in the next one.
TEST_F(Session, TellsOfCallsAcrossConnections) {
    be_live();
    (void)session.take_commands();
    hear(
        ami("Event: Newchannel|Channel: PJSIP/t-1|CallerIDNum: 13700000042|Context: from-trunk|"
            "Exten: 12349|Uniqueid: 1.1|Linkedid: 1.1"));
    EXPECT_EQ(session.take_commands().size(), 1u);
    AmiSession next{{"muster", "a secret of sixteen"}, {}, tracker, now};
    next.received("Asterisk Call Manager/5.0.2\r\n", now);
    next.received(ami("Response: Success|ActionID: challenge|Challenge: 1") +
                      ami("Response: Success|ActionID: login") +
                      ami("Event: CoreShowChannel|Channel: PJSIP/t-1|Context: queue|Uniqueid: 1.1|"
                          "Linkedid: 1.1") +
                      ami("Event: CoreShowChannelsComplete"),
                  now);
    const auto commands = next.take_commands();
    ASSERT_EQ(commands.size(), 2u);
    EXPECT_EQ(commands[0].get<ReportCall>().reference, "pbx:1.1");
    EXPECT_EQ(commands[1].get<ReportLiveCalls>().references, std::vector<std::string>{"pbx:1.1"});
}

}  // namespace
}  // namespace muster::pbx
