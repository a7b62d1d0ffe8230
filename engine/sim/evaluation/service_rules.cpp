#include "engine/sim/evaluation/service_rules.hpp"

#include <cstdlib>

#include "engine/codec/describe.hpp"
#include "engine/core/service/rule_index.hpp"
#include "engine/pipeline/rule_change.hpp"

namespace muster::evaluation {
namespace {

constexpr const char* move_up_suffix = "+move_up";

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
    rules.services = {{service_code, "Ambulance", "救护车", Urgency::P1, service_code, false, {}}};
    ResponsePlan plan;
    plan.code = service_code;
    plan.slots = {{service_code, {service_code}, FillMode::direct, {}}};
    rules.plans = {plan};

    // Units follow a move when one is ordered; a low call is one of the class P3.
    rules.standby.within_ms = model.target_ms.front() - model.dispatch_delay_ms;

    // All units of a city are weighed, and where they are is always known.
    rules.dispatch.candidates = 32;
    rules.dispatch.position_stale_ms = hours(24 * 30);
    rules.positions.emplace().max_age_ms.fill(hours(24 * 30));
    // Crews arrive when they are expected. Their tables hold no shapes of roads, so that a place
    // between two distant nodes lies beside the road, and an arrival reckoned from it is wrong.
    rules.dispatch.revise_ms = hours(24);
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

Rules service_rules(const CityBundle& city, const PolicyChoice& choice,
                    const ServiceOptions& options) {
    Rules rules = usual_rules(city.model, options);
    if (change(rules, options)) std::abort();
    rules.dispatch.policy = choice.policy;
    rules.standby.move_up = choice.move_up ? MoveUp::automatic : MoveUp::off;
    for (std::size_t station = 0; station < city.stations.size(); ++station)
        rules.standby.posts.push_back({post_code(station), "", "", city.stations[station]});
    // The sums of the bundle are those of weights in billionths; the rules take 2^30 in all.
    constexpr std::uint64_t parts = 1'000'000;
    std::uint64_t before = 0;
    for (const CityBundle::Demand& demand : city.demand) {
        const std::uint64_t up_to = demand.up_to * parts / city.total_weight();
        rules.standby.demand.push_back({demand.at, static_cast<std::int64_t>(up_to - before)});
        before = up_to;
    }
    return rules;
}

std::string name_of(const PolicyChoice& choice) {
    return std::string(muster::name_of(choice.policy)) + (choice.move_up ? move_up_suffix : "");
}

std::optional<PolicyChoice> policy_named(std::string_view name) {
    for (const bool move_up : {false, true}) {
        for (std::size_t i = 0; i < std::size(enum_names<Policy>); ++i) {
            const PolicyChoice choice{static_cast<Policy>(i), move_up};
            if (name == name_of(choice)) return choice;
        }
    }
    return std::nullopt;
}

Code post_code(std::size_t station) {
    return Code("station_" + std::to_string(station));
}

std::size_t station_of(Code post) {
    return std::stoul(post.str().substr(std::string_view("station_").size()));
}

}  // namespace muster::evaluation
