// The position buffer against a model that keeps a plain list.
#include "engine/intake/position_buffer.hpp"

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
            const auto time = [&](const PositionFix& f) { return f.fix_at ? f.fix_at : now; };
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
    ASSERT_TRUE(buffer.add({fix(1, 5, 100), fix(2, 6, 100)}, {}, TimePoint{50}));
    ASSERT_TRUE(buffer.add({fix(1, 7, 90)}, {}, TimePoint{50}));   // measured earlier
    ASSERT_TRUE(buffer.add({fix(2, 8, 100)}, {}, TimePoint{50}));  // as old, came later
    std::vector<PositionFix> out;
    std::vector<Done> answered;
    buffer.take(10, out, answered);
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
    std::vector<Done> answered;
    buffer.take(10, out, answered);
    ASSERT_EQ(out.size(), 2u);
    EXPECT_EQ(out[0].point.value.lat_e7, 3);

    PositionBuffer few_reports(10, 1);
    EXPECT_TRUE(few_reports.add({fix(1, 1)}, [](const Outcome&) {}, {}));
    EXPECT_FALSE(few_reports.add({fix(1, 1)}, [](const Outcome&) {}, {}));
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
                std::vector<Done> done;
                buffer.take(max, out, done);
                const std::size_t count = std::min(max, model.pending.size());
                ASSERT_EQ(out.size(), count);
                for (std::size_t i = 0; i < count; ++i) {
                    EXPECT_EQ(out[i].responder, model.pending[i].responder);
                    EXPECT_EQ(out[i].point, model.pending[i].point);
                }
                model.pending.erase(model.pending.begin(),
                                    model.pending.begin() + static_cast<std::ptrdiff_t>(count));
                answers.clear();
                for (const Done& one : done)
                    one({});
                ASSERT_EQ(answers, model.answered());
            }
        }
    }
}

}  // namespace
}  // namespace muster::intake
