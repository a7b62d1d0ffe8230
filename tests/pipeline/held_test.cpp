// Another program in the log's file: nothing is decided that could not be written, whoever waits
// for too long is told so, and afterwards all goes on.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "engine/log/files.hpp"
#include "muster/requests.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

using muster::test::request_at;

class Foreigner {
  public:
    explicit Foreigner(const std::filesystem::path& folder) {
        EXPECT_EQ(sqlite3_open((folder / log::database_name).c_str(), &db_), SQLITE_OK);
    }
    ~Foreigner() { sqlite3_close(db_); }
    Foreigner(const Foreigner&) = delete;
    Foreigner& operator=(const Foreigner&) = delete;
    void run(const char* sql) {
        EXPECT_EQ(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    }

  private:
    sqlite3* db_ = nullptr;
};

class Held : public testing::Test {
  protected:
    Held() : life_(folder_.path(), options()), other_(folder_.path()) { life_.city(); }
    static PipelineOptions options() {
        PipelineOptions options;
        options.log_wait_ms = seconds(2);
        return options;
    }
    StepResult step(Millis later) {
        feed_now_ = feed_now_ + later;
        return life_.pipeline->step(life_.now, feed_now_);
    }
    void submit(std::uint64_t number) {
        life_.pipeline->submit({"desk", "", request_at(number)},
                               [&](const Outcome& outcome) { answers_.push_back(outcome); });
    }

    TempFolder folder_;
    Life life_;
    Foreigner other_;
    TimePoint feed_now_{1'000};
    std::vector<Outcome> answers_;
};

TEST_F(Held, CommandsWaitAndAreDecidedWhenItLetsGo) {
    const std::string before = life_.hash();
    other_.run("BEGIN IMMEDIATE");
    submit(1);
    EXPECT_TRUE(step(Millis{0}).held);
    EXPECT_TRUE(step(Millis{500}).held);
    EXPECT_FALSE(step(Millis{500}).more_waiting);
    EXPECT_TRUE(answers_.empty());
    EXPECT_EQ(life_.hash(), before);
    EXPECT_FALSE(life_.pipeline->refusing());
    other_.run("ROLLBACK");
    const StepResult result = step(Millis{100});
    EXPECT_FALSE(result.held);
    EXPECT_FALSE(result.error);
    ASSERT_EQ(answers_.size(), 1u);
    EXPECT_EQ(answers_[0].rejection.reason, RejectReason::none);
    EXPECT_EQ(life_.pipeline->stats().log_held, 1u);
}

TEST_F(Held, AfterAWhileTheyAreRefusedAndNothingWasDone) {
    const std::string before = life_.hash();
    const std::uint64_t committed = life_.disk->committed_seq();
    other_.run("BEGIN IMMEDIATE");
    submit(1);
    EXPECT_TRUE(step(Millis{0}).held);
    EXPECT_TRUE(step(seconds(2)).held);
    ASSERT_EQ(answers_.size(), 1u);
    EXPECT_EQ(answers_[0].rejection.reason, RejectReason::overloaded);
    EXPECT_TRUE(life_.pipeline->refusing());
    submit(2);
    EXPECT_EQ(answers_.size(), 2u);
    EXPECT_EQ(life_.hash(), before);
    // Nobody waits, and still the end of it is noticed.
    EXPECT_TRUE(step(Millis{20}).held);
    other_.run("ROLLBACK");
    EXPECT_FALSE(step(Millis{20}).held);
    EXPECT_FALSE(life_.pipeline->refusing());
    submit(3);
    EXPECT_FALSE(step(Millis{20}).error);
    ASSERT_EQ(answers_.size(), 3u);
    EXPECT_EQ(answers_[2].seq, committed + 1);
}

TEST_F(Held, DeadlinesFireLate) {
    submit(5);
    (void)step(Millis{0});
    const TimePoint due = life_.settle().next_deadline;
    ASSERT_LT(due, never);
    other_.run("BEGIN IMMEDIATE");
    life_.now = due;
    const std::uint64_t committed = life_.disk->committed_seq();
    EXPECT_TRUE(step(Millis{0}).held);
    EXPECT_TRUE(step(seconds(30)).held);
    EXPECT_EQ(life_.disk->committed_seq(), committed);
    other_.run("ROLLBACK");
    EXPECT_FALSE(step(Millis{20}).held);
    EXPECT_GT(life_.disk->committed_seq(), committed);
}

// The right to write is not kept by steps that write nothing.
TEST_F(Held, AStepWithoutRecordsLetsGoOfTheLog) {
    life_.pipeline->submit({"desk", "", TakeRequest{RequestId{999}, "me"}}, {});
    EXPECT_FALSE(step(Millis{0}).error);
    other_.run("BEGIN IMMEDIATE; CREATE TABLE notes_of_another(x); COMMIT");
    submit(1);
    EXPECT_FALSE(step(Millis{0}).error);
    ASSERT_EQ(answers_.size(), 1u);
    EXPECT_EQ(answers_[0].rejection.reason, RejectReason::none);
    other_.run("DROP TABLE notes_of_another");
    life_.story(9, 50);
    EXPECT_FALSE(life_.pipeline->failed());
}

}  // namespace
}  // namespace muster::pipeline::test
