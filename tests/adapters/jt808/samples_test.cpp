// Captured messages with what they must lead to, each whole and byte by byte.
#include <gtest/gtest.h>

#include <functional>

#include "tests/adapters/jt808/jt808_world.hpp"

namespace muster::jt808 {
namespace {

using testing::bytes;
using testing::World;

constexpr Point home_place{323'942'000, 1'194'129'000};

// Both ways of giving the same bytes.
void both_ways(const std::vector<std::string>& frames, const std::function<void(World&)>& expect) {
    World whole;
    for (const std::string& frame : frames)
        EXPECT_EQ(whole.give(bytes(frame)), "");
    expect(whole);
    World trickled;
    for (const std::string& frame : frames)
        trickled.trickle(bytes(frame));
    expect(trickled);
}

std::vector<Point> places(const World& world) {
    std::vector<Point> out;
    for (const Submission& submission : world.commands.submissions) {
        const auto* report = submission.command.get_if<ReportDevice>();
        if (report != nullptr && report->place) out.push_back(report->place->value);
    }
    return out;
}

TEST(SamplesJt808, J1ChecksumIsEscapedAndCutInTwo) {
    const auto expect = [](World& world) {
        EXPECT_EQ(world.sent, std::vector<std::string>{"7E800100050137000000420000000B000200F97E"});
        ASSERT_EQ(world.told<ReportDevice>().size(), 1U);
        EXPECT_EQ(world.told<ReportDevice>()[0].key.value, "jt808:13700000042");
        EXPECT_EQ(world.commands.submissions[0].source, "jt808:13700000042");
    };
    both_ways({"7E00020000013700000042000B7D017E"}, expect);
    both_ways({"7E00020000013700000042000B7D", "017E"}, expect);
}

TEST(SamplesJt808, J2ABrokenExtraDoesNotLoseTheAlarm) {
    both_ways(
        {"7E020000260137000000420007000000010000000301EE4BD8071E18A4000C00000000260302161530010"
         "4000003E8EB20AABBA07E"},
        [](World& world) {
            EXPECT_EQ(world.sent,
                      std::vector<std::string>{"7E8001000501370000004200000007020000F57E"});
            const auto raised = world.raised();
            ASSERT_EQ(raised.size(), 1U);
            EXPECT_EQ(raised[0].signal, Code("sos"));
            EXPECT_EQ(raised[0].level, true);
            ASSERT_TRUE(raised[0].place);
            EXPECT_EQ(raised[0].place->value, home_place);
            EXPECT_EQ(raised[0].happened_at, world.now);
            EXPECT_EQ(raised[0].said.value,
                      "emergency button; its end is broken; odometer 100.0 km");
            EXPECT_EQ(world.hub->counts.broken_extras, 1U);
        });
}

TEST(SamplesJt808, J4ABatchThatComesLate) {
    both_ways(
        {"7E0704003F0137000000420008000201001C000000000000000301EE4B10071E1908000A000F005A260302"
         "141000001C000000010000000301EE4EF8071E1CF0000A00000000260302141530327E"},
        [](World& world) {
            EXPECT_EQ(world.sent,
                      std::vector<std::string>{"7E8001000501370000004200000008070400FB7E"});
            ASSERT_EQ(world.told<SignalDevice>().size(), 1U);
            const SignalDevice signal = world.told<SignalDevice>()[0];
            EXPECT_EQ(signal.signal, Code("sos"));
            EXPECT_FALSE(signal.level);
            EXPECT_EQ(signal.happened_at, world.now - hours(2));
            EXPECT_EQ(signal.place->value, (Point{323'950'000, 1'194'140'000}));
            EXPECT_EQ(places(world), (std::vector{Point{323'940'000, 1'194'130'000}}));
            EXPECT_EQ(world.told<ReportDevice>()[0].placed_at, world.now - hours(2) - seconds(330));
        });
}

TEST(SamplesJt808, J6FragmentsTheSecondFirst) {
    both_ways(
        {"7E0704202B013700000042000A0002000208000A000F005A260302141000001C000000010000000301EE52E"
         "0071E20D8000A00000000260302161530BE7E",
         "7E07042032013700000042000900020001000300001C000000000000000301EE4B10071E1908000A000F005"
         "A260302141000001C000000000000000301EE4B10071E19187E"},
        [](World& world) {
            EXPECT_EQ(world.sent, (std::vector<std::string>{"7E8001000501370000004200000"
                                                            "00A070400F97E",
                                                            "7E80010005013700000042000100"
                                                            "09070400FB7E"}));
            const auto raised = world.raised();
            ASSERT_EQ(raised.size(), 1U);
            EXPECT_EQ(raised[0].signal, Code("sos"));
            EXPECT_EQ(raised[0].place->value, (Point{323'960'000, 1'194'150'000}));
            EXPECT_EQ(raised[0].happened_at, world.now);
            // The first tells all levels, that they are off; the second only where it was.
            EXPECT_EQ(places(world).size(), 1U);
            EXPECT_EQ(world.hub->counts.broken_items, 0U);
            EXPECT_EQ(world.hub->counts.count_differs, 0U);
        });
}

TEST(SamplesJt808, J8TheBitIsALevel) {
    const std::vector<std::string> frames{
        "7E0200001C0137000000420014000000010000000301EE4BD8071E18A4000C000000002603021616008E7E",
        "7E0200001C0137000000420015000000010000000301EE4BD8071E18A4000C000000002603021616109F7E",
        "7E0200001C0137000000420016000000000000000301EE4BD8071E18A4000C00000000260302161620AD7E",
        "7E0200001C0137000000420017000000010000000301EE4BD8071E18A4000C00000000260302161630BD7E"};
    both_ways(frames, [](World& world) {
        std::vector<bool> levels;
        std::set<std::string> keys;
        for (const Submission& submission : world.commands.submissions) {
            const auto* signal = submission.command.get_if<SignalDevice>();
            if (signal == nullptr || signal->signal != Code("sos")) continue;
            levels.push_back(signal->level.value());
            keys.insert(submission.key);
        }
        EXPECT_EQ(levels, (std::vector<bool>{true, true, false, true}));
        EXPECT_EQ(keys.size(), 4U);
        ASSERT_EQ(world.sent.size(), 4U);
        for (std::size_t i = 0; i < 4; ++i) {
            // Our serial, that of the report, and done.
            EXPECT_EQ(world.sent[i].substr(22, 14),
                      "000" + std::to_string(i) + "00" + std::to_string(14 + i) + "020000")
                << i;
        }
    });
}

TEST(SamplesJt808, J9TwoFramesShareAMark) {
    both_ways({"0011227E00020000013700000042001E687E00020000013700000042001F697E"},
              [](World& world) {
                  ASSERT_EQ(world.sent.size(), 2U);
                  EXPECT_EQ(world.sent[0].substr(22, 14), "0000001E000200");
                  EXPECT_EQ(world.sent[1].substr(22, 14), "0001001F000200");
                  EXPECT_EQ(world.hub->counts.frames.noise_bytes, 3U);
              });
}

}  // namespace
}  // namespace muster::jt808
