// What waits: kept whole with the cursor or not at all, once, within its limits, and still there
// after the process was killed.
#include "adapters/outbox/book.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <utility>
#include <vector>

#include "tests/adapters/outbox/temp_folder.hpp"

namespace muster::outbox {
namespace {

constexpr TimePoint now{1'700'000'000'000};
constexpr Millis wait_max = hours(1);

Message message(std::uint64_t seq, const std::string& channel = "desk") {
    Message out;
    out.id = "b-" + std::to_string(seq) + "-0";
    out.channel = channel;
    out.seq = seq;
    out.at = TimePoint{static_cast<std::int64_t>(seq)};
    out.text = "text of " + std::to_string(seq);
    out.body = "{\"seq\":" + std::to_string(seq) + "}";
    return out;
}

std::vector<Message> messages(std::uint64_t from, std::uint64_t to,
                              const std::string& channel = "desk") {
    std::vector<Message> out;
    for (std::uint64_t seq = from; seq <= to; ++seq)
        out.push_back(message(seq, channel));
    return out;
}

class BookTest : public testing::Test {
  protected:
    void open() {
        book.reset();
        auto opened = Book::open(folder.path() / "outbox.sqlite", options);
        ASSERT_TRUE(opened) << opened.error();
        book = std::move(*opened);
    }
    void SetUp() override { open(); }

    PendingMessage first(const std::string& channel = "desk", TimePoint at = now) {
        auto found = book->first(channel, at, wait_max);
        EXPECT_TRUE(found && *found) << "nothing waits";
        return found && *found ? **found : PendingMessage{};
    }
    bool is_empty(const std::string& channel = "desk") {
        const auto found = book->first(channel, now, wait_max);
        return found && !*found;
    }

    TempFolder folder;
    BookOptions options;
    std::unique_ptr<Book> book;
};

TEST_F(BookTest, MessagesAndCursorSurviveTheEnd) {
    EXPECT_FALSE(book->cursor()) << "a new book has followed nothing";
    ASSERT_FALSE(book->begin_anew(6));
    const std::string id = book->id();
    EXPECT_EQ(id.size(), 12u);
    ASSERT_FALSE(book->add(messages(7, 9), 11, now));
    open();
    EXPECT_EQ(book->cursor(), 11u);
    EXPECT_EQ(book->id(), id);
    EXPECT_EQ(book->counts("desk").pending, 3u);
    EXPECT_EQ(book->oldest("desk"), TimePoint{7});
    const PendingMessage one = first();
    EXPECT_EQ(one.message.id, "b-7-0");
    EXPECT_EQ(one.message.channel, "desk");
    EXPECT_EQ(one.message.seq, 7u);
    EXPECT_EQ(one.message.at, TimePoint{7});
    EXPECT_EQ(one.message.text, "text of 7");
    EXPECT_EQ(one.message.body, R"({"seq":7})");
    EXPECT_EQ(one.kept_at, now);
    EXPECT_EQ(one.attempts, 0);
}

TEST_F(BookTest, TheSameOnceMoreIsOneMessage) {
    ASSERT_FALSE(book->add(messages(1, 3), 3, now));
    ASSERT_FALSE(book->add(messages(2, 5), 5, now));
    EXPECT_EQ(book->counts("desk").pending, 5u);
    ASSERT_FALSE(book->add(messages(2, 2, "other"), 5, now)) << "another channel has its own";
    EXPECT_EQ(book->counts("other").pending, 1u);
    for (std::uint64_t seq = 1; seq <= 5; ++seq) {
        const PendingMessage one = first();
        EXPECT_EQ(one.message.seq, seq) << "in the order in which they came";
        ASSERT_FALSE(book->delivered(one));
    }
    EXPECT_TRUE(is_empty());
    EXPECT_FALSE(is_empty("other"));
    EXPECT_EQ(book->oldest("desk"), std::nullopt);
}

TEST_F(BookTest, WhatIsPostponedGoesBehindWhatIsDue) {
    ASSERT_FALSE(book->add(messages(1, 2), 2, now));
    ASSERT_FALSE(book->postpone(first(), now + seconds(5)));
    EXPECT_EQ(first().message.seq, 2u);
    ASSERT_FALSE(book->delivered(first()));
    const PendingMessage one = first();
    EXPECT_EQ(one.message.seq, 1u);
    EXPECT_EQ(one.attempts, 1);
    EXPECT_EQ(one.next_at, now + seconds(5));
    // A clock that was wrong when it was postponed.
    EXPECT_EQ(first("desk", now - hours(30)).next_at, now - hours(30));
}

TEST_F(BookTest, DeadLettersAreKeptWithTheirReasonAndCanBeSentAgain) {
    ASSERT_FALSE(book->add(messages(1, 3), 3, now));
    ASSERT_FALSE(book->bury(first(), "HTTP 400", now));
    ASSERT_FALSE(book->bury(first(), "HTTP 400", now));
    EXPECT_EQ(book->counts("desk").pending, 1u);
    EXPECT_EQ(book->counts("desk").dead, 2u);
    open();
    EXPECT_EQ(book->counts("desk").dead, 2u);
    const auto raised = book->raise("desk", {}, now + hours(48));
    ASSERT_TRUE(raised);
    EXPECT_EQ(*raised, 2u);
    EXPECT_EQ(book->counts("desk").pending, 3u);
    EXPECT_EQ(book->counts("desk").dead, 0u);
    ASSERT_FALSE(book->delivered(first())) << "number 3, which waited";
    EXPECT_EQ(first().message.seq, 1u) << "the others in their old order";
    EXPECT_EQ(first().kept_at, now + hours(48)) << "they are not too old at once";
}

TEST_F(BookTest, DeadLettersAreShownAndChosenByTheirIds) {
    ASSERT_FALSE(book->add(messages(1, 3), 3, now));
    ASSERT_FALSE(book->add(messages(2, 2, "other"), 3, now));
    for (int i = 0; i < 3; ++i)
        ASSERT_FALSE(book->bury(first(), "HTTP 400", now + seconds(i)));
    ASSERT_FALSE(book->bury(first("other"), "ESME_RINVDSTADR", now));
    const auto all = book->dead("", 100);
    ASSERT_TRUE(all);
    ASSERT_EQ(all->size(), 4u);
    EXPECT_EQ((*all)[1].id, "b-2-0");
    EXPECT_EQ((*all)[1].text, "text of 2");
    EXPECT_EQ((*all)[1].died_at, now + seconds(1));
    EXPECT_EQ((*all)[3].channel, "other");
    EXPECT_EQ((*all)[3].reason, "ESME_RINVDSTADR");
    EXPECT_EQ(book->dead("desk", 100)->size(), 3u);
    EXPECT_EQ(book->dead("", 2)->size(), 2u);
    EXPECT_EQ(book->channels(), (std::vector<std::string>{"desk", "other"}));
    const std::vector<std::string> ids{"b-2-0", "b-9-0", "'; DROP TABLE dead; --"};
    const auto raised = book->raise("desk", ids, now);
    ASSERT_TRUE(raised) << raised.error().message;
    EXPECT_EQ(*raised, 1u);
    EXPECT_EQ(first().message.id, "b-2-0");
    EXPECT_EQ(book->counts("desk").dead, 2u);
    EXPECT_EQ(book->counts("other").dead, 1u) << "the same id of another channel stays";
}

// The program has the book open while an operator sends dead letters again.
TEST_F(BookTest, WhatAnotherProcessPutsBackIsSeen) {
    options.pending_max = 3;
    options.dead_max = 2;
    open();
    ASSERT_FALSE(book->add(messages(1, 2), 2, now));
    ASSERT_FALSE(book->bury(first(), "HTTP 400", now));
    ASSERT_FALSE(book->bury(first(), "HTTP 400", now));
    EXPECT_FALSE(*book->was_changed()) << "its own work is no news";
    {
        auto other = Book::open(folder.path() / "outbox.sqlite", options);
        ASSERT_TRUE(other) << other.error();
        EXPECT_EQ(*(*other)->raise("desk", {}, now), 2u);
    }
    // Also before anybody asks: nothing is counted wrong.
    const PendingMessage one = first();
    EXPECT_EQ(one.message.seq, 1u);
    ASSERT_FALSE(book->delivered(one));
    EXPECT_EQ(book->counts("desk").pending, 1u);
    EXPECT_EQ(book->counts("desk").dead, 0u);
    ASSERT_FALSE(book->add(messages(3, 5), 5, now));
    EXPECT_EQ(book->counts("desk").pending, 3u);
    EXPECT_EQ(book->counts("desk").dead, 1u) << "number 2, for which there was no room";
    EXPECT_TRUE(*book->was_changed());
    EXPECT_FALSE(*book->was_changed()) << "once";
}

TEST_F(BookTest, BeyondTheLimitTheOldestMakesRoom) {
    options.pending_max = 3;
    options.dead_max = 2;
    open();
    ASSERT_FALSE(book->add(messages(1, 8), 8, now));
    EXPECT_EQ(book->counts("desk").pending, 3u);
    EXPECT_EQ(book->counts("desk").dead, 2u);
    EXPECT_EQ(book->counts("desk").crowded_out, 5u);
    EXPECT_EQ(book->counts("desk").forgotten, 3u);
    EXPECT_EQ(first().message.seq, 6u);
    ASSERT_FALSE(book->add(messages(1, 3, "other"), 9, now));
    EXPECT_EQ(book->counts("desk").pending, 3u) << "each channel has its own limit";
    // Only one place is free: the newest dead letter comes back, the other stays.
    ASSERT_FALSE(book->delivered(first()));
    const auto raised = book->raise("desk", {}, now);
    ASSERT_TRUE(raised);
    EXPECT_EQ(*raised, 1u);
    EXPECT_EQ(book->counts("desk").dead, 1u);
    EXPECT_EQ(book->counts("desk").pending, 3u);
    EXPECT_EQ(book->oldest("desk"), TimePoint{7});
}

// What is under way is the oldest: it makes room before its answer is there.
TEST_F(BookTest, WhatIsUnderWayMayBeCrowdedOutAndIsCountedOnce) {
    options.pending_max = 1;
    open();
    ASSERT_FALSE(book->add(messages(1, 1), 1, now));
    const PendingMessage taken = first();
    ASSERT_FALSE(book->add(messages(2, 2), 2, now));
    EXPECT_EQ(book->counts("desk").dead, 1u);
    ASSERT_FALSE(book->delivered(taken));
    EXPECT_EQ(book->counts("desk").dead, 0u) << "it was taken, and is not sent again";
    EXPECT_EQ(book->counts("desk").pending, 1u);
    EXPECT_EQ(book->dead("desk", 10)->size(), 0u);
    const PendingMessage refused = first();
    ASSERT_FALSE(book->add(messages(3, 3), 3, now));
    ASSERT_FALSE(book->bury(refused, "HTTP 400", now));
    EXPECT_EQ(book->counts("desk").dead, 1u);
    EXPECT_EQ(book->counts("desk").pending, 1u);
    ASSERT_FALSE(book->delivered(first()));
    EXPECT_EQ(book->counts("desk").pending, 0u);
    EXPECT_TRUE(is_empty());
}

// An operator was quicker than the receiver.
TEST_F(BookTest, WhatWasPutBackWhileItWasUnderWayIsDelivered) {
    options.pending_max = 1;
    open();
    ASSERT_FALSE(book->add(messages(1, 1), 1, now));
    const PendingMessage taken = first();
    ASSERT_FALSE(book->add(messages(2, 2), 2, now));
    ASSERT_FALSE(book->delivered(first()));
    ASSERT_EQ(*book->raise("desk", {}, now), 1u);
    ASSERT_FALSE(book->delivered(taken));
    EXPECT_TRUE(is_empty());
    EXPECT_EQ(book->counts("desk").pending, 0u);
}

TEST_F(BookTest, AnotherLogGetsOtherIds) {
    ASSERT_FALSE(book->begin_anew(100));
    const std::string before = book->id();
    ASSERT_FALSE(book->add(messages(101, 101), 101, now));
    ASSERT_FALSE(book->begin_anew(40));
    EXPECT_NE(book->id(), before);
    EXPECT_EQ(book->cursor(), 40u);
    EXPECT_EQ(book->counts("desk").pending, 1u);
}

TEST_F(BookTest, AnotherFileIsRefusedAndLeftAlone) {
    const auto file = folder.path() / "foreign.db";
    std::ofstream(file) << "these are the notes of somebody else, and no database at all";
    const auto opened = Book::open(file, options);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().find("foreign.db"), std::string::npos) << opened.error();
    std::string kept;
    std::getline(std::ifstream(file), kept);
    EXPECT_EQ(kept, "these are the notes of somebody else, and no database at all");
}

// What the child has said to be committed is there after it was killed, and with it its cursor.
TEST_F(BookTest, AKillLosesNothingThatWasCommitted) {
    book.reset();
    std::uint64_t seen = 0;
    for (int round = 0; round < 5; ++round) {
        int said[2];
        ASSERT_EQ(pipe(said), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            auto own = Book::open(folder.path() / "outbox.sqlite", options);
            if (!own) _exit(1);
            std::uint64_t seq = (*own)->cursor().value_or(0);
            for (;;) {
                seq += 2;
                if ((*own)->add(messages(seq - 1, seq), seq, now)) _exit(1);
                if (write(said[1], &seq, sizeof seq) != sizeof seq) _exit(1);
            }
        }
        close(said[1]);
        std::uint64_t committed = 0;
        while (committed < seen + 100) {
            ASSERT_EQ(read(said[0], &committed, sizeof committed),
                      static_cast<ssize_t>(sizeof committed));
        }
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status));
        // What it said before it was gone counts too.
        while (read(said[0], &seen, sizeof seen) == static_cast<ssize_t>(sizeof seen))
            committed = seen;
        close(said[0]);
        open();
        ASSERT_GE(book->cursor().value_or(0), committed);
        EXPECT_EQ(book->counts("desk").pending, *book->cursor()) << "all of a batch and its cursor";
        seen = *book->cursor();
        book.reset();
    }
}

}  // namespace
}  // namespace muster::outbox
