#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "engine/log/scrub.hpp"
#include "tests/log/crashed_log.hpp"

namespace muster::log::test {
namespace {

ScrubOptions quick() {
    return {.scrub_pages_per_second = 100'000, .scrub_pause_ms = Millis{1}};
}

ScrubStats after_passes(const Scrubber& scrubber, std::uint64_t passes) {
    for (int i = 0; i < 2000 && scrubber.stats().passes < passes; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return scrubber.stats();
}

TEST(Scrub, ReadsEverythingAgainAndAgainBesideTheWriter) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 300, 500);
    Scrubber scrubber(folder.path(), quick());
    for (std::uint64_t batch = 1; batch <= 20; ++batch) {
        fill(*log, 300 + batch * 5, 500);
        EXPECT_FALSE(log->checkpoint_if_due(batch % 2 == 0));
    }
    const ScrubStats stats = after_passes(scrubber, scrubber.stats().passes + 3);
    EXPECT_GE(stats.passes, 3u);
    EXPECT_GE(stats.records, 3 * 300u);
    EXPECT_GT(stats.pages, 0u);
    EXPECT_FALSE(stats.fault) << stats.fault->why;
    scrubber.stop();
    // The writer still has its locks.
    fill(*log, 500, 500);
    EXPECT_EQ(DecisionLog::open(folder.path(), quick_options()).error().code, LogErrorCode::locked);
}

TEST(Scrub, FindsARecordThatRotted) {
    const TempFolder folder;
    { fill(*must_open(folder.path()), 200, 900); }
    std::string bytes = bytes_of(folder / database_name);
    bytes[bytes.find("\"id\":71,") + 30] ^= 1;
    std::ofstream(folder / database_name, std::ios::binary) << bytes;
    const auto log = must_open(folder.path());
    Scrubber scrubber(folder.path(), quick());
    const ScrubStats stats = after_passes(scrubber, 2);
    ASSERT_TRUE(stats.fault);
    EXPECT_EQ(stats.fault->seq, 71u);
    EXPECT_NE(stats.fault->why.find("record 71 "), std::string::npos) << stats.fault->why;
    EXPECT_EQ(stats.position, 70u);
    EXPECT_GE(stats.faults, 2u);
    scrubber.stop();
}

TEST(Scrub, KeepsToItsShareAndEndsAtOnce) {
    const TempFolder folder;
    const auto log = must_open(folder.path());
    fill(*log, 400, 4000);
    const auto start = std::chrono::steady_clock::now();
    {
        Scrubber scrubber(folder.path(),
                          {.scrub_pages_per_second = 40, .scrub_pause_ms = hours(1)});
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        const ScrubStats stats = scrubber.stats();
        EXPECT_GT(stats.pages, 0u);
        EXPECT_LE(stats.pages, 80u);
        EXPECT_EQ(stats.passes, 0u);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    Scrubber off(folder.path(), {.scrub_pages_per_second = 0, .scrub_pause_ms = Millis{1}});
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(off.stats().records, 0u);
}

}  // namespace
}  // namespace muster::log::test
