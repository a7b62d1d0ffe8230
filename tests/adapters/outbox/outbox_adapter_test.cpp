// The adapter between a stand-in for the engine and receivers on the loopback.
#include "adapters/outbox/outbox_adapter.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "engine/gate/signature.hpp"
#include "muster/dispatch.hpp"
#include "tests/adapters/fake_world.hpp"
#include "tests/adapters/outbox/centre.hpp"
#include "tests/adapters/outbox/receiver.hpp"
#include "tests/adapters/outbox/temp_folder.hpp"

namespace muster::outbox {
namespace {

constexpr const char* secret = "a secret of sixteen";

TimePoint system_time() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

class OutboxTest : public testing::Test, protected FakeWorld {
  protected:
    OutboxTest() {
        options.retry_first_ms = Millis{20};
        options.retry_last_ms = Millis{40};
        events.saying.sentence = "help is needed";
        events.saying.request = RequestId{7};
        queries.personal_filters = {"requests?open"};
        queries.page = "[]";
        queries.next_after = 0;
    }
    ChannelOptions& add(ChannelKind kind, const std::string& url = "") {
        ChannelOptions channel;
        channel.name = "c" + std::to_string(options.channel.size());
        channel.kind = kind;
        channel.url = url;
        channel.events = {"RequestReceived", "OfferAccepted"};
        channel.per_minute = 60'000;
        channel.burst = 1'000;
        channel.secret.value = secret;
        options.channel.push_back(channel);
        return options.channel.back();
    }
    void add_orders(Receiver& receiver) {
        ChannelOptions& channel =
            add(ChannelKind::orders, "http://127.0.0.1:" + receiver.port() + "/report");
        channel.events.clear();
        channel.orders.mapping = "city";
        channel.orders.tell = {{"RequestReceived", "", "", OrderStage::accepted, "1"},
                               {"SlotAssigned", "", "", OrderStage::progress, "2"}};
        channel.orders.fields = {{"/no", "number", "", false}, {"/state", "word", "", false}};
    }
    std::optional<std::string> start() {
        AdapterPorts all = ports();
        all.now = all.steady_now = all.city_now = system_time;
        all.data = folder.path().string();
        adapter.emplace(all, options);
        return adapter->start();
    }
    void must_start() {
        const auto wrong = start();
        ASSERT_FALSE(wrong) << *wrong;
    }
    template <class... Happened>
    void tell(std::uint64_t seq, Happened... happened) {
        const std::vector<Event> all{Event(std::move(happened))...};
        events.told.back()({seq, system_time(), all});
    }
    // Runs the engine's side until it holds.
    template <class Condition>
    bool until(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!condition() && std::chrono::steady_clock::now() < end) {
            io.restart();
            io.run_for(std::chrono::milliseconds(5));
        }
        return condition();
    }
    std::string metrics() {
        MetricsText text;
        adapter->write_metrics(text);
        return std::move(text).text();
    }
    bool counts(const std::string& line) {
        return until([&] { return metrics().find("\n" + line + "\n") != std::string::npos; });
    }
    std::filesystem::path dropped(const std::string& id, const std::string& channel = "c0") {
        return folder.path() / "outbox" / channel / (id + ".json");
    }
    std::string book_id() {
        auto book = Book::open(folder.path() / "outbox.sqlite", options);
        return book ? (*book)->id() : "";
    }

    TempFolder folder;
    OutboxOptions options;
    std::optional<OutboxAdapter> adapter;
};

TEST_F(OutboxTest, ANewBookBeginsAtTheEndOfTheLog) {
    add(ChannelKind::file);
    must_start();
    EXPECT_EQ(events.followed_from, std::vector<std::uint64_t>{42}) << "committed_seq";
}

TEST_F(OutboxTest, WhatAChannelWantsIsDroppedAsAFile) {
    add(ChannelKind::file);
    add(ChannelKind::file).events = {"OfferAccepted"};
    options.channel[1].language = Language::en;
    options.channel[1].personal = true;
    must_start();
    tell(43, RequestTaken{}, RequestReceived{}, OfferAccepted{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 2)"));
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c1"} 1)"));
    adapter->stop();
    const std::string id = book_id();
    EXPECT_FALSE(std::filesystem::exists(dropped(id + "-43-0"))) << "nobody wants it";
    EXPECT_TRUE(std::filesystem::exists(dropped(id + "-43-2")));
    std::ostringstream text;
    text << std::ifstream(dropped(id + "-43-1")).rdbuf();
    EXPECT_NE(text.str().find(R"("type":"cn.muster.event.RequestReceived")"), std::string::npos);
    EXPECT_NE(text.str().find(R"("sentence":"help is needed/zh/masked")"), std::string::npos);
    text.str("");
    text << std::ifstream(dropped(id + "-43-2", "c1")).rdbuf();
    EXPECT_NE(text.str().find(R"("sentence":"help is needed/en/all")"), std::string::npos);
}

TEST_F(OutboxTest, AChannelMayWantAlerts) {
    Receiver receiver;
    add(ChannelKind::file).format = Format::cap;
    add(ChannelKind::webhook, "http://127.0.0.1:" + receiver.port()).format = Format::cap;
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c1"} 1)"));
    adapter->stop();
    EXPECT_TRUE(
        std::filesystem::exists(folder.path() / "outbox" / "c0" / (book_id() + "-43-0.xml")));
    const auto requests = receiver.requests();
    EXPECT_EQ(requests[0]["Content-Type"], "application/cap+xml");
    EXPECT_NE(requests[0].body().find("<identifier>" + book_id() + "-43-0</identifier>"),
              std::string::npos);
}

TEST_F(OutboxTest, AChannelMayWantIncidentObjects) {
    ChannelOptions& channel = add(ChannelKind::file);
    channel.format = Format::eido;
    channel.eido = {"care.example.cn", "", "ems", "ASSIST", {}};
    queries.entities["requests/7"] = R"({"id":7,"status":"queued","urgency":"P0"})";
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    adapter->stop();
    std::ostringstream text;
    text << std::ifstream(dropped(book_id() + "-43-0")).rdbuf();
    EXPECT_NE(text.str().find(R"("incidentCommonPriorityNumber":10)"), std::string::npos)
        << text.str();
    EXPECT_NE(text.str().find("incidentid:" + book_id() + "-7:care.example.cn"), std::string::npos);
}

TEST_F(OutboxTest, APlatformIsToldOfItsOrdersAndTheDeskOfWhatItRefuses) {
    Receiver receiver;
    receiver.answer_with({{.status = 400}});
    add_orders(receiver);
    must_start();
    RequestReceived received;
    received.request = RequestId{7};
    tell(43, received);  // no order
    received.device = "order:city:GD1";
    tell(44, received);
    SlotAssigned assigned;
    assigned.request = RequestId{7};
    tell(45, assigned);
    tell(46, assigned);
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    ASSERT_TRUE(until([&] { return !commands.submissions.empty(); }));
    EXPECT_TRUE(counts(R"(muster_outbox_orders{channel="c0"} 1)"));
    const auto requests = receiver.requests();
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_EQ(requests[0].body(), R"({"no":"GD1","state":"1"})");
    EXPECT_EQ(requests[1].body(), R"({"no":"GD1","state":"2"})");
    EXPECT_FALSE(requests[0]["X-Signature"].empty());
    const auto& note = commands.submissions[0].command.get<AddNote>();
    EXPECT_EQ(note.request, RequestId{7});
    EXPECT_NE(note.text.value.find("GD1"), std::string::npos);
    adapter->stop();
    // After a restart it goes on where it was.
    queries.committed = 46;
    must_start();
    tell(47, assigned);
    EXPECT_TRUE(counts(R"(muster_outbox_orders{channel="c0"} 1)"));
    EXPECT_EQ(receiver.requests().size(), 2U);
}

// The program ends between the refusal and the note, or has no room for it.
TEST_F(OutboxTest, TheDeskIsToldOfAFailedReportUntilItIsNoted) {
    Receiver receiver;
    receiver.answer_with({{.status = 400}});
    add_orders(receiver);
    must_start();
    commands.deferred = true;
    RequestReceived received;
    received.request = RequestId{7};
    received.device = "order:city:GD1";
    tell(43, received);
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 1; }));
    adapter->stop();
    commands.release(0);  // nobody is there to hear it
    queries.committed = 43;
    commands.deferred = false;
    commands.rejection = {RejectReason::overloaded, "", ""};
    must_start();
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 2; }));
    commands.rejection = {};
    ASSERT_TRUE(until([&] { return commands.submissions.size() == 3; }));
    EXPECT_EQ(commands.submissions[0].key, commands.submissions[2].key) << "it is noted once";
    EXPECT_EQ(commands.submissions[2].command.get<AddNote>().request, RequestId{7});
    const auto untold = [&] {
        const auto book = Book::open(folder.path() / "outbox.sqlite", options);
        const auto failed = (*book)->failed_reports(10);
        return failed ? failed->size() : 99;
    };
    EXPECT_TRUE(until([&] { return untold() == 0; }));
}

TEST_F(OutboxTest, ANewBookTakesOverTheOpenOrdersOfTheBoard) {
    Receiver receiver;
    add_orders(receiver);
    queries.page = R"([{"id":5,"device":"push:button:1"},{"id":7,"device":"order:city:GD1"}])";
    must_start();
    EXPECT_EQ(queries.last_query.filters,
              (std::vector<std::pair<std::string, std::string>>{{"open", "true"}}));
    SlotAssigned assigned;
    assigned.request = RequestId{7};
    tell(43, assigned);
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_EQ(receiver.requests().at(0).body(), R"({"no":"GD1","state":"2"})");
    EXPECT_TRUE(counts(R"(muster_outbox_orders{channel="c0"} 1)"));
}

TEST_F(OutboxTest, WhatIsTooConfidentialIsNotTold) {
    add(ChannelKind::file);
    add(ChannelKind::file).clearance = Confidentiality::confidential;
    must_start();
    events.saying.confidentiality = Confidentiality::internal;
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c1"} 1)"));
    EXPECT_TRUE(counts("muster_outbox_kept_silent_total 1"));
    EXPECT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 0)"));
}

TEST_F(OutboxTest, AWebhookIsSignedAndTriedAgainWithTheSameId) {
    Receiver receiver;
    receiver.answer_with({{.status = 500}, {.status = 503}, {.status = 200}});
    add(ChannelKind::webhook, "http://127.0.0.1:" + receiver.port() + "/hook?x=1");
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_failed_total{channel="c0"} 2)"));
    EXPECT_TRUE(counts(R"(muster_outbox_pending{channel="c0"} 0)"));
    const auto requests = receiver.requests();
    ASSERT_EQ(requests.size(), 3u);
    for (const auto& request : requests) {
        EXPECT_EQ(request.target(), "/hook?x=1");
        EXPECT_EQ(request["Host"], "127.0.0.1:" + receiver.port());
        EXPECT_EQ(request.body(), requests[0].body());
        const std::string stamp(request["Muster-Timestamp"]);
        EXPECT_EQ(request["Muster-Signature"],
                  "v1=" + gate::make_mac(secret, stamp + "." + request.body()));
    }
}

TEST_F(OutboxTest, WhatAReceiverRefusesIsADeadLetterUntilItIsSentAgain) {
    Receiver receiver;
    receiver.answer_with({{.status = 400, .body = "no such field"}});
    add(ChannelKind::webhook, "http://127.0.0.1:" + receiver.port());
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_dead{channel="c0"} 1)"));
    ASSERT_TRUE(until([&] { return !warnings.empty(); }));
    EXPECT_NE(warnings[0].find("no such field"), std::string::npos) << warnings[0];
    {
        // As another process does it.
        auto book = Book::open(folder.path() / "outbox.sqlite", options);
        ASSERT_TRUE(book) << book.error();
        EXPECT_EQ(*(*book)->raise("c0", {}, system_time()), 1u);
    }
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_dead{channel="c0"} 0)"));
    EXPECT_EQ(receiver.requests()[0].body(), receiver.requests()[1].body());
}

TEST_F(OutboxTest, NobodyThereAndNoAnswerAreTriedAgain) {
    options.request_ms = Millis{200};
    Receiver receiver;
    receiver.answer_with({{.silent = true}});
    add(ChannelKind::webhook, "http://127.0.0.1:" + receiver.port());
    add(ChannelKind::webhook, "http://127.0.0.1:1/");
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_failed_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_failing{channel="c1"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_pending{channel="c1"} 1)"));
}

TEST_F(OutboxTest, ALongAnswerIsCutOff) {
    options.answer_bytes = 2'000;
    Receiver receiver;
    receiver.answer_with({{.status = 200, .body = std::string(100'000, 'x')}});
    add(ChannelKind::webhook, "http://127.0.0.1:" + receiver.port());
    must_start();
    tell(43, RequestReceived{});
    EXPECT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
}

TEST_F(OutboxTest, ARobotThatAnswersWithACodeHasNotTakenIt) {
    Receiver receiver;
    receiver.answer_with({{.status = 200, .body = R"({"errcode":130101,"errmsg":"too fast"})"},
                          {.status = 200, .body = R"({"errcode":0,"errmsg":"ok"})"}});
    add(ChannelKind::dingtalk,
        "http://127.0.0.1:" + receiver.port() + "/robot/send?access_token=t");
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    const auto requests = receiver.requests();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].target().find("/robot/send?access_token=t&timestamp="), 0u);
    EXPECT_EQ(requests[0].body(),
              R"({"msgtype":"text","text":{"content":"#7 help is needed/zh/masked"}})");
}

TEST_F(OutboxTest, AShortMessageGoesToEachNumber) {
    Centre centre;
    centre.answer_with({{.status = smpp::throttled}});
    ChannelOptions& channel = add(ChannelKind::smpp);
    channel.secret = {};
    channel.smpp.host = "127.0.0.1";
    channel.smpp.port = centre.port();
    channel.smpp.system_id = "muster";
    channel.smpp.to = {"+8613800000001", "+8613800000002"};
    channel.smpp.window = 1;
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_failed_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_sms_taken_total{channel="c0"} 2)"));
    EXPECT_TRUE(counts(R"(muster_outbox_sms_throttled_total{channel="c0"} 1)"));
    adapter->stop();
    const auto messages = centre.messages();
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_EQ(messages[2].text, "#7 help is needed/zh/masked");
    EXPECT_EQ(messages[1].destination.digits, "8613800000001");
    EXPECT_EQ(messages[2].destination.digits, "8613800000002");
    EXPECT_EQ(centre.count(smpp::unbind), 1u) << "it logs out at the end";
}

TEST_F(OutboxTest, ACertificateMustBeTrustedAndOfTheHost) {
    const OwnCertificate right = make_certificate("IP:127.0.0.1");
    const OwnCertificate other = make_certificate("DNS:somebody-else.example");
    Receiver trusted(right);
    Receiver misnamed(other);
    Receiver stranger(make_certificate("IP:127.0.0.1"));
    for (const Receiver* const one : {&trusted, &misnamed, &stranger})
        add(ChannelKind::webhook, "https://127.0.0.1:" + one->port()).personal = true;
    options.ca_file = folder.path() / "ca.pem";
    std::ofstream(options.ca_file) << right.certificate << other.certificate;
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_failing{channel="c1"} 1)"));
    EXPECT_TRUE(counts(R"(muster_outbox_failing{channel="c2"} 1)"));
    EXPECT_TRUE(misnamed.requests().empty());
    EXPECT_TRUE(stranger.requests().empty());
}

TEST_F(OutboxTest, ARestartGoesOnWhereItWas) {
    add(ChannelKind::webhook, "http://127.0.0.1:1/");
    must_start();
    tell(43, RequestReceived{});
    tell(44, RequestTaken{});
    ASSERT_TRUE(counts(R"(muster_outbox_pending{channel="c0"} 1)"));
    adapter->stop();
    Receiver receiver;
    options.channel[0].url = "http://127.0.0.1:" + receiver.port() + "/";
    // Longer than the first adapter's log, which ended at 42.
    auto& cursor = events.followed_from;
    cursor.clear();
    queries.committed = 50;
    must_start();
    EXPECT_EQ(cursor, std::vector<std::uint64_t>{44}) << "also over what nobody wanted";
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST_F(OutboxTest, ALogThatWasSetBackBeginsAnew) {
    add(ChannelKind::file);
    must_start();
    tell(43, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 1)"));
    adapter->stop();
    const std::string before = book_id();
    must_start();
    EXPECT_EQ(events.followed_from.back(), 42u) << "the end of the log";
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("restored"), std::string::npos);
    adapter->stop();
    EXPECT_NE(book_id(), before);
}

TEST_F(OutboxTest, TooMuchOnItsWayToTheDiskIsLeftInTheLog) {
    options.handed_over_max = 2;
    add(ChannelKind::file);
    must_start();
    ASSERT_EQ(events.followed_from.size(), 1u);
    tell(43, RequestReceived{});
    tell(44, RequestReceived{});
    ASSERT_TRUE(until([&] { return events.followed_from.size() == 2; }));
    EXPECT_EQ(events.followed_from[1], 44u);
    EXPECT_TRUE(counts("muster_outbox_held_back_total 1"));
    tell(45, RequestReceived{});
    EXPECT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 3)"));
}

TEST_F(OutboxTest, AFullFolderWaitsForWhoEmptiesIt) {
    options.files_max = 2;
    add(ChannelKind::file);
    must_start();
    for (std::uint64_t seq = 43; seq < 46; ++seq)
        tell(seq, RequestReceived{});
    ASSERT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 2)"));
    ASSERT_TRUE(counts(R"(muster_outbox_failing{channel="c0"} 1)"));
    const std::string id = book_id();
    for (const std::uint64_t seq : {43u, 44u})
        std::filesystem::remove(dropped(id + "-" + std::to_string(seq) + "-0"));
    EXPECT_TRUE(counts(R"(muster_outbox_delivered_total{channel="c0"} 3)"));
}

TEST_F(OutboxTest, ASecretThatIsTooShortIsSaid) {
    add(ChannelKind::webhook, "http://127.0.0.1:1/").secret.value = "short";
    const auto wrong = start();
    ASSERT_TRUE(wrong);
    EXPECT_NE(wrong->find("secret"), std::string::npos) << *wrong;
}

TEST_F(OutboxTest, WithoutAChannelThereIsNoAdapter) {
    EXPECT_EQ(make_adapter({io, commands, queries, access, feed, events, explain, audit, nullptr,
                            system_time, system_time, system_time, [] { return false; },
                            [](const std::string&) {}},
                           options),
              nullptr);
}

}  // namespace
}  // namespace muster::outbox
