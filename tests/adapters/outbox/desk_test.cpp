// Which message goes next, by clocks that the test turns.
#include "adapters/outbox/desk.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "tests/adapters/outbox/temp_folder.hpp"

namespace muster::outbox {
namespace {

constexpr Verdict::What delivered = Verdict::What::delivered;
constexpr Verdict::What again = Verdict::What::again;
constexpr Verdict::What refused = Verdict::What::refused;

class DeskTest : public testing::Test {
  protected:
    DeskTest() {
        ChannelOptions channel;
        channel.name = "desk";
        channel.per_minute = 60'000;
        channel.burst = 1'000;
        options.channel.push_back(channel);
    }
    void open() {
        auto opened = Book::open(folder.path() / "outbox.sqlite", options);
        ASSERT_TRUE(opened) << opened.error();
        book = std::move(*opened);
        desk.emplace(*book, options, [this](const std::string& what) { warnings.push_back(what); });
    }
    void add(std::uint64_t from, std::uint64_t to) {
        std::vector<Message> all;
        for (std::uint64_t seq = from; seq <= to; ++seq)
            all.push_back({std::to_string(seq), "desk", seq, now.wall, "", "{}"});
        ASSERT_FALSE(book->add(all, to, now.wall));
    }
    void pass(Millis time) {
        now.wall = now.wall + time;
        now.steady = now.steady + time;
    }
    // The number of the message that is to be sent now; 0 = none.
    std::uint64_t next() {
        auto got = desk->next(0, now);
        EXPECT_TRUE(got);
        if (auto* const message = std::get_if<PendingMessage>(&*got)) {
            sent = std::move(*message);
            return sent.message.seq;
        }
        wait = std::get<TimePoint>(*got) == never ? Millis{-1}
                                                  : std::get<TimePoint>(*got) - now.steady;
        return 0;
    }
    void settle(Verdict::What what, std::optional<Millis> ask = std::nullopt) {
        ASSERT_FALSE(desk->settle(0, sent, {what, "why", ask}, now));
    }

    TempFolder folder;
    OutboxOptions options;
    std::unique_ptr<Book> book;
    std::optional<Desk> desk;
    std::vector<std::string> warnings;
    Now now{TimePoint{1'700'000'000'000}, TimePoint{5'000}};
    PendingMessage sent;
    Millis wait;
};

TEST(BackOff, DoublesUpToItsCap) {
    RetryOptions options;
    options.retry_first_ms = seconds(1);
    options.retry_last_ms = seconds(10);
    EXPECT_EQ(back_off(options, 1), seconds(1));
    EXPECT_EQ(back_off(options, 2), seconds(2));
    EXPECT_EQ(back_off(options, 4), seconds(8));
    EXPECT_EQ(back_off(options, 5), seconds(10));
    EXPECT_EQ(back_off(options, 1'000'000'000), seconds(10));
}

TEST_F(DeskTest, MessagesGoInOrderAndTheDeskRests) {
    open();
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(wait, Millis{-1}) << "until something comes";
    add(1, 3);
    for (const std::uint64_t seq : {1u, 2u, 3u}) {
        EXPECT_EQ(next(), seq);
        settle(delivered);
    }
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(desk->stats()[0].delivered, 3u);
    EXPECT_TRUE(warnings.empty());
}

TEST_F(DeskTest, AReceiverThatIsDownIsLeftAloneLongerAndLonger) {
    open();
    add(1, 2);
    for (const std::int64_t pause_s : {1, 2, 4, 8}) {
        EXPECT_NE(next(), 0u);
        settle(again);
        EXPECT_EQ(next(), 0u);
        EXPECT_EQ(wait, seconds(pause_s));
        pass(wait);
    }
    EXPECT_EQ(warnings.size(), 1u) << "said once";
    EXPECT_TRUE(desk->stats()[0].failing);
    EXPECT_NE(next(), 0u);
    settle(delivered);
    EXPECT_EQ(warnings.size(), 2u);
    EXPECT_FALSE(desk->stats()[0].failing);
    EXPECT_EQ(desk->stats()[0].failed, 4u);
}

TEST_F(DeskTest, OneThatIsNeverTakenHoldsNobodyUp) {
    options.attempts_max = 4;
    open();
    add(1, 20);
    std::size_t tries = 0;
    std::size_t taken = 0;
    for (int step = 0; step < 1'000 && taken + 1 < 20; ++step) {
        const std::uint64_t seq = next();
        if (seq == 0) {
            ASSERT_LE(wait, seconds(1)) << "others are waiting";
            pass(wait);
        } else if (seq == 1) {
            ++tries;
            settle(again);
        } else {
            ++taken;
            settle(delivered);
        }
    }
    EXPECT_EQ(taken, 19u);
    EXPECT_GE(tries, 1u);
    while (book->counts("desk").dead == 0) {
        if (next() == 0) {
            ASSERT_GT(wait, Millis{0});
            pass(wait);
        } else {
            ++tries;
            settle(again);
        }
    }
    EXPECT_EQ(tries, 4u) << "attempts_max, then it is a dead letter";
    EXPECT_EQ(desk->stats()[0].given_up, 1u);
}

TEST_F(DeskTest, WhatWouldNeverBeTakenIsADeadLetterAtOnce) {
    open();
    add(1, 2);
    EXPECT_EQ(next(), 1u);
    settle(refused);
    EXPECT_EQ(book->counts("desk").dead, 1u);
    EXPECT_EQ(next(), 2u) << "and the channel does not pause";
    EXPECT_EQ(desk->stats()[0].refused, 1u);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("why"), std::string::npos);
}

TEST_F(DeskTest, AReceiverMayAskForTimeWithinReason) {
    open();
    add(1, 1);
    EXPECT_EQ(next(), 1u);
    settle(again, seconds(120));
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(wait, seconds(120));
    pass(wait);
    EXPECT_EQ(next(), 1u);
    settle(again, hours(1'000));
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(wait, hours(1)) << "retry_asked_max_ms";
    pass(wait);
    EXPECT_EQ(next(), 1u);
    settle(again, Millis{0});
    EXPECT_EQ(next(), 0u);
    EXPECT_EQ(wait, seconds(4)) << "never sooner than by our own rule";
}

TEST_F(DeskTest, ARobotGetsNoMoreThanItsBudget) {
    options.channel[0].per_minute = 20;
    options.channel[0].burst = 5;
    open();
    add(1, 100);
    std::size_t first_minute = 0;
    const TimePoint end = now.steady + minutes(1);
    while (now.steady < end) {
        if (next() == 0) {
            ASSERT_GT(wait, Millis{0});
            EXPECT_EQ(next(), 0u) << "asking again costs and counts nothing";
            pass(wait);
        } else {
            ++first_minute;
            settle(delivered);
        }
    }
    EXPECT_GE(first_minute, 20u);
    EXPECT_LE(first_minute, 25u);
    EXPECT_GE(desk->stats()[0].budget_waits, 15u);
    EXPECT_LE(desk->stats()[0].budget_waits, 21u);
}

TEST_F(DeskTest, WhatWaitsForTooLongIsADeadLetter) {
    options.age_max_ms = minutes(5);
    open();
    add(1, 2);
    EXPECT_EQ(next(), 1u);
    settle(delivered);
    pass(minutes(5) + Millis{1});
    add(3, 3);
    EXPECT_EQ(next(), 3u);
    EXPECT_EQ(book->counts("desk").dead, 1u);
    EXPECT_EQ(desk->stats()[0].given_up, 1u);
}

TEST_F(DeskTest, AClockThatIsSetBackStopsNothing) {
    open();
    add(1, 1);
    EXPECT_EQ(next(), 1u);
    settle(again);
    now.wall = now.wall - hours(24 * 400);
    pass(seconds(1));
    EXPECT_EQ(next(), 1u);
}

}  // namespace
}  // namespace muster::outbox
