#include "tests/oracles/desk.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::test {
namespace {

constexpr std::size_t batches = 40;
constexpr double metres_per_unit = 0.0111195080;  // of 1e-7 degree, on the sphere of the core
constexpr Millis longest = hours(24 * 366);

}  // namespace

double Chance::exponential(double rate) {
    return -std::log(uniform()) / rate;
}

Point at_metres(double east, double north) {
    return {static_cast<std::int32_t>(std::lround(north / metres_per_unit)),
            static_cast<std::int32_t>(std::lround(east / metres_per_unit))};
}

Rules plain_rules() {
    Rules rules;
    rules.version = "oracle";
    rules.dispatch.policy = Policy::closest;
    for (int u = 0; u < urgency_count; ++u) {
        ClassRule rule;
        rule.urgency = static_cast<Urgency>(u);
        rule.acknowledge_ms = longest;
        rules.classes.push_back(rule);
    }
    ResponsePlan plan;
    plan.code = "one";
    plan.slots = {{"server", {}, FillMode::direct, {}}};
    rules.plans = {plan};
    rules.services = {{"call", "Call", "呼叫", Urgency::P2, "one", false, {}}};
    rules.dispatch.detour_permille = 1000;
    rules.dispatch.position_stale_ms = longest;
    rules.desk.merge_window_ms = {0};
    rules.desk.merge_radius_m = {0};
    rules.desk.callback_within_ms = longest;
    rules.desk.archive_after_ms = seconds(1);
    return rules;
}

Desk::Desk(const Rules& rules) {
    send(LoadRules{rules});
}

void Desk::advance(TimePoint to) {
    while (engine_.next_deadline() <= to) {
        now_ = std::max(now_, engine_.next_deadline());
        send(Tick{});
    }
    now_ = std::max(now_, to);
}

std::span<const Event> Desk::send(Command command) {
    Envelope envelope;
    envelope.seq = engine_.last_seq() + 1;
    envelope.at = now_;
    envelope.source = "oracle";
    envelope.command = std::move(command);
    const core::Handled handled = engine_.handle(envelope);
    if (handled.rejection) {
        ADD_FAILURE() << handled.rejection.field << ": " << handled.rejection.detail;
    }
    return handled.events;
}

ResponderId Desk::add_responder(ResponderKind kind, Point post) {
    ResponderProfile profile;
    profile.kind = kind;
    profile.post = post;
    send(RegisterResponder{std::move(profile)});
    const ResponderId id{engine_.last_seq()};
    send(SetDuty{id, ResponderStatus::available, {}, ""});
    return id;
}

Estimate batch_means(const std::vector<double>& values) {
    const std::size_t size = values.size() / batches;
    double sum = 0;
    double squares = 0;
    for (std::size_t b = 1; b < batches; ++b) {
        double batch = 0;
        for (std::size_t i = b * size; i < (b + 1) * size; ++i)
            batch += values[i];
        batch /= static_cast<double>(size);
        sum += batch;
        squares += batch * batch;
    }
    constexpr double n = batches - 1;
    const double mean = sum / n;
    const double variance = std::max(0.0, (squares / n - mean * mean) * n / (n - 1));
    return {mean, std::sqrt(variance / n)};
}

void expect_estimate(const std::vector<double>& values, double exact, double precision,
                     const char* what) {
    ASSERT_GE(values.size(), 100 * batches) << what;
    const Estimate estimate = batch_means(values);
    EXPECT_NEAR(estimate.mean, exact, 4 * estimate.error) << what;
    EXPECT_LE(estimate.error, precision * exact) << what;
}

}  // namespace muster::test
