// The adapter against a scripted exchange on the loopback.
#include "adapters/pbx/pbx_adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

#include "tests/adapters/fake_ports.hpp"
#include "tests/adapters/pbx/ami_text.hpp"
#include "tests/adapters/pbx/esl_text.hpp"

namespace muster::pbx {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

TimePoint steady_now() {
    return TimePoint{std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::steady_clock::now().time_since_epoch())
                         .count()};
}

class Adapter : public testing::Test {
  protected:
    // Runs the loop until it holds.
    template <class Condition>
    bool until(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(20));
        }
        return condition();
    }
    PbxOptions options() const {
        PbxOptions options;
        options.host = "127.0.0.1";
        options.port = acceptor.local_endpoint().port();
        options.secret.value = "a secret of sixteen";
        options.contexts = {"from-trunk"};
        options.retry_first_ms = Millis{20};
        return options;
    }
    void make() {
        adapter.emplace(
            io, commands, steady_now, [this](const std::string& what) { warnings.push_back(what); },
            options());
        ASSERT_FALSE(adapter->start());
    }
    // Takes the next connection.
    void take() {
        peer.emplace(io);
        bool taken = false;
        acceptor.async_accept(*peer, [&](boost::system::error_code error) { taken = !error; });
        ASSERT_TRUE(until([&] { return taken; }));
    }
    void say(const std::string& bytes) { asio::write(*peer, asio::buffer(bytes)); }
    // The next action, whatever it is.
    std::string action() {
        std::optional<std::size_t> size;
        asio::async_read_until(*peer, heard, "\r\n\r\n",
                               [&](boost::system::error_code, std::size_t n) { size = n; });
        if (!until([&] { return size.has_value(); })) return {};
        std::string text(asio::buffers_begin(heard.data()),
                         asio::buffers_begin(heard.data()) + static_cast<std::ptrdiff_t>(*size));
        heard.consume(*size);
        return text;
    }
    void be_live() {
        take();
        say("Asterisk Call Manager/5.0.2\r\n");
        EXPECT_TRUE(action().starts_with("Action: Challenge"));
        say(ami("Response: Success|ActionID: challenge|Challenge: 1"));
        EXPECT_TRUE(action().starts_with("Action: Login"));
        say(ami("Response: Success|ActionID: login"));
        EXPECT_TRUE(action().starts_with("Action: CoreShowChannels"));
        say(ami("Event: CoreShowChannelsComplete"));
        ASSERT_TRUE(until([&] { return adapter->is_live(); }));
    }
    const std::string rings =
        ami("Event: Newchannel|Channel: PJSIP/t-1|CallerIDNum: 13700000042|Context: from-trunk|"
            "Exten: 12349|Uniqueid: 1.1|Linkedid: 1.1");

    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    FakeCommands commands;
    std::vector<std::string> warnings;
    std::optional<tcp::socket> peer;
    asio::streambuf heard;
    std::optional<PbxAdapter> adapter;
};

TEST_F(Adapter, TellsOfACallThatRings) {
    make();
    be_live();
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 1; }));
    say(rings);
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 2; }));
    EXPECT_EQ(commands.submissions[1].source, "pbx:pbx");
    EXPECT_EQ(commands.submissions[1].command.get<ReportCall>().number.value, "13700000042");
    EXPECT_TRUE(warnings.empty());
}

// One command at a time, in their order: the next waits for the commit of the one before.
TEST_F(Adapter, AWordWaitsForTheCommitOfTheOneBefore) {
    make();
    be_live();
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 1; }));
    commands.deferred = true;
    say(rings + ami("Event: Hangup|Uniqueid: 1.1"));
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 2; }));
    until([&, end = steady_now() + Millis{100}] { return steady_now() > end; });
    EXPECT_EQ(commands.submissions.size(), 2u);
    commands.release(0);
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 3; }));
    EXPECT_EQ(commands.submissions[2].command.get<ReportCall>().end, CallEnd::abandoned);
}

TEST_F(Adapter, TellsAgainWhatTheEngineWasTooBusyFor) {
    make();
    be_live();
    ASSERT_TRUE(until([&] { return adapter->stats().told == 1; }));
    commands.rejection.reason = RejectReason::overloaded;
    say(rings);
    ASSERT_TRUE(until([&] { return adapter->stats().again >= 1; }));
    commands.rejection.reason = RejectReason::stopping;
    ASSERT_TRUE(until([&] { return adapter->stats().again >= 3; }));
    EXPECT_EQ(adapter->stats().refused, 0u);
    commands.rejection = {};
    ASSERT_TRUE(until([&] { return adapter->stats().told == 2; }));
    EXPECT_EQ(commands.submissions.back().command.get<ReportCall>().reference, "pbx:1.1");
}

TEST_F(Adapter, ComesBackAndTellsWhatThereIs) {
    make();
    be_live();
    say(rings);
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 2; }));
    peer->close();
    take();
    ASSERT_EQ(warnings.size(), 1u);
    say("Asterisk Call Manager/5.0.2\r\n");
    (void)action();
    say(ami("Response: Success|ActionID: challenge|Challenge: 1"));
    (void)action();
    say(ami("Response: Success|ActionID: login"));
    (void)action();
    say(ami("Event: CoreShowChannel|Channel: PJSIP/t-1|Context: queue|Uniqueid: 1.1") +
        ami("Event: CoreShowChannelsComplete"));
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 4; }));
    EXPECT_TRUE(commands.submissions[3].command.is<ReportLiveCalls>());
    ASSERT_EQ(warnings.size(), 2u);
    EXPECT_EQ(warnings[1], "pbx: the exchange 127.0.0.1 is there again");
}

TEST_F(Adapter, SaysOnceThatNobodyIsThere) {
    acceptor.close();
    PbxOptions nobody = PbxOptions{};
    nobody.host = "127.0.0.1";
    nobody.port = 1;
    nobody.secret.value = "a secret of sixteen";
    nobody.contexts = {"x"};
    nobody.retry_first_ms = Millis{10};
    adapter.emplace(
        io, commands, steady_now, [this](const std::string& what) { warnings.push_back(what); },
        nobody);
    ASSERT_FALSE(adapter->start());
    ASSERT_TRUE(until([&] { return adapter->stats().failures >= 3; }));
    EXPECT_EQ(warnings.size(), 1u);
    EXPECT_TRUE(commands.submissions.empty());
}

// The whole way in the other dialect: a decision, the order, the key, the command.
TEST_F(Adapter, RingsWhomItIsToldToOnFreeSwitch) {
    PbxOptions esl = options();
    esl.dialect = Dialect::esl;
    esl.ring_channel = "sofia/gateway/trunk/{national}";
    FakeQueries queries;
    queries.next_after = 0;
    queries.page = "[]";
    queries.entities["requests/7"] = R"({"id":7,"member":4,"contacts":{"active":true}})";
    queries.entities["members/4"] = R"({"id":4,"profile":{"phone":"+8613700000042"}})";
    FakeEvents events;
    FakeAudit audit;
    const auto warn = [this](const std::string& what) { warnings.push_back(what); };
    adapter.emplace(io, commands, steady_now, warn, esl,
                    std::make_unique<Callouts>(
                        CalloutPorts{io, commands, queries, events, audit, steady_now, warn}, esl));
    ASSERT_FALSE(adapter->start());
    const std::vector<Event> due{Event(ContactDue{RequestId{7}, 0, 0})};
    events.told.front()({1, TimePoint{1}, due});
    take();
    say("Content-Type: auth/request\n\n" + esl_reply("+OK accepted") + esl_reply("+OK") +
        esl_packet("api/response", R"({"row_count":0})"));
    ASSERT_TRUE(until([&] { return adapter->callouts()->ringer().on_line() == 1; }));
    std::string said;
    ASSERT_TRUE(until([&] {
        std::array<char, 4096> more{};
        if (peer->available() > 0) said.append(more.data(), peer->read_some(asio::buffer(more)));
        return said.find("sofia/gateway/trunk/13700000042 ring XML muster\n") != std::string::npos;
    }));
    say(esl_reply("+OK Job-UUID: muster-contact-7-0-0") +
        esl_event("Event-Name: CUSTOM|Event-Subclass: muster%3A%3Akey|Digit: 1|"
                  "Ring: muster-contact-7-0-0"));
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 2; }));
    EXPECT_EQ(commands.submissions[1].command.get<RecordContact>().outcome,
              ContactOutcome::answered);
    EXPECT_EQ(adapter->callouts()->ringer().on_line(), 0u);
    EXPECT_TRUE(warnings.empty());
    adapter.reset();
}

TEST(PbxOptionsCheck, SaysWhatIsMissing) {
    PbxOptions options;
    EXPECT_FALSE(check(options));
    options.host = "pbx.example";
    EXPECT_EQ(check(options)->pointer, "/secret");
    options.secret.env = "X";
    EXPECT_EQ(check(options)->pointer, "/contexts");
    options.contexts = {"from-trunk"};
    EXPECT_FALSE(check(options));
    options.ping_ms = seconds(90);
    EXPECT_EQ(check(options)->pointer, "/ping_ms");
}

}  // namespace
}  // namespace muster::pbx
