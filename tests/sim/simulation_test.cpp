#include "engine/sim/simulation.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "engine/codec/json_reader.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/sim/demand.hpp"
#include "tests/core/shipped_rules.hpp"

namespace muster::sim {
namespace {

const Rules& demo_rules() {
    static const Rules rules =
        test::shipped_rules({"config/rules.toml", "config/services.toml", "config/plans.toml"});
    return rules;
}

SimulationOptions small_day(std::uint64_t seed) {
    SimulationOptions options;
    options.rules = demo_rules();
    options.city = {.seed = seed,
                    .members = 1'500,
                    .staff = 120,
                    .volunteers = 150,
                    .communities = 24,
                    .stations = 10};
    options.world.seed = seed;
    return options;
}

SimReport run(const SimulationOptions& options) {
    auto report = run_simulation(options);
    EXPECT_TRUE(report) << report.error().message;
    return *report;
}

TEST(Simulation, IsTheSameForASeed) {
    const SimReport once = run(small_day(3));
    const SimReport again = run(small_day(3));
    EXPECT_EQ(to_json(once), to_json(again));
    EXPECT_EQ(once.state_hash.size(), 64u);
    EXPECT_NE(run(small_day(4)).state_hash, once.state_hash);
}

// FNV-1a.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash = 0xCBF29CE484222325ull) {
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    }
    return hash;
}

// The same city and the same day under every compiler and library: both numbers were written down
// once, and change only when the city does.
TEST(Simulation, MeansTheSameCityOnEveryBuild) {
    const City city = make_city({});
    std::uint64_t people = hash_of("");
    std::string text;
    for (const CityMember& member : city.members) {
        text.clear();
        codec::write(text, member.profile);
        people = hash_of(text, hash_of(member.card_uid, people));
    }
    for (const CityResponder& responder : city.responders) {
        text.clear();
        codec::write(text, responder.profile);
        people = hash_of(text, people);
    }
    EXPECT_EQ(people, 18276859409036818086u);

    Demand demand(city, {}, default_start);
    std::uint64_t day = hash_of("");
    for (int i = 0; i < 2000; ++i) {
        const auto arrival = demand.next();
        ASSERT_TRUE(arrival);
        day = hash_of(arrival->service->service.view(), day);
        day =
            hash_of(std::to_string(arrival->at.value) + " " + std::to_string(arrival->member), day);
    }
    EXPECT_EQ(day, 16012629982698479460u);
}

TEST(Simulation, ReportsWhatHappened) {
    const SimReport report = run(small_day(1));
    EXPECT_GT(report.received, 120);
    EXPECT_LT(report.received, 400);
    std::int64_t by_class = 0;
    std::int64_t reached = 0;
    for (const ClassReport& c : report.classes) {
        by_class += c.received;
        reached += c.reached;
        EXPECT_LE(c.response_p50_ms, c.response_p90_ms);
        EXPECT_LE(c.response_p90_ms, c.response_p99_ms);
    }
    EXPECT_EQ(by_class, report.received);
    EXPECT_GT(reached, report.received / 2);
    EXPECT_GT(report.closed, report.received / 3);
    const OfferReport& offers = report.offers;
    EXPECT_GT(offers.accepted, 0);
    EXPECT_GE(offers.made, offers.accepted + offers.declined + offers.expired + offers.withdrawn);
    for (const KindReport& kind : report.kinds) {
        EXPECT_LE(kind.busy_ms, kind.on_duty_ms);
        EXPECT_GT(kind.people, 0);
    }
    SimReport read;
    const auto wrong = codec::read(to_json(report), read, codec::Mode::strict);
    EXPECT_FALSE(wrong) << wrong->message;
    EXPECT_EQ(to_json(read), to_json(report));
    EXPECT_NE(to_text(report).find(report.state_hash), std::string::npos);
}

TEST(Simulation, AQuietCityStaysQuiet) {
    SimulationOptions options = small_day(1);
    options.world.load_permille = 0;
    options.duration = hours(6);
    const SimReport report = run(options);
    EXPECT_EQ(report.received, 0);
    EXPECT_EQ(report.open_at_end, 0);
    EXPECT_GT(report.positions, 0);
}

TEST(DemoRules, KnowEveryServiceThatTheCityAsksFor) {
    for (const ServiceDemand& demand : service_demand()) {
        const auto& services = demo_rules().services;
        EXPECT_TRUE(std::any_of(services.begin(), services.end(), [&](const ServiceRule& s) {
            return s.code == demand.service;
        })) << demand.service.str();
    }
}

TEST(DemoRules, EverySkillOfAPlanIsSomebodys) {
    const City city = make_city({});
    for (const ResponsePlan& plan : demo_rules().plans) {
        for (const SlotRule& slot : plan.slots) {
            const bool able = std::any_of(
                city.responders.begin(), city.responders.end(), [&](const CityResponder& r) {
                    return std::all_of(slot.skills.begin(), slot.skills.end(), [&](Code skill) {
                        const auto& has = r.profile.skills;
                        return std::find(has.begin(), has.end(), skill) != has.end();
                    });
                });
            EXPECT_TRUE(able) << plan.code.str() << " " << slot.role.str();
        }
    }
}

}  // namespace
}  // namespace muster::sim
