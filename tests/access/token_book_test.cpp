#include "engine/access/token_book.hpp"

#include <gtest/gtest.h>

#include "access_world.hpp"
#include "engine/access/access_file.hpp"
#include "engine/access/token_rules.hpp"

namespace muster::access {
namespace {

class TokenBookTest : public AccessWorld {
  protected:
    TokenBook& book() {
        if (!kept) {
            std::string error;
            kept = TokenBook::open(
                folder, [this] { return now; }, error);
            EXPECT_TRUE(kept) << error;
        }
        return *kept;
    }
    static TokenForm gateway() {
        return {.name = "gateway", .roles = {Role::adapter}, .devices = {"A-1", "B*"}, .days = 90};
    }
    std::unique_ptr<TokenBook> kept;
};

TEST_F(TokenBookTest, ATokenEnds) {
    const auto made = act(book(), TokenAction::create, gateway(), now);
    ASSERT_TRUE(made) << made.error().detail;
    const auto principal = book().authenticate(made->secret);
    ASSERT_TRUE(principal);
    EXPECT_EQ(principal->name, "gateway");
    EXPECT_EQ(principal->devices, (std::vector<std::string>{"A-1", "B*"}));
    now = now + hours(24 * 90) - Millis{1};
    EXPECT_TRUE(book().authenticate(made->secret));
    EXPECT_TRUE(book().is_valid("gateway"));
    now = now + Millis{1};
    EXPECT_FALSE(book().authenticate(made->secret));
    EXPECT_FALSE(book().is_valid("gateway"));
}

TEST_F(TokenBookTest, ARotatedTokenIsTakenBesideTheNewOneForADay) {
    const std::string first = act(book(), TokenAction::create, gateway(), now)->secret;
    now = now + hours(24 * 80);
    const auto rotated = act(book(), TokenAction::rotate, {.name = "gateway", .days = 90}, now);
    ASSERT_TRUE(rotated) << rotated.error().detail;
    EXPECT_NE(rotated->secret, first);
    EXPECT_EQ(rotated->token.expires_at, now + hours(24 * 90));
    EXPECT_EQ(book().authenticate(first)->devices, (std::vector<std::string>{"A-1", "B*"}));
    EXPECT_TRUE(book().authenticate(rotated->secret));
    now = now + hours(24);
    EXPECT_FALSE(book().authenticate(first));
    EXPECT_TRUE(book().authenticate(rotated->secret));
}

// One bit of a disk that rots must let nobody in, and nobody out without a word.
TEST_F(TokenBookTest, ARowThatIsNotAsItWasWrittenIsRefusedInWords) {
    (void)act(book(), TokenAction::create, gateway(), now);
    for (const char* const rot :
         {"UPDATE token SET roles = roles | 4", "UPDATE token SET hash = x'00'",
          "UPDATE token SET expires_at = 0", "UPDATE token SET proof = x''"}) {
        const auto db = sqlite::Database::open(folder / access_file_name, {});
        ASSERT_TRUE(db);
        ASSERT_FALSE(db->exec("SAVEPOINT before", "rotting"));
        // As the disk does it: without the triggers.
        ASSERT_FALSE(db->exec("DROP TRIGGER token_changed", "rotting"));
        ASSERT_FALSE(db->exec(rot, "rotting"));
        ASSERT_FALSE(db->exec("RELEASE before", "rotting"));
        const auto opened = open_access_file(folder);
        ASSERT_FALSE(opened) << rot;
        EXPECT_NE(opened.error().message.find("the token \"gateway\""), std::string::npos)
            << opened.error().message;
        ASSERT_FALSE(db->exec("DELETE FROM token", "mending"));
        EXPECT_TRUE(open_access_file(folder));
        kept.reset();
        std::filesystem::remove(folder / access_file_name);
        (void)act(book(), TokenAction::create, gateway(), now);
    }
    // What the program itself changes is as it was written.
    (void)act(book(), TokenAction::rotate, {.name = "gateway", .days = 90}, now);
    ASSERT_TRUE(act(book(), TokenAction::revoke, {.name = "gateway"}, now));
    EXPECT_TRUE(open_access_file(folder));
}

TEST_F(TokenBookTest, ARevokedTokenIsNotRotated) {
    const std::string first = act(book(), TokenAction::create, gateway(), now)->secret;
    ASSERT_TRUE(act(book(), TokenAction::revoke, {.name = "gateway"}, now));
    EXPECT_FALSE(book().authenticate(first));
    const auto rotated = act(book(), TokenAction::rotate, {.name = "gateway"}, now);
    ASSERT_FALSE(rotated);
    EXPECT_EQ(rotated.error().reason, AccessRefusal::unknown_token);
}

TEST_F(TokenBookTest, FaultsAreTold) {
    TokenForm form = gateway();
    form.days = 0;
    EXPECT_EQ(fault_of(form)->field, "days");
    form = gateway();
    form.roles = {};
    EXPECT_EQ(fault_of(form)->field, "roles");
    form = gateway();
    form.devices = {"a,b"};
    EXPECT_EQ(fault_of(form)->field, "devices");
    form = gateway();
    form.roles = {Role::auditor, Role::admin};
    EXPECT_EQ(fault_of(form)->field, "roles");
    EXPECT_FALSE(fault_of(gateway()));
}

// A file of the program before accounts: its tokens stay.
TEST_F(TokenBookTest, TakesOverTheFileOfAnOlderProgram) {
    {
        auto db = sqlite::Database::open(folder / access_file_name, {});
        ASSERT_TRUE(db);
        ASSERT_FALSE(db->exec(
            "CREATE TABLE token(name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE,"
            " roles INTEGER NOT NULL, responder INTEGER NOT NULL, created_at INTEGER NOT NULL,"
            " expires_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL);"
            // SHA-256 of mst_old.
            "INSERT INTO token VALUES('old',"
            "x'fb8e8980f943059913260bb4f9c4f353e90dd9188fd91e20d9efecdbe9462064',"
            "1, 0, 1, 0, 0)",
            "making an old file"));
    }
    ASSERT_EQ(book().list().size(), 1u);
    EXPECT_TRUE(book().is_valid("old"));
    EXPECT_TRUE(book().authenticate("mst_old"));
    EXPECT_TRUE(act(book(), TokenAction::create, gateway(), now));
    add(form("li.wei"));
}

TEST_F(TokenBookTest, RefusesTheFileOfANewerProgram) {
    {
        auto db = sqlite::Database::open(folder / access_file_name, {});
        ASSERT_TRUE(db);
        ASSERT_FALSE(db->exec("PRAGMA user_version = 99", "making a new file"));
    }
    std::string error;
    EXPECT_FALSE(TokenBook::open(
        folder, [this] { return now; }, error));
    EXPECT_NE(error.find("newer program"), std::string::npos) << error;
}

}  // namespace
}  // namespace muster::access
