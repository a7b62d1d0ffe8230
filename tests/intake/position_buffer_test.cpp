// The position buffer against a model that keeps a plain list.
#include "engine/intake/position_buffer.hpp"
#include "muster/responders.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace muster::intake {
namespace {

PositionFix fix(std::uint64_t responder, std::int32_t lat, std::int64_t at = 0) {
    return {ResponderId{responder}, Point{lat, 0}, TimePoint{at}};
}

struct Model {
    struct Entry : PositionFix {
        std::uint64_t number;
    };
    struct Report {
        std::uint64_t number;
        std::vector<std::uint64_t> entries;
    };
    std::vector<Entry> pending;
    std::vector<Report> waiting;
    std::uint64_t entries = 0;

    void add(const std::vector<PositionFix>& fixes, std::uint64_t number, TimePoint now) {
        Report report{number, {}};
        for (const PositionFix& one : fixes) {
            const auto same = std::find_if(pending.begin(), pending.end(), [&](const Entry& other) {
                return other.responder == one.responder;
            });
            if (same == pending.end()) {
                pending.push_back({one, ++entries});
                report.entries.push_back(entries);
                continue;
            }
            const auto time = [&](const PositionFix& f) {
                return f.fix_at ? std::min(f.fix_at, now) : now;
            };
            if (time(one) >= time(*same)) static_cast<PositionFix&>(*same) = one;
            report.entries.push_back(same->number);
        }
        waiting.push_back(report);
    }

    std::vector<std::uint64_t> answered() {
        std::vector<std::uint64_t> numbers;
        while (!waiting.empty()) {
            const auto still = [&](std::uint64_t entry) {
                return std::any_of(pending.begin(), pending.end(),
                                   [&](const Entry& e) { return e.number == entry; });
            };
            const auto& of_report = waiting.front().entries;
            if (std::any_of(of_report.begin(), of_report.end(), still)) break;
            numbers.push_back(waiting.front().number);
            waiting.erase(waiting.begin());
        }
        return numbers;
    }
};

TEST(PositionBuffer, TheLatestFixOfAResponderWins) {
    PositionBuffer buffer(10, 10);
    ASSERT_TRUE(buffer.add({fix(1, 5, 100), fix(2, 6, 100)}, {}, TimePoint{200}));
    ASSERT_TRUE(buffer.add({fix(1, 7, 90)}, {}, TimePoint{200}));   // measured earlier
    ASSERT_TRUE(buffer.add({fix(2, 8, 100)}, {}, TimePoint{200}));  // as old, came later
    std::vector<PositionFix> out;
    buffer.take(10, out);
    ASSERT_EQ(out.size(), 2u);
    EXPECT_EQ(out[0].point.value.lat_e7, 5);
    EXPECT_EQ(out[1].point.value.lat_e7, 8);
    EXPECT_EQ(buffer.coalesced(), 2u);
}

TEST(PositionBuffer, RefusesWholeReportsAtTheLimit) {
    PositionBuffer buffer(2, 10);
    ASSERT_TRUE(buffer.add({fix(1, 1), fix(2, 1)}, {}, {}));
    EXPECT_FALSE(buffer.add({fix(1, 2), fix(3, 2)}, {}, {}));
    EXPECT_TRUE(buffer.add({fix(1, 3), fix(2, 3)}, {}, {}));
    std::vector<PositionFix> out;
    buffer.take(10, out);
    ASSERT_EQ(out.size(), 2u);
    EXPECT_EQ(out[0].point.value.lat_e7, 3);

    PositionBuffer few_reports(10, 1);
    EXPECT_TRUE(few_reports.add({fix(1, 1)}, [](const Outcome&) {}, {}));
    EXPECT_FALSE(few_reports.add({fix(1, 1)}, [](const Outcome&) {}, {}));
}

TEST(PositionBuffer, AFarFixDoesNotReplaceThePendingOne) {
    PositionBuffer buffer(20, 10);
    ASSERT_TRUE(buffer.add({fix(1, 320'000'000), fix(1, 0), fix(1, 320'000'100)}, {}, {}));
    std::vector<PositionFix> out;
    buffer.take(10, out);
    ASSERT_EQ(out.size(), 3u);
    EXPECT_EQ(out[0].point.value.lat_e7, 320'000'000);
    EXPECT_EQ(out[1].point.value.lat_e7, 0);
    EXPECT_EQ(out[2].point.value.lat_e7, 320'000'100);
    // One who jumps about for ever takes no more than his share.
    for (std::int32_t i = 0; i < 100; ++i)
        ASSERT_TRUE(buffer.add({fix(1, i % 2 * 320'000'000)}, {}, {}));
    EXPECT_EQ(buffer.size(), PositionBuffer::places_max);
}

TEST(PositionBuffer, AClockThatRunsAheadDoesNotKeepOutWhatComesLater) {
    PositionBuffer buffer(10, 10);
    ASSERT_TRUE(buffer.add({fix(1, 5, 1'000'000)}, {}, TimePoint{50}));
    ASSERT_TRUE(buffer.add({fix(1, 6, 60)}, {}, TimePoint{60}));
    std::vector<PositionFix> out;
    buffer.take(10, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out[0].point.value.lat_e7, 6);
}

TEST(PositionBuffer, EachReportHearsWhatBecameOfItsFixes) {
    PositionBuffer buffer(10, 10);
    std::vector<int> order;
    const auto done = [&](int n) { return [&order, n](const Outcome&) { order.push_back(n); }; };
    PositionFix nowhere = fix(3, 0);
    nowhere.point = ReportedPoint{};
    ASSERT_TRUE(buffer.add({fix(1, 1), nowhere, fix(2, 1)}, done(1), {}));
    ASSERT_TRUE(buffer.add({fix(2, 2), fix(9, 2)}, done(2), {}));
    EXPECT_EQ(buffer.no_place(), 1u);
    std::vector<PositionFix> out;
    buffer.take(1, out);
    std::vector<Answered> answered;
    buffer.decided(std::vector{FixOutcome::too_fast}, answered);
    EXPECT_TRUE(answered.empty());
    buffer.take(10, out);
    buffer.decided(std::vector{FixOutcome::taken, FixOutcome::unknown_responder}, answered);
    ASSERT_EQ(answered.size(), 2u);
    const FixesOutcome& first = *answered[0].fixes;
    EXPECT_EQ(first.taken, 1u);
    EXPECT_EQ(first.doubted, 1u);
    EXPECT_EQ(first.dropped, 1u);
    ASSERT_EQ(first.not_taken.size(), 2u);
    EXPECT_EQ(first.not_taken[0].fix, 0u);
    EXPECT_EQ(first.not_taken[0].why, FixOutcome::too_fast);
    EXPECT_EQ(first.not_taken[1].fix, 1u);
    EXPECT_EQ(first.not_taken[1].why, FixOutcome::no_place);
    const FixesOutcome& second = *answered[1].fixes;
    EXPECT_EQ(second.taken, 1u);
    ASSERT_EQ(second.not_taken.size(), 1u);
    EXPECT_EQ(second.not_taken[0].fix, 1u);
    EXPECT_EQ(second.not_taken[0].why, FixOutcome::unknown_responder);
}

TEST(PositionBuffer, AgreesWithTheModel) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        PositionBuffer buffer(1000, 1000);
        Model model;
        std::vector<std::uint64_t> answers;
        std::uint64_t number = 0;
        for (int step = 0; step < 200; ++step) {
            if (random() % 3 != 0) {
                std::vector<PositionFix> fixes;
                for (std::uint64_t i = random() % 5; i > 0; --i) {
                    fixes.push_back(fix(1 + random() % 12, static_cast<std::int32_t>(step),
                                        static_cast<std::int64_t>(random() % 4)));
                }
                model.add(fixes, ++number, TimePoint{2});
                ASSERT_TRUE(buffer.add(
                    std::move(fixes),
                    [&answers, n = number](const Outcome&) { answers.push_back(n); },
                    TimePoint{2}));
            } else {
                const std::size_t max = random() % 6;
                std::vector<PositionFix> out;
                buffer.take(max, out);
                std::vector<Answered> done;
                buffer.decided(std::vector(out.size(), FixOutcome::taken), done);
                const std::size_t count = std::min(max, model.pending.size());
                ASSERT_EQ(out.size(), count);
                for (std::size_t i = 0; i < count; ++i) {
                    EXPECT_EQ(out[i].responder, model.pending[i].responder);
                    EXPECT_EQ(out[i].point, model.pending[i].point);
                }
                model.pending.erase(model.pending.begin(),
                                    model.pending.begin() + static_cast<std::ptrdiff_t>(count));
                answers.clear();
                for (const Answered& one : done)
                    one.done({});
                ASSERT_EQ(answers, model.answered());
            }
        }
    }
}

}  // namespace
}  // namespace muster::intake
