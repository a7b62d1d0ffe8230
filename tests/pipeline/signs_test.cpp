// Signs of life wait for each other and share a commit; whatever else comes takes them along.
#include <gtest/gtest.h>

#include "muster/devices.hpp"
#include "muster/requests.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using muster::test::request_at;

class Signs : public testing::Test {
  protected:
    Signs() : life_(folder_.path(), options()) {
        life_.city();
        for (int i = 0; i < 6; ++i) {
            RegisterDevice device;
            device.key = key(i);
            device.type = "button";
            device.place = Point{};
            const auto outcome = life_.run({"desk", "", device});
            EXPECT_TRUE(outcome && outcome->rejection.reason == RejectReason::none);
        }
        feed_now_ = life_.now;
    }
    static PipelineOptions options() {
        PipelineOptions options;
        options.intake.signs_wait_ms = Millis{50};
        options.intake.signs_at_once = 4;
        return options;
    }
    static std::string key(int number) { return "dc09:" + std::to_string(1'000 + number); }

    StepResult step(Millis later) {
        feed_now_ = feed_now_ + later;
        return life_.pipeline->step(life_.now, feed_now_);
    }
    void say(int number) {
        ReportDevice sign;
        sign.key = key(number);
        life_.pipeline->submit({"dc09", "", sign}, [this](const Outcome&) { ++answered_; });
    }
    void ask() {
        life_.pipeline->submit({"desk", "", request_at(1)}, [this](const Outcome&) { ++asked_; });
    }

    TempFolder folder_;
    Life life_;
    TimePoint feed_now_;
    int answered_ = 0;
    int asked_ = 0;
};

TEST_F(Signs, TheyWaitForMoreAndAreDecidedTogether) {
    const std::uint64_t before = life_.disk->committed_seq();
    say(0);
    const StepResult first = step(Millis{0});
    EXPECT_EQ(first.signs_wait, Millis{50});
    EXPECT_FALSE(first.more_waiting);
    say(1);
    EXPECT_EQ(step(Millis{30}).signs_wait, Millis{20});
    EXPECT_EQ(answered_, 0);
    EXPECT_EQ(life_.disk->committed_seq(), before);
    const StepResult last = step(Millis{20});
    EXPECT_EQ(last.handled, 2u);
    EXPECT_EQ(last.signs_wait, Millis{});
    EXPECT_EQ(answered_, 2);
    EXPECT_EQ(life_.disk->committed_seq(), before + 2);
}

TEST_F(Signs, EnoughOfThemDoNotWait) {
    for (int i = 0; i < 3; ++i)
        say(i);
    EXPECT_EQ(step(Millis{0}).handled, 0u);
    say(3);
    EXPECT_EQ(step(Millis{0}).handled, 4u);
    EXPECT_EQ(answered_, 4);
}

TEST_F(Signs, ACallForHelpDoesNotWaitForThem) {
    say(0);
    EXPECT_EQ(step(Millis{0}).handled, 0u);
    ask();
    EXPECT_EQ(step(Millis{0}).handled, 2u);
    EXPECT_EQ(answered_, 1);
    EXPECT_EQ(asked_, 1);
    // The next one waits for its whole time again.
    say(1);
    EXPECT_EQ(step(Millis{40}).signs_wait, Millis{50});
}

TEST_F(Signs, ADeadlineDoesNotWaitForThem) {
    ask();
    (void)step(Millis{0});
    const TimePoint due = life_.settle().next_deadline;
    ASSERT_LT(due, never);
    say(0);
    EXPECT_EQ(step(Millis{0}).handled, 0u);
    life_.now = due;
    EXPECT_GE(step(Millis{0}).handled, 2u);
    EXPECT_EQ(answered_, 1);
}

TEST_F(Signs, WhoStopsTakesThemAlong) {
    say(0);
    EXPECT_EQ(step(Millis{0}).handled, 0u);
    life_.pipeline->stop();
    EXPECT_EQ(step(Millis{0}).handled, 1u);
    EXPECT_EQ(answered_, 1);
}

}  // namespace
}  // namespace muster::pipeline::test
