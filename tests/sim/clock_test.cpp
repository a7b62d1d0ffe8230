#include "engine/app/clock.hpp"

#include <gtest/gtest.h>

namespace muster::app {
namespace {

constexpr ClockTrust trust{.jump_max_ms = hours(48), .settle_ms = seconds(60)};

// A machine whose two clocks are set by the test.
struct Machine {
    TimePoint system{1'800'000'000'000};
    Millis monotonic = monotonic_now();
    CityClock city{system, 1, trust};

    TimePoint pass(Millis span, Millis step = Millis{100}) {
        TimePoint now;
        for (Millis done; done < span; done = done + step) {
            system = system + step;
            monotonic = monotonic + step;
            now = city.look(system, monotonic);
        }
        return now;
    }
};

TEST(CityClock, IsTheSystemsTime) {
    Machine machine;
    EXPECT_EQ(machine.pass(seconds(10)), machine.system);
    machine.system = machine.system + Millis{900};  // as time servers correct it
    EXPECT_EQ(machine.pass(Millis{100}), machine.system);
    EXPECT_EQ(machine.city.ahead(), Millis{});
}

TEST(CityClock, FollowsALeapForwardOnceItHasStood) {
    Machine machine;
    machine.pass(seconds(10));
    machine.system = machine.system + hours(24);
    EXPECT_LT(machine.pass(seconds(59)), machine.system - hours(23));
    EXPECT_EQ(machine.pass(seconds(2)), machine.system);
    EXPECT_EQ(machine.city.ahead(), Millis{});
}

TEST(CityClock, ForgetsALeapThatWasUndone) {
    Machine machine;
    for (int i = 0; i < 3; ++i) {
        machine.pass(seconds(10));
        machine.system = machine.system + hours(2);
        machine.pass(seconds(50));
        machine.system = machine.system - hours(2);
        EXPECT_EQ(machine.pass(seconds(1)), machine.system);
    }
}

TEST(CityClock, DoesNotBelieveALeapBeyondTheLimit) {
    Machine machine;
    machine.pass(seconds(10));
    machine.system = machine.system + hours(24 * 365);
    const TimePoint city = machine.pass(seconds(600));
    EXPECT_LT(city, machine.system - hours(24 * 364));
    EXPECT_EQ(machine.city.ahead(), city - machine.system);
}

TEST(CityClock, MeetsAClockThatWasSetBackWithoutGoingBack) {
    Machine machine;
    const TimePoint before = machine.pass(seconds(10));
    machine.system = machine.system - minutes(10);
    TimePoint last = before;
    for (int i = 0; i < 100; ++i) {
        const TimePoint now = machine.pass(Millis{7}, Millis{1});
        EXPECT_GE(now, last);
        last = now;
    }
    // A twentieth slower: ten minutes are taken back within two hundred.
    EXPECT_GT(machine.pass(minutes(190)), machine.system);
    EXPECT_EQ(machine.pass(minutes(11)), machine.system);
    EXPECT_EQ(machine.city.ahead(), Millis{});
}

TEST(CityClock, OfAFastDemoFollowsNobody) {
    const Millis begin = monotonic_now();
    CityClock city{TimePoint{1'800'000'000'000}, 60, trust};
    const TimePoint start = city.look(TimePoint{1'900'000'000'000}, begin);
    EXPECT_EQ(city.look(TimePoint{1}, begin + seconds(1)) - start, seconds(60));
}

}  // namespace
}  // namespace muster::app
