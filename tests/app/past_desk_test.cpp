// Who looks back waits for his turn, within the limits of the service.
#include "engine/app/past/past_desk.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "tests/pipeline/harness.hpp"

namespace muster::app {
namespace {

using pipeline::test::Life;

// The thread on which answers arrive: the test's own, when it asks for them.
class Inbox {
  public:
    JobThread::Post post() {
        return [this](std::function<void()> work) {
            const std::lock_guard lock(mutex_);
            work_.push_back(std::move(work));
            came_.notify_one();
        };
    }
    void run_one() {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            came_.wait(lock, [this] { return !work_.empty(); });
            work = std::move(work_.front());
            work_.pop_front();
        }
        work();
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::function<void()>> work_;
};

struct PastDeskTest : ::testing::Test {
    PastDeskTest() : life(folder.path()) {
        life.city();
        life.story(3, 60);
    }
    std::unique_ptr<PastPort::Wish> ask(PastDesk& desk, const std::string& who) {
        return desk.ask(
            PastBoardQuery{life.now, {}}, who,
            [this](PastAnswer answer) { answers.push_back(std::move(answer)); }, refusal);
    }

    pipeline::test::TempFolder folder;
    Life life;
    Inbox inbox;
    std::vector<PastAnswer> answers;
    PastPort::Refusal refusal = PastPort::Refusal::none;
};

TEST_F(PastDeskTest, AnswersLaterOnTheThreadThatAsked) {
    PastDesk desk(folder.path(), {}, nullptr, inbox.post());
    auto wish = ask(desk, "s1");
    ASSERT_TRUE(wish);
    EXPECT_TRUE(answers.empty());
    inbox.run_one();
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].kind, PastAnswer::Kind::made) << answers[0].text;
    EXPECT_EQ(answers[0].text.rfind("{\"seq\":", 0), 0u);
    EXPECT_EQ(desk.stats().answers, 1u);
    wish.reset();
    // When the board was let go after a while it is replayed anew.
    desk.tidy(TimePoint{1'000});
    desk.tidy(TimePoint{1'000} + minutes(3));
    inbox.run_one();
    const auto again = ask(desk, "s1");
    inbox.run_one();
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[1].text, answers[0].text);
}

TEST_F(PastDeskTest, RefusesWhatIsTooMuch) {
    PastDesk desk(folder.path(), {.waiting_max = 2, .waiting_per_token = 2}, nullptr, inbox.post());
    const auto one = ask(desk, "s1");
    const auto two = ask(desk, "s1");
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(ask(desk, "s1"));
    EXPECT_EQ(refusal, PastPort::Refusal::too_many_of_yours);
    // Others' places are their own, but all wait in one line.
    std::vector<std::unique_ptr<PastPort::Wish>> wishes;
    while (auto wish = ask(desk, "s" + std::to_string(2 + wishes.size())))
        wishes.push_back(std::move(wish));
    EXPECT_EQ(refusal, PastPort::Refusal::too_many);
    EXPECT_LE(wishes.size(), 8u);
    EXPECT_EQ(desk.stats().refused, 2u);
    for (std::size_t i = 0; i < 2 + wishes.size(); ++i)
        inbox.run_one();
    EXPECT_EQ(answers.size(), 2 + wishes.size());
}

TEST_F(PastDeskTest, AnswersNobodyWhoHasLeft) {
    PastDesk desk(folder.path(), {}, nullptr, inbox.post());
    auto first = ask(desk, "s1");
    first.reset();
    const auto second = ask(desk, "s1");
    // Of the first there may be a message without an answer, or none at all.
    while (answers.empty())
        inbox.run_one();
    EXPECT_EQ(answers.size(), 1u);
}

TEST_F(PastDeskTest, SaysWhyThereIsNoAnswer) {
    PastDesk desk(folder.path(), {.records_max = 3}, nullptr, inbox.post());
    const auto wish = ask(desk, "s1");
    inbox.run_one();
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].kind, PastAnswer::Kind::unavailable);
    EXPECT_NE(answers[0].text.find("records"), std::string::npos);
}

}  // namespace
}  // namespace muster::app
