#include "tests/oracles/closed_forms.hpp"

#include <gtest/gtest.h>

namespace muster::test {
namespace {

constexpr double close = 1e-6;

void expect_near(const std::vector<double>& got, const std::vector<double>& want) {
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i)
        EXPECT_NEAR(got[i], want[i], close) << i;
}

TEST(ClosedForms, ErlangB) {
    EXPECT_NEAR(erlang_b(1, .5), .33333333, close);
    EXPECT_NEAR(erlang_b(2, 1), .2, close);
    EXPECT_NEAR(erlang_b(3, 1.5), .13432836, close);
    EXPECT_NEAR(erlang_b(5, 3), .11005435, close);
    EXPECT_NEAR(erlang_b(12, 6), .0113648, close);
}

TEST(ClosedForms, ErlangC) {
    EXPECT_NEAR(erlang_c(2, 1), .33333333, close);
    EXPECT_NEAR(erlang_c(5, 3), .2361516, close);
    EXPECT_NEAR(erlang_c(5, 4), .55411255, close);
    EXPECT_NEAR(erlang_c(10, 9), .66873152, close);
}

TEST(ClosedForms, Priorities) {
    expect_near(cobham(1, {.2, .3, .3}), {1, 2, 8});
    expect_near(cobham(3, {.6, .9, .9}), {.269663, .539326, 2.157303});
    expect_near(cobham(5, {1, 1.5, 1.5}), {.138528, .277056, 1.108225});
    expect_near(preemptive_resume(1, {.2, .3, .3}), {.25, 1.5, 9});
    expect_near(preemptive_resume(3, {.6, .9, .9}), {.010274, .256309, 2.613247});
    expect_near(preemptive_resume(5, {1, 1.5, 1.5}), {.000958, .086276, 1.390719});
    EXPECT_NEAR(mean_wait(1, .8), 4, close);
    EXPECT_NEAR(mean_wait(3, 2.4), 1.078652, close);
    EXPECT_NEAR(mean_wait(5, 4), .554113, close);
}

TEST(ClosedForms, AccumulatingPriority) {
    expect_near(accumulating_priority(1, {.3, .3, .2}, {1, 2, 4}), {5.714286, 3.492063, 2.190476});
    expect_near(accumulating_priority(5, {1.5, 1.5, 1}, {1, 2, 4}), {.791589, .483749, .303443});
}

TEST(ClosedForms, ErlangA) {
    const ErlangA three = erlang_a(3, 2.4, 1, .5);
    EXPECT_NEAR(three.abandoned, .119855, close);
    EXPECT_NEAR(three.wait, .239711, close);
    const ErlangA five = erlang_a(5, 5, 1, 1);
    EXPECT_NEAR(five.abandoned, .175467, close);
    EXPECT_NEAR(five.wait, .175467, close);
}

TEST(ClosedForms, Geometry) {
    EXPECT_NEAR(mean_distance(1), .5, close);
    EXPECT_NEAR(mean_distance(2), .75, close);
    EXPECT_NEAR(mean_distance(3), .9375, close);
    EXPECT_NEAR(mean_distance(5), 1.230469, close);
    constexpr double square_km_pi = 3.141592653589793e6;
    EXPECT_NEAR(arrived_by(240, .3, 10 / square_km_pi, 2.3, 60), .40201, 1e-5);
    EXPECT_NEAR(arrived_by(240, .3, 30 / square_km_pi, 2.3, 60), .78617, 1e-5);
}

TEST(ClosedForms, OffersNeeded) {
    constexpr double targets[] = {.8, .9, .95};
    constexpr double chances[] = {.17, .30, .47};
    constexpr int table[3][3] = {{9, 13, 17}, {5, 7, 9}, {3, 4, 5}};
    for (int p = 0; p < 3; ++p) {
        for (int t = 0; t < 3; ++t) {
            EXPECT_EQ(offers_needed(targets[t], chances[p]), table[p][t]);
        }
    }
}

}  // namespace
}  // namespace muster::test
