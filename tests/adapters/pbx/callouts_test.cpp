// From a decision to a call out, and from what is answered to the command that records it.
#include "adapters/pbx/callouts.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <utility>

#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "tests/adapters/fake_ports.hpp"

namespace muster::pbx {
namespace {

// Writes down what it is to do.
class FakeSession final : public Session {
  public:
    explicit FakeSession(CallTracker& tracker) : Session({}, tracker, TimePoint{1}) {}
    void received(std::string_view, TimePoint) override {}
    void ring(const RingOrder& order) override { orders.push_back(order); }
    void hang_up(const std::string& ring) override { ended.push_back(ring); }
    std::uint64_t lines_left_out() const override { return 0; }

    std::vector<RingOrder> orders;
    std::vector<std::string> ended;

  private:
    void ask_whether_there() override {}
    std::string silence() const override { return {}; }
};

class CalloutsTest : public testing::Test {
  protected:
    CalloutsTest() {
        options.ring_channel = "PJSIP/{national}@trunk";
        options.ring_offer_after_ms = Millis{0};
        queries.page = "[]";
        queries.next_after = 0;
        request(7, R"("active":true,"step":1)");
        queries.entities["members/4"] =
            R"({"id":4,"profile":{"name":"Li","phone":"+8613700000040","contacts":[
                {"relation":"kin","name":"x","phone":"+8613700000041"},{"phone":"137&Local/9"}]}})";
        queries.entities["offers/12"] = R"({"id":12,"request":7,"responder":5,"status":"live"})";
        queries.entities["responders/5"] = R"({"id":5,"profile":{"phone":"+8613700000055"}})";
    }
    void request(std::uint64_t id, const std::string& contacts) {
        queries.entities["requests/" + std::to_string(id)] =
            R"({"id":)" + std::to_string(id) +
            R"(,"urgency":"P1","service":"fall","member":4,"contacts":{)" + contacts + "}}";
    }
    // Who is sent to request 7, and is to be called for it.
    void slots(const std::string& list) {
        queries.entities["requests/7"] =
            R"({"id":7,"urgency":"P0","service":"fall","member":4,"contacts":{},"slots":[)" + list +
            "]}";
    }
    void start() {
        callouts.emplace(
            CalloutPorts{io, commands, queries, events, audit, [this] { return now; },
                         [this](const std::string& what) { warnings.push_back(what); }},
            options);
        callouts->start([this] { callouts->pump(session); });
        say({}, RingSign::there);
    }
    void run() {
        io.restart();
        io.poll();
    }
    void say(const std::string& id, RingSign sign, char key = 0) {
        callouts->take({{id, sign, key, false, "no way to 137***"}});
        run();
    }
    template <class E>
    void happens(E event) {
        const std::vector<Event> all{Event(std::move(event))};
        events.told.front()({1, now, all});
        run();
    }
    void offered(std::uint64_t responder = 5) {
        Candidate candidate;
        candidate.responder = ResponderId{responder};
        happens(OfferMade{OfferId{12}, RequestId{7}, 0, {}, candidate});
    }
    void due(std::uint32_t step = 1, std::uint32_t misses = 0) {
        happens(ContactDue{RequestId{7}, step, misses});
    }

    void unacknowledged() {
        slots(R"({"responder":6},{"responder":5,"call_due":true})");
        happens(ResponderCallDue{RequestId{7}, 1, ResponderId{5}});
    }

    boost::asio::io_context io;
    FakeCommands commands;
    FakeQueries queries;
    FakeEvents events;
    FakeAudit audit;
    PbxOptions options;
    TimePoint now{1'000'000};
    std::vector<std::string> warnings;
    CallTracker tracker{{"pbx", {"x"}, {}}};
    FakeSession session{tracker};
    std::optional<Callouts> callouts;
};

TEST_F(CalloutsTest, RingsWhoIsDueAndRecordsTheirKey) {
    start();
    due();
    ASSERT_EQ(session.orders.size(), 1u);
    const RingOrder& order = session.orders[0];
    EXPECT_EQ(order.id, "muster-contact-7-1-0");
    EXPECT_EQ(order.channel, "PJSIP/13700000041@trunk");
    EXPECT_EQ(order.kind, "contact");
    EXPECT_EQ(order.request, 7u);
    EXPECT_EQ(order.urgency, "P1");
    EXPECT_EQ(order.service, "fall");
    ASSERT_EQ(audit.entries.size(), 1u);
    EXPECT_EQ(audit.entries[0].about, "members/4");
    say(order.id, RingSign::key, '1');
    ASSERT_EQ(commands.submissions.size(), 1u);
    EXPECT_EQ(commands.submissions[0].source, "pbx:pbx");
    const auto& recorded = commands.submissions[0].command.get<RecordContact>();
    EXPECT_EQ(recorded.request, RequestId{7});
    EXPECT_EQ(recorded.outcome, ContactOutcome::answered);
    EXPECT_EQ(recorded.expected_step, 1u);
    EXPECT_EQ(recorded.expected_misses, 0u);
}

TEST_F(CalloutsTest, WhoPressesTwoOrNothingIsRecordedSo) {
    start();
    for (const auto& [sign, outcome] :
         {std::pair{RingSign::key, ContactOutcome::refused},
          std::pair{RingSign::no_answer, ContactOutcome::no_answer}}) {
        due();
        say("muster-contact-7-1-0", sign, '2');
        EXPECT_EQ(commands.submissions.back().command.get<RecordContact>().outcome, outcome);
    }
    EXPECT_EQ(session.orders.size(), 2u);
}

TEST_F(CalloutsTest, RingsAResponderWhoAnswersForHimself) {
    start();
    for (const char key : {'1', '2'}) {
        offered();
        EXPECT_EQ(session.orders.back().channel, "PJSIP/13700000055@trunk");
        EXPECT_EQ(session.orders.back().kind, "offer");
        say("muster-offer-12", RingSign::key, key);
        const Command& command = commands.submissions.back().command;
        EXPECT_TRUE(key == '1' ? command.is<AcceptOffer>() : command.is<DeclineOffer>());
    }
    // Nobody else's, and nobody else is rung for it.
    offered(6);
    EXPECT_EQ(session.orders.size(), 2u);
    offered();
    queries.entities["offers/12"] = R"({"id":12,"request":7,"responder":6,"status":"live"})";
    say("muster-offer-12", RingSign::key, '1');
    EXPECT_EQ(commands.submissions.size(), 2u);
    EXPECT_EQ(callouts->stats().refused, 1u);
}

TEST_F(CalloutsTest, WhoWasSentAndHasNotAcknowledgedIsRungUp) {
    start();
    const std::pair<RingSign, char> answers[] = {
        {RingSign::key, '1'}, {RingSign::key, '2'}, {RingSign::no_answer, 0}};
    const ContactOutcome outcomes[] = {ContactOutcome::answered, ContactOutcome::refused,
                                       ContactOutcome::no_answer};
    for (std::size_t i = 0; i < 3; ++i) {
        unacknowledged();
        ASSERT_EQ(session.orders.size(), i + 1);
        const RingOrder& order = session.orders.back();
        EXPECT_EQ(order.id, "muster-assignment-7-5");
        EXPECT_EQ(order.channel, "PJSIP/13700000055@trunk");
        EXPECT_EQ(order.kind, "assignment");
        EXPECT_EQ(order.urgency, "P0");
        EXPECT_EQ(audit.entries.back().about, "responders/5");
        say("muster-assignment-7-5", answers[i].first, answers[i].second);
        ASSERT_EQ(commands.submissions.size(), i + 1);
        const auto& recorded = commands.submissions.back().command.get<RecordResponderCall>();
        EXPECT_EQ(recorded.request, RequestId{7});
        EXPECT_EQ(recorded.responder, ResponderId{5});
        EXPECT_EQ(recorded.outcome, outcomes[i]);
    }
    EXPECT_EQ(callouts->stats().refused, 0u);
}

TEST_F(CalloutsTest, WhoAcknowledgedOrWasTakenOffIsNotWaitedFor) {
    start();
    const RequestId request{7};
    const ResponderId responder{5};
    const auto rung = [&] { return std::exchange(session.ended, {}); };
    const std::vector<std::string> ended{"muster-assignment-7-5"};
    unacknowledged();
    happens(AssignmentAcknowledged{request, 1, ResponderId{6}});
    EXPECT_TRUE(rung().empty()) << "somebody else";
    happens(AssignmentAcknowledged{request, 1, responder});
    EXPECT_EQ(rung(), ended);
    unacknowledged();
    happens(ResponderEnRoute{request, 1, responder});
    EXPECT_EQ(rung(), ended);
    unacknowledged();
    happens(AssignmentReleased{request, 1, responder, ReleaseCause::not_acknowledged, ""});
    EXPECT_EQ(rung(), ended);
    unacknowledged();
    happens(ResponderCallRecorded{request, 1, responder, ContactOutcome::answered, ""});
    EXPECT_EQ(rung(), ended);
    // A call of the request's contact chain is another matter.
    unacknowledged();
    happens(ContactRecorded{request, 1, ContactOutcome::answered, {}});
    EXPECT_TRUE(rung().empty());
    say(ended.front(), RingSign::key, '1');
    EXPECT_EQ(commands.submissions.size(), 1u);
}

TEST_F(CalloutsTest, WhoWasSentIsNotRungForWhatWasDecidedSince) {
    start();
    slots(R"({"responder":5},{"responder":6,"call_due":true})");
    happens(ResponderCallDue{RequestId{7}, 0, ResponderId{5}});
    EXPECT_TRUE(session.orders.empty());
    EXPECT_EQ(callouts->ringer().on_line(), 0u);
}

TEST_F(CalloutsTest, AnOfferThatNobodyAnswersRunsOutByItself) {
    start();
    offered();
    say("muster-offer-12", RingSign::no_answer);
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(callouts->stats().no_answer, 1u);
}

TEST_F(CalloutsTest, WhoeverHasTheProgramAnswersThereFirst) {
    options.ring_offer_after_ms = seconds(15);
    start();
    offered();
    EXPECT_TRUE(session.orders.empty());
    now = now + seconds(15);
    callouts->pump(session);
    EXPECT_EQ(session.orders.size(), 1u);
    happens(OfferAccepted{OfferId{12}});
    EXPECT_EQ(session.ended, std::vector<std::string>{"muster-offer-12"});
}

TEST_F(CalloutsTest, RingsNobodyForWhatWasDecidedSince) {
    start();
    request(7, R"("active":true,"step":2)");
    due();
    request(7, R"("active":false,"step":1,"reached":true)");
    due();
    request(7, R"("active":true,"step":1,"due_at":5)");
    due();
    EXPECT_TRUE(session.orders.empty());
    EXPECT_EQ(callouts->ringer().on_line(), 0u);
}

TEST_F(CalloutsTest, EndsACallWhoseAnswerIsKnown) {
    start();
    due();
    happens(ContactRecorded{RequestId{7}, 1, ContactOutcome::answered, {}});
    EXPECT_EQ(session.ended, std::vector<std::string>{"muster-contact-7-1-0"});
    say("muster-contact-7-1-0", RingSign::key, '2');
    EXPECT_TRUE(commands.submissions.empty());
}

TEST_F(CalloutsTest, TheNextThatIsDueEndsTheCallBefore) {
    start();
    due();
    due();
    EXPECT_TRUE(session.ended.empty());
    request(7, R"("active":true,"step":1,"misses":1)");
    due(1, 1);
    EXPECT_EQ(session.ended, std::vector<std::string>{"muster-contact-7-1-0"});
    ASSERT_EQ(session.orders.size(), 2u);
    EXPECT_EQ(session.orders[1].id, "muster-contact-7-1-1");
}

TEST_F(CalloutsTest, WhatIsNoNumberIsLeftToTheDesk) {
    request(7, R"("active":true,"step":2)");
    start();
    due(2);
    EXPECT_TRUE(session.orders.empty());
    EXPECT_TRUE(commands.submissions.empty());
    EXPECT_EQ(callouts->stats().no_number, 1u);
}

TEST_F(CalloutsTest, WhatTheExchangeRefusesIsLeftToTheDesk) {
    options.ring_tries = 1;
    start();
    due();
    say("muster-contact-7-1-0", RingSign::refused);
    EXPECT_TRUE(commands.submissions.empty());
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_EQ(warnings[0].find("1370000"), std::string::npos);
    EXPECT_NE(warnings[0].find("request 7"), std::string::npos);
}

TEST_F(CalloutsTest, AtTheStartRingsWhomTheBoardHasOpen) {
    queries.personal_filters = {"requests?open"};
    queries.page = R"([{"id":7,"urgency":"P1","service":"fall","member":4,
        "contacts":{"active":true,"step":1},"request":7,"responder":5,"status":"offered"},
        {"id":8,"contacts":{"active":true,"step":1,"due_at":9},"status":"queued"},
        {"id":9,"slots":[{"responder":6},{"responder":5,"call_due":true}],"status":"dispatched"}])";
    queries.entities["requests/9"] =
        R"({"id":9,"slots":[{"responder":6},{"responder":5,"call_due":true}]})";
    start();
    run();
    EXPECT_EQ(queries.last_collection, "requests");
    EXPECT_EQ(queries.last_query.filters.front().first, "open");
    ASSERT_EQ(session.orders.size(), 2u);
    EXPECT_EQ(session.orders[0].id, "muster-contact-7-1-0");
    EXPECT_EQ(session.orders[1].id, "muster-assignment-9-5");
}

TEST_F(CalloutsTest, OnlyWhomTheSettingsSay) {
    options.ring_members = false;
    options.ring_contacts = false;
    options.ring_offers = false;
    options.ring_assignments = false;
    start();
    due(0);
    due(1);
    offered();
    unacknowledged();
    EXPECT_TRUE(session.orders.empty());
}

TEST_F(CalloutsTest, TellsAgainWhatTheEngineWasTooBusyFor) {
    start();
    due();
    commands.rejection.reason = RejectReason::overloaded;
    say("muster-contact-7-1-0", RingSign::key, '1');
    EXPECT_EQ(commands.submissions.size(), 1u);
    // The same decision is not rung again while its answer waits.
    due();
    EXPECT_EQ(session.orders.size(), 1u);
    commands.rejection = {};
    io.restart();
    io.run_for(std::chrono::milliseconds(400));
    EXPECT_EQ(commands.submissions.size(), 2u);
    EXPECT_EQ(callouts->stats().refused, 0u);
}

TEST_F(CalloutsTest, BeyondItsLimitTheDeskIsTold) {
    options.rings_waiting = 1;
    start();
    callouts->session_gone();
    due();
    offered();
    EXPECT_EQ(callouts->ringer().stats().left_out, 1u);
    EXPECT_EQ(warnings.size(), 1u);
}

TEST_F(CalloutsTest, AfterTheEndNothingIsAsked) {
    start();
    due();
    callouts->stop();
    callouts->take({{"muster-contact-7-1-0", RingSign::key, '1', false, {}}});
    run();
    EXPECT_TRUE(commands.submissions.empty());
}

TEST(RingOptions, AreChecked) {
    PbxOptions options;
    options.host = "pbx.example";
    options.secret.env = "X";
    options.contexts = {"from-trunk"};
    for (const char* const good :
         {"PJSIP/{number}@trunk", "Local/{national}@from-internal", "sofia/gateway/a/{digits}"}) {
        options.ring_channel = good;
        EXPECT_FALSE(check(options)) << good;
    }
    for (const char* const bad : {"PJSIP/trunk", "PJSIP/{number}@t x", "{a=b}x/{number},y"}) {
        options.ring_channel = bad;
        ASSERT_TRUE(check(options)) << bad;
        EXPECT_EQ(check(options)->pointer, "/ring_channel");
    }
    options.ring_channel = "PJSIP/{number}@trunk";
    options.ring_context = "a b";
    EXPECT_EQ(check(options)->pointer, "/ring_context");
    options.ring_context = "muster";
    options.ring_ms = seconds(200);
    EXPECT_EQ(check(options)->pointer, "/ring_ms");
}

}  // namespace
}  // namespace muster::pbx
