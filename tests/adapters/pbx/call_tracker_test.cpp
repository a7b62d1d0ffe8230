#include "adapters/pbx/call_tracker.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/pbx/ami_text.hpp"

namespace muster::pbx {
namespace {

class Tracker : public testing::Test {
  protected:
    // What is told of calls, in short: "pbx:1.10 ringing 13700000042 elder".
    std::vector<std::string> say(const std::string& lines) {
        std::vector<std::string> out;
        for (const Command& command : tracker.take(message(lines))) {
            if (command.is<ReportLiveCalls>()) {
                std::string live = "live";
                for (const std::string& one : command.get<ReportLiveCalls>().references)
                    live += " " + one;
                out.push_back(live);
                continue;
            }
            const ReportCall& call = command.get<ReportCall>();
            std::string text = call.reference + " ";
            text += call.status == CallStatus::ringing   ? "ringing"
                    : call.status == CallStatus::talking ? "talking"
                    : call.end == CallEnd::answered      ? "answered"
                                                         : "abandoned";
            for (const std::string& more : {call.number.value, call.queue, call.agent})
                text += more.empty() ? "" : " " + more;
            out.push_back(text);
        }
        return out;
    }
    using Said = std::vector<std::string>;

    const std::string rings =
        "Event: Newchannel|Channel: PJSIP/trunk-0a|CallerIDNum: 051485550101|Context: from-trunk|"
        "Exten: 12349|Uniqueid: 1.10|Linkedid: 1.10";
    CallTracker tracker{{"pbx", {"from-trunk"}, {"12349"}}};
};

TEST_F(Tracker, ACallBeginsInAContextOfTheHotlineOnly) {
    EXPECT_EQ(say(rings), Said{"pbx:1.10 ringing 051485550101"});
    EXPECT_EQ(say(rings), Said{});
    EXPECT_EQ(say("Event: Newchannel|Channel: PJSIP/801-0b|Context: from-internal|Exten: 12349|"
                  "Uniqueid: 1.11|Linkedid: 1.11"),
              Said{});
    EXPECT_EQ(say("Event: Newchannel|Channel: PJSIP/trunk-0c|Context: from-trunk|Exten: 555|"
                  "Uniqueid: 1.12|Linkedid: 1.12"),
              Said{});
    EXPECT_EQ(say("Event: Newchannel|Channel: Local/12349@from-trunk-01;1|Context: from-trunk|"
                  "Exten: 12349|Uniqueid: 1.13|Linkedid: 1.13"),
              Said{});
    EXPECT_EQ(tracker.calls(), 1u);
}

TEST_F(Tracker, TheNumberMayComeLaterOrNever) {
    EXPECT_EQ(say("Event: Newchannel|Channel: PJSIP/trunk-0a|CallerIDNum: <unknown>|"
                  "Context: from-trunk|Exten: 12349|Uniqueid: 1.10|Linkedid: 1.10"),
              Said{"pbx:1.10 ringing"});
    EXPECT_EQ(say("Event: NewCallerid|CallerIDNum: 13700000042|Uniqueid: 1.10|Linkedid: 1.10"),
              Said{"pbx:1.10 ringing 13700000042"});
    EXPECT_EQ(say("Event: NewCallerid|CallerIDNum: 13700000042|Uniqueid: 1.10|Linkedid: 1.10"),
              Said{});
    EXPECT_EQ(say("Event: Hangup|Uniqueid: 1.10|Linkedid: 1.10|Cause: 16"),
              Said{"pbx:1.10 abandoned 13700000042"});
}

TEST_F(Tracker, WhoLeavesTheQueueUnheardIsAbandonedOnce) {
    say(rings);
    EXPECT_EQ(say("Event: QueueCallerJoin|Queue: elder|Uniqueid: 1.10|Linkedid: 1.10"),
              Said{"pbx:1.10 ringing 051485550101 elder"});
    EXPECT_EQ(say("Event: QueueCallerAbandon|Queue: elder|Uniqueid: 1.10|Linkedid: 1.10"), Said{});
    EXPECT_EQ(say("Event: QueueCallerLeave|Queue: elder|Uniqueid: 1.10|Linkedid: 1.10"), Said{});
    EXPECT_EQ(say("Event: Hangup|Uniqueid: 1.10|Linkedid: 1.10|Cause: 16"),
              Said{"pbx:1.10 abandoned 051485550101 elder"});
    EXPECT_EQ(say("Event: Hangup|Uniqueid: 1.10|Linkedid: 1.10|Cause: 16"), Said{});
}

// A queue rings its agents over Local channels: the telephone that was picked up is known by the
// Linkedid alone.
TEST_F(Tracker, AnAgentBehindALocalChannelAnswers) {
    say(rings);
    EXPECT_EQ(say("Event: DialEnd|Channel: PJSIP/trunk-0a|Uniqueid: 1.10|Linkedid: 1.10|"
                  "DestChannel: Local/801@agents-01;1|DialStatus: ANSWER"),
              Said{});
    EXPECT_EQ(say("Event: DialEnd|Channel: Local/801@agents-01;2|Uniqueid: 1.12|Linkedid: 1.10|"
                  "DestChannel: PJSIP/801-0d|DestCallerIDNum: 801|DialStatus: BUSY"),
              Said{});
    EXPECT_EQ(say("Event: DialEnd|Channel: Local/802@agents-02;2|Uniqueid: 1.14|Linkedid: 1.10|"
                  "DestChannel: PJSIP/802-0e|DestCallerIDNum: 802|DialStatus: ANSWER"),
              Said{"pbx:1.10 talking 051485550101 802"});
    EXPECT_EQ(say("Event: AgentConnect|MemberName: Wang|Uniqueid: 1.10|Linkedid: 1.10"), Said{});
    // The agent puts the receiver down, the caller still holds the line.
    EXPECT_EQ(say("Event: Hangup|Uniqueid: 1.15|Linkedid: 1.10"), Said{});
    EXPECT_EQ(say("Event: Hangup|Uniqueid: 1.10|Linkedid: 1.10"),
              Said{"pbx:1.10 answered 051485550101 802"});
}

TEST_F(Tracker, TheLinkOfACallMayChangeWhenCallsJoin) {
    say(rings);
    say("Event: Newstate|Uniqueid: 1.10|Linkedid: 1.05");
    EXPECT_EQ(say("Event: DialEnd|Uniqueid: 1.99|Linkedid: 1.05|DestChannel: PJSIP/803-0f|"
                  "DestCallerIDNum: 803|DialStatus: ANSWER"),
              Said{"pbx:1.10 talking 051485550101 803"});
}

TEST_F(Tracker, TwoInABridgeTalkAndTwoWhoAreParkedDoNot) {
    say(rings);
    const std::string parked =
        "Event: BridgeEnter|BridgeUniqueid: p|"
        "BridgeTechnology: holding_bridge|Channel: PJSIP/trunk-0";
    EXPECT_EQ(say(parked + "a|Uniqueid: 1.10"), Said{});
    EXPECT_EQ(say(parked + "b|Uniqueid: 1.20"), Said{});
    const std::string bridge =
        "Event: BridgeEnter|BridgeUniqueid: b|BridgeTechnology: simple_bridge|Channel: ";
    EXPECT_EQ(say(bridge + "PJSIP/trunk-0a|Uniqueid: 1.10|Linkedid: 1.10"), Said{});
    EXPECT_EQ(say(bridge + "Local/801@agents-01;1|Uniqueid: 1.11|Linkedid: 1.10"), Said{});
    say("Event: BridgeLeave|BridgeUniqueid: b|Uniqueid: 1.10|Linkedid: 1.10");
    EXPECT_EQ(say(bridge + "PJSIP/801-0d|Uniqueid: 1.12|Linkedid: 1.10"), Said{});
    EXPECT_EQ(say(bridge + "PJSIP/trunk-0a|Uniqueid: 1.10|Linkedid: 1.10"),
              Said{"pbx:1.10 talking 051485550101"});
}

TEST_F(Tracker, AfterAGapItTellsWhatThereIs) {
    say(rings);
    say("Event: Newchannel|Channel: PJSIP/trunk-0b|CallerIDNum: 13700000042|Context: from-trunk|"
        "Exten: 12349|Uniqueid: 1.20|Linkedid: 1.20");
    tracker.begin_again();
    // One ended unseen; one is talked to by now, in another context; one is new; one is no caller.
    say("Event: CoreShowChannel|Channel: PJSIP/trunk-0b|Context: queue|Uniqueid: 1.20|"
        "Linkedid: 1.20|BridgeId: b");
    say("Event: CoreShowChannel|Channel: PJSIP/trunk-0c|CallerIDNum: 120|Context: from-trunk|"
        "Exten: 12349|Uniqueid: 1.30|Linkedid: 1.30");
    say("Event: CoreShowChannel|Channel: PJSIP/801-0d|Context: agents|Uniqueid: 1.40|"
        "Linkedid: 1.20|BridgeId: b");
    EXPECT_EQ(say("Event: CoreShowChannelsComplete|ListItems: 3"),
              (Said{"pbx:1.20 talking 13700000042", "pbx:1.30 ringing 120",
                    "live pbx:1.20 pbx:1.30 pbx:1.40"}));
    EXPECT_EQ(tracker.calls(), 2u);
    // Only once: whoever else lists channels is not answered.
    EXPECT_EQ(say("Event: CoreShowChannelsComplete|ListItems: 0"), Said{});
}

// They come through the same trunk, and its context is that of the hotline.
TEST(TrackerOfAllLines, WhomTheExchangeRingsIsNoCaller) {
    CallTracker tracker{{"pbx", {"from-trunk"}, {}}};
    const std::string begins = "Event: Newchannel|Channel: PJSIP/trunk-0e|Context: from-trunk";
    EXPECT_TRUE(tracker.take(message(begins + "|Exten: |Uniqueid: 1.40")).empty());
    EXPECT_TRUE(
        tracker.take(message(begins + "|Exten: 12349|Uniqueid: muster-contact-7-1-0")).empty());
    EXPECT_EQ(tracker.take(message(begins + "|Exten: 12349|Uniqueid: 1.41")).size(), 1u);
}

}  // namespace
}  // namespace muster::pbx
