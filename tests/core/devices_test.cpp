// What the watch over a device promises, on random lives, from the times of its signs alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/core/engine.hpp"
#include "muster/devices.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"

namespace muster::test {
namespace {

constexpr TimePoint start{1'764'547'200'000};
constexpr Millis watch = minutes(10);

// One device at a place, from `start` on.
class Life {
  public:
    Life() {
        EXPECT_FALSE(send(LoadRules{test_rules()}, start));
        RegisterDevice command{"imei:1", "gateway", {}, Point{324'000'000, 1'194'000'000}, {}, {}};
        EXPECT_FALSE(send(command, start));
        device_ = {engine_.last_seq()};
    }

    void report(TimePoint at) {
        pass(at);
        EXPECT_FALSE(send(ReportDevice{"imei:1", {}}, at));
    }

    // At the time of the last command; whether it was refused.
    bool refused(Command command) { return send(std::move(command), engine_.last_at()); }
    std::uint64_t last_seq() const { return engine_.last_seq(); }

    // Lets everything fall due until then.
    void pass(TimePoint until) {
        while (engine_.next_deadline() <= until)
            EXPECT_FALSE(send(Tick{}, engine_.next_deadline()));
    }

    const Device& device() const { return device(device_); }
    const Device& device(DeviceId id) const { return *engine_.board().store<Device>().get(id); }

    std::vector<TimePoint> fell_silent;
    std::vector<TimePoint> recorded;
    std::uint64_t requests = 0;

  private:
    bool send(Command command, TimePoint at) {
        Envelope envelope;
        envelope.seq = engine_.last_seq() + 1;
        envelope.at = at;
        envelope.source = "test";
        envelope.command = std::move(command);
        const core::Handled handled = engine_.handle(envelope);
        for (const Event& event : handled.events) {
            if (event.is<DeviceFellSilent>()) fell_silent.push_back(at);
            if (event.is<DeviceReported>()) recorded.push_back(at);
            if (event.name() == "RequestReceived") ++requests;
        }
        EXPECT_EQ(engine_.broken_invariant(), "");
        return static_cast<bool>(handled.rejection);
    }

    core::Engine engine_;
    DeviceId device_;
};

Millis random_gap(std::mt19937_64& random, Millis longest) {
    return {static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(longest.value)) + 1};
}

// Every status and every command that asks for an action of the table.
TEST(Devices, AreRefusedWhatTheirStatusDoesNotAllow) {
    using core::DeviceAction;
    for (const DeviceStatus status : {DeviceStatus::unknown, DeviceStatus::active,
                                      DeviceStatus::silent, DeviceStatus::retired}) {
        for (const DeviceAction action : {DeviceAction::assign, DeviceAction::retire}) {
            Life life;
            DeviceId id = life.device().id;
            if (status == DeviceStatus::silent) life.pass(start + watch);
            if (status == DeviceStatus::retired) {
                EXPECT_FALSE(life.refused(RetireDevice{id, ""}));
            }
            if (status == DeviceStatus::unknown) {
                EXPECT_FALSE(life.refused(ReportDevice{"imei:2", {}}));
                id = {life.last_seq()};
            }
            ASSERT_EQ(life.device(id).status, status);
            const bool refused = action == DeviceAction::assign
                                     ? life.refused(AssignDevice{id, {}, {}, "a street"})
                                     : life.refused(RetireDevice{id, ""});
            const auto next = core::device_cycle.next(status, action);
            EXPECT_EQ(refused, !next.has_value()) << static_cast<int>(status);
            EXPECT_EQ(life.device(id).status, next.value_or(status));
        }
    }
}

TEST(Devices, WhoReportsOnceInThreeQuartersOfTheWatchIsNeverSilent) {
    std::mt19937_64 random(1);
    for (int round = 0; round < 20; ++round) {
        Life life;
        TimePoint at = start;
        for (int i = 0; i < 60; ++i)
            life.report(at = at + random_gap(random, watch * 3 / 4));
        EXPECT_TRUE(life.fell_silent.empty());
        EXPECT_EQ(life.requests, 0u);
        // Whatever it sent, a record in each quarter of the watch at most.
        for (std::size_t i = 1; i < life.recorded.size(); ++i)
            EXPECT_GE(life.recorded[i] - life.recorded[i - 1], watch / 4);
    }
}

TEST(Devices, WhoIsNotHeardOfForTheWatchIsSilentByThen) {
    std::mt19937_64 random(2);
    int silences = 0;
    for (int round = 0; round < 20; ++round) {
        Life life;
        TimePoint before = start;
        for (int i = 0; i < 40; ++i) {
            const TimePoint at = before + random_gap(random, watch * 2);
            const std::size_t known = life.fell_silent.size();
            life.report(at);
            const std::size_t now = life.fell_silent.size();
            EXPECT_LE(now, known + 1);
            if (at - before >= watch) {
                EXPECT_EQ(now, known + 1) << "a silence was overlooked";
            }
            // Early by no more than what need not be recorded.
            if (now > known) {
                EXPECT_GT(life.fell_silent.back(), before + watch * 3 / 4);
                EXPECT_LE(life.fell_silent.back(), before + watch);
                EXPECT_EQ(life.recorded.back(), at) << "a report ends the silence at once";
                ++silences;
            }
            EXPECT_EQ(life.device().status, DeviceStatus::active);
            before = at;
        }
        // Nobody has come to look after it: all its silences are told in one request.
        EXPECT_EQ(life.requests, life.fell_silent.empty() ? 0u : 1u);
    }
    EXPECT_GT(silences, 100);
}

TEST(Devices, AStormOfSignsIsAFewRecords) {
    Life life;
    for (int i = 1; i <= 3600; ++i)
        life.report(start + seconds(i));
    // The first, and one in each 150 s.
    EXPECT_EQ(life.recorded.size(), 24u);
    EXPECT_EQ(life.device().contacts, 24u);
}

TEST(Devices, APlaceThatWasSeenIsUsedForADayAtMost) {
    Life life;
    const auto refuses = [&](Millis most) {
        Rules rules = test_rules();
        rules.devices->seen_place_ms = most;
        return life.refused(LoadRules{rules});
    };
    EXPECT_TRUE(refuses(Millis{-1}));
    EXPECT_FALSE(refuses(Millis{0}));
    EXPECT_FALSE(refuses(hours(24)));
    EXPECT_TRUE(refuses(hours(24) + Millis{1}));
}

}  // namespace
}  // namespace muster::test
