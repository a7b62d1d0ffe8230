// Sessions, accounts and tokens over HTTP: who may ask, what is passed on, and how refusals look.
#include <boost/asio/post.hpp>

#include "http_world.hpp"
#include "muster/account_port.hpp"
#include "muster/session_port.hpp"

namespace muster::http {
namespace {

// Answers in the next turn, with what the test puts in, and keeps what it was asked.
class FakeSessions final : public SessionPort, public AccountPort {
  public:
    explicit FakeSessions(boost::asio::io_context& io) : io_(io) {}

    std::unique_ptr<SessionPort::Wish> open(const SignInForm& form, const std::string& address,
                                            SessionPort::Done<OpenedSession> done) override {
        asked = form.account + "|" + form.passphrase + "|" + form.code + "|" + address;
        return later(opened, done);
    }
    std::unique_ptr<SessionPort::Wish> read_invitation(
        const std::string& invitation, const std::string&,
        SessionPort::Done<Invitation> done) override {
        asked = invitation;
        return later<Invitation>(
            Invitation{.account = "li.wei", .shown_name = "李伟", .roles = {Role::dispatcher}},
            done);
    }
    std::unique_ptr<SessionPort::Wish> accept(const InvitationForm& form, const std::string&,
                                              SessionPort::Done<OpenedSession> done) override {
        asked = form.invitation + "|" + form.passphrase + "|" + form.code;
        return later(opened, done);
    }
    std::unique_ptr<SessionPort::Wish> change_passphrase(const std::string& token,
                                                         const PassphraseForm& form,
                                                         const std::string&,
                                                         SessionPort::Done<bool> done) override {
        asked = token + "|" + form.passphrase + "|" + form.new_passphrase;
        return later<bool>(true, done);
    }
    std::unique_ptr<SessionPort::Wish> end(const std::string& token,
                                           SessionPort::Done<bool> done) override {
        asked = "end " + token;
        return later<bool>(true, done);
    }
    std::unique_ptr<SessionPort::Wish> ask_key(const KeyQuestionForm& form, const std::string&,
                                               SessionPort::Done<KeyQuestion> done) override {
        asked = form.account + "|" + form.passphrase;
        return later(key_question, done);
    }
    std::unique_ptr<SessionPort::Wish> keys(
        const std::string& token, SessionPort::Done<std::vector<SecurityKeyView>> done) override {
        asked = "keys " + token;
        return later<std::vector<SecurityKeyView>>(
            std::vector{SecurityKeyView{.id = "a1", .name = "blue"}}, done);
    }
    std::unique_ptr<SessionPort::Wish> ask_new_key(
        const std::string& token, SessionPort::Done<NewKeyQuestion> done) override {
        asked = "new key " + token;
        return later<NewKeyQuestion>(NewKeyQuestion{.challenge = "c1", .rp_id = "desk.example"},
                                     done);
    }
    std::unique_ptr<SessionPort::Wish> add_key(const std::string& token, const NewKeyForm& form,
                                               const std::string&,
                                               SessionPort::Done<SecurityKeyView> done) override {
        asked = token + "|" + form.passphrase + "|" + form.name + "|" + form.client_data + "|" +
                form.authenticator_data;
        return later<SecurityKeyView>(SecurityKeyView{.id = "a1", .name = form.name}, done);
    }
    std::unique_ptr<SessionPort::Wish> remove_key(const std::string& token, const OldKeyForm& form,
                                                  const std::string&,
                                                  SessionPort::Done<bool> done) override {
        asked = token + "|" + form.passphrase + "|" + form.id;
        return later<bool>(true, done);
    }
    std::optional<std::string> outside() const override { return outside_name; }
    std::unique_ptr<SessionPort::Wish> start_outside(
        const std::string& binding, SessionPort::Done<OutsideStarted> done) override {
        asked = binding;
        return later<OutsideStarted>(OutsideStarted{"https://id.example/auth?x"}, done);
    }
    std::unique_ptr<SessionPort::Wish> finish_outside(
        const OutsideForm& form, const std::string&,
        SessionPort::Done<OpenedSession> done) override {
        asked = form.code + "|" + form.state + "|" + form.binding;
        return later(opened, done);
    }
    std::optional<SessionView> view(std::string_view token) const override {
        if (token != "desk-token") return std::nullopt;
        return SessionView{.account = "li.wei", .shown_name = "李伟"};
    }
    std::unique_ptr<SessionPort::Wish> accounts(
        SessionPort::Done<std::vector<AccountView>> done) override {
        return later<std::vector<AccountView>>(std::vector{AccountView{.name = "li.wei"}}, done);
    }
    std::unique_ptr<SessionPort::Wish> tokens(
        SessionPort::Done<std::vector<TokenView>> done) override {
        return later<std::vector<TokenView>>(std::vector{TokenView{.name = "gateway"}}, done);
    }
    std::unique_ptr<SessionPort::Wish> act(AccountAction action, const AccountForm& form,
                                           const std::string& by,
                                           SessionPort::Done<AccountChanged> done) override {
        asked = std::string(name_of(action)) + " " + form.name + " by " + by;
        return later<AccountChanged>(
            AccountChanged{.account = {.name = form.name}, .invitation = "msi_1"}, done);
    }
    std::unique_ptr<SessionPort::Wish> act(TokenAction action, const TokenForm& form,
                                           const std::string& by,
                                           SessionPort::Done<TokenChanged> done) override {
        asked = std::string(name_of(action)) + " " + form.name + " by " + by;
        return later<TokenChanged>(TokenChanged{.token = {.name = form.name}, .secret = "mst_1"},
                                   done);
    }

    AccessResult<OpenedSession> opened = OpenedSession{.token = "mss_1", .account = "li.wei"};
    AccessResult<KeyQuestion> key_question =
        KeyQuestion{.challenge = "c1", .rp_id = "desk.example", .keys = {"a1"}};
    std::optional<std::string> outside_name;
    std::string asked;
    bool full = false;

  private:
    template <class T>
    std::unique_ptr<SessionPort::Wish> later(AccessResult<T> result, SessionPort::Done<T> done) {
        if (full) return nullptr;
        boost::asio::post(io_,
                          [done = std::move(done), result = std::move(result)] { done(result); });
        return std::make_unique<SessionPort::Wish>();
    }

    boost::asio::io_context& io_;
};

class AccessTest : public ::testing::Test {
  protected:
    AccessTest() {
        world.sessions = &ports;
        world.accounts = &ports;
        world.access.tokens["desk-token"] = FakeAccess::principal("li.wei", {Role::dispatcher});
        world.access.tokens["security-token"] =
            FakeAccess::principal("wang", {Role::security_admin});
        world.access.tokens["admin-token"] = FakeAccess::principal("chen", {Role::admin});
        world.start();
        client.emplace(world);
    }
    std::optional<Answer> post(std::string_view target, std::string_view body,
                               const Headers& headers = {{"Content-Type", "application/json"}}) {
        return client->request("POST", target, headers, body);
    }

    World world;
    FakeSessions ports{world.io};
    std::optional<Client> client;
};

TEST_F(AccessTest, ASessionIsOpenedWithoutAToken) {
    const auto answer =
        post("/v1/session", R"({"account":"li.wei","passphrase":"four words","code":"123456"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(answer->text("token"), "mss_1");
    EXPECT_EQ(answer->header("Cache-Control"), "no-store");
    EXPECT_EQ(ports.asked, "li.wei|four words|123456|127.0.0.1");
}

TEST_F(AccessTest, RefusalsHaveTheirStatusAndReason) {
    const std::pair<AccessRefusal, unsigned> cases[] = {
        {AccessRefusal::wrong_credentials, 401},
        {AccessRefusal::code_needed, 401},
        {AccessRefusal::passphrase_ended, 401},
        {AccessRefusal::weak_passphrase, 422},
        {AccessRefusal::wait, 429},
        {AccessRefusal::not_allowed, 403},
        {AccessRefusal::unavailable, 503},
    };
    for (const auto& [reason, status] : cases) {
        ports.opened = AccessFault{.reason = reason, .detail = "/var/lib/x", .wait = seconds(7)};
        const auto answer = post("/v1/session", R"({"account":"li.wei","passphrase":"p"})");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, status) << name_of(reason);
        EXPECT_EQ(answer->text("reason"), name_of(reason));
        if (reason == AccessRefusal::wait) {
            EXPECT_EQ(answer->header("Retry-After"), "7");
        }
        // Where on the disk it failed concerns nobody out there.
        if (reason == AccessRefusal::unavailable) {
            EXPECT_EQ(answer->body().find("/var/lib"), std::string::npos);
        }
    }
}

TEST_F(AccessTest, WhatIsNotAFormIsRefused) {
    for (const std::string_view body :
         {"", "{", "[]", R"({"account":1})", R"({"account":"a","secret":"b"})"}) {
        const auto answer = post("/v1/session", body);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 400u) << body;
    }
    EXPECT_EQ(ports.asked, "");
}

TEST_F(AccessTest, TooManyAtOnceAreAskedToComeAgain) {
    ports.full = true;
    const auto answer = post("/v1/session", R"({"account":"li.wei","passphrase":"p"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
    EXPECT_NE(answer->header("Retry-After"), "");
}

TEST_F(AccessTest, ASessionIsSeenAndEndedByItsToken) {
    auto answer = client->request("GET", "/v1/session", with_token("desk-token"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->text("shown_name"), "李伟");
    answer = client->request("DELETE", "/v1/session", with_token("desk-token"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 204u);
    EXPECT_EQ(ports.asked, "end desk-token");
    // Of a machine's there is none, and of nobody's neither.
    EXPECT_EQ(client->request("GET", "/v1/session", with_token("admin-token"))->status, 404u);
    EXPECT_EQ(client->request("GET", "/v1/session")->status, 401u);
    EXPECT_EQ(client->request("DELETE", "/v1/session", with_token("wrong"))->status, 401u);
}

TEST_F(AccessTest, AnInvitationIsReadAndAccepted) {
    auto answer = post("/v1/invitation", R"({"invitation":"msi_1"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->text("account"), "li.wei");
    answer = post("/v1/invitation/accept",
                  R"({"invitation":"msi_1","passphrase":"four words","code":"123456"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(ports.asked, "msi_1|four words|123456");
}

TEST_F(AccessTest, AnotherServiceLetsIn) {
    EXPECT_EQ(client->request("GET", "/v1/session/outside")->status, 404u);
    ports.outside_name = "City SSO";
    auto answer = client->request("GET", "/v1/session/outside");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->text("name"), "City SSO");
    answer = post("/v1/session/outside", R"({"binding":"b"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(answer->text("url"), "https://id.example/auth?x");
    answer = post("/v1/session/outside/finish", R"({"code":"c","state":"s","binding":"b"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201u);
    EXPECT_EQ(ports.asked, "c|s|b");
}

TEST_F(AccessTest, ThePassphraseOfASessionIsChanged) {
    const auto answer =
        post("/v1/session/passphrase", R"({"passphrase":"old","new_passphrase":"new"})",
             json_with_token("desk-token"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 204u);
    EXPECT_EQ(ports.asked, "desk-token|old|new");
}

TEST_F(AccessTest, ASecurityKeyIsAskedAtTheDoor) {
    const auto asked =
        post("/v1/session/key_question", R"({"account":"li.wei","passphrase":"four words"})");
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->status, 201u);
    EXPECT_EQ(asked->text("challenge"), "c1");
    EXPECT_EQ(asked->text("rp_id"), "desk.example");
    EXPECT_EQ(ports.asked, "li.wei|four words");
    ports.key_question = AccessFault{.reason = AccessRefusal::no_security_keys};
    const auto none =
        post("/v1/session/key_question", R"({"account":"li.wei","passphrase":"four words"})");
    ASSERT_TRUE(none);
    EXPECT_EQ(none->status, 404u);
    EXPECT_EQ(none->text("reason"), "no_security_keys");
}

TEST_F(AccessTest, TheKeysOfASessionAreKept) {
    const auto listed = client->request("GET", "/v1/session/keys", with_token("desk-token"));
    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->status, 200u);
    EXPECT_EQ(ports.asked, "keys desk-token");
    const auto asked =
        client->request("POST", "/v1/session/keys/question", with_token("desk-token"));
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->status, 201u);
    EXPECT_EQ(ports.asked, "new key desk-token");
    const auto added =
        post("/v1/session/keys",
             R"({"passphrase":"p","name":"blue","client_data":"YQ","authenticator_data":"Yg"})",
             json_with_token("desk-token"));
    ASSERT_TRUE(added);
    EXPECT_EQ(added->status, 201u);
    EXPECT_EQ(ports.asked, "desk-token|p|blue|YQ|Yg");
    const auto removed = post("/v1/session/keys/remove", R"({"passphrase":"p","id":"a1"})",
                              json_with_token("desk-token"));
    ASSERT_TRUE(removed);
    EXPECT_EQ(removed->status, 204u);
    EXPECT_EQ(ports.asked, "desk-token|p|a1");
}

TEST_F(AccessTest, AMachineHasNoSecurityKeys) {
    const auto listed = client->request("GET", "/v1/session/keys", with_token("admin-token"));
    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->status, 404u);
    EXPECT_EQ(listed->text("reason"), "no_session");
    EXPECT_EQ(client->request("GET", "/v1/session/keys")->status, 401u);
}

TEST_F(AccessTest, OnlyTheSecurityAdministratorKeepsAccountsAndTokens) {
    for (const std::string_view target : {"/v1/user_accounts", "/v1/tokens"}) {
        EXPECT_EQ(client->request("GET", target)->status, 401u);
        EXPECT_EQ(client->request("GET", target, with_token("desk-token"))->status, 403u);
        EXPECT_EQ(client->request("GET", target, with_token("admin-token"))->status, 403u);
        const auto answer = client->request("GET", target, with_token("security-token"));
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->json().at("items").as_array().size(), 1u);
    }
    for (const std::string_view target : {"/v1/user_accounts/disable", "/v1/tokens/revoke"}) {
        for (const std::string_view token : {"desk-token", "admin-token"}) {
            EXPECT_EQ(post(target, R"({"name":"li.wei"})", json_with_token(token))->status, 403u);
        }
        EXPECT_EQ(ports.asked, "");
    }
    const auto& noted = world.audit.entries;
    EXPECT_EQ(
        std::count_if(noted.begin(), noted.end(),
                      [](const AuditEntry& one) { return one.what == AuditKind::right_refused; }),
        8);
}

TEST_F(AccessTest, EachActionIsPassedOnWithWhoAsks) {
    for (const AccountAction action : enum_values<AccountAction>) {
        const std::string name(name_of(action));
        const auto answer = post("/v1/user_accounts/" + name, R"({"name":"li.wei"})",
                                 json_with_token("security-token"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << name;
        EXPECT_EQ(answer->text("invitation"), "msi_1");
        EXPECT_EQ(ports.asked, name + " li.wei by wang");
    }
    for (const TokenAction action : enum_values<TokenAction>) {
        const std::string name(name_of(action));
        const auto answer =
            post("/v1/tokens/" + name, R"({"name":"gateway"})", json_with_token("security-token"));
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u) << name;
        EXPECT_EQ(answer->text("secret"), "mst_1");
        EXPECT_EQ(ports.asked, name + " gateway by wang");
    }
    const auto unknown =
        post("/v1/tokens/steal", R"({"name":"gateway"})", json_with_token("security-token"));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->status, 404u);
    EXPECT_EQ(unknown->text("expected"), "create, rotate, revoke");
}

TEST(WithoutAccounts, NothingIsThere) {
    World world;
    world.start();
    Client client(world);
    const auto answer = client.request(
        "POST", "/v1/session", {{"Content-Type", "application/json"}}, R"({"account":"a"})");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404u);
}

}  // namespace
}  // namespace muster::http
