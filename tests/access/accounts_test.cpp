#include "engine/access/accounts.hpp"

#include <gtest/gtest.h>

#include <set>

#include "access_world.hpp"
#include "engine/access/token_book.hpp"

namespace muster::access {
namespace {

class AccountsTest : public AccessWorld {};

TEST_F(AccountsTest, WhoIsInvitedChoosesAndComesIn) {
    const std::string invitation = add(form("li.wei"));
    const auto told = accounts().read_invitation(invitation, "10.0.0.1", now);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->account, "li.wei");
    EXPECT_EQ(told->roles, std::vector<Role>{Role::dispatcher});
    EXPECT_TRUE(told->second_factor);
    EXPECT_EQ(told->url, totp_url("li.wei", told->secret));
    const std::string secret = accept(invitation);
    EXPECT_EQ((*last)->recovery_codes.size(), 10u);
    EXPECT_EQ((*last)->recovery_codes_left, 10u);

    now = now + minutes(1);
    const auto opened = sign_in("Li.Wei ", passphrase, totp_code(secret, now));
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_TRUE(opened->token.starts_with("mss_"));
    EXPECT_EQ(opened->ends_at, now + hours(16));
    EXPECT_EQ(opened->idle_ms, minutes(60));
}

TEST_F(AccountsTest, AnInvitationIsWorthOnePassphrase) {
    const std::string invitation = add(form("li.wei"));
    accept(invitation);
    EXPECT_FALSE(accounts().read_invitation(invitation, "10.0.0.1", now));
    const auto again = accounts().accept({invitation, passphrase, ""}, "10.0.0.1", now);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().reason, AccessRefusal::invitation_ended);
}

TEST_F(AccountsTest, AnInvitationEnds) {
    const std::string invitation = add(form("li.wei"));
    now = now + hours(72);
    EXPECT_FALSE(accounts().read_invitation(invitation, "10.0.0.1", now));
}

TEST_F(AccountsTest, ANewInvitationEndsTheOneBefore) {
    const std::string first = add(form("li.wei"));
    const auto changed = accounts().act(AccountAction::invite, form("li.wei"), now);
    ASSERT_TRUE(changed);
    EXPECT_FALSE(accounts().read_invitation(first, "10.0.0.1", now));
    EXPECT_TRUE(accounts().read_invitation(changed->invitation, "10.0.0.1", now));
}

TEST_F(AccountsTest, TheAppMustBeReadyBeforeTheInvitationIsTaken) {
    const std::string invitation = add(form("li.wei"));
    const auto refused = accounts().accept({invitation, passphrase, "000000"}, "10.0.0.1", now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "code");
    EXPECT_TRUE(accounts().read_invitation(invitation, "10.0.0.1", now));
}

TEST_F(AccountsTest, WeakPassphrasesAreRefusedAndNothingIsKept) {
    const std::string invitation = add(form("li.wei"));
    const auto told = accounts().read_invitation(invitation, "10.0.0.1", now);
    const auto refused =
        accounts().accept({invitation, "short", totp_code(told->secret, now)}, "10.0.0.1", now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, AccessRefusal::weak_passphrase);
    accept(invitation);  // with the same code
}

TEST_F(AccountsTest, WhatIsWrongIsNotTold) {
    const std::string secret = accept(add(form("li.wei")));
    now = now + minutes(1);
    const std::string code = totp_code(secret, now);
    EXPECT_EQ(refusal(sign_in("li.wei", "something else", code)), AccessRefusal::wrong_credentials);
    EXPECT_EQ(refusal(sign_in("nobody", passphrase, code)), AccessRefusal::wrong_credentials);
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "000000")), AccessRefusal::wrong_credentials);
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "")), AccessRefusal::code_needed);
    EXPECT_TRUE(sign_in("li.wei", passphrase, code));
    // Somebody looked over the shoulder.
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, code)), AccessRefusal::wrong_credentials);
}

TEST_F(AccountsTest, ARecoveryCodeCountsOnce) {
    accept(add(form("li.wei")));
    const std::vector<std::string> codes = (*last)->recovery_codes;
    const auto opened = sign_in("li.wei", passphrase, codes[3]);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->recovery_codes_left, 9u);
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, codes[3])), AccessRefusal::wrong_credentials);
    EXPECT_TRUE(sign_in("li.wei", passphrase, codes[4]));
}

TEST_F(AccountsTest, AnotherAccountsRecoveryCodeIsNone) {
    accept(add(form("li.wei")));
    const std::vector<std::string> codes = (*last)->recovery_codes;
    accept(add(form("wang.fang")));
    EXPECT_EQ(refusal(sign_in("wang.fang", passphrase, codes[0])),
              AccessRefusal::wrong_credentials);
    EXPECT_TRUE(sign_in("li.wei", passphrase, codes[0]));
}

TEST_F(AccountsTest, FailuresOfAnAccountDelayIt) {
    const std::string secret = accept(add(form("li.wei")));
    now = now + minutes(1);
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(refusal(sign_in("li.wei", "something else", "", "10.0.0." + std::to_string(i))),
                  AccessRefusal::wrong_credentials);
    }
    const auto waits = sign_in("li.wei", passphrase, totp_code(secret, now), "10.0.0.99");
    ASSERT_FALSE(waits);
    EXPECT_EQ(waits.error().reason, AccessRefusal::wait);
    EXPECT_EQ(waits.error().wait, seconds(1));
    now = now + seconds(1);
    EXPECT_TRUE(sign_in("li.wei", passphrase, totp_code(secret, now), "10.0.0.99"));
    // Whoever came in begins anew.
    EXPECT_EQ(refusal(sign_in("li.wei", "something else", "")), AccessRefusal::wrong_credentials);
}

TEST_F(AccountsTest, WrongCodesCountAsFailures) {
    accept(add(form("li.wei")));
    now = now + minutes(1);
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "00000" + std::to_string(i))),
                  AccessRefusal::wrong_credentials);
    }
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "000009")), AccessRefusal::wait);
}

TEST_F(AccountsTest, TheDelayOutlivesARestart) {
    accept(add(form("li.wei")));
    for (int i = 0; i < 6; ++i)
        std::ignore = sign_in("li.wei", "something else", "");
    opened.reset();
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "", "10.9.9.9")), AccessRefusal::wait);
}

TEST_F(AccountsTest, WhoKeepsTheAccountsEndsADelay) {
    accept(add(form("li.wei")));
    for (int i = 0; i < 12; ++i) {
        std::ignore = sign_in("li.wei", "something else", "");
        now = now + minutes(15);
    }
    ASSERT_EQ(refusal(sign_in("li.wei", "something else", "")), AccessRefusal::wrong_credentials);
    ASSERT_EQ(refusal(sign_in("li.wei", passphrase, "")), AccessRefusal::wait);
    ASSERT_TRUE(accounts().act(AccountAction::unlock, form("li.wei"), now));
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, "", "10.1.1.1")), AccessRefusal::code_needed);
}

TEST_F(AccountsTest, FailuresFromAnAddressDelayAllOfItsAttempts) {
    const std::string secret = accept(add(form("li.wei")));
    now = now + minutes(1);
    for (int i = 0; i < 21; ++i)
        std::ignore = sign_in("guess" + std::to_string(i), "something else", "", "10.6.6.6");
    const std::string code = totp_code(secret, now);
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, code, "10.6.6.6")), AccessRefusal::wait);
    EXPECT_TRUE(sign_in("li.wei", passphrase, code, "10.0.0.1"));
}

TEST_F(AccountsTest, InvitationsAreNotGuessedEither) {
    for (int i = 0; i < 21; ++i)
        std::ignore = accounts().read_invitation("msi_" + std::to_string(i), "10.6.6.6", now);
    const std::string invitation = add(form("li.wei"));
    const auto waits = accounts().read_invitation(invitation, "10.6.6.6", now);
    ASSERT_FALSE(waits);
    EXPECT_EQ(waits.error().reason, AccessRefusal::wait);
}

TEST_F(AccountsTest, ADisabledAccountIsOneThatDoesNotExist) {
    const std::string secret = accept(add(form("li.wei")));
    now = now + minutes(1);
    ASSERT_TRUE(accounts().act(AccountAction::disable, form("li.wei"), now));
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, totp_code(secret, now))),
              AccessRefusal::wrong_credentials);
    EXPECT_FALSE(accounts().act(AccountAction::invite, form("li.wei"), now));
    ASSERT_TRUE(accounts().act(AccountAction::enable, form("li.wei"), now));
    EXPECT_TRUE(sign_in("li.wei", passphrase, totp_code(secret, now)));
}

TEST_F(AccountsTest, AnOldPassphraseMustBeReplaced) {
    const std::string secret = accept(add(form("li.wei")));
    now = now + hours(24 * 366);
    const std::string code = totp_code(secret, now);
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, code)), AccessRefusal::passphrase_ended);
    SignInForm again{.account = "li.wei", .passphrase = passphrase, .code = code};
    again.new_passphrase = passphrase;
    EXPECT_EQ(refusal(accounts().open_session(again, "10.0.0.1", now)),
              AccessRefusal::weak_passphrase);
    again.new_passphrase = "another four good words";
    ASSERT_TRUE(accounts().open_session(again, "10.0.0.1", now));
    now = now + minutes(1);
    EXPECT_EQ(refusal(sign_in("li.wei", passphrase, totp_code(secret, now))),
              AccessRefusal::wrong_credentials);
    EXPECT_TRUE(sign_in("li.wei", "another four good words", totp_code(secret, now)));
}

TEST_F(AccountsTest, ChangingThePassphraseEndsTheOtherSessions) {
    const std::string secret = accept(add(form("li.wei")));
    now = now + minutes(1);
    const auto other = sign_in("li.wei", passphrase, totp_code(secret, now));
    now = now + minutes(1);
    const auto mine = sign_in("li.wei", passphrase, totp_code(secret, now));
    ASSERT_TRUE(other && mine);
    EXPECT_FALSE(accounts().change_passphrase(mine->token, {"wrong", "another four good words"},
                                              "10.0.0.1", now));
    ASSERT_TRUE(accounts().change_passphrase(mine->token, {passphrase, "another four good words"},
                                             "10.0.0.1", now));
    const auto views = accounts().list(now);
    ASSERT_TRUE(views);
    EXPECT_EQ(views->front().sessions, 1u);
    EXPECT_TRUE(*accounts().end_session(mine->token));
    EXPECT_FALSE(*accounts().end_session(other->token));
}

TEST_F(AccountsTest, TakenRightsAreGoneAtOnce) {
    accept(add(form("li.wei")));
    AccountForm less = form("li.wei", {Role::call_taker});
    ASSERT_TRUE(accounts().act(AccountAction::change, less, now));
    EXPECT_EQ(accounts().list(now)->front().sessions, 0u);
    EXPECT_EQ(accounts().list(now)->front().roles, std::vector<Role>{Role::call_taker});
}

TEST_F(AccountsTest, TheSessionUsedLongestAgoMakesRoom) {
    options.sessions_per_account = 2;
    const std::string secret = accept(add(form("li.wei")));
    std::vector<std::string> tokens;
    for (int i = 0; i < 3; ++i) {
        now = now + minutes(1);
        tokens.push_back(sign_in("li.wei", passphrase, totp_code(secret, now))->token);
    }
    EXPECT_FALSE(*accounts().end_session(tokens[0]));
    EXPECT_TRUE(*accounts().end_session(tokens[1]));
    EXPECT_TRUE(*accounts().end_session(tokens[2]));
}

TEST_F(AccountsTest, NamesAreOneForAccountsAndTokens) {
    std::string error;
    const auto book = TokenBook::open(
        folder, [this] { return now; }, error);
    ASSERT_TRUE(book) << error;
    ASSERT_TRUE(book->create({.name = "gateway", .roles = Role::adapter}, error));
    const auto taken = accounts().act(AccountAction::add, form("gateway"), now);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().reason, AccessRefusal::name_taken);
    add(form("li.wei"));
    EXPECT_EQ(accounts().act(AccountAction::add, form("li.wei"), now).error().reason,
              AccessRefusal::name_taken);
    EXPECT_FALSE(book->create({.name = "li.wei", .roles = Role::adapter}, error));
}

TEST_F(AccountsTest, AdministratorsAreDifferentPeople) {
    using Roles = std::vector<Role>;
    const std::pair<Roles, bool> cases[] = {
        {{Role::admin}, true},
        {{Role::security_admin}, true},
        {{Role::auditor}, true},
        {{Role::admin, Role::supervisor}, true},
        {{Role::security_admin, Role::dispatcher}, true},
        {{Role::admin, Role::security_admin}, false},
        {{Role::auditor, Role::admin}, false},
        {{Role::auditor, Role::security_admin}, false},
        {{Role::auditor, Role::dispatcher}, false},
        {{}, false},
        {{Role::responder}, false},  // without its number
    };
    int number = 0;
    for (const auto& [roles, allowed] : cases) {
        const auto changed =
            accounts().act(AccountAction::add, form("a" + std::to_string(++number), roles), now);
        EXPECT_EQ(static_cast<bool>(changed), allowed) << number;
    }
}

TEST_F(AccountsTest, BadNamesAreRefused) {
    for (const char* name : {"", "Li", "li wei", "li/wei", "李伟", "a,b"}) {
        const auto changed = accounts().act(AccountAction::add, form(name), now);
        ASSERT_FALSE(changed) << name;
        EXPECT_EQ(changed.error().field, "name");
    }
    EXPECT_FALSE(accounts().act(AccountAction::add, form(std::string(65, 'a')), now));
}

TEST_F(AccountsTest, ARespondersPhoneNeedsNoSecondFactorUnlessTheRuleSaysSo) {
    AccountForm phone = form("zhao", {Role::responder});
    phone.responder = {7};
    accept(add(phone));
    EXPECT_TRUE((*last)->recovery_codes.empty());
    EXPECT_TRUE(sign_in("zhao", passphrase, ""));
    opened.reset();
    options.second_factor = SecondFactor::everybody;
    EXPECT_EQ(refusal(sign_in("zhao", passphrase, "")), AccessRefusal::not_allowed);
}

TEST_F(AccountsTest, AnotherServiceLetsInWhomItIsLinkedTo) {
    add(form("li.wei"));
    EXPECT_EQ(refusal(accounts().open_outside("https://id.example 7", "10.0.0.1", now)),
              AccessRefusal::unknown_account);
    ASSERT_TRUE(accounts().link_subject("li.wei", "https://id.example 7"));
    const auto opened = accounts().open_outside("https://id.example 7", "10.0.0.1", now);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->account, "li.wei");
    add(form("wang.fang"));
    EXPECT_FALSE(accounts().link_subject("wang.fang", "https://id.example 7"));
    ASSERT_TRUE(accounts().act(AccountAction::disable, form("li.wei"), now));
    EXPECT_FALSE(accounts().open_outside("https://id.example 7", "10.0.0.1", now));
}

TEST_F(AccountsTest, NothingOfAPassphraseOrTokenStandsInTheFile) {
    const std::string invitation = add(form("li.wei"));
    accept(invitation);
    const std::string token = (*last)->token;
    const std::string code = (*last)->recovery_codes[0];
    opened.reset();
    std::string bytes;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        std::FILE* in = std::fopen(file.path().c_str(), "rb");
        ASSERT_TRUE(in);
        char buffer[4096];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, in)) > 0;)
            bytes.append(buffer, got);
        std::fclose(in);
        EXPECT_EQ(std::filesystem::status(file.path()).permissions() &
                      (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
                  std::filesystem::perms::none);
    }
    EXPECT_NE(bytes.find("li.wei"), std::string::npos);
    for (const std::string& secret : {passphrase, token, invitation, code, recovery_code_of(code)})
        EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace muster::access
