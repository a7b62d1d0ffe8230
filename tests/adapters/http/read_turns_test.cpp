#include "adapters/http/read_turns.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <new>
#include <string>
#include <vector>

namespace muster::http {
namespace {

// Writes its name into a list for each piece it makes.
class Pieces final : public Reading {
  public:
    Pieces(std::string name, std::size_t count, std::vector<std::string>& made)
        : name_(std::move(name)), left_(count), made_(made) {}
    bool go_on(std::size_t) override {
        made_.push_back(name_);
        return --left_ == 0;
    }
    std::size_t work() const override { return 1; }

  private:
    std::string name_;
    std::size_t left_;
    std::vector<std::string>& made_;
};

struct ReadTurnsTest : ::testing::Test {
    void add(const std::string& principal, const std::string& name, std::size_t pieces) {
        tasks.push_back(
            turns.add(principal, std::make_unique<Pieces>(name, pieces, made), now,
                      [this, name](ReadEnd end) { made.push_back(name + words(end)); }));
    }
    static const char* words(ReadEnd end) {
        switch (end) {
            case ReadEnd::whole:
                return " whole";
            case ReadEnd::no_room:
                return " given up";
            case ReadEnd::no_memory:
                return " without memory";
        }
        return "";
    }
    // One turn of the loop; false when nothing was to be done.
    bool turn() {
        if (loop.empty()) return false;
        const auto work = std::move(loop.front());
        loop.pop_front();
        work();
        return true;
    }
    void all() {
        while (turn()) {
        }
    }

    TimePoint now{1'000'000};
    std::deque<std::function<void()>> loop;
    std::vector<std::string> made;
    bool commands_wait = false;
    UnreadAnswers unread{100};
    ReadTurns turns{{.work_per_turn = 1, .waiting_max = 3, .wait_max = seconds(20)},
                    unread,
                    [this](std::function<void()> work) { loop.push_back(std::move(work)); },
                    [this] { return commands_wait; }};
    std::vector<std::unique_ptr<Task>> tasks;
};

using Names = std::vector<std::string>;

TEST_F(ReadTurnsTest, OnePieceATurnAndPrincipalsTakeTurns) {
    add("a", "a1", 3);
    add("a", "a2", 1);
    add("b", "b1", 2);
    EXPECT_EQ(loop.size(), 1u) << "however many wait, one handler";
    ASSERT_TRUE(turn());
    EXPECT_EQ(made, (Names{"a1"}));
    all();
    EXPECT_EQ(made,
              (Names{"a1", "b1", "a1", "b1", "b1 whole", "a1", "a1 whole", "a2", "a2 whole"}));
    EXPECT_EQ(turns.waiting(), 0u);
}

TEST_F(ReadTurnsTest, CommandsGoFirstButNotForEver) {
    add("a", "a1", 2);
    commands_wait = true;
    ASSERT_TRUE(turn());
    EXPECT_TRUE(made.empty()) << "the commands behind it go first";
    ASSERT_TRUE(turn());
    EXPECT_EQ(made.size(), 1u) << "and then the read, though more have come";
    ASSERT_TRUE(turn());
    EXPECT_EQ(made.size(), 1u);
    commands_wait = false;
    all();
    EXPECT_EQ(made.back(), "a1 whole");
}

TEST_F(ReadTurnsTest, WhoDoesNotReadGetsNoMore) {
    auto hold = unread.hold("a", 100);
    add("a", "a1", 1);
    add("b", "b1", 1);
    all();
    EXPECT_EQ(made, (Names{"b1", "b1 whole"}));
    hold = {};
    EXPECT_EQ(unread.total(), 0u);
    all();
    EXPECT_EQ(made.back(), "a1 whole") << "it goes on by itself when there is room";
}

TEST_F(ReadTurnsTest, WhatHasBegunIsFinished) {
    add("a", "a1", 2);
    ASSERT_TRUE(turn());
    const auto hold = unread.hold("a", 100);
    all();
    EXPECT_EQ(made.back(), "a1 whole");
}

TEST_F(ReadTurnsTest, WaitingForRoomEndsSomeTime) {
    const auto hold = unread.hold("a", 100);
    add("a", "a1", 1);
    all();
    now = now + Millis{19'999};
    turns.expire(now);
    EXPECT_TRUE(made.empty());
    now = now + Millis{1};
    turns.expire(now);
    EXPECT_EQ(made, (Names{"a1 given up"}));
    EXPECT_EQ(turns.waiting(), 0u);
}

TEST_F(ReadTurnsTest, AReadThatFindsNoMemoryEndsAlone) {
    struct Greedy final : Reading {
        bool go_on(std::size_t) override { throw std::bad_alloc(); }
        std::size_t work() const override { return 0; }
    };
    tasks.push_back(turns.add("a", std::make_unique<Greedy>(), now, [this](ReadEnd end) {
        made.push_back(std::string("greedy") + words(end));
    }));
    add("a", "a1", 1);
    all();
    EXPECT_EQ(made, (Names{"greedy without memory", "a1", "a1 whole"}));
    EXPECT_EQ(turns.waiting(), 0u);
}

TEST_F(ReadTurnsTest, ATaskThatIsGoneIsNotWorkedOn) {
    add("a", "a1", 2);
    add("a", "a2", 1);
    ASSERT_TRUE(turn());
    tasks[0].reset();
    EXPECT_EQ(turns.waiting(), 1u);
    all();
    EXPECT_EQ(made, (Names{"a1", "a2", "a2 whole"}));
}

TEST_F(ReadTurnsTest, SoManyMayWait) {
    for (const char* name : {"a1", "a2", "a3"}) {
        EXPECT_TRUE(turns.has_room("a"));
        add("a", name, 1);
    }
    EXPECT_FALSE(turns.has_room("a"));
    EXPECT_TRUE(turns.has_room("b"));
    all();
    EXPECT_TRUE(turns.has_room("a"));
}

TEST(UnreadAnswers, AHoldMayOutliveItsAccount) {
    UnreadAnswers::Hold hold;
    {
        UnreadAnswers unread(10);
        hold = unread.hold("a", 7);
        EXPECT_EQ(unread.bytes("a"), 7u);
        UnreadAnswers::Hold moved = std::move(hold);
        EXPECT_EQ(unread.bytes("a"), 7u);
        hold = std::move(moved);
    }
}

}  // namespace
}  // namespace muster::http
