// The evaluation with the real engine: what crews do, and that runs can be compared.

#include "engine/sim/evaluation/evaluation.hpp"

#include <gtest/gtest.h>

#include "engine/app/config/city_config.hpp"
#include "engine/roads/road_times.hpp"
#include "engine/sim/evaluation/replication.hpp"
#include "engine/sim/evaluation/report_html.hpp"
#include "tests/roads/cities.hpp"
#include "tests/sim/evaluation_city.hpp"

namespace muster::evaluation {
namespace {

constexpr TimePoint start{1'764'518'400'000};

Call call_at(Millis after, CallClass call_class, Point place) {
    Call call;
    call.at = start + after;
    call.call_class = call_class;
    call.place = place;
    call.on_scene = minutes(5);
    return call;
}

ReplicationOptions one_day(const CityBundle& city, const PolicyChoice& policy = {}) {
    ReplicationOptions options;
    options.rules = service_rules(city, policy, {});
    options.start = start;
    options.count_from = start;
    options.count_until = start + hours(24);
    options.give_up = start + hours(48);
    return options;
}

void expect_sound(const ReplicationResult& result) {
    EXPECT_EQ(result.idle_while_waiting, 0);
    EXPECT_EQ(result.eta_mismatches, 0);
    EXPECT_EQ(result.refusals, 0) << result.first_refusal;
}

TEST(Replication, AnIsolatedCallTakesTheDelayAndTheDrive) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    const roads::RoadTimes times(city.roads);
    for (const CallClass c : {CallClass::high, CallClass::medium, CallClass::low}) {
        Point place = TinyCity::crossing(4, 3);
        place.lat_e7 += 1'500;
        const std::vector<Call> calls{call_at(hours(1), c, place)};
        const ReplicationResult result = run_replication(city, calls, one_day(city));
        const Profile profile = c == CallClass::low ? Profile::normal : Profile::urgent;
        EXPECT_TRUE(result.calls[0].reached);
        EXPECT_EQ(
            result.calls[0].response,
            city.model.dispatch_delay_ms + times.travel_time(city.stations[0], place, profile));
        // Busy from the order to the end on scene: nobody was brought to hospital.
        EXPECT_EQ(result.busy_ms, minutes(5) + times.travel_time(city.stations[0], place, profile));
        EXPECT_EQ(result.diversions, 0);
        expect_sound(result);
    }
}

TEST(Replication, AWaitingCallGetsTheUnitFromTheHospital) {
    TinyCity tiny;
    tiny.write("units.csv", "id,station\n1,1\n");
    const CityBundle city = tiny.load();
    const roads::RoadTimes times(city.roads);
    Call first = call_at(hours(1), CallClass::high, TinyCity::crossing(4, 3));
    first.transport = true;
    first.handover = minutes(7);
    const Call second = call_at(hours(1) + seconds(10), CallClass::high, TinyCity::crossing(8, 8));
    const std::vector<Call> calls{first, second};
    const ReplicationResult result = run_replication(city, calls, one_day(city));
    const Point hospital = city.hospitals[0];
    const TimePoint freed = first.at + city.model.dispatch_delay_ms +
                            times.travel_time(city.stations[0], first.place, Profile::urgent) +
                            minutes(5) + times.travel_time(first.place, hospital, Profile::urgent) +
                            minutes(7);
    EXPECT_EQ(result.calls[1].response,
              freed - second.at + times.travel_time(hospital, second.place, Profile::urgent));
    expect_sound(result);
}

TEST(Replication, AUnitOnItsWayHomeStartsFromTheRoad) {
    TinyCity tiny;
    tiny.write("units.csv", "id,station\n1,1\n");
    const CityBundle city = tiny.load();
    const roads::RoadTimes times(city.roads);
    const Call first = call_at(hours(1), CallClass::high, TinyCity::crossing(10, 0));
    const TimePoint freed = first.at + city.model.dispatch_delay_ms + seconds(100) + minutes(5);
    // 14 s a block on the way home: 56 s later four blocks nearer.
    Call second = first;
    second.at = freed + seconds(56) - city.model.dispatch_delay_ms;
    second.place = TinyCity::crossing(6, 2);
    const std::vector<Call> calls{first, second};
    const ReplicationResult result = run_replication(city, calls, one_day(city));
    EXPECT_EQ(result.calls[0].response, city.model.dispatch_delay_ms + seconds(100));
    EXPECT_EQ(result.calls[1].response, city.model.dispatch_delay_ms + seconds(20));
    expect_sound(result);
}

TEST(Replication, ADivertedUnitTurnsAroundWhereItIs) {
    TinyCity tiny;
    tiny.write("units.csv", "id,station\n1,1\n");
    const CityBundle city = tiny.load();
    // The low call is 11 blocks away at 14 s each; the high one comes when 5 are behind.
    const Call low = call_at(hours(1), CallClass::low, TinyCity::crossing(11, 0));
    const Call high = call_at(hours(1) + seconds(70), CallClass::high, TinyCity::crossing(5, 3));
    const std::vector<Call> calls{low, high};
    ReplicationOptions options = one_day(city);
    options.rules.classes[static_cast<std::size_t>(Urgency::P1)].may_preempt = true;
    const ReplicationResult result = run_replication(city, calls, options);
    EXPECT_EQ(result.diversions, 1);
    EXPECT_EQ(result.calls[1].response, city.model.dispatch_delay_ms + seconds(30));
    // Then on to the low call, by 3 + 6 blocks.
    EXPECT_EQ(result.calls[0].response,
              seconds(70) + result.calls[1].response + minutes(5) + seconds(14 * 9));
    expect_sound(result);
}

TEST(Replication, UnitsFollowEveryPolicyThroughABusyDay) {
    TinyCity tiny;
    CityBundle city = tiny.load();
    city.model.calls_per_1000_days = 320'000;
    CallOptions draw;
    draw.start = start;
    draw.days = 1;
    const std::vector<Call> calls = draw_calls(city, draw);
    for (const PolicyChoice policy :
         {PolicyChoice{Policy::closest}, PolicyChoice{Policy::rolling},
          PolicyChoice{Policy::rolling, true}, PolicyChoice{Policy::coverage, true}}) {
        SCOPED_TRACE(name_of(policy));
        const ReplicationResult result = run_replication(city, calls, one_day(city, policy));
        EXPECT_EQ(result.moves > 0, policy.move_up);
        for (const CallResult& call : result.calls)
            EXPECT_TRUE(call.reached);
        expect_sound(result);
    }
}

EvaluationOptions small() {
    EvaluationOptions options;
    options.policies = {{Policy::closest}, {Policy::rolling}};
    options.replications = 3;
    options.days = 2;
    options.seed = 11;
    return options;
}

TEST(Evaluation, EqualSeedsGiveEqualReportsOnAnyNumberOfThreads) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    EvaluationOptions options = small();
    const std::string report = to_json(evaluate(city, options).report);
    EXPECT_EQ(to_json(evaluate(city, options).report), report);
    for (const unsigned threads : {1u, 5u, 64u}) {
        options.threads = threads;
        EXPECT_EQ(to_json(evaluate(city, options).report), report);
    }
    options.seed = 12;
    EXPECT_NE(to_json(evaluate(city, options).report), report);
}

TEST(Evaluation, OnePolicyAgainstItselfMakesNoDifference) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    EvaluationOptions options = small();
    options.policies = {{Policy::closest}, {Policy::closest}};
    const EvaluationReport report = evaluate(city, options).report;
    ASSERT_EQ(report.comparisons.size(), 1u);
    for (const ClassComparison& row : report.comparisons[0].classes) {
        EXPECT_EQ(row.mean_ms, Difference{});
        EXPECT_EQ(row.late_ppm, Difference{});
    }
}

TEST(Evaluation, CountsWhatIsCountedOnce) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    EvaluationOptions options = small();
    options.warmup_days = 1;
    const Evaluation result = evaluate(city, options);
    std::int64_t after_warmup = 0;
    for (std::uint64_t r = 0; r < 3; ++r) {
        CallOptions draw;
        draw.seed = options.seed;
        draw.replication = r;
        draw.start = start;
        draw.days = options.days;
        for (const Call& call : draw_calls(city, draw))
            after_warmup += call.at >= start + hours(24) ? 1 : 0;
    }
    for (std::size_t p = 0; p < 2; ++p) {
        const PolicyFigures& figures = result.report.policies[p];
        ASSERT_EQ(figures.classes.size(), 4u);
        EXPECT_EQ(figures.classes[3].calls_of, "all");
        EXPECT_EQ(figures.classes[3].calls, after_warmup);
        EXPECT_EQ(figures.classes[0].calls + figures.classes[1].calls + figures.classes[2].calls,
                  after_warmup);
        std::size_t samples = 0;
        for (const auto& responses : result.samples[p].responses)
            samples += responses.size();
        EXPECT_EQ(static_cast<std::int64_t>(samples), after_warmup);
        EXPECT_GT(figures.busy_ppm.mean, 0);
        EXPECT_LT(figures.busy_ppm.mean, 1'000'000);
        EXPECT_EQ(figures.idle_while_waiting, 0);
        EXPECT_EQ(figures.eta_mismatches, 0);
        EXPECT_EQ(figures.refusals, 0) << figures.first_refusal;
    }
}

TEST(Evaluation, AnOverloadedCityIsReportedAsSuch) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    EvaluationOptions options = small();
    options.load_permille = 8000;
    const EvaluationReport report = evaluate(city, options).report;
    const ClassFigures& all = report.policies[0].classes.back();
    EXPECT_GT(all.never_reached, 0);
    EXPECT_GT(all.late_ppm.mean, 500'000);
    EXPECT_EQ(report.policies[0].idle_while_waiting, 0);
}

TEST(Evaluation, RulesMayBeChangedForAllPolicies) {
    ServiceOptions options;
    options.changes = {{"dispatch.switch_ms", "60000"}, {"classes.P1.may_preempt", "true"}};
    EXPECT_FALSE(check(TinyCity::model(), options));
    TinyCity tiny;
    const Rules rules = service_rules(tiny.load(), {Policy::rolling}, options);
    EXPECT_EQ(rules.dispatch.switch_ms, minutes(1));
    EXPECT_EQ(rules.dispatch.policy, Policy::rolling);
    EXPECT_TRUE(rules.classes[1].may_preempt);
    options.changes = {{"dispatch.no_such_rule", "1"}};
    EXPECT_TRUE(check(TinyCity::model(), options));
    options.changes = {{"dispatch.candidates", "1"}};
    EXPECT_TRUE(check(TinyCity::model(), options));
}

TEST(Evaluation, ThePageShowsEveryPolicyAndNeedsNothingElse) {
    TinyCity tiny;
    const CityBundle city = tiny.load();
    const std::string page = to_html(city, evaluate(city, small()));
    EXPECT_EQ(page.rfind("<!doctype html>", 0), 0u);
    for (const char* part : {"closest", "rolling", "<polyline", "<rect", "id=\"roads\"", "小城",
                             "响应时间", "</html>"}) {
        EXPECT_NE(page.find(part), std::string::npos) << part;
    }
    for (const char* foreign : {"http://", "https://", "<script", "src="})
        EXPECT_EQ(page.find(foreign), std::string::npos) << foreign;
    const std::string text = to_text(evaluate(city, small()).report);
    EXPECT_NE(text.find("rolling against closest"), std::string::npos);
}

class RealCity : public testing::TestWithParam<const char*> {};

TEST_P(RealCity, IsServedSoundlyByEveryPolicy) {
    const auto folder = roads::shared_folder(std::string("cities/") + GetParam());
    if (!folder) GTEST_SKIP() << "the tables of " << GetParam() << " are missing";
    CityModel model;
    ASSERT_FALSE(app::load_city_model(std::string("config/cities/") + GetParam() + ".toml", model));
    CityBundle city;
    const auto wrong = load_city(folder->string(), model, city);
    ASSERT_FALSE(wrong) << *wrong;
    EvaluationOptions options = small();
    options.replications = 2;
    options.days = 3;
    const EvaluationReport report = evaluate(city, options).report;
    for (const PolicyFigures& figures : report.policies) {
        EXPECT_EQ(figures.idle_while_waiting, 0);
        EXPECT_EQ(figures.eta_mismatches, 0);
        EXPECT_EQ(figures.refusals, 0) << figures.first_refusal;
        EXPECT_EQ(figures.classes.back().never_reached, 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Evaluation, RealCity, testing::Values("manhattan", "auckland"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace muster::evaluation
