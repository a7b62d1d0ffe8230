// A connection to FreeSWITCH: authentication, what there is already, calls, and calls out.
#include "adapters/pbx/esl_session.hpp"

#include <gtest/gtest.h>

#include "muster/calls.hpp"
#include "tests/adapters/pbx/esl_text.hpp"

namespace muster::pbx {
namespace {

class Esl : public testing::Test {
  protected:
    void hear(const std::string& bytes) { session.received(bytes, now); }
    void be_live(const std::string& channels = R"({"row_count":0})") {
        hear("Content-Type: auth/request\n\n");
        EXPECT_EQ(session.take_output(), "auth ClueCon of sixteen\n\n");
        hear(esl_reply("+OK accepted"));
        EXPECT_EQ(session.take_output(),
                  "event plain CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_HANGUP "
                  "BACKGROUND_JOB CUSTOM muster::key callcenter::info\n\n"
                  "api show channels as json\n\n");
        hear(esl_reply("+OK event listener enabled plain") + esl_packet("api/response", channels));
        EXPECT_TRUE(session.is_live());
    }
    // The one call that was told since the last time.
    ReportCall told() {
        const auto commands = session.take_commands();
        EXPECT_EQ(commands.size(), 1u);
        return commands.empty() ? ReportCall{} : commands.front().get<ReportCall>();
    }
    std::vector<RingSign> signs() {
        std::vector<RingSign> all;
        for (const RingWord& word : session.take_ring_words())
            all.push_back(word.sign);
        return all;
    }

    const std::string caller =
        "|Unique-ID: u1|Channel-Call-UUID: u1|Call-Direction: inbound|Caller-Context: public|"
        "Channel-Name: sofia/external/137%40gw|Caller-Caller-ID-Number: 13700000042|"
        "Caller-Destination-Number: 12349";
    const std::string agent =
        "|Unique-ID: u2|Channel-Call-UUID: u1|Call-Direction: outbound|Other-Leg-Unique-ID: u1|"
        "Caller-Context: public|Channel-Name: sofia/internal/801|Caller-Destination-Number: 801";
    using Signs = std::vector<RingSign>;
    TimePoint now{1'000'000};
    CallTracker tracker{{"pbx", {"public"}, {"12349"}}};
    EslSession session{{"muster", "ClueCon of sixteen"}, {}, tracker, now};
};

TEST_F(Esl, LogsInAndAsksWhatThereIs) {
    EXPECT_EQ(session.take_output(), "");
    be_live();
    const auto commands = session.take_commands();
    ASSERT_EQ(commands.size(), 1u);
    EXPECT_TRUE(commands[0].get<ReportLiveCalls>().references.empty());
    EXPECT_EQ(signs(), Signs{RingSign::there});
}

TEST_F(Esl, LogsInAsAUserOfTheDirectory) {
    EslSession other{{"muster@city", "a secret of sixteen"}, {}, tracker, now};
    other.received("Content-Type: auth/request\n\n", now);
    EXPECT_EQ(other.take_output(), "userauth muster@city:a secret of sixteen\n\n");
}

TEST_F(Esl, SaysWhatIsRefused) {
    hear("Content-Type: auth/request\n\n" + esl_reply("-ERR invalid"));
    EXPECT_EQ(session.failure(), "refused the login: -ERR invalid");
    EXPECT_TRUE(session.refused());
}

TEST_F(Esl, SaysThatItsAddressIsNotLetIn) {
    hear(esl_packet("text/rude-rejection", "Access Denied, go away.\n"));
    ASSERT_TRUE(session.failure());
    EXPECT_TRUE(session.refused());
}

TEST_F(Esl, SaysThatTheChannelsAreRefused) {
    hear("Content-Type: auth/request\n\n" + esl_reply("+OK accepted") + esl_reply("+OK") +
         esl_packet("api/response", "-ERR show Command not found!\n"));
    ASSERT_TRUE(session.failure());
    EXPECT_TRUE(session.refused());
}

TEST_F(Esl, FollowsACall) {
    be_live();
    (void)session.take_commands();
    hear(esl_event("Event-Name: CHANNEL_CREATE" + caller));
    const ReportCall rings = told();
    EXPECT_EQ(rings.reference, "pbx:u1");
    EXPECT_EQ(rings.status, CallStatus::ringing);
    EXPECT_EQ(rings.number.value, "13700000042");
    EXPECT_EQ(rings.line, "12349");
    // The menu is up, and nobody talks.
    hear(esl_event("Event-Name: CHANNEL_ANSWER" + caller));
    hear(esl_event("Event-Name: CHANNEL_CREATE" + agent));
    EXPECT_TRUE(session.take_commands().empty());
    hear(
        esl_event("Event-Name: CUSTOM|Event-Subclass: callcenter%3A%3Ainfo|CC-Queue: elder|"
                  "CC-Action: member-queue-start|CC-Member-Session-UUID: u1"));
    EXPECT_EQ(told().queue, "elder");
    hear(esl_event("Event-Name: CHANNEL_ANSWER" + agent));
    const ReportCall talks = told();
    EXPECT_EQ(talks.status, CallStatus::talking);
    EXPECT_EQ(talks.agent, "801");
    hear(esl_event("Event-Name: CHANNEL_BRIDGE|Bridge-A-Unique-ID: u1|Bridge-B-Unique-ID: u2"));
    EXPECT_TRUE(session.take_commands().empty());
    hear(esl_event("Event-Name: CHANNEL_HANGUP|Hangup-Cause: NORMAL_CLEARING" + agent));
    EXPECT_TRUE(session.take_commands().empty());
    hear(esl_event("Event-Name: CHANNEL_HANGUP|Hangup-Cause: NORMAL_CLEARING" + caller));
    EXPECT_EQ(told().end, CallEnd::answered);
}

TEST_F(Esl, WhoHangsUpUnheardIsAbandoned) {
    be_live();
    hear(esl_event("Event-Name: CHANNEL_CREATE" + caller));
    (void)session.take_commands();
    hear(esl_event("Event-Name: CHANNEL_HANGUP|Hangup-Cause: ORIGINATOR_CANCEL" + caller));
    EXPECT_EQ(told().end, CallEnd::abandoned);
}

TEST_F(Esl, KnowsWhatThereWasAlready) {
    be_live(R"({"row_count":3,"rows":[
        {"uuid":"u1","direction":"inbound","created":"x","name":"sofia/external/137",
         "cid_num":"13700000042","dest":"12349","context":"public","callstate":"ACTIVE",
         "call_uuid":"u1"},
        {"uuid":"u2","direction":"outbound","name":"sofia/internal/801","cid_num":"",
         "dest":"801","context":"public","callstate":"ACTIVE","call_uuid":"u1"},
        {"uuid":"muster-offer-7","direction":"outbound","name":"sofia/gateway/t/138",
         "dest":"138","context":"public","callstate":"RINGING","call_uuid":""}]})");
    const auto commands = session.take_commands();
    ASSERT_EQ(commands.size(), 2u);
    EXPECT_EQ(commands[0].get<ReportCall>().reference, "pbx:u1");
    EXPECT_EQ(commands[0].get<ReportCall>().status, CallStatus::talking);
    EXPECT_EQ(commands[1].get<ReportLiveCalls>().references.size(), 3u);
    EXPECT_EQ(signs(), (Signs{RingSign::going, RingSign::there}));
}

RingOrder an_order() {
    RingOrder order;
    order.id = "muster-offer-7";
    order.channel = "sofia/gateway/trunk/13800000001";
    order.context = "muster";
    order.exten = "ring";
    order.caller_id = "12349";
    order.ring_ms = seconds(30);
    order.language = "zh";
    order.kind = "offer";
    order.request = 3;
    order.urgency = "P1";
    order.service = "fall";
    return order;
}

TEST_F(Esl, RingsSomebody) {
    be_live();
    (void)signs();
    session.ring(an_order());
    EXPECT_EQ(session.take_output(),
              "bgapi originate {origination_uuid=muster-offer-7,originate_timeout=30,"
              "ignore_early_media=true,muster_ring=muster-offer-7,muster_kind=offer,"
              "muster_request=3,muster_urgency=P1,muster_service=fall,"
              "origination_caller_id_number=12349,default_language=zh}"
              "sofia/gateway/trunk/13800000001 ring XML muster\nJob-UUID: muster-offer-7\n\n");
    hear(esl_reply("+OK Job-UUID: muster-offer-7"));
    hear(
        esl_event("Event-Name: CHANNEL_CREATE|Unique-ID: muster-offer-7|Call-Direction: outbound|"
                  "Caller-Context: public|Caller-Destination-Number: 13800000001"));
    hear(esl_event("Event-Name: BACKGROUND_JOB|Job-UUID: muster-offer-7", "+OK muster-offer-7\n"));
    hear(
        esl_event("Event-Name: CUSTOM|Event-Subclass: muster%3A%3Akey|Ring: muster-offer-7|"
                  "Digit: 1"));
    hear(
        esl_event("Event-Name: CHANNEL_HANGUP|Unique-ID: muster-offer-7|"
                  "Hangup-Cause: NORMAL_CLEARING"));
    EXPECT_EQ(signs(), (Signs{RingSign::going, RingSign::answered, RingSign::key, RingSign::over}));
    session.hang_up("muster-offer-7");
    EXPECT_EQ(session.take_output(), "bgapi uuid_kill muster-offer-7\n\n");
    // Nobody takes whom we ring for a caller.
    EXPECT_EQ(tracker.calls(), 0u);
}

TEST_F(Esl, TellsWhyNobodyWasRung) {
    be_live();
    (void)signs();
    session.ring(an_order());
    hear(esl_reply("-ERR permission denied"));
    EXPECT_EQ(signs(), Signs{RingSign::refused});
    for (const auto& [body, sign] : {std::pair{"-ERR NO_ANSWER\n", RingSign::no_answer},
                                     {"-ERR USER_BUSY\n", RingSign::no_answer},
                                     {"-ERR GATEWAY_DOWN\n", RingSign::unreachable},
                                     {"-ERR UNALLOCATED_NUMBER\n", RingSign::unreachable},
                                     {"-USAGE: <call url> ...\n", RingSign::unreachable}}) {
        hear(esl_event("Event-Name: BACKGROUND_JOB|Job-UUID: muster-offer-7", body));
        EXPECT_EQ(signs(), Signs{sign}) << body;
    }
}

TEST_F(Esl, AsksWhetherItIsThere) {
    be_live();
    now = now + seconds(30);
    session.on_timer(now);
    EXPECT_EQ(session.take_output(), "api echo muster\n\n");
    hear(esl_packet("api/response", "muster"));
    EXPECT_FALSE(session.failure());
    now = now + seconds(75);
    session.on_timer(now);
    EXPECT_EQ(session.failure(), "fell silent");
}

TEST_F(Esl, EndsWhenItIsTold) {
    be_live();
    hear(esl_packet("text/disconnect-notice", "Disconnected, goodbye.\n"));
    EXPECT_EQ(session.failure(), "ended the connection");
    EXPECT_FALSE(session.refused());
}

}  // namespace
}  // namespace muster::pbx
