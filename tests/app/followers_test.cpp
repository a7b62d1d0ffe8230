// Who follows from a record on is told of what the log holds and then of what is published: each
// record once, in order, whatever comes between.
#include "engine/app/followers.hpp"

#include <gtest/gtest.h>

#include <random>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/log/decision_log.hpp"
#include "muster/requests.hpp"

namespace muster::app {
namespace {

constexpr TimePoint start{1'760'000'000'000};

class FollowersTest : public testing::Test {
  protected:
    void SetUp() override {
        const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
        folder = std::filesystem::path(testing::TempDir()) / ("muster_followers_" + name);
        std::filesystem::remove_all(folder);
        open();
        FollowersOptions options;
        options.records_per_turn = 4;
        options.retry = std::chrono::milliseconds(5);
        followers.emplace(
            io, folder, board, [this](const std::string& what) { warnings.push_back(what); },
            options);
    }
    void TearDown() override {
        following.reset();
        followers.reset();
        log.reset();
        std::filesystem::remove_all(folder);
    }
    void open() {
        log::LogOptions options;
        options.now = start;
        options.wal_frames_preallocated = 4;
        auto opened = log::DecisionLog::open(folder, options);
        ASSERT_TRUE(opened) << opened.error().message;
        log = std::move(*opened);
    }
    // As the pipeline does it: some records, one commit, then they are published.
    void decide(std::size_t records) {
        std::vector<Event> events;
        for (std::size_t i = 0; i < records; ++i) {
            const std::uint64_t seq = log->last_seq() + 1;
            events.emplace_back(RequestTaken{RequestId{seq}, "desk"});
            std::string json;
            codec::write(json, std::span(events).last(1));
            ASSERT_FALSE(log->append(
                {seq, start + Millis{static_cast<std::int64_t>(seq)}, "test", "", "{}", json}));
        }
        ASSERT_FALSE(log->commit());
        for (std::size_t i = 0; i < records; ++i) {
            const std::uint64_t seq = log->last_seq() - records + 1 + i;
            followers->published(seq, start + Millis{static_cast<std::int64_t>(seq)},
                                 std::span(events).subspan(i, 1));
        }
    }
    auto note() {
        return [this](const CommittedRecord& record) {
            ASSERT_EQ(record.events.size(), 1u);
            const auto* taken = record.events[0].get_if<RequestTaken>();
            ASSERT_NE(taken, nullptr);
            EXPECT_EQ(taken->request.value, record.seq);
            EXPECT_EQ(record.at, start + Millis{static_cast<std::int64_t>(record.seq)});
            told.push_back(record.seq);
        };
    }
    void run() {
        io.restart();
        io.poll();
    }
    static std::vector<std::uint64_t> numbers(std::uint64_t from, std::uint64_t to) {
        std::vector<std::uint64_t> all;
        for (std::uint64_t n = from; n <= to; ++n)
            all.push_back(n);
        return all;
    }

    std::filesystem::path folder;
    boost::asio::io_context io;
    core::Board board;
    std::vector<std::string> warnings;
    std::unique_ptr<log::DecisionLog> log;
    std::optional<Followers> followers;
    std::unique_ptr<EventPort::Following> following;
    std::vector<std::uint64_t> told;
};

TEST_F(FollowersTest, TheLogComesBeforeWhatIsPublished) {
    decide(11);
    following = followers->follow_from(3, note());
    EXPECT_TRUE(told.empty()) << "never before the call returns";
    run();
    EXPECT_EQ(told, numbers(4, 11));
    decide(2);
    EXPECT_EQ(told, numbers(4, 13)) << "at once, once the log is read";
}

TEST_F(FollowersTest, WhatIsDecidedWhileTheLogIsReadComesOnceAndInOrder) {
    decide(11);
    following = followers->follow_from(0, note());
    io.restart();
    io.poll_one();
    EXPECT_EQ(told, numbers(1, 4)) << "a little at a time";
    decide(3);
    EXPECT_EQ(told, numbers(1, 4));
    run();
    EXPECT_EQ(told, numbers(1, 14));
    EXPECT_TRUE(warnings.empty());
}

TEST_F(FollowersTest, AnyOrderOfTurnsAndDecisionsLeavesNoGap) {
    std::mt19937_64 random(7);  // NOLINT: the same each time
    for (int round = 0; round < 30; ++round) {
        const std::uint64_t from = log->last_seq() == 0 ? 0 : random() % (log->last_seq() + 1);
        told.clear();
        following = followers->follow_from(from, note());
        for (int step = 0; step < 12; ++step) {
            if (random() % 2 == 0) {
                decide(1 + random() % 6);
            } else {
                io.restart();
                io.poll_one();
            }
        }
        run();
        ASSERT_EQ(told, numbers(from + 1, log->last_seq())) << "round " << round;
    }
}

TEST_F(FollowersTest, NothingIsPublishedAndTheLogIsEmpty) {
    following = followers->follow_from(0, note());
    run();
    EXPECT_TRUE(told.empty());
    decide(1);
    EXPECT_EQ(told, numbers(1, 1));
}

TEST_F(FollowersTest, ARecordThatWasNotPublishedIsReadInTheLog) {
    following = followers->follow_from(0, note());
    run();
    decide(1);
    // As in a batch that was decided before anybody listened.
    ASSERT_FALSE(log->append({2, start + Millis{2}, "test", "", "{}",
                              R"([{"type":"RequestTaken","request":2,"owner":"desk"}])"}));
    decide(1);
    EXPECT_EQ(told, numbers(1, 1));
    run();
    EXPECT_EQ(told, numbers(1, 3));
}

TEST_F(FollowersTest, WhoLeavesWhileHeIsToldIsToldNoMore) {
    decide(9);
    following = followers->follow_from(0, [&](const CommittedRecord& record) {
        told.push_back(record.seq);
        if (record.seq == 3) following.reset();
    });
    run();
    EXPECT_EQ(told, numbers(1, 3));
    EXPECT_FALSE(followers->listens());
}

TEST_F(FollowersTest, WhoComesWhileOthersAreToldIsToldOfTheNextRecord) {
    std::vector<std::uint64_t> late;
    std::unique_ptr<EventPort::Following> other;
    following = followers->follow([&](const CommittedRecord&) {
        if (other) return;
        other =
            followers->follow([&](const CommittedRecord& record) { late.push_back(record.seq); });
    });
    decide(1);
    EXPECT_TRUE(late.empty());
    decide(1);
    EXPECT_EQ(late, numbers(2, 2));
}

TEST_F(FollowersTest, ALogThatCannotBeReadIsTriedAgainAndSaidOnce) {
    decide(2);
    const auto away = folder.string() + "_away";
    log.reset();
    std::filesystem::rename(folder, away);
    following = followers->follow_from(0, note());
    run();
    io.restart();
    io.run_for(std::chrono::milliseconds(50));
    EXPECT_EQ(warnings.size(), 1u);
    EXPECT_TRUE(told.empty());
    std::filesystem::rename(away, folder);
    open();
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (told.size() < 2 && std::chrono::steady_clock::now() < end) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(told, numbers(1, 2));
}

TEST_F(FollowersTest, AnEventIsPutAsItsAudienceMayHearIt) {
    const Event event = NoteAdded{RequestId{5}, {start, "desk", "secret words"}};
    const EventTold masked = followers->put(event, start, {Language::en, false});
    EXPECT_EQ(masked.request, RequestId{5});
    EXPECT_EQ(masked.fields.find("secret words"), std::string::npos);
    EXPECT_EQ(masked.sentence.find("secret words"), std::string::npos);
    EXPECT_FALSE(masked.sentence.empty());
    const EventTold whole = followers->put(event, start, {Language::zh, true});
    EXPECT_NE(whole.fields.find("secret words"), std::string::npos);
    EXPECT_NE(whole.sentence, masked.sentence);
}

}  // namespace
}  // namespace muster::app
