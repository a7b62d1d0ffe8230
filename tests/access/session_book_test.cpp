#include "engine/access/session_book.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "access_world.hpp"
#include "engine/access/token_book.hpp"

namespace muster::access {
namespace {

class SessionBookTest : public AccessWorld {
  protected:
    SessionBook& book() {
        if (!kept) {
            auto made = SessionBook::open(folder, options.idle_ms, [this] { return now; });
            EXPECT_TRUE(made);
            kept.emplace(std::move(*made));
        }
        return *kept;
    }
    std::string come_in() {
        accept(add(form("li.wei")));
        return (*last)->token;
    }
    std::optional<SessionBook> kept;
};

TEST_F(SessionBookTest, ATokenIsItsAccount) {
    AccountForm wanted = form("li.wei");
    wanted.districts = {"guangling", "hanjiang"};
    accept(add(wanted));
    const auto principal = book().authenticate((*last)->token);
    ASSERT_TRUE(principal);
    EXPECT_EQ(principal->name, "li.wei");
    EXPECT_EQ(principal->roles, Roles{Role::dispatcher});
    EXPECT_EQ(principal->districts.named(), (std::vector<Code>{"guangling", "hanjiang"}));
    EXPECT_FALSE(book().authenticate("mss_" + std::string(64, '0')));
    EXPECT_FALSE(book().authenticate(""));
}

TEST_F(SessionBookTest, ASessionEndsWithoutUse) {
    const std::string token = come_in();
    for (int i = 0; i < 5; ++i) {
        now = now + minutes(59);
        EXPECT_TRUE(book().authenticate(token)) << i;
    }
    EXPECT_TRUE(book().is_valid("li.wei"));
    now = now + minutes(60);
    EXPECT_FALSE(book().is_valid("li.wei"));
    EXPECT_FALSE(book().authenticate(token));
}

TEST_F(SessionBookTest, ASessionEndsHoweverMuchItIsUsed) {
    const std::string token = come_in();
    for (int i = 0; i < 31; ++i) {
        now = now + minutes(30);
        EXPECT_TRUE(book().authenticate(token)) << i;
    }
    now = now + minutes(30);
    EXPECT_FALSE(book().authenticate(token));
}

TEST_F(SessionBookTest, SeesAtOnceWhatOthersChange) {
    const std::string token = come_in();
    ASSERT_TRUE(book().authenticate(token));
    ASSERT_TRUE(accounts().act(AccountAction::end_sessions, form("li.wei"), now));
    EXPECT_FALSE(book().authenticate(token));
    EXPECT_FALSE(book().is_valid("li.wei"));
}

// The engine's thread asks here, and waits for nothing but its log.
TEST_F(SessionBookTest, WhoeverWritesKeepsNobodyWaiting) {
    const std::string token = come_in();
    auto writer = open_access_file(folder);
    ASSERT_TRUE(writer);
    ASSERT_FALSE(writer->exec("BEGIN EXCLUSIVE; DELETE FROM session", "writing"));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(book().authenticate(token));  // opened and read beside the writer
    std::string error;
    const auto tokens = TokenBook::open(
        folder, [this] { return now; }, error);
    ASSERT_TRUE(tokens) << error;
    EXPECT_TRUE(tokens->list().empty());
    // Whoever waits for the writer waits for two seconds.
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(1));
    EXPECT_TRUE(book().authenticate(token));
    ASSERT_FALSE(writer->exec("COMMIT", "writing"));
    EXPECT_FALSE(book().authenticate(token));
}

// A write-ahead file that rots is left out without a word; what is in the file itself is not.
TEST_F(SessionBookTest, WhatIsWrittenStandsInTheFileItself) {
    const std::string token = come_in();
    ASSERT_TRUE(book().authenticate(token));
    ASSERT_TRUE(accounts().act(AccountAction::disable, form("li.wei"), now));
    const std::filesystem::path elsewhere = folder / "elsewhere";
    std::filesystem::create_directories(elsewhere);
    std::filesystem::copy_file(folder / access_file_name, elsewhere / access_file_name);
    const auto copied = AccountStore::open(elsewhere);
    ASSERT_TRUE(copied);
    EXPECT_TRUE((*copied->find("li.wei"))->disabled_at);
    EXPECT_TRUE(copied->sessions()->empty());
}

TEST_F(SessionBookTest, UsesAreToldOnceAndOutliveARestart) {
    const std::string token = come_in();
    now = now + minutes(50);
    ASSERT_TRUE(book().authenticate(token));
    const auto used = book().take_used();
    ASSERT_EQ(used.size(), 1u);
    EXPECT_EQ(used.front().second, now);
    EXPECT_TRUE(book().take_used().empty());
    accounts().note_used(used, now);
    kept.reset();
    now = now + minutes(50);
    EXPECT_TRUE(book().authenticate(token));
}

TEST_F(SessionBookTest, WhatRanOutIsDropped) {
    const std::string token = come_in();
    now = now + minutes(60);
    accounts().note_used({}, now);
    EXPECT_EQ(accounts().list(now)->front().sessions, 0u);
}

TEST_F(SessionBookTest, AViewTellsWhenItEnds) {
    const TimePoint opened_at = now;
    const std::string token = come_in();
    now = now + minutes(10);
    ASSERT_TRUE(book().authenticate(token));
    const auto view = book().view(token);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->shown_name, "Person li.wei");
    EXPECT_EQ(view->opened_at, opened_at);
    EXPECT_EQ(view->ends_at, opened_at + hours(16));
    EXPECT_EQ(view->idle_ends_at, now + minutes(60));
}

}  // namespace
}  // namespace muster::access
