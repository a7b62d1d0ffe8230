// The reasons of a refusal are checked in the order of RejectReason: with two faults in one
// command, the answer is the one that stands first. Every command is tried with every pair of its
// faults.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "engine/codec/describe.hpp"
#include "engine/core/kernel/names.hpp"
#include "tests/core/precedence_world.hpp"

namespace muster::test {
namespace {

using enum RejectReason;

TEST(NotReady, WithoutRulesOnlyRulesAreTaken) {
    core::Engine engine;
    Envelope ask{1, start, "test", "", 0, CreateRequest{}};
    EXPECT_EQ(engine.handle(ask).rejection.reason, not_ready);
    ask.command = LoadRules{test_rules()};
    EXPECT_EQ(engine.handle(ask).rejection.reason, none);
}

TEST(NotReady, WithoutTheRoadsOfTheBoardNothingIsTaken) {
    core::Engine engine;
    const Envelope first{1, start, "test", "key", 1, LoadRules{test_rules()}};
    EXPECT_EQ(engine.handle(first).rejection.reason, none);
    core::BoardState state = engine.state();
    state.rules.roads.map = std::string(64, 'a');
    core::Engine without_maps;
    without_maps.restore(state);
    Envelope next{2, start, "test", "", 0, RegisterMember{}};
    EXPECT_EQ(without_maps.handle(next).rejection.reason, not_ready);
    // Before a key that was used for something else is looked at.
    next.key = "key";
    next.digest = 2;
    EXPECT_EQ(without_maps.handle(next).rejection.reason, not_ready);
    EXPECT_EQ(engine.handle(next).rejection.reason, key_reused);
}

class Precedence : public testing::Test {
  protected:
    void expect(const std::string& name, const json::object& body, RejectReason reason) {
        const Rejection got = world_.answer(name, body);
        EXPECT_EQ(got.reason, reason) << name << " " << json::serialize(body).substr(0, 300)
                                      << "\n  is " << core::name_of(got.reason) << " ("
                                      << got.detail << "), not " << core::name_of(reason);
    }

    World world_;
};

TEST_F(Precedence, EveryCommandIsHere) {
    const auto all = cases(world_);
    std::set<std::string> known;
    for (const std::string_view name : codec::Alternatives<Command>::names)
        known.emplace(name);
    for (const std::string& name : known)
        EXPECT_TRUE(all.contains(name)) << name;
    EXPECT_EQ(all.size(), known.size());
}

TEST_F(Precedence, WithoutAFaultItIsAccepted) {
    for (const auto& [name, one] : cases(world_)) {
        if (!one.right.empty()) expect(name, one.right, one.otherwise);
    }
}

TEST_F(Precedence, TheFirstOfTwoFaultsIsTheAnswer) {
    for (const auto& [name, one] : cases(world_)) {
        for (const Fault& a : one.faults) {
            for (const Fault& b : one.faults) {
                if (&a != &b && a.field == b.field) continue;
                json::object body = one.right;
                body[a.field] = a.value;
                body[b.field] = b.value;
                expect(name, body, std::min(a.reason, b.reason));
            }
        }
    }
}

}  // namespace
}  // namespace muster::test
