// Whole tables into the register: who may send which, how large, and what is passed on.
#include "http_world.hpp"

namespace muster::http {
namespace {

class FakeImports final : public ImportPort {
  public:
    const std::vector<ImportKind>& kinds() const override { return all; }
    bool is_full() const override { return full; }
    std::uint64_t start(ImportWanted wanted) override {
        started.push_back(std::move(wanted));
        return started.size();
    }
    std::optional<Known> find(std::uint64_t number) const override {
        if (number != 1) return std::nullopt;
        return Known{all[0], "dispatcher"};
    }
    std::string report(std::uint64_t) const override { return R"({"import":1,"state":"done"})"; }
    void stop(std::uint64_t number) override { stopped = number; }
    std::string list(const std::vector<const ImportKind*>& kinds) const override {
        return R"({"kinds":[],"imports":[]})" + std::string(kinds.size(), ' ');
    }
    std::optional<std::string> empty_table(std::string_view kind, bool english) const override {
        if (kind != "members") return std::nullopt;
        return english ? "number\r\n" : "编号\r\n";
    }

    const std::vector<ImportKind> all{
        {.name = "members", .create = "RegisterMember", .update = "UpdateMember"},
        {.name = "survey", .create = "SubmitAnswer", .update = "", .of_survey = true}};
    bool full = false;
    std::vector<ImportWanted> started;
    std::uint64_t stopped = 0;
};

struct ImportWorld : World {
    explicit ImportWorld(Millis request = seconds(10)) {
        options.request_ms = request;
        imports = &fake;
        options.import_body_bytes = 4096;
        options.form_body_bytes = 1024;
        start();
    }
    FakeImports fake;
};

Headers table_of(const std::string& role) {
    return with_token(role, {{"Content-Type", "text/csv"}});
}

TEST(Imports, ATableIsTakenWithWhoSentIt) {
    ImportWorld world;
    Client client(world);
    const std::string table(4096, 'x');
    const auto answer =
        client.request("POST", "/v1/imports/members?check=true&file=%E5%90%8D%E5%86%8C.csv",
                       table_of("dispatcher"), table);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 202u) << answer->body();
    EXPECT_EQ(answer->body(), R"({"import":1})");
    EXPECT_EQ(answer->header("Location"), "/v1/imports/1");
    ASSERT_EQ(world.fake.started.size(), 1u);
    const ImportWanted& wanted = world.fake.started[0];
    EXPECT_EQ(wanted.kind, "members");
    EXPECT_EQ(wanted.file, "名册.csv");
    EXPECT_EQ(wanted.table, table);
    EXPECT_TRUE(wanted.check_only);
    EXPECT_EQ(wanted.by, "dispatcher");
    EXPECT_EQ(wanted.token, "dispatcher");
    EXPECT_EQ(wanted.at, world.now);
}

TEST(Imports, WhatIsWrongIsSaidBeforeTheTableIsRead) {
    ImportWorld world;
    Client client(world);
    const auto refused = [&](const std::string& target, const Headers& headers, unsigned status,
                             const std::string& reason, std::size_t size = 16) {
        const auto answer = client.request("POST", target, headers, std::string(size, 'x'));
        ASSERT_TRUE(answer) << target;
        EXPECT_EQ(answer->status, status) << target << answer->body();
        EXPECT_NE(answer->body().find(reason), std::string::npos) << target << answer->body();
    };
    refused("/v1/imports/members", {{"Content-Type", "text/csv"}}, 401, "unauthorised");
    refused("/v1/imports/members", table_of("responder"), 403, "forbidden");
    refused("/v1/imports/cats", table_of("dispatcher"), 404, "members, survey");
    refused("/v1/imports/1", table_of("dispatcher"), 404, "unknown_kind");
    refused("/v1/imports/members", json_with_token("dispatcher"), 415, "text/csv");
    refused("/v1/imports/members?check=1", table_of("dispatcher"), 400, "true, false");
    refused("/v1/imports/members?survey=7", table_of("dispatcher"), 400, "answer none");
    refused("/v1/imports/survey", table_of("dispatcher"), 400, "answer a survey");
    refused("/v1/imports/members?x=1", table_of("dispatcher"), 400, "check, survey, file");
    world.fake.full = true;
    refused("/v1/imports/members", table_of("dispatcher"), 503, "too_many_imports");
    world.fake.full = false;
    refused("/v1/imports/members", table_of("dispatcher"), 413, "body_too_large", 4097);
    EXPECT_TRUE(world.fake.started.empty());
}

TEST(Imports, ATableHasLongerThanOtherBodies) {
    ImportWorld world(Millis{100});
    Client client(world);
    client.send(
        "POST /v1/imports/members HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
        "dispatcher\r\nContent-Type: text/csv\r\nContent-Length: 4\r\n\r\nab");
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(250);
    while (std::chrono::steady_clock::now() < end)
        world.turn();
    client.send("cd");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 202u) << answer->body();
}

TEST(Imports, WhoMayImportSeesAndStops) {
    ImportWorld world;
    Client client(world);
    auto answer = client.request("GET", "/v1/imports/1", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), R"({"import":1,"state":"done"})");
    EXPECT_TRUE(world.audit.entries.empty());  // one's own
    answer = client.request("DELETE", "/v1/imports/1", with_token("supervisor"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(world.fake.stopped, 1u);
    EXPECT_EQ(world.audit.entries.size(), 1u);
    for (const char* target : {"/v1/imports/2", "/v1/imports/members"}) {
        answer = client.request("GET", target, with_token("dispatcher"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 404u) << target;
    }
    world.fake.stopped = 0;
    answer = client.request("DELETE", "/v1/imports/1", with_token("responder"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u);
    EXPECT_EQ(world.fake.stopped, 0u);
}

TEST(Imports, KindsAreOfWhoeverMaySendThem) {
    ImportWorld world;
    Client client(world);
    auto answer = client.request("GET", "/v1/imports", with_token("responder"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), R"({"max_bytes":4096,"kinds":[],"imports":[]})");
    answer = client.request("GET", "/v1/imports", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), R"({"max_bytes":4096,"kinds":[],"imports":[]}  )");
    answer = client.request("GET", "/v1/imports/kinds/members.csv",
                            with_token("dispatcher", {{"Accept-Language", "en"}}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body(), "number\r\n");
    EXPECT_EQ(answer->header("Content-Disposition"), "attachment; filename=\"members.csv\"");
    answer = client.request("GET", "/v1/imports/kinds/cats.csv", with_token("dispatcher"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u);
}

}  // namespace
}  // namespace muster::http
