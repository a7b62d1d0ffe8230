#include "engine/access/secret_box.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "access_world.hpp"
#include "engine/access/secret_sealing.hpp"
#include "engine/seal/key_book.hpp"

namespace muster::access {
namespace {

class SecretBoxTest : public AccessWorld {
  protected:
    // Who had the box of before is opened anew.
    void use(const SecretBox& box) {
        opened.reset();
        secrets = box;
    }
    SecretsFound seal() {
        const auto file = open_access_file(folder);
        EXPECT_TRUE(file) << file.error().message;
        auto found = seal_secrets(*file, secrets);
        EXPECT_TRUE(found) << found.error().message;
        return *found;
    }
    // In the file or beside it, as it is.
    bool stands_somewhere(const std::string& secret) const {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes(std::istreambuf_iterator<char>(in), {});
            if (bytes.find(secret) != std::string::npos) return true;
        }
        return false;
    }
    bool comes_in(const std::string& name, const std::string& secret) {
        now = now + minutes(1);
        const auto session = sign_in(name, passphrase, totp_code(secret, now));
        EXPECT_TRUE(session || session.error().reason == AccessRefusal::not_allowed);
        return session ? true : false;
    }
    // Who needs no second factor.
    static AccountForm carries_a_phone(const std::string& name) {
        AccountForm wanted = form(name, {Role::responder});
        wanted.responder = {7};
        return wanted;
    }
    // A program of before did not overwrite what it deleted.
    void leave_a_trace() const {
        const auto file = sqlite::Database::open(folder / access_file_name, {});
        ASSERT_TRUE(file);
        ASSERT_FALSE(
            file->exec("PRAGMA secure_delete=OFF;"
                       "CREATE TABLE gone AS SELECT totp FROM account; DROP TABLE gone",
                       "leaving a trace"));
    }
    void change_file(const std::string& sql) const {
        const auto file = open_access_file(folder);
        ASSERT_TRUE(file);
        const auto failed = file->exec(sql.c_str(), "changing the file");
        ASSERT_FALSE(failed) << failed.message;
    }

    const SecretBox sealing{seal::draw_key(), true};
};

TEST_F(SecretBoxTest, ASecretIsReadableInItsAccountsRowOnly) {
    const std::string secret = draw_totp_secret();
    const std::string kept = sealing.closed("li.wei", secret);
    EXPECT_TRUE(SecretBox::is_sealed(kept));
    EXPECT_EQ(kept.find(secret), std::string::npos);
    EXPECT_EQ(sealing.opened("li.wei", kept), secret);
    EXPECT_FALSE(sealing.opened("wang.fang", kept));
    EXPECT_FALSE(SecretBox(seal::draw_key(), true).opened("li.wei", kept));
    EXPECT_FALSE(SecretBox().opened("li.wei", kept));
    std::string changed = kept;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(sealing.opened("li.wei", changed));
    // None is none, and one from before is read as it is.
    EXPECT_EQ(sealing.closed("li.wei", ""), "");
    EXPECT_EQ(sealing.opened("li.wei", secret), secret);
}

TEST_F(SecretBoxTest, NoSecretStandsInTheFileAsItIs) {
    use(sealing);
    const std::string invitation = add(form("li.wei"));
    const auto told = accounts().read_invitation(invitation, "10.0.0.1", now);
    ASSERT_TRUE(told);
    EXPECT_FALSE(stands_somewhere(told->secret));
    // It is drawn once: the app has it since the first reading.
    EXPECT_EQ(accept(invitation), told->secret);
    EXPECT_FALSE(stands_somewhere(told->secret));
    EXPECT_TRUE(comes_in("li.wei", told->secret));
    use(sealing);
    EXPECT_TRUE(comes_in("li.wei", told->secret));
}

TEST_F(SecretBoxTest, AnInvitationHoldsNoSecretBeforeItIsRead) {
    // As the command line makes one, which has no key.
    const std::string invitation = add(form("li.wei"));
    use(sealing);
    EXPECT_EQ(seal().sealed_now, 0u);
    // Whoever has not read it cannot guess its code either.
    const auto refused = accounts().accept({invitation, passphrase, "000000"}, "10.0.0.1", now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "code");
    EXPECT_FALSE(stands_somewhere(accept(invitation)));
}

TEST_F(SecretBoxTest, AFileFromBeforeIsSealedAndLosesItsTraces) {
    add(carries_a_phone("zhao"));
    // Whoever reads meanwhile makes the write-ahead file grow, and keeps it when the work is done,
    // as the books of the service do.
    const auto reader = open_access_file(folder);
    ASSERT_TRUE(reader);
    ASSERT_FALSE(reader->exec("BEGIN; SELECT count(*) FROM account", "reading"));
    const std::string first = accept(add(form("li.wei")));
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(comes_in("li.wei", first));
    const std::string invitation = add(form("wang.fang"));
    const std::string second = accounts().read_invitation(invitation, "10.0.0.1", now)->secret;
    ASSERT_FALSE(reader->exec("COMMIT", "reading"));
    leave_a_trace();
    opened.reset();
    EXPECT_EQ(seal().open, 2u);
    EXPECT_TRUE(stands_somewhere(first));
    EXPECT_TRUE(stands_somewhere(second));

    use(sealing);
    const SecretsFound found = seal();
    EXPECT_EQ(found.sealed_now, 2u);
    EXPECT_EQ(found.open, 0u);
    EXPECT_TRUE(found.lost.empty());
    EXPECT_FALSE(stands_somewhere(first));
    EXPECT_FALSE(stands_somewhere(second));
    EXPECT_EQ(seal().sealed_now, 0u);
    EXPECT_TRUE(comes_in("li.wei", first));
    EXPECT_EQ(accept(invitation), second);
}

// Sealed, and interrupted before the rest was done.
TEST_F(SecretBoxTest, TracesThatWereLeftAreRemovedTheNextTime) {
    const std::string secret = accept(add(form("li.wei")));
    opened.reset();
    leave_a_trace();
    change_file("INSERT INTO trace VALUES('open secrets'); UPDATE account SET totp = ''");
    EXPECT_TRUE(stands_somewhere(secret));
    use(sealing);
    EXPECT_EQ(seal().sealed_now, 0u);
    EXPECT_FALSE(stands_somewhere(secret));
}

// An older program's file knows invitations by their secret.
TEST_F(SecretBoxTest, AnInvitationOfAnOlderProgramStillAsksForACode) {
    const std::string invitation = add(form("li.wei"));
    const std::string secret = accounts().read_invitation(invitation, "10.0.0.1", now)->secret;
    change_file(
        "ALTER TABLE invitation DROP COLUMN second_factor; DROP TABLE trace;"
        "DROP TABLE security_key;"
        "PRAGMA user_version = 3");
    use(sealing);
    EXPECT_EQ(seal().sealed_now, 1u);
    EXPECT_EQ(accept(invitation), secret);
    EXPECT_FALSE(stands_somewhere(secret));
}

TEST_F(SecretBoxTest, WithoutItsKeyOnlyCodesOfTheAppAreRefused) {
    use(sealing);
    const std::string secret = accept(add(form("li.wei")));
    const std::vector<std::string> codes = (*last)->recovery_codes;
    accept(add(carries_a_phone("zhao")));
    for (const SecretBox& other : {SecretBox(), SecretBox(seal::draw_key(), true)}) {
        use(other);
        EXPECT_EQ(seal().lost, std::vector<std::string>{"li.wei"});
        EXPECT_FALSE(comes_in("li.wei", secret));
        EXPECT_TRUE(sign_in("zhao", passphrase, ""));
        EXPECT_TRUE(sign_in("li.wei", passphrase, codes[other.seals() ? 1 : 0]));
        EXPECT_EQ(refusal(sign_in("li.wei", "something else", "")),
                  AccessRefusal::wrong_credentials);
    }
    // The keys are put back, and nothing was lost.
    use(sealing);
    EXPECT_TRUE(seal().lost.empty());
    EXPECT_TRUE(comes_in("li.wei", secret));
    // Or they are not, and she is invited anew.
    use(SecretBox(seal::draw_key(), true));
    const auto anew = accounts().act(AccountAction::invite, form("li.wei"), now);
    ASSERT_TRUE(anew) << anew.error().detail;
    now = now + minutes(1);
    const auto told = accounts().read_invitation(anew->invitation, "10.0.0.1", now);
    ASSERT_TRUE(told);
    const auto accepted = accounts().accept(
        {anew->invitation, "another four words", totp_code(told->secret, now)}, "10.0.0.1", now);
    ASSERT_TRUE(accepted) << accepted.error().detail;
    EXPECT_TRUE(seal().lost.empty());
}

TEST_F(SecretBoxTest, ABoxInAnotherAccountsRowIsRefused) {
    use(sealing);
    const std::string hers = accept(add(form("li.wei")));
    accept(add(form("wang.fang")));
    opened.reset();
    // By somebody who may write, so that the proof of the row is right.
    change_file(
        "UPDATE account SET totp = (SELECT totp FROM account WHERE name = 'li.wei')"
        " WHERE name = 'wang.fang'");
    EXPECT_EQ(seal().lost, std::vector<std::string>{"wang.fang"});
    EXPECT_FALSE(comes_in("wang.fang", hers));
    EXPECT_TRUE(comes_in("li.wei", hers));
}

TEST_F(SecretBoxTest, TheKeyOutlivesAnotherMasterKeyAndARestore) {
    const auto box_of = [](const seal::KeyBook& book) {
        const auto desk = book.key_there_is({});
        EXPECT_TRUE(desk);
        return desk ? SecretBox(desk->key, true) : SecretBox();
    };
    const std::string secret = draw_totp_secret();
    const seal::Key second = seal::draw_key();
    std::string kept;
    std::string all;
    {
        const auto book = seal::KeyBook::open(folder, seal::draw_key(), "");
        ASSERT_TRUE(book);
        kept = box_of(**book).closed("li.wei", secret);
        ASSERT_FALSE((*book)->change_master(second, ""));
        EXPECT_EQ(box_of(**book).opened("li.wei", kept), secret);
        all = (*book)->all_keys();
    }
    {
        const auto book = seal::KeyBook::open(folder, second, "");
        ASSERT_TRUE(book) << book.error().message;
        EXPECT_EQ(box_of(**book).opened("li.wei", kept), secret);
    }
    const std::filesystem::path elsewhere = folder / "elsewhere";
    std::filesystem::create_directories(elsewhere);
    const seal::Key third = seal::draw_key();
    ASSERT_FALSE(seal::KeyBook::put_back(elsewhere, all, third, ""));
    const auto book = seal::KeyBook::open(elsewhere, third, "");
    ASSERT_TRUE(book) << book.error().message;
    EXPECT_EQ(box_of(**book).opened("li.wei", kept), secret);
}

TEST_F(SecretBoxTest, SwitchedOffItStillOpensWhatWasSealed) {
    const seal::Key desk = seal::draw_key();
    use(SecretBox(desk, true));
    const std::string hers = accept(add(form("li.wei")));
    use(SecretBox(desk, false));
    const std::string his = accept(add(form("wang.fang")));
    EXPECT_TRUE(stands_somewhere(his));
    const SecretsFound found = seal();
    EXPECT_EQ(found.open, 1u);
    EXPECT_TRUE(found.lost.empty());
    EXPECT_TRUE(comes_in("li.wei", hers));
    EXPECT_TRUE(comes_in("wang.fang", his));
}

}  // namespace
}  // namespace muster::access
