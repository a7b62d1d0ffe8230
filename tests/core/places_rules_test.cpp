// What is wrong with the rules of places is named at its place.
#include <gtest/gtest.h>

#include <functional>

#include "tests/core/places_stage.hpp"

namespace muster::test {
namespace {

std::string field_of(const std::function<void(Rules&)>& change) {
    PlacesStage stage;
    Rules rules = test_rules();
    change(rules);
    return stage.send(LoadRules{std::move(rules)}).field;
}

TEST(PlacesRules, AreCheckedFieldByField) {
    EXPECT_EQ(field_of([](Rules&) {}), "");
    EXPECT_EQ(field_of([](Rules& r) { r.places.emplace().radius_m = {10'001}; }),
              "/rules/places/radius_m");
    EXPECT_EQ(field_of([](Rules& r) { r.places.emplace().keep_past_ms = hours(23); }),
              "/rules/places/keep_past_ms");
    EXPECT_EQ(field_of([](Rules& r) { r.plan_overrides[1].service = "no_such"; }),
              "/rules/plan_overrides/1/service");
    EXPECT_EQ(field_of([](Rules& r) { r.plan_overrides[1].plan = "no_such"; }),
              "/rules/plan_overrides/1/plan");
    EXPECT_EQ(field_of([](Rules& r) { r.plan_overrides[1].community = {}; }),
              "/rules/plan_overrides/1");
    EXPECT_EQ(field_of([](Rules& r) { r.question_sets[0].services = {"no_such"}; }),
              "/rules/question_sets/0/services/0");
    EXPECT_EQ(field_of([](Rules& r) { r.question_sets[0].questions.clear(); }),
              "/rules/question_sets/0/questions");
    EXPECT_EQ(field_of([](Rules& r) { r.question_sets[0].questions[1].code = "danger"; }),
              "/rules/question_sets/0/questions/1");
    EXPECT_EQ(field_of([](Rules& r) { r.question_sets[0].questions[1].choices.clear(); }),
              "/rules/question_sets/0/questions/1/choices");
    EXPECT_EQ(field_of([](Rules& r) {
                  r.question_sets[0].questions[0].choices[1].skills = {"levitation"};
              }),
              "/rules/question_sets/0/questions/0/choices/1/skills");
    EXPECT_EQ(field_of([](Rules& r) {
                  r.question_sets.push_back(r.question_sets[0]);
                  r.question_sets[1].code = "other";
              }),
              "/rules/question_sets/1/services/0");
}

// Open requests go on by their service's own plan when the chosen one is gone from the rules.
TEST(PlacesRules, APlanThatIsGoneIsTheServicesOwn) {
    PlacesStage stage;
    const RequestId id = stage.ask([&] {
        CreateRequest command = repair({});
        command.member = stage.member("Baoying");
        return command;
    }());
    ASSERT_TRUE(stage.request(id).plan);
    Rules rules = test_rules();
    rules.plan_overrides.clear();
    std::erase_if(rules.services, [](const ServiceRule& one) { return one.plan == "lift"; });
    std::erase_if(rules.plans, [](const ResponsePlan& one) { return one.code == "lift"; });
    rules.booking.reset();
    EXPECT_FALSE(stage.send(LoadRules{rules}));
    EXPECT_EQ(stage.engine.board().rule_index().plan_of(stage.request(id)).code, Code("repair"));
}

}  // namespace
}  // namespace muster::test
