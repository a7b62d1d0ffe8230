#include "engine/intake/intake.hpp"
#include "muster/devices.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace muster::intake {
namespace {

Submission call(const std::string& key) {
    return {"test", key, CreateRequest{}};
}
Submission desk(const std::string& key) {
    return {"test", key, TakeRequest{}};
}
Submission sign(const std::string& key) {
    return {"test", key, ReportDevice{}};
}
Submission positions(std::uint64_t responder, std::int32_t lat) {
    ReportPositions report;
    report.fixes.push_back({ResponderId{responder}, Point{lat, 0}, {}});
    return {"test", "", report};
}

TEST(Intake, KeepsTheOrderOfArrivalAcrossTraffic) {
    Intake intake{IntakeOptions{}};
    intake.submit(call("a"), {}, {});
    intake.submit(desk("b"), {}, {});
    intake.submit(call("c"), {}, {});
    std::vector<Item> items;
    ASSERT_EQ(intake.take(2, items), 2u);
    EXPECT_EQ(items[0].key, "a");
    EXPECT_EQ(items[1].key, "b");
    ASSERT_EQ(intake.take(2, items), 1u);
    EXPECT_EQ(items[0].key, "c");
    EXPECT_TRUE(intake.empty());
}

// A flood of desk commands stands before a call for help, more than one batch takes.
TEST(Intake, CallsGoFirstWhenNotAllOfItFits) {
    Intake intake{IntakeOptions{}};
    for (int i = 0; i < 100; ++i)
        intake.submit(desk("d" + std::to_string(i)), {}, {});
    intake.submit(call("help"), {}, {});
    std::vector<Item> items;
    ASSERT_EQ(intake.take(8, items), 8u);
    EXPECT_EQ(items[0].key, "help");
    for (std::size_t i = 1; i < 8; ++i)
        EXPECT_EQ(items[i].key, "d" + std::to_string(i - 1)) << "the rest keeps its order";
    EXPECT_EQ(intake.stats().traffic[static_cast<std::size_t>(Traffic::calls)].waiting, 0u);
}

TEST(Intake, AFloodOfCallsLeavesTheDeskItsShare) {
    IntakeOptions options;
    options.desk_share_percent = 25;
    Intake intake(options);
    for (int i = 0; i < 100; ++i)
        intake.submit(call("c" + std::to_string(i)), {}, {});
    for (int i = 0; i < 3; ++i)
        intake.submit(desk("d" + std::to_string(i)), {}, {});
    std::vector<Item> items;
    ASSERT_EQ(intake.take(8, items), 8u);
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_EQ(items[i].key, "c" + std::to_string(i));
    EXPECT_EQ(items[6].key, "d0");
    EXPECT_EQ(items[7].key, "d1");
    // One desk command is left: its share goes to calls.
    ASSERT_EQ(intake.take(8, items), 8u);
    EXPECT_EQ(items[6].key, "c12");
    EXPECT_EQ(items[7].key, "d2");
}

// All devices come back at once, behind an outage of their network.
TEST(Intake, SignsOfLifeDoNotHoldUpTheDesk) {
    Intake intake{IntakeOptions{}};
    for (int i = 0; i < 100; ++i)
        intake.submit(sign("s" + std::to_string(i)), {}, {});
    for (int i = 0; i < 10; ++i)
        intake.submit(desk("d" + std::to_string(i)), {}, {});
    intake.submit(call("help"), {}, {});
    std::vector<Item> items;
    // Not even a desk that never rests keeps them out for ever.
    ASSERT_EQ(intake.take(8, items), 8u);
    EXPECT_EQ(items[0].key, "help");
    for (std::size_t i = 1; i < 7; ++i)
        EXPECT_EQ(items[i].key, "d" + std::to_string(i - 1));
    EXPECT_EQ(items[7].key, "s0");
    ASSERT_EQ(intake.take(8, items), 8u);
    EXPECT_EQ(items[3].key, "d9");
    EXPECT_EQ(items[7].key, "s4");
    intake.submit(desk("d10"), {}, {});
    ASSERT_EQ(intake.take(1, items), 1u);
    EXPECT_EQ(items[0].key, "d10");
    ASSERT_EQ(intake.take(200, items), 95u);
    EXPECT_EQ(items[94].key, "s99");
    EXPECT_TRUE(intake.empty());
}

TEST(Intake, AFullShareRefusesAtOnceAndLeavesTheOthersTheirs) {
    IntakeOptions options;
    options.desk_max = 2;
    Intake intake(options);
    std::vector<RejectReason> answers;
    const auto done = [&](const Outcome& o) { answers.push_back(o.rejection.reason); };
    for (int i = 0; i < 3; ++i)
        intake.submit(desk(""), done, {});
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0], RejectReason::overloaded);
    intake.submit(call("help"), done, {});
    EXPECT_EQ(answers.size(), 1u);
    EXPECT_EQ(intake.waiting(), 3u);
    const auto stats = intake.stats();
    EXPECT_EQ(stats.traffic[static_cast<std::size_t>(Traffic::desk)].refused, 1u);
    EXPECT_EQ(stats.traffic[static_cast<std::size_t>(Traffic::desk)].most_waiting, 2u);
    EXPECT_EQ(stats.traffic[static_cast<std::size_t>(Traffic::desk)].limit, 2u);
    EXPECT_EQ(stats.traffic[static_cast<std::size_t>(Traffic::calls)].waiting, 1u);
}

TEST(Intake, AShutDoorRefusesWhatWaitsAndWhatComes) {
    Intake intake{IntakeOptions{}};
    std::vector<std::string> answers;
    const auto done = [&](const Outcome& o) {
        EXPECT_EQ(o.rejection.reason, RejectReason::overloaded);
        answers.push_back(o.rejection.detail);
        // Whoever tries again from within is refused as well.
        if (answers.size() == 1) {
            intake.submit(call("again"),
                          [&](const Outcome& b) { answers.push_back(b.rejection.detail); }, {});
        }
    };
    intake.submit(call("a"), done, {});
    intake.submit(desk("b"), done, {});
    intake.submit(positions(1, 5), done, {});
    EXPECT_TRUE(answers.empty());
    intake.shut("the disk is taken");
    EXPECT_EQ(answers, std::vector<std::string>(4, "the disk is taken"));
    EXPECT_TRUE(intake.empty());
    EXPECT_EQ(intake.stats().refused_shut, 4u);
    EXPECT_EQ(intake.stats().traffic[static_cast<std::size_t>(Traffic::calls)].waiting, 0u);
    intake.open();
    intake.submit(call("c"), done, {});
    EXPECT_EQ(intake.waiting(), 1u);
}

TEST(Intake, ManyPositionsTakeOnePlaceAheadOfTheBatch) {
    IntakeOptions options;
    options.position_responders_max = 3;
    Intake intake(options);
    std::vector<RejectReason> answers;
    const auto done = [&](const Outcome& o) { answers.push_back(o.rejection.reason); };
    intake.submit(call("a"), {}, {});
    for (std::int32_t i = 0; i < 100; ++i) {
        intake.submit(positions(1 + static_cast<std::uint64_t>(i) % 3, i), done, {});
    }
    EXPECT_TRUE(answers.empty());
    intake.submit(positions(4, 0), done, {});
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0], RejectReason::overloaded);

    std::vector<Item> items;
    ASSERT_EQ(intake.take(10, items), 2u);
    const auto& fixes = items[0].command.get<ReportPositions>().fixes;
    ASSERT_EQ(fixes.size(), 3u);
    EXPECT_EQ(fixes[0].point.value.lat_e7, 99);
    std::vector<Answered> reports;
    intake.decided(std::vector(3, FixOutcome::taken), reports);
    EXPECT_EQ(reports.size(), 100u);
    EXPECT_EQ(items[1].key, "a");
    EXPECT_EQ(intake.stats().fixes_coalesced, 97u);
}

TEST(Intake, EachFixSaysWhoReportedIt) {
    Intake intake{IntakeOptions{}};
    Submission forged = positions(1, 5);
    forged.command.get<ReportPositions>().fixes[0].by = "http:somebody-else";
    forged.source = "http:gps-1";
    intake.submit(std::move(forged), {}, {});
    Submission second = positions(2, 6);
    second.source = std::string(1'000, 'x');
    intake.submit(std::move(second), {}, {});
    std::vector<Item> items;
    ASSERT_EQ(intake.take(10, items), 1u);
    const auto& fixes = items[0].command.get<ReportPositions>().fixes;
    ASSERT_EQ(fixes.size(), 2u);
    EXPECT_EQ(fixes[0].by, "http:gps-1");
    EXPECT_EQ(fixes[1].by, std::string(128, 'x'));
}

TEST(Intake, AReportWithoutFixesIsAnsweredToo) {
    Intake intake{IntakeOptions{}};
    intake.submit({"test", "", ReportPositions{}}, [](const Outcome&) {}, {});
    EXPECT_FALSE(intake.empty());
    std::vector<Item> items;
    ASSERT_EQ(intake.take(10, items), 1u);
    std::vector<Answered> reports;
    intake.decided({}, reports);
    EXPECT_EQ(reports.size(), 1u);
    EXPECT_TRUE(intake.empty());
}

TEST(Intake, DropsAPlaceThatIsNotOnEarthByItself) {
    Intake intake{IntakeOptions{}};
    Submission report = positions(1, 900'000'001);
    report.command.get<ReportPositions>().fixes.push_back(
        {ResponderId{2}, Point{320'000'000, 0}, {}});
    intake.submit(std::move(report), [](const Outcome&) {}, {});
    std::vector<Item> items;
    ASSERT_EQ(intake.take(10, items), 1u);
    const auto& fixes = items[0].command.get<ReportPositions>().fixes;
    ASSERT_EQ(fixes.size(), 1u);
    EXPECT_EQ(fixes[0].responder, ResponderId{2});
    EXPECT_EQ(intake.stats().fixes_without_place, 1u);
    std::vector<Answered> reports;
    intake.decided(std::vector{FixOutcome::taken}, reports);
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports[0].fixes->taken, 1u);
    EXPECT_EQ(reports[0].fixes->dropped, 1u);
}

TEST(Intake, StopRefusesWhatComesAndKeepsWhatWaits) {
    Intake intake{IntakeOptions{}};
    intake.submit(call("a"), {}, {});
    intake.stop();
    RejectReason reason = RejectReason::none;
    intake.submit(call("b"), [&](const Outcome& o) { reason = o.rejection.reason; }, {});
    EXPECT_EQ(reason, RejectReason::stopping);
    EXPECT_EQ(intake.waiting(), 1u);
}

// Everything taken is handed out exactly once and in order; everything else was refused at once.
TEST(Intake, AgreesWithAModelOfBoundedQueues) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        IntakeOptions options;
        options.calls_max = 1 + random() % 8;
        options.desk_max = 1 + random() % 8;
        Intake intake(options);
        std::deque<std::pair<std::string, bool>> model;  // key, is a call
        std::size_t calls = 0;
        std::vector<Item> items;
        for (int step = 0; step < 400; ++step) {
            if (random() % 4 != 0) {
                const bool is_call = random() % 2 == 0;
                const std::string key = std::to_string(step);
                bool refused = false;
                const auto done = [&](const Outcome& o) {
                    refused = o.rejection.reason == RejectReason::overloaded;
                };
                const bool room =
                    is_call ? calls < options.calls_max : model.size() - calls < options.desk_max;
                intake.submit(is_call ? call(key) : desk(key), done, {});
                ASSERT_EQ(refused, !room);
                if (room) {
                    model.emplace_back(key, is_call);
                    if (is_call) ++calls;
                }
            } else {
                const std::size_t max = random() % 5;
                const std::size_t count = intake.take(max, items);
                ASSERT_EQ(count, std::min(max, model.size()));
                // Calls first when not all of it fits, but one place for the rest.
                const std::size_t rest = model.size() - calls;
                std::size_t calls_now =
                    std::min(calls, max - std::min<std::size_t>({rest, max, 1}));
                const bool in_order = model.size() <= max;
                for (std::size_t i = 0; i < count; ++i) {
                    auto next = model.begin();
                    if (!in_order) {
                        const bool wants_call = calls_now > 0;
                        next = std::find_if(model.begin(), model.end(), [&](const auto& one) {
                            return one.second == wants_call;
                        });
                        if (wants_call) --calls_now;
                        // No more of the rest: its places go to calls.
                        if (next == model.end()) next = model.begin();
                    }
                    ASSERT_EQ(items[i].key, next->first);
                    if (next->second) --calls;
                    model.erase(next);
                }
            }
        }
    }
}

}  // namespace
}  // namespace muster::intake
