// The engine as a queue, against queueing theory.

#include <gtest/gtest.h>

#include "engine/core/kernel/names.hpp"
#include "tests/oracles/calls.hpp"
#include "tests/oracles/closed_forms.hpp"
#include "tests/oracles/desk.hpp"

namespace muster::test {
namespace {

CallModel model_of(int servers, std::vector<CallClass> classes, std::size_t calls,
                   std::uint64_t seed) {
    CallModel model;
    model.posts.assign(static_cast<std::size_t>(servers), Point{});
    model.classes = std::move(classes);
    model.calls = calls;
    model.seed = seed;
    return model;
}

// A number of each call of one class, in order.
template <class Number>
std::vector<double> numbers(const std::vector<Call>& calls, std::size_t of_class, Number number) {
    std::vector<double> values;
    for (const Call& call : calls) {
        if (call.of_class == of_class) values.push_back(static_cast<double>(number(call)));
    }
    return values;
}

double wait_of(const Call& call) {
    return call.wait;
}

// Where all are equally far from everything, these policies must be the same queue.
class Queues : public testing::TestWithParam<Policy> {};

TEST_P(Queues, LossIsErlangB) {
    for (const auto& [servers, load] : {std::pair(3, 1.5), std::pair(5, 3.0)}) {
        CallModel model = model_of(servers, {{load}}, 60'000, 11);
        model.wait_allowed = false;
        model.policy = GetParam();
        const auto lost = numbers(play(model), 0, [](const Call& call) { return !call.served; });
        expect_estimate(lost, erlang_b(servers, load), .05, "lost calls");
    }
}

TEST_P(Queues, WaitingIsErlangC) {
    for (const auto& [servers, load] : {std::pair(2, 1.0), std::pair(5, 4.0)}) {
        CallModel model = model_of(servers, {{load}}, 150'000, 12);
        model.policy = GetParam();
        const auto calls = play(model);
        const auto waits = numbers(calls, 0, [](const Call& call) { return !call.at_once; });
        expect_estimate(waits, erlang_c(servers, load), .05, "calls that wait");
        expect_estimate(numbers(calls, 0, wait_of), mean_wait(servers, load), .06, "mean wait");
    }
}

TEST_P(Queues, StrictClassesAreCobham) {
    for (const int servers : {1, 3}) {
        const double c = servers;
        CallModel model =
            model_of(servers, {{.2 * c, Urgency::P0}, {.3 * c, Urgency::P1}, {.3 * c, Urgency::P2}},
                     300'000, 13);
        model.strict = true;
        model.policy = GetParam();
        const auto calls = play(model);
        const auto exact = cobham(servers, {.2 * c, .3 * c, .3 * c});
        for (std::size_t k = 0; k < 3; ++k) {
            expect_estimate(numbers(calls, k, wait_of), exact[k], .08, "wait by class");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Policies, Queues, testing::Values(Policy::closest, Policy::rolling),
                         [](const testing::TestParamInfo<Policy>& info) {
                             return std::string(core::name_of(info.param));
                         });

TEST(Ageing, IsAccumulatingPriority) {
    for (const int servers : {1, 5}) {
        const double c = servers;
        const std::vector<double> rates{.3 * c, .3 * c, .2 * c};
        const auto calls = play(model_of(
            servers,
            {{rates[0], Urgency::P2, 1}, {rates[1], Urgency::P1, 2}, {rates[2], Urgency::P0, 4}},
            300'000, 14));
        const auto exact = accumulating_priority(servers, rates, {1, 2, 4});
        for (std::size_t k = 0; k < 3; ++k) {
            expect_estimate(numbers(calls, k, wait_of), exact[k], .08, "wait by class");
        }
    }
}

TEST(Patience, IsErlangA) {
    struct Case {
        int servers;
        double rate;
        double theta;
    };
    for (const Case& given : {Case{3, 2.4, .5}, Case{5, 5, 1}}) {
        CallModel model = model_of(given.servers, {{given.rate}}, 150'000, 15);
        model.patience_rate = given.theta;
        const auto calls = play(model);
        const auto exact = erlang_a(given.servers, given.rate, 1, given.theta);
        const auto lost = numbers(calls, 0, [](const Call& call) { return !call.served; });
        expect_estimate(lost, exact.abandoned, .05, "abandoned calls");
        expect_estimate(numbers(calls, 0, wait_of), exact.wait, .05, "mean wait");
    }
}

}  // namespace
}  // namespace muster::test
