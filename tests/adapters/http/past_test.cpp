// Looking back and the record of accesses: what the listener asks of the ports, and whom it tells.
#include <gtest/gtest.h>

#include "http_world.hpp"
#include "muster/access_record_port.hpp"
#include "muster/past_port.hpp"

namespace muster::http {
namespace {

// Answers in the next turn.
class FakePast final : public PastPort {
  public:
    explicit FakePast(boost::asio::io_context& io) : io_(io) {}

    std::unique_ptr<Wish> ask(const PastQuery& query, const std::string&, Done done,
                              Refusal& why) override {
        why = refusal;
        if (why != Refusal::none) return nullptr;
        asked = query;
        boost::asio::post(io_, [done, answer = answer] { done(answer); });
        return std::make_unique<Wish>();
    }

    Refusal refusal = Refusal::none;
    PastAnswer answer{PastAnswer::Kind::made, R"({"seq":7})"};
    PastQuery asked;

  private:
    boost::asio::io_context& io_;
};

class FakeAccessRecord final : public AccessRecordPort {
  public:
    explicit FakeAccessRecord(boost::asio::io_context& io) : io_(io) {}

    std::unique_ptr<Wish> read(const AuditQuery& query, Done done) override {
        if (is_full) return nullptr;
        asked = query;
        boost::asio::post(io_, [done, this] {
            if (!failing.empty()) return done(failing);
            done(rows);
        });
        return std::make_unique<Wish>();
    }

    std::unique_ptr<Wish> prove(Proved done) override {
        if (is_full) return nullptr;
        boost::asio::post(io_, [done, this] {
            if (!failing.empty()) return done(failing);
            done(proof);
        });
        return std::make_unique<Wish>();
    }

    bool is_full = false;
    std::string failing;
    std::vector<AuditRow> rows{
        {TimePoint{5}, AuditKind::unmasked, "office", "members/7", 2, 41, "a letter", 3}};
    AccessProof proof = [] {
        AccessProof found;
        found.noted = found.last = 3;
        found.fault = ProofFault::missing;
        found.fault_first = 1;
        found.fault_last = 2;
        found.anchors = {{"webhook", 40, TimePoint{9}, true}};
        return found;
    }();
    AuditQuery asked;

  private:
    boost::asio::io_context& io_;
};

struct Look : World {
    Look() {
        past = &fake_past;
        accesses = &fake_accesses;
    }
    FakePast fake_past{io};
    FakeAccessRecord fake_accesses{io};
};

TEST(Replay, IsForWhoAnswersForTheDesk) {
    Look world;
    world.start();
    Client client(world);
    for (const char* role : {"supervisor", "admin"}) {
        const auto answer = client.request("GET", "/v1/replay?at=1700000000000", with_token(role));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << answer->body();
        EXPECT_EQ(answer->body(), R"({"seq":7})");
        const auto& asked = std::get<PastBoardQuery>(world.fake_past.asked);
        EXPECT_EQ(asked.at.value, 1'700'000'000'000);
        EXPECT_EQ(asked.right.masked, std::string(role) == "admin");
    }
    // Only of the one who sees people, with the time that he looked at.
    ASSERT_EQ(world.audit.entries.size(), 1u);
    EXPECT_EQ(world.audit.entries[0].who, "supervisor");
    EXPECT_EQ(world.audit.entries[0].about, "replay?at=1700000000000");
    for (const char* role : {"dispatcher", "call_taker", "responder", "adapter", "nobody"}) {
        const auto answer = client.request("GET", "/v1/replay?at=1", with_token(role));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 403u) << role;
    }
    EXPECT_EQ(client.request("GET", "/v1/replay?at=1")->status, 401u);
}

TEST(Replay, AsksForChangesAndAlarms) {
    Look world;
    world.start();
    Client client(world);
    auto answer = client.request("GET", "/v1/replay/changes?after=12&until=1700000000000",
                                 with_token("supervisor"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    const auto& changes = std::get<PastChangesQuery>(world.fake_past.asked);
    EXPECT_EQ(changes.after, 12u);
    EXPECT_EQ(changes.until.value, 1'700'000'000'000);
    world.fake_past.answer.text = R"({"from":5,"until":9,"whole":true,"alarms":[]})";
    answer = client.request("GET", "/v1/replay/alarms?from=5&until=9", with_token("supervisor"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    const auto& alarms = std::get<PastAlarmsQuery>(world.fake_past.asked);
    EXPECT_EQ(alarms.from.value, 5);
    EXPECT_EQ(alarms.until.value, 9);
}

TEST(Replay, RefusesWhatIsNoQuestion) {
    Look world;
    world.start();
    Client client(world);
    for (const char* target : {"/v1/replay", "/v1/replay?at=", "/v1/replay?at=-1",
                               "/v1/replay?at=1&at=2", "/v1/replay?at=1&day=2",
                               "/v1/replay?at=18446744073709551615", "/v1/replay/changes?after=1",
                               "/v1/replay/changes?until=1", "/v1/replay/alarms?from=9&until=5"}) {
        const auto answer = client.request("GET", target, with_token("supervisor"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u) << target;
        EXPECT_EQ(answer->text("reason"), "invalid_parameter") << target;
    }
}

TEST(Replay, SaysThatOthersAreBeforeIt) {
    Look world;
    world.start();
    Client client(world);
    world.fake_past.refusal = PastPort::Refusal::too_many;
    auto answer = client.request("GET", "/v1/replay?at=1", with_token("supervisor"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
    EXPECT_EQ(answer->text("reason"), "too_many_replays");
    EXPECT_FALSE(answer->header("Retry-After").empty());
    world.fake_past.refusal = PastPort::Refusal::too_many_of_yours;
    answer = client.request("GET", "/v1/replay?at=1", with_token("supervisor"));
    EXPECT_EQ(answer->status, 429u);
    world.fake_past.refusal = PastPort::Refusal::none;
    world.fake_past.answer = {PastAnswer::Kind::unavailable, "it takes too long"};
    answer = client.request("GET", "/v1/replay?at=1", with_token("supervisor"));
    EXPECT_EQ(answer->status, 503u);
    EXPECT_EQ(answer->text("reason"), "replay_unavailable");
    EXPECT_EQ(answer->text("detail"), "it takes too long");
}

TEST(Replay, IsNotThereWithoutAPort) {
    World world;
    world.start();
    Client client(world);
    EXPECT_EQ(client.request("GET", "/v1/replay?at=1", with_token("supervisor"))->status, 404u);
    EXPECT_EQ(client.request("GET", "/v1/accesses", with_token("supervisor"))->status, 404u);
}

TEST(WhatIf, AsksForTheLogUnderOtherRules) {
    Look world;
    world.fake_past.answer.text = R"({"from_seq":7})";
    world.start();
    Client client(world);
    const auto ask = [&](const std::string& body, const char* role = "supervisor") {
        return client.request("POST", "/v1/whatif",
                              with_token(role, {{"Content-Type", "application/json"}}), body);
    };
    auto answer = ask(
        R"({"from":1700000000000,"changes":[{"path":"classes.P1.may_preempt","value":"false"}]})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    const auto& asked = std::get<WhatIfQuery>(world.fake_past.asked);
    EXPECT_EQ(asked.from.value, 1'700'000'000'000);
    ASSERT_EQ(asked.changes.size(), 1u);
    EXPECT_EQ(asked.changes[0].first, "classes.P1.may_preempt");
    EXPECT_EQ(asked.changes[0].second, "false");
    EXPECT_TRUE(world.audit.entries.empty()) << "it tells of nobody";
    EXPECT_EQ(ask("{}", "dispatcher")->status, 403u);
    EXPECT_EQ(ask("{")->status, 400u);
    EXPECT_EQ(ask(R"({"from":1,"seed":2})")->status, 400u);
    world.fake_past.answer = {PastAnswer::Kind::wrong, "there is no rule of this name"};
    answer = ask(R"({"from":1,"changes":[{"path":"x","value":"1"}]})");
    EXPECT_EQ(answer->status, 404u);
    EXPECT_EQ(answer->text("detail"), "there is no rule of this name");
}

TEST(Accesses, AreReadBySupervisorsAndAuditors) {
    Look world;
    world.start();
    Client client(world);
    const auto answer = client.request(
        "GET",
        "/v1/accesses?who=desk-1&about=members&what=personal_read&since=1&until=9&limit=1&skip=3",
        with_token("auditor"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u) << answer->body();
    EXPECT_EQ(answer->body(),
              R"({"entries":[{"at":5,"what":"unmasked","who":"office","about":"members/7",)"
              R"("count":2,"record":41,"reason":"a letter","sheet":3}],"next_skip":4})");
    const AuditQuery& asked = world.fake_accesses.asked;
    EXPECT_EQ(asked.who, "desk-1");
    EXPECT_EQ(asked.about, "members");
    EXPECT_EQ(asked.what, AuditKind::personal_read);
    EXPECT_EQ(asked.since.value, 1);
    EXPECT_EQ(asked.until.value, 9);
    EXPECT_EQ(asked.limit, 1u);
    EXPECT_EQ(asked.skip, 3u);
    const auto last = client.request("GET", "/v1/accesses", with_token("supervisor"));
    EXPECT_EQ(last->json().at("next_skip"), 0) << "a page that is not full is the last";
    for (const char* role : {"dispatcher", "admin", "security_admin"}) {
        EXPECT_EQ(client.request("GET", "/v1/accesses", with_token(role))->status, 403u) << role;
    }
    EXPECT_EQ(client.request("GET", "/v1/accesses")->status, 401u);
}

TEST(Accesses, AreProvedForSupervisorsAndAuditors) {
    Look world;
    world.start();
    Client client(world);
    for (const char* role : {"supervisor", "auditor"}) {
        const auto answer = client.request("GET", "/v1/accesses/proof", with_token(role));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << answer->body();
        const auto proof = answer->json();
        EXPECT_EQ(proof.at("noted"), 3);
        EXPECT_EQ(proof.at("fault"), "missing");
        EXPECT_EQ(proof.at("fault_last"), 2);
        EXPECT_EQ(proof.at("anchors").as_array()[0].at("target"), "webhook");
    }
    for (const char* role : {"dispatcher", "admin", "security_admin"}) {
        EXPECT_EQ(client.request("GET", "/v1/accesses/proof", with_token(role))->status, 403u)
            << role;
    }
    EXPECT_EQ(client.request("GET", "/v1/accesses/proof?a=1", with_token("auditor"))->status, 400u);
    world.fake_accesses.failing = "/var/lib/muster/audit.sqlite is gone";
    const auto answer = client.request("GET", "/v1/accesses/proof", with_token("auditor"));
    EXPECT_EQ(answer->status, 503u);
    EXPECT_EQ(answer->body().find("/var/lib"), std::string::npos) << "no paths to the outside";
    world.fake_accesses.is_full = true;
    EXPECT_EQ(client.request("GET", "/v1/accesses/proof", with_token("auditor"))->status, 503u);
}

TEST(Accesses, RefuseWhatIsNoQuestion) {
    Look world;
    world.start();
    Client client(world);
    for (const char* query :
         {"what=nothing", "limit=0", "limit=1001", "since=x", "day=1", "skip=100001"}) {
        const auto answer =
            client.request("GET", std::string("/v1/accesses?") + query, with_token("supervisor"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u) << query;
    }
    world.fake_accesses.is_full = true;
    EXPECT_EQ(client.request("GET", "/v1/accesses", with_token("supervisor"))->status, 503u);
    world.fake_accesses.is_full = false;
    world.fake_accesses.failing = "/var/lib/muster/audit.sqlite is gone";
    const auto answer = client.request("GET", "/v1/accesses", with_token("supervisor"));
    EXPECT_EQ(answer->status, 503u);
    EXPECT_EQ(answer->body().find("/var/lib"), std::string::npos) << "no paths to the outside";
}

}  // namespace
}  // namespace muster::http
