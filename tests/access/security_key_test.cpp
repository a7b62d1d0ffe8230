// Security keys: what a browser brings is believed only where all of it fits.
#include "engine/access/security_key.hpp"

#include "tests/access/access_world.hpp"
#include "tests/access/fake_key.hpp"

namespace muster::access {
namespace {

const Site site{.origin = "https://desk.example.cn", .rp_id = "desk.example.cn"};
constexpr std::string_view challenge = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

TEST(Sites, AreNamesUnderTls) {
    const auto origin = [](std::string_view url) {
        const auto found = site_of(url);
        return found ? found->origin + " " + found->rp_id : std::string();
    };
    EXPECT_EQ(origin("https://desk.example.cn"), "https://desk.example.cn desk.example.cn");
    EXPECT_EQ(origin("https://desk.example.cn:8443/x/"),
              "https://desk.example.cn:8443 desk.example.cn");
    EXPECT_EQ(origin("https://desk.example.cn:443/"), "https://desk.example.cn desk.example.cn");
    EXPECT_EQ(origin("http://localhost:8443"), "http://localhost:8443 localhost");
    for (const std::string_view none :
         {"", "desk.example.cn", "http://desk.example.cn", "https://", "https://10.0.0.1",
          "https://[::1]", "https://desk.example.cn:", "https://desk.example.cn:x",
          "https://who@desk.example.cn", "https://Desk.example.cn", "ftp://desk.example.cn"}) {
        EXPECT_EQ(origin(none), "") << none;
    }
}

TEST(NewKeys, AreTakenWithNumberAndCounter) {
    FakeKey key;
    key.counter = 7;
    const auto made =
        new_key(site, challenge, key.client_data("webauthn.create", challenge), key.new_data());
    ASSERT_TRUE(made) << made.error();
    EXPECT_EQ(made->id, key.id());
    EXPECT_EQ(made->kind, -7);
    EXPECT_EQ(made->counter, 7);
    const auto counter = counter_of(site, *made, challenge, key.answer(challenge));
    ASSERT_TRUE(counter) << counter.error();
    EXPECT_EQ(*counter, 8);
}

TEST(NewKeys, OfElsewhereOrOfAnotherQuestionAreRefused) {
    const FakeKey key;
    const auto why = [&](const FakeKey& from, std::string_view type, std::string_view asked,
                         std::string_view more = "") {
        const auto made =
            new_key(site, challenge, from.client_data(type, asked, more), from.new_data());
        return made ? std::string() : made.error();
    };
    EXPECT_EQ(why(key, "webauthn.create", challenge), "");
    EXPECT_NE(why(key, "webauthn.get", challenge), "");
    EXPECT_NE(why(key, "webauthn.create", "MDEy"), "");
    EXPECT_NE(why(key, "webauthn.create", challenge, R"(,"crossOrigin":true})"), "");
    FakeKey other;
    other.origin = "https://desk.example.cn.evil.example";
    EXPECT_NE(why(other, "webauthn.create", challenge), "");
    other = FakeKey();
    other.rp_id = "evil.example";
    EXPECT_NE(why(other, "webauthn.create", challenge), "");
    other = FakeKey();
    other.flags = 0;
    EXPECT_NE(why(other, "webauthn.create", challenge), "") << "nobody touched it";
    // Cut anywhere, nothing of it counts.
    const std::string said = key.client_data("webauthn.create", challenge);
    const std::string whole = key.new_data();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(new_key(site, challenge, said, whole.substr(0, size))) << size;
}

struct Answers : testing::Test {
    FakeKey key;
    KnownKey known =
        *new_key(site, challenge, key.client_data("webauthn.create", challenge), key.new_data());

    std::string why(const KeyAnswer& answer) const {
        const auto counter = counter_of(site, known, challenge, answer);
        return counter ? std::string() : counter.error();
    }
};

TEST_F(Answers, OfAnotherKeyAreRefused) {
    FakeKey other;
    EXPECT_NE(why(other.answer(challenge)), "") << "same number, other private half";
}

TEST_F(Answers, ToAnotherQuestionOrFromElsewhereAreRefused) {
    EXPECT_NE(why(key.answer("MDEy")), "");
    key.origin = "https://evil.example";
    EXPECT_NE(why(key.answer(challenge)), "");
    key.origin = site.origin;
    key.rp_id = "evil.example";
    EXPECT_NE(why(key.answer(challenge)), "");
    key.rp_id = site.rp_id;
    key.flags = 0;
    EXPECT_NE(why(key.answer(challenge)), "");
    key.flags = FakeKey::user_present;
    EXPECT_EQ(why(key.answer(challenge)), "");
}

TEST_F(Answers, AnyBitThatIsAnotherIsSeen) {
    const KeyAnswer right = key.answer(challenge);
    ASSERT_EQ(why(right), "");
    for (std::string KeyAnswer::*part :
         {&KeyAnswer::client_data, &KeyAnswer::authenticator_data, &KeyAnswer::signature}) {
        for (std::size_t i = 0; i < (right.*part).size(); ++i) {
            KeyAnswer wrong = right;
            char& sign = (wrong.*part)[i];
            sign = sign == 'A' ? 'B' : 'A';
            // The last sign of base64 has bits that stand for nothing.
            if (i + 1 < (right.*part).size()) {
                EXPECT_NE(why(wrong), "") << i;
            }
        }
    }
}

TEST_F(Answers, ACounterThatDoesNotGoUpIsACopy) {
    known.counter = 5;
    key.counter = 4;
    EXPECT_NE(why(key.answer(challenge)), "");
    EXPECT_EQ(why(key.answer(challenge)), "");
}

class KeysOfAccounts : public AccessWorld {
  protected:
    KeysOfAccounts() { site_here = site; }

    std::string ask_new(const std::string& account = "li.wei") {
        const auto asked = accounts().ask_new_key(account, now);
        EXPECT_TRUE(asked);
        return asked ? asked->challenge : std::string();
    }
    AccessResult<SecurityKeyView> add_key(const FakeKey& key, const std::string& asked,
                                          const std::string& with = "four words in a row") {
        return accounts().add_key("li.wei",
                                  {.passphrase = with,
                                   .name = "blue",
                                   .client_data = key.client_data("webauthn.create", asked),
                                   .authenticator_data = key.new_data()},
                                  "10.0.0.1", now);
    }
    AccessResult<OpenedSession> enter(const KeyAnswer& answer) {
        return accounts().open_session(
            {.account = "li.wei", .passphrase = passphrase, .key = answer}, "10.0.0.1", now);
    }
    std::string ask() {
        const auto asked = accounts().ask_key({"li.wei", passphrase}, "10.0.0.1", now);
        EXPECT_TRUE(asked);
        return asked ? asked->challenge : std::string();
    }

    FakeKey key;
};

TEST_F(KeysOfAccounts, OneThatWasAddedAnswersInPlaceOfACode) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "")), AccessRefusal::code_needed);
    EXPECT_TRUE(enter(key.answer(ask())));
    const auto keys = accounts().keys("li.wei");
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 1u);
    EXPECT_EQ(keys->front().name, "blue");
    EXPECT_EQ(keys->front().used_at, now);
    EXPECT_EQ((*accounts().list(now)).front().security_keys, 1u);
}

TEST_F(KeysOfAccounts, AnAnswerCountsOnce) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    const KeyAnswer answer = key.answer(ask());
    EXPECT_TRUE(enter(answer));
    EXPECT_EQ(refusal(enter(answer)), AccessRefusal::wrong_credentials);
    // Asked again, it is another question.
    (void)ask();
    EXPECT_EQ(refusal(enter(answer)), AccessRefusal::wrong_credentials);
}

TEST_F(KeysOfAccounts, AQuestionIsOpenForFiveMinutes) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    const std::string asked = ask();
    now = now + minutes(5);
    EXPECT_EQ(refusal(enter(key.answer(asked))), AccessRefusal::wrong_credentials);
    const std::string later = ask_new();
    now = now + minutes(5);
    FakeKey second("key number two");
    EXPECT_EQ(add_key(second, later).error().reason, AccessRefusal::bad_value);
}

TEST_F(KeysOfAccounts, ThePassphraseIsAskedBeforeAnything) {
    accept(add(form("li.wei")));
    EXPECT_EQ(add_key(key, ask_new(), "something else").error().reason,
              AccessRefusal::wrong_credentials);
    EXPECT_EQ(accounts().ask_key({"li.wei", "something else"}, "10.0.0.1", now).error().reason,
              AccessRefusal::wrong_credentials);
    EXPECT_EQ(accounts().ask_key({"nobody", passphrase}, "10.0.0.1", now).error().reason,
              AccessRefusal::wrong_credentials);
    ASSERT_TRUE(add_key(key, ask_new()));
    EXPECT_EQ(accounts()
                  .remove_key("li.wei", {"something else", key.id()}, "10.0.0.1", now)
                  .error()
                  .reason,
              AccessRefusal::wrong_credentials);
}

TEST_F(KeysOfAccounts, AKeyIsOfOneAccount) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    EXPECT_EQ(add_key(key, ask_new()).error().reason, AccessRefusal::name_taken);
    // Somebody else's key does not answer here.
    accept(add(form("wang")));
    const std::string asked = ask_new("wang");
    FakeKey hers("key number two");
    ASSERT_TRUE(accounts().add_key("wang",
                                   {.passphrase = passphrase,
                                    .name = "hers",
                                    .client_data = hers.client_data("webauthn.create", asked),
                                    .authenticator_data = hers.new_data()},
                                   "10.0.0.1", now));
    EXPECT_EQ(refusal(enter(hers.answer(ask()))), AccessRefusal::wrong_credentials);
}

TEST_F(KeysOfAccounts, ARemovedOneAnswersNoMore) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    const std::string asked = ask();
    ASSERT_TRUE(accounts().remove_key("li.wei", {passphrase, key.id()}, "10.0.0.1", now));
    EXPECT_EQ(refusal(enter(key.answer(asked))), AccessRefusal::wrong_credentials);
    EXPECT_EQ(
        accounts().remove_key("li.wei", {passphrase, key.id()}, "10.0.0.1", now).error().field,
        "id");
}

TEST_F(KeysOfAccounts, ANewInvitationDropsThem) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    const auto invited = accounts().act(AccountAction::invite, form("li.wei"), now);
    ASSERT_TRUE(invited);
    now = now + minutes(1);
    const auto told = accounts().read_invitation(invited->invitation, "10.0.0.1", now);
    ASSERT_TRUE(told);
    ASSERT_TRUE(accounts().accept(
        {invited->invitation, "five other words in a row", totp_code(told->secret, now)},
        "10.0.0.1", now));
    EXPECT_TRUE(accounts().keys("li.wei")->empty());
}

// Failures with a key are failures: guessing is as slow as with codes.
TEST_F(KeysOfAccounts, FailuresAreCounted) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    FakeKey other;
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(refusal(enter(other.answer(ask()))), AccessRefusal::wrong_credentials);
    EXPECT_EQ(refusal(enter(key.answer("MDEy"))), AccessRefusal::wait);
}

TEST_F(KeysOfAccounts, OfADisabledAccountAnswerNoMore) {
    accept(add(form("li.wei")));
    ASSERT_TRUE(add_key(key, ask_new()));
    ASSERT_TRUE(accounts().act(AccountAction::disable, form("li.wei"), now));
    EXPECT_EQ(accounts().ask_key({"li.wei", passphrase}, "10.0.0.1", now).error().reason,
              AccessRefusal::wrong_credentials);
}

TEST_F(KeysOfAccounts, WithoutANameThereAreNone) {
    site_here.reset();
    accept(add(form("li.wei")));
    EXPECT_EQ(accounts().keys("li.wei").error().reason, AccessRefusal::no_security_keys);
    EXPECT_EQ(accounts().ask_new_key("li.wei", now).error().reason,
              AccessRefusal::no_security_keys);
    EXPECT_EQ(accounts().ask_key({"li.wei", passphrase}, "10.0.0.1", now).error().reason,
              AccessRefusal::no_security_keys);
}

}  // namespace
}  // namespace muster::access
