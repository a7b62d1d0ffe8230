#include "adapters/pbx/ami_session.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/pbx/ami_text.hpp"

namespace muster::pbx {
namespace {

constexpr TimePoint start{1'700'000'000'000};

class Ami : public testing::Test {
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

TEST_F(Ami, LogsInByChallengeAndAsksWhatThereIs) {
    EXPECT_EQ(session.take_output(), "");
    hear("Asterisk Call Manager/5.0.2\r\n");
    EXPECT_EQ(session.take_output(),
              "Action: Challenge\r\nAuthType: MD5\r\nActionID: challenge\r\n\r\n");
    hear(ami("Response: Success|ActionID: challenge|Challenge: 840415273"));
    // printf '840415273a secret of sixteen' | md5sum
    EXPECT_EQ(session.take_output(),
              "Action: Login\r\nAuthType: MD5\r\nUsername: muster\r\n"
              "Key: 4e027c8f51cf8ebf53edaeeaa053850b\r\nEvents: call,agent,user\r\nActionID: "
              "login\r\n\r\n");
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

TEST_F(Ami, ARefusedLoginIsNotTriedSoonAgain) {
    hear("Asterisk Call Manager/5.0.2\r\n");
    hear(ami("Response: Success|ActionID: challenge|Challenge: 1"));
    hear(ami("Response: Error|ActionID: login|Message: Authentication failed"));
    ASSERT_TRUE(session.failure());
    EXPECT_EQ(*session.failure(), "refused the login: Authentication failed");
    EXPECT_TRUE(session.refused());
}

TEST_F(Ami, WhoDoesNotGreetIsNoExchange) {
    now = start + SessionTimes{}.answer_ms;
    EXPECT_EQ(session.next_timer(), now);
    session.on_timer(now);
    EXPECT_EQ(session.failure().value_or(""), "did not greet: is it an AMI port?");
    EXPECT_FALSE(session.refused());
}

TEST_F(Ami, PingsAndGivesUpOnASilentOne) {
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
TEST_F(Ami, TellsOfCallsAcrossConnections) {
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

TEST_F(Ami, RingsSomebody) {
    be_live();
    (void)session.take_output();
    RingOrder order;
    order.id = "muster-contact-3-1-0";
    order.channel = "PJSIP/13800000001@trunk";
    order.context = "muster";
    order.exten = "ring";
    order.caller_id = "12349";
    order.ring_ms = seconds(30);
    order.language = "zh";
    order.kind = "contact";
    order.request = 3;
    order.urgency = "P0";
    order.service = "fall";
    session.ring(order);
    EXPECT_EQ(session.take_output(),
              "Action: Originate\r\nActionID: muster-contact-3-1-0\r\n"
              "Channel: PJSIP/13800000001@trunk\r\nChannelId: muster-contact-3-1-0\r\n"
              "Context: muster\r\nExten: ring\r\nPriority: 1\r\nTimeout: 30000\r\n"
              "Async: true\r\nCallerID: 12349\r\n"
              "Variable: __MUSTER_RING=muster-contact-3-1-0\r\n"
              "Variable: __MUSTER_KIND=contact\r\nVariable: __MUSTER_REQUEST=3\r\n"
              "Variable: __MUSTER_URGENCY=P0\r\nVariable: __MUSTER_SERVICE=fall\r\n"
              "Variable: CHANNEL(language)=zh\r\n\r\n");
    session.hang_up("muster-contact-3-1-0");
    EXPECT_EQ(session.take_output(),
              "Action: Hangup\r\nActionID: hangup\r\nChannel: muster-contact-3-1-0\r\n\r\n");
}

TEST_F(Ami, HearsOfWhomItRings) {
    log_in();
    hear(ami("Event: CoreShowChannel|Channel: PJSIP/t-1|Uniqueid: muster-offer-1"));
    hear(ami("Event: CoreShowChannelsComplete|ActionID: show"));
    hear(ami("Response: Error|ActionID: muster-offer-2|Message: Permission denied"));
    hear(ami("Event: OriginateResponse|ActionID: muster-offer-1|Response: Success|Reason: 4"));
    std::vector<RingSign> signs;
    for (const RingWord& word : session.take_ring_words())
        signs.push_back(word.sign);
    EXPECT_EQ(signs, (std::vector{RingSign::going, RingSign::there, RingSign::refused,
                                  RingSign::answered}));
    EXPECT_FALSE(session.failure());
}

}  // namespace
}  // namespace muster::pbx
