#include "engine/sim/evaluation/service_rules.hpp"

#include <cstdlib>

#include "engine/core/rule_index.hpp"
#include "engine/pipeline/rule_change.hpp"

namespace muster::evaluation {
namespace {

Rules usual_rules(const CityModel& model, const ServiceOptions& options) {
    Rules rules;
    rules.version = "evaluation";
    rules.skills = {service_code};
    for (int u = 0; u < urgency_count; ++u) {
        ClassRule rule;
        rule.urgency = static_cast<Urgency>(u);
        rule.escalate_after_ms = {};
        rule.may_preempt = false;
        rules.classes.push_back(rule);
    }
    for (const CallClass c : {CallClass::high, CallClass::medium, CallClass::low}) {
        const auto place = static_cast<std::size_t>(c);
        ClassRule& rule = rules.classes[static_cast<std::size_t>(urgency_of(c))];
        rule.weight = options.weights[place];
        rule.milestones = {{Milestone::on_site, model.target_ms[place] - model.dispatch_delay_ms}};
        rule.blue_light = c != CallClass::low;
    }
    rules.services = {{service_code, "Ambulance", "救护车", Urgency::P1, service_code, false}};
    ResponsePlan plan;
    plan.code = service_code;
    plan.slots = {{service_code, {service_code}, FillMode::direct, {}}};
    rules.plans = {plan};

    // All units of a city are weighed, and where they are is always known.
    rules.dispatch.candidates = 32;
    rules.dispatch.position_stale_ms = hours(24 * 30);
    // Two calls from one house are two patients.
    rules.desk.merge_radius_m = {0};
    rules.desk.merge_window_ms = {};
    rules.desk.archive_after_ms = hours(1);
    rules.desk.clear_ms = {};
    return rules;
}

std::optional<std::string> change(Rules& rules, const ServiceOptions& options) {
    for (const auto& [path, value] : options.changes) {
        if (auto wrong = pipeline::change_rule(rules, path, value)) return wrong;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> check(const CityModel& model, const ServiceOptions& options) {
    Rules rules = usual_rules(model, options);
    if (auto wrong = change(rules, options)) return wrong;
    const Rejection no = core::check_rules(rules);
    if (no) return "the rules are not sound: " + no.field + " " + no.detail;
    return std::nullopt;
}

Rules service_rules(const CityModel& model, Policy policy, const ServiceOptions& options) {
    Rules rules = usual_rules(model, options);
    if (change(rules, options)) std::abort();
    rules.dispatch.policy = policy;
    return rules;
}

}  // namespace muster::evaluation
