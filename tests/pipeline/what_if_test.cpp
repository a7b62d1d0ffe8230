#include "engine/pipeline/what_if.hpp"

#include <gtest/gtest.h>

#include "engine/codec/json_writer.hpp"
#include "engine/pipeline/rule_change.hpp"
#include "muster/dispatch.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "muster/service_records.hpp"
#include "muster/timebank.hpp"
#include "tests/pipeline/harness.hpp"

namespace muster::pipeline::test {
namespace {

std::string json(const Outcomes& outcomes) {
    std::string text;
    codec::write(text, outcomes);
    return text;
}

ResponderProfile worker_at(Point place) {
    ResponderProfile profile;
    profile.name = std::string("Extra");
    profile.skills = {"care"};
    profile.post = Personal<Point>(place);
    return profile;
}

// One worker, far away; he does everything as he should, and stays for ten minutes.
std::uint64_t one_worker_log(const std::filesystem::path& folder, std::uint64_t requests) {
    Life life(folder);
    life.city(2, 0);
    RegisterResponder worker;
    worker.profile = worker_at({323'000'000, 1'194'000'000});
    const ResponderId id{life.run({"desk", "", worker})->seq};
    EXPECT_TRUE(life.run({"desk", "", SetDuty{id, ResponderStatus::available, {}, ""}}));
    const std::uint64_t fork = life.disk->committed_seq();
    for (std::uint64_t i = 0; i < requests; ++i) {
        CreateRequest request = muster::test::request_at(1);
        request.place = Personal<Point>(Point{324'000'000, 1'194'000'000});
        const RequestId asked{life.run({"desk", "", request})->seq};
        const auto later = [&](Millis wait, Command command) {
            life.now = life.now + wait;
            const auto outcome = life.run({"phone", "", std::move(command)});
            EXPECT_EQ(outcome->rejection.reason, RejectReason::none) << outcome->rejection.detail;
        };
        const Millis eta = life.state->engine.board().requests().get(asked)->slots[0].eta_ms;
        later(seconds(10), AcknowledgeAssignment{asked, id});
        later(seconds(20), ReportEnRoute{asked, id});
        later(eta - seconds(30), ReportOnScene{asked, id});
        later(minutes(10), CompleteAssignment{asked, id, Disposition::helped, {}});
        later(minutes(5), RecordCallback{asked, true, 5, {}});
        life.now = life.now + minutes(45);
        ReportPositions home;
        home.fixes.push_back({id, Point{323'000'000, 1'194'000'000}, {}});
        (void)life.run({"phone", "", home});
    }
    return fork;
}

// A member keeps 100 minutes ready and is served twice for 300 minutes on one local day; each is
// confirmed by one and reviewed by another. Then 10 minutes are given to the pool.
std::uint64_t served_twice_log(const std::filesystem::path& folder) {
    Life life(folder);
    const auto must = [&](const char* source, Command command) {
        const auto outcome = life.run({source, "", std::move(command)});
        EXPECT_EQ(outcome->rejection.reason, RejectReason::none) << outcome->rejection.detail;
        return outcome->seq;
    };
    Rules rules = muster::test::small_rules();
    rules.timebank.emplace().scheme = "test";
    must("desk", LoadRules{rules});
    RegisterMember person;
    person.profile.name = std::string("Li Na");
    person.profile.birth_year = 1940;
    person.profile.home = Personal<Point>(Point{324'000'000, 1'194'000'000});
    const MemberId member{must("desk", person)};
    RegisterResponder volunteer;
    volunteer.profile.kind = ResponderKind::volunteer;
    volunteer.profile.name = std::string("Wang Wei");
    const ResponderId who{must("desk", volunteer)};
    const AccountId pool = life.state->engine.board().derived<Account>().pool();
    const std::uint64_t fork = life.disk->committed_seq();

    const AccountId account{must("desk", OpenAccount{member, {}, {}, ""})};
    must("head", IssueCredits{account, 600, "decision 7", ""});
    HoldCredits keep;
    keep.account = account;
    keep.member = member;
    keep.minutes = 100;
    must("desk", keep);
    constexpr TimePoint eight_in_the_morning{1'760'025'600'000 + 8 * 3'600'000};
    life.now = eight_in_the_morning + hours(24);
    for (const TimePoint from : {eight_in_the_morning, eight_in_the_morning + minutes(300)}) {
        RecordService told;
        told.volunteer = who;
        told.member = member;
        told.service = "visit";
        told.starts_at = from;
        told.ends_at = from + minutes(300);
        ConfirmService confirm;
        confirm.service_record = {must("desk", told)};
        must("desk", confirm);
        ReviewService review;
        review.service_record = confirm.service_record;
        must("head", review);
    }
    must("desk", DonateCredits{account, pool, 10, "", ""});
    return fork;
}

const ClassOutcome& p1(const Outcomes& outcomes) {
    return outcomes.classes[1];
}

TEST(WhatIf, LivedAgainWithoutChangesEndsAsLogged) {
    TempFolder folder;
    WhatIfOptions options;
    options.from_seq = one_worker_log(folder.path(), 5);
    auto result = what_if(folder.path(), options, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(p1(result->logged).requests, 5u);
    EXPECT_EQ(p1(result->logged).reached, 5u);
    EXPECT_GT(p1(result->logged).response_mean_ms, minutes(10));
    EXPECT_EQ(json(result->again), json(result->logged));
    EXPECT_EQ(json(result->changed), json(result->again));
    EXPECT_EQ(result->inputs_refused, 0u);
}

TEST(WhatIf, OneMoreResponderNextDoorIsSoonerThere) {
    TempFolder folder;
    WhatIfOptions options;
    options.from_seq = one_worker_log(folder.path(), 5);
    options.extra_responders = {worker_at({323'990'000, 1'194'000'000})};
    auto result = what_if(folder.path(), options, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(p1(result->changed).requests, 5u);
    EXPECT_EQ(p1(result->changed).reached, 5u);
    EXPECT_LT(p1(result->changed).response_mean_ms, minutes(2));
    EXPECT_LT(result->changed.utilisation_permille, result->again.utilisation_permille);
    const std::string text = what_if_text(*result);
    EXPECT_NE(text.find("1 more responders"), std::string::npos);
    EXPECT_NE(text.find("P1 response mean, min"), std::string::npos);
}

TEST(WhatIf, AChangedRuleChangesTheTravel) {
    TempFolder folder;
    WhatIfOptions options;
    options.from_seq = one_worker_log(folder.path(), 3);
    options.changes = {{"dispatch.detour_permille", "2800"}};
    auto result = what_if(folder.path(), options, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_GT(p1(result->changed).response_p50_ms, p1(result->again).response_p50_ms);
    EXPECT_EQ(json(result->again), json(result->logged));
}

TEST(WhatIf, AChangedSchemeCreditsWhatItSays) {
    TempFolder folder;
    WhatIfOptions options;
    options.from_seq = served_twice_log(folder.path());
    const auto with = [&](const char* path, const char* value) {
        options.changes = {{path, value}};
        auto result = what_if(folder.path(), options, {});
        EXPECT_TRUE(result) << result.error().message;
        return *std::move(result);
    };
    // 480 minutes of a day earn credits, and 100 were kept ready.
    const WhatIf lower = with("timebank.limit_min", "120");
    EXPECT_EQ(json(lower.again), json(lower.logged));
    EXPECT_EQ(lower.inputs_refused, 0u);
    const CreditOutcome& logged = lower.logged.credits;
    EXPECT_EQ(logged.services, 2u);
    EXPECT_EQ(logged.served_min, 600);
    EXPECT_EQ(logged.credited_min, 480);
    EXPECT_EQ(logged.over_limit_min, 120);
    EXPECT_EQ(logged.kept_ready_min, 100);
    EXPECT_EQ(logged.settled_min, 100);
    EXPECT_EQ(lower.changed.credits.credited_min, 120);
    EXPECT_EQ(lower.changed.credits.over_limit_min, 480);
    EXPECT_EQ(lower.changed.credits.settled_min, 100);
    EXPECT_NE(what_if_text(lower).find("credited, min"), std::string::npos);

    const WhatIf capped = with("timebank.cap_min", "400");
    EXPECT_EQ(capped.changed.credits.credited_min, 400);
    EXPECT_EQ(capped.changed.credits.over_cap_min, 80);
    EXPECT_EQ(capped.changed.credits.over_limit_min, 120);

    // Another scheme as a whole: full hours, of 350 minutes a day.
    const WhatIf other = with("timebank", R"({"scheme":"hours","step_min":60,"limit_min":350})");
    EXPECT_EQ(other.changed.credits.credited_min, 300);
    EXPECT_EQ(other.changed.credits.over_limit_min, 250);
    EXPECT_EQ(other.changed.credits.cut_min, 50);
    EXPECT_EQ(other.changed.credits.served_min, 600);
}

// What a poorer scheme refuses is counted, and nothing else is.
TEST(WhatIf, ASchemeInWhichNobodyMayPayRefusesWhatWasKeptReady) {
    TempFolder folder;
    WhatIfOptions options;
    options.from_seq = served_twice_log(folder.path());
    options.changes = {{"timebank.redeem_years", "100"}};
    const auto result = what_if(folder.path(), options, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->inputs_refused, 1u);
    EXPECT_EQ(result->changed.credits.kept_ready_min, 0);
    EXPECT_EQ(result->changed.credits.settled_min, 0);
    EXPECT_EQ(result->changed.credits.credited_min, 480);
}

TEST(WhatIf, AWildLogIsLivedAgainTheSameEachTime) {
    TempFolder folder;
    WhatIfOptions options;
    {
        Life life(folder.path());
        life.city(20, 20);
        options.from_seq = life.disk->committed_seq();
        life.story(61, 500);
    }
    auto first = what_if(folder.path(), options, {});
    auto second = what_if(folder.path(), options, {});
    ASSERT_TRUE(first && second);
    EXPECT_EQ(json(first->again), json(first->changed));
    EXPECT_EQ(json(first->again), json(second->again));
    EXPECT_GT(first->again.offers, 0u);
    options.changes = {{"plans.visit.offers.max_live", "1"}};
    auto other = what_if(folder.path(), options, {});
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(json(other->again), json(first->again));
    EXPECT_NE(json(other->changed), json(other->again));
}

TEST(WhatIf, SaysWhatIsWrong) {
    TempFolder folder;
    WhatIfOptions options;
    options.from_seq = one_worker_log(folder.path(), 1);
    options.changes = {{"dispatch.speed", "7"}};
    EXPECT_FALSE(what_if(folder.path(), options, {}));
    options.changes = {{"dispatch.candidates", "1"}};
    auto unsound = what_if(folder.path(), options, {});
    ASSERT_FALSE(unsound);
    EXPECT_NE(unsound.error().message.find("candidates"), std::string::npos);
    options.changes.clear();
    options.from_seq = 1'000'000;
    EXPECT_FALSE(what_if(folder.path(), options, {}));
}

TEST(RuleChange, SaysWhereTheRuleStands) {
    Rules rules = muster::test::small_rules();
    const auto wrong = [&](const char* path) { return *change_rule(rules, path, "\"closest\""); };
    EXPECT_NE(wrong("policy").find("; did you mean dispatch.policy?"), std::string::npos)
        << wrong("policy");
    EXPECT_EQ(wrong("matching.policy"),
              "there is no rule \"matching.policy\"; did you mean dispatch.policy?");
    EXPECT_NE(wrong("acknowledge_ms").find("; did you mean classes.0.acknowledge_ms?"),
              std::string::npos)
        << wrong("acknowledge_ms");
    EXPECT_EQ(wrong("matching.nonsense"), "there is no rule \"matching.nonsense\"");
    // The place is right, the value is not.
    EXPECT_EQ(wrong("dispatch.detour_permille").find("did you mean"), std::string::npos);
}

TEST(RuleChange, FindsItemsByPlaceAndByName) {
    Rules rules = muster::test::small_rules();
    EXPECT_FALSE(change_rule(rules, "dispatch.detour_permille", "1200"));
    EXPECT_EQ(rules.dispatch.detour_permille, 1200);
    EXPECT_FALSE(change_rule(rules, "classes.P1.acknowledge_ms", "60000"));
    EXPECT_EQ(rules.classes[1].acknowledge_ms, minutes(1));
    EXPECT_FALSE(change_rule(rules, "plans.visit.slots.1.fallback_ms", "1000"));
    EXPECT_EQ(rules.plans[1].slots[1].fallback_ms, seconds(1));
    EXPECT_FALSE(change_rule(rules, "plans.visit.slots.helper.skills", "[\"talk\"]"));
    EXPECT_EQ(rules.plans[1].slots[1].skills, std::vector<Code>{"talk"});
    EXPECT_FALSE(change_rule(rules, "version", "other"));
    EXPECT_EQ(rules.version, "other");
    EXPECT_FALSE(change_rule(rules, "dispatch.speed_m_per_h.2", "16000"));
    EXPECT_EQ(rules.dispatch.speed_m_per_h[2], 16'000);

    const Rules before = rules;
    for (const char* path : {"", "nothing", "plans.none.offers", "classes.9.weight",
                             "dispatch.detour_permille.x", "dispatch..x"}) {
        EXPECT_TRUE(change_rule(rules, path, "1")) << path;
    }
    EXPECT_TRUE(change_rule(rules, "dispatch.detour_permille", "far"));
    std::string a;
    std::string b;
    codec::write(a, before);
    codec::write(b, rules);
    EXPECT_EQ(a, b);
}

}  // namespace
}  // namespace muster::pipeline::test
