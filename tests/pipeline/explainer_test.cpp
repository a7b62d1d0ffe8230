#include "engine/pipeline/explainer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

// The thread on which answers arrive: the test's own, when it asks for them.
class Inbox {
  public:
    Explainer::Post post() {
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

struct ExplainerTest : ::testing::Test {
    ExplainerTest() : life(folder.path()) {
        life.city();
        request = RequestId{life.run({"desk", "", muster::test::request_at(5)})->seq};
        life.story(9, 60);
    }
    std::unique_ptr<ExplainPort::Wish> ask(Explainer& explainer, const std::string& who) {
        return explainer.explain(
            request, who, [this](std::string more) { answers.push_back(std::move(more)); },
            refusal);
    }

    TempFolder folder;
    Life life;
    RequestId request;
    Inbox inbox;
    std::vector<std::string> answers;
    ExplainPort::Refusal refusal = ExplainPort::Refusal::none;
};

TEST_F(ExplainerTest, TellsTheDecisionsOfARequest) {
    Explainer explainer(folder.path(), {}, nullptr, inbox.post());
    const auto wish = ask(explainer, "d1");
    ASSERT_TRUE(wish);
    EXPECT_TRUE(answers.empty()) << "not at once, and not on another thread";
    inbox.run_one();
    ASSERT_EQ(answers.size(), 1u);
    const auto json = boost::json::parse("{\"request\":1" + answers[0] + "}");
    EXPECT_FALSE(json.at("decisions").as_array().empty());
    EXPECT_EQ(explainer.stats().made, 1u);
}

TEST_F(ExplainerTest, ReadsBesideAWriterThatGoesOn) {
    Explainer explainer(folder.path(), {}, nullptr, inbox.post());
    for (int i = 0; i < 5; ++i) {
        const auto wish = ask(explainer, "d1");
        ASSERT_TRUE(wish);
        life.story(static_cast<std::uint64_t>(20 + i), 20);
        inbox.run_one();
    }
    EXPECT_EQ(answers.size(), 5u);
    EXPECT_EQ(answers.front().substr(0, 14), answers.back().substr(0, 14));
}

TEST_F(ExplainerTest, RefusesWhatIsTooMuch) {
    // Nobody runs the inbox, so whatever was made stays wanted.
    Explainer explainer(folder.path(), {.queue_max = 0, .per_token_max = 2}, nullptr, inbox.post());
    const auto one = ask(explainer, "d1");
    ASSERT_TRUE(one);
    inbox.run_one();
    const auto two = ask(explainer, "d1");
    ASSERT_TRUE(two);
    EXPECT_FALSE(ask(explainer, "d1"));
    EXPECT_EQ(refusal, ExplainPort::Refusal::too_many_of_yours);
    EXPECT_EQ(explainer.stats().refused_principal, 1u);
    inbox.run_one();
    EXPECT_TRUE(ask(explainer, "d2")) << "another's places are its own";
}

TEST_F(ExplainerTest, RefusesWhenTheQueueIsFull) {
    Explainer explainer(folder.path(), {.queue_max = 2, .per_token_max = 100}, nullptr,
                        inbox.post());
    std::vector<std::unique_ptr<ExplainPort::Wish>> wishes;
    std::size_t refused = 0;
    // Faster than any log is read.
    for (int i = 0; i < 50; ++i) {
        auto wish = ask(explainer, "d1");
        if (wish) {
            wishes.push_back(std::move(wish));
        } else {
            ++refused;
            EXPECT_EQ(refusal, ExplainPort::Refusal::too_many);
        }
    }
    EXPECT_GT(refused, 0u);
    EXPECT_EQ(explainer.stats().refused_queue, refused);
    EXPECT_EQ(explainer.stats().wanted, wishes.size());
    for (std::size_t i = 0; i < wishes.size(); ++i)
        inbox.run_one();
    EXPECT_EQ(answers.size(), wishes.size());
}

TEST_F(ExplainerTest, AnswersNobodyWhoHasLeft) {
    Explainer explainer(folder.path(), {}, nullptr, inbox.post());
    auto first = ask(explainer, "d1");
    auto second = ask(explainer, "d1");
    second.reset();
    inbox.run_one();
    EXPECT_EQ(answers.size(), 1u);
    EXPECT_EQ(explainer.stats().cancelled, 1u);
    EXPECT_EQ(explainer.stats().wanted, 1u);
    first.reset();
    EXPECT_EQ(explainer.stats().wanted, 0u);
    // What was made before they left is dropped too.
    auto third = ask(explainer, "d1");
    third.reset();
    auto fourth = ask(explainer, "d1");
    while (answers.size() < 2)
        inbox.run_one();
    EXPECT_EQ(answers.size(), 2u);
}

TEST_F(ExplainerTest, SaysSoWhenItMayNotTakeSoLong) {
    Explainer by_time(folder.path(), {.budget_ms = Millis{0}}, nullptr, inbox.post());
    auto wish = ask(by_time, "d1");
    inbox.run_one();
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_NE(answers[0].find("decisions_unavailable"), std::string::npos);
    EXPECT_NE(answers[0].find("command line"), std::string::npos);
    EXPECT_EQ(by_time.stats().over_budget, 1u);

    Explainer by_records(folder.path(), {.records_max = 3}, nullptr, inbox.post());
    wish = ask(by_records, "d1");
    inbox.run_one();
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_NE(answers[1].find("records would have to be replayed"), std::string::npos);
}

TEST_F(ExplainerTest, AWishMayOutliveIt) {
    std::unique_ptr<ExplainPort::Wish> wish;
    {
        Explainer explainer(folder.path(), {}, nullptr, inbox.post());
        wish = ask(explainer, "d1");
    }
    wish.reset();
    EXPECT_TRUE(answers.empty());
}

}  // namespace
}  // namespace muster::pipeline::test
