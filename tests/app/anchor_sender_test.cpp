#include "engine/app/anchors/anchor_sender.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/app/clock.hpp"
#include "tests/app/time_authority.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* instance = "0123456789abcdef";
constexpr const char* pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

CommittedEnd end_of(std::uint64_t seq, unsigned char variant = 0) {
    CommittedEnd end{{seq, {}}, TimePoint{static_cast<std::int64_t>(seq) * 1000}};
    end.end.hash[0] = variant;
    return end;
}

class Sender : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  ("muster_anchors_" +
                   std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "data");
        fs::create_directories(folder_ / "away");
        options_.folder = (folder_ / "away").string();
        options_.every_ms = Millis{100};
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::unique_ptr<AnchorSender> open() {
        auto sender = AnchorSender::open(folder_ / "data", options_, key_, instance,
                                         [this] { return now_.load(); });
        if (!sender) ADD_FAILURE() << sender.error();
        return std::move(*sender);
    }
    static AnchorTargetState state(const AnchorSender& sender,
                                   const std::string& target = "folder") {
        for (const AnchorTargetState& one : sender.states())
            if (one.target == target) return one;
        ADD_FAILURE() << "no " << target;
        return {};
    }
    template <class Check>
    static bool soon(const Check& check) {
        for (int i = 0; i < 1'000; ++i) {
            if (check()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
    [[nodiscard]] bool sent(const AnchorSender& sender, std::uint64_t seq) const {
        return soon([&] { return state(sender).seq == seq; });
    }
    [[nodiscard]] fs::path lines_file() const {
        return folder_ / "away" / (std::string("anchors-") + instance + ".txt");
    }
    [[nodiscard]] std::string line(const CommittedEnd& end) const {
        return log::anchor_text(end.end, instance, &key_) + "\n";
    }
    static void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(350)); }

    fs::path folder_;
    AnchorOptions options_;
    log::AnchorKey key_ = *log::AnchorKey::from_pem(pem);
    std::atomic<TimePoint> now_{TimePoint{1'800'000'000'000}};
};

TEST_F(Sender, AppendsALineForTheNewestAndNoneWhereNothingHappened) {
    const auto sender = open();
    sender->committed(end_of(3));
    ASSERT_TRUE(sent(*sender, 3));
    EXPECT_EQ(get_file(lines_file()), line(end_of(3)));
    struct stat found {};
    ASSERT_EQ(::stat(lines_file().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    for (int i = 0; i < 5; ++i)
        sender->committed(end_of(3));
    pause();
    EXPECT_EQ(state(*sender).sent, 1u);
    for (std::uint64_t seq = 4; seq <= 9; ++seq)
        sender->committed(end_of(seq));
    ASSERT_TRUE(sent(*sender, 9));
    EXPECT_TRUE(get_file(lines_file()).ends_with(line(end_of(9))));
    EXPECT_LE(state(*sender).sent, 3u);
    EXPECT_EQ(state(*sender).sent_at, now_.load());
}

TEST_F(Sender, WaitsForAnIntervalBetweenTwo) {
    options_.every_ms = hours(1);
    const auto sender = open();
    sender->committed(end_of(3));
    ASSERT_TRUE(sent(*sender, 3));
    sender->committed(end_of(4));
    pause();
    EXPECT_EQ(state(*sender).seq, 3u);
}

TEST_F(Sender, KnowsAfterARestartWhatWasSent) {
    options_.every_ms = hours(1);
    auto sender = open();
    sender->committed(end_of(3));
    ASSERT_TRUE(sent(*sender, 3));
    const TimePoint first = now_.load();
    sender.reset();
    now_ = first + minutes(59);
    sender = open();
    EXPECT_EQ(state(*sender).seq, 3u);
    EXPECT_EQ(state(*sender).sent_at, first);
    sender->committed(end_of(4));
    pause();
    EXPECT_EQ(state(*sender).seq, 3u);
    sender.reset();
    now_ = first + minutes(60);
    sender = open();
    sender->committed(end_of(4));
    ASSERT_TRUE(sent(*sender, 4));
    sender.reset();
    // Another folder has nothing yet.
    fs::create_directories(folder_ / "other");
    options_.folder = (folder_ / "other").string();
    sender = open();
    EXPECT_EQ(state(*sender).seq, 0u);
    sender->committed(end_of(4));
    EXPECT_TRUE(sent(*sender, 4));
}

TEST_F(Sender, SendsAHistoryThatWasWrittenAnewUnderTheSameNumber) {
    const auto sender = open();
    sender->committed(end_of(3));
    ASSERT_TRUE(sent(*sender, 3));
    sender->committed(end_of(3, 1));
    EXPECT_TRUE(soon([&] { return state(*sender).sent == 2; }));
    EXPECT_EQ(get_file(lines_file()), line(end_of(3)) + line(end_of(3, 1)));
    sender->committed(end_of(2));
    EXPECT_TRUE(sent(*sender, 2));
}

TEST_F(Sender, TellsOfATargetThatFailsAndRecovers) {
    fs::remove(folder_ / "away");
    const auto sender = open();
    sender->committed(end_of(3));
    ASSERT_TRUE(soon([&] { return state(*sender).failures >= 3; }));
    EXPECT_TRUE(soon([&] { return state(*sender).overdue; }));
    EXPECT_NE(state(*sender).failing.find("is no folder"), std::string::npos);
    EXPECT_EQ(state(*sender).seq, 0u);
    sender->committed(end_of(5));
    fs::create_directories(folder_ / "away");
    ASSERT_TRUE(sent(*sender, 5));
    EXPECT_EQ(state(*sender).failing, "");
    EXPECT_FALSE(state(*sender).overdue);
    EXPECT_EQ(get_file(lines_file()), line(end_of(5)));
}

TEST_F(Sender, OneThatFailsKeepsNoOtherFromItsOwn) {
    // Nobody listens there.
    options_.webhook = "http://127.0.0.1:1/";
    const auto sender = open();
    sender->committed(end_of(3));
    ASSERT_TRUE(sent(*sender, 3));
    sender->committed(end_of(4));
    ASSERT_TRUE(sent(*sender, 4));
    EXPECT_EQ(state(*sender, "webhook").seq, 0u);
    EXPECT_NE(state(*sender, "webhook").failing, "");
    EXPECT_EQ(state(*sender).failing, "");
}

TEST_F(Sender, GoesOnBehindALineThatALossOfPowerTore) {
    put_file(lines_file(), "3:00");
    const auto sender = open();
    sender->committed(end_of(4));
    ASSERT_TRUE(sent(*sender, 4));
    EXPECT_EQ(get_file(lines_file()), "3:00\n" + line(end_of(4)));
}

TEST_F(Sender, IsRefusedWithAddressesThatWouldNeverBeAsked) {
    const auto problem = [&](const AnchorOptions& options) {
        const auto sender = AnchorSender::open(folder_ / "data", options, key_, instance);
        return sender ? "nothing" : sender.error();
    };
    EXPECT_EQ(problem({.webhook = "http://example.org/"}),
              "/anchors/webhook: \"http://example.org/\" must begin with https://");
    EXPECT_EQ(problem({.time_stamp = "http://example.org/"}),
              "/anchors/time_stamp: \"http://example.org/\" must begin with https://, or with "
              "http:// where time_stamp_ca names who is believed");
    EXPECT_TRUE(problem({.time_stamp = "https://example.org/", .time_stamp_ca = "none.pem"})
                    .starts_with("/anchors/time_stamp_ca: none.pem has no certificates in PEM"));
    const TimeAuthority authority(folder_ / "authority");
    EXPECT_EQ(problem({.time_stamp = "http://example.org/", .time_stamp_ca = authority.ca()}),
              "nothing");
}

}  // namespace
}  // namespace muster::app
