// People by what is typed, and candidates: who may ask, what is passed on, what is noted.
#include "http_world.hpp"

namespace muster::http {
namespace {

class FakeDesk final : public DeskPort {
  public:
    std::string find_people(const PeopleQuery& query) const override {
        last = query;
        return "{\"query\":\"\",\"" + std::string(query.collection) + "\":[]}";
    }
    std::optional<std::string> candidates(const CandidatesQuery& query,
                                          std::string& error) override {
        last_candidates = query;
        if (query.request.value == 9) return std::nullopt;
        if (query.slot == 4u) {
            error = "somebody is there already, or the slot is done";
            return std::nullopt;
        }
        return R"({"request":1,"slots":[]})";
    }

    std::string figures() override { return R"({"came":3})"; }

    mutable PeopleQuery last;
    CandidatesQuery last_candidates;
};

struct DeskWorld : World {
    DeskWorld() {
        desk = &fake;
        start();
    }
    FakeDesk fake;
};

TEST(Desk, PeopleAreFoundByWhatIsTyped) {
    DeskWorld world;
    Client client(world);
    const auto found = client.request("GET", "/v1/members/find?q=%E7%8E%8B%20wxm&limit=5",
                                      with_token("dispatcher"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, 200u) << found->body();
    EXPECT_EQ(world.fake.last.collection, "members");
    EXPECT_EQ(world.fake.last.text, "王 wxm");
    EXPECT_EQ(world.fake.last.limit, 5u);
    ASSERT_TRUE(client.request("GET", "/v1/responders/find?q=%237", with_token("call_taker")));
    EXPECT_EQ(world.fake.last.collection, "responders");
    EXPECT_EQ(world.fake.last.text, "#7");
    EXPECT_EQ(world.fake.last.limit, 12u);
}

TEST(Desk, WhatIsWrongIsSaid) {
    DeskWorld world;
    Client client(world);
    const std::string long_text(129, 'a');
    for (const std::string target :
         {"/v1/members/find", "/v1/members/find?q=", "/v1/members/find?q=a&limit=0",
          "/v1/members/find?q=a&limit=33", "/v1/members/find?q=a&near=1",
          "/v1/requests/1/candidates?slot=x", "/v1/requests/1/candidates?slot=256",
          "/v1/requests/1/candidates?limit=3"}) {
        const auto answer = client.request("GET", target, with_token("dispatcher"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u) << target;
    }
    const auto too_long =
        client.request("GET", "/v1/members/find?q=" + long_text, with_token("dispatcher"));
    ASSERT_TRUE(too_long);
    EXPECT_EQ(too_long->status, 400u);
    const auto unknown =
        client.request("GET", "/v1/requests/9/candidates", with_token("dispatcher"));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->status, 404u);
    EXPECT_NE(unknown->body().find("unknown_request"), std::string::npos);
    const auto there =
        client.request("GET", "/v1/requests/1/candidates?slot=4", with_token("dispatcher"));
    ASSERT_TRUE(there);
    EXPECT_EQ(there->status, 409u);
    EXPECT_NE(there->body().find("illegal_status"), std::string::npos);
}

TEST(Desk, OnlyWhoMaySeePersonalDataAsks) {
    DeskWorld world;
    Client client(world);
    for (const char* target :
         {"/v1/members/find?q=104", "/v1/responders/find?q=104", "/v1/requests/1/candidates"}) {
        for (const char* role : {"dispatcher", "call_taker", "supervisor"}) {
            const auto answer = client.request("GET", target, with_token(role));
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->status, 200u) << target << role;
        }
        for (const char* role : {"admin", "adapter", "responder"}) {
            const auto answer = client.request("GET", target, with_token(role));
            ASSERT_TRUE(answer);
            EXPECT_EQ(answer->status, 403u) << target << role;
        }
        const auto nobody = client.request("GET", target);
        ASSERT_TRUE(nobody);
        EXPECT_EQ(nobody->status, 401u) << target;
    }
}

TEST(Desk, FiguresAreForWhoeverMayListRequests) {
    DeskWorld world;
    Client client(world);
    for (const auto& [role, status] :
         {std::pair{"dispatcher", 200u}, std::pair{"supervisor", 200u}, std::pair{"admin", 200u},
          std::pair{"responder", 403u}, std::pair{"adapter", 403u}}) {
        const auto answer = client.request("GET", "/v1/figures", with_token(role));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << role;
    }
    const auto odd = client.request("GET", "/v1/figures?day=1", with_token("dispatcher"));
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->status, 400u);
    EXPECT_TRUE(world.audit.entries.empty()) << "it tells of nobody";
}

TEST(Desk, ReadsAreNotedWithoutWhatWasTyped) {
    DeskWorld world;
    Client client(world);
    ASSERT_TRUE(
        client.request("GET", "/v1/members/find?q=85550104&limit=3", with_token("dispatcher")));
    ASSERT_TRUE(client.request("GET", "/v1/responders/find?q=Li", with_token("dispatcher")));
    ASSERT_TRUE(
        client.request("GET", "/v1/requests/1/candidates?slot=1", with_token("dispatcher")));
    ASSERT_TRUE(client.request("GET", "/v1/members/find?q=1", with_token("admin")));
    std::vector<std::string> about;
    for (const AuditEntry& entry : world.audit.entries)
        about.push_back(entry.about);
    EXPECT_EQ(about, (std::vector<std::string>{"members/find?q=*&limit=3", "responders/find?q=*",
                                               "requests/1/candidates?slot=1"}));
    EXPECT_EQ(world.fake.last_candidates.request.value, 1u);
    EXPECT_EQ(world.fake.last_candidates.slot, 1u);
}

TEST(Desk, WhereThereIsNoneNothingIsThere) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request("GET", "/v1/members/find?q=1", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u);
}

}  // namespace
}  // namespace muster::http
