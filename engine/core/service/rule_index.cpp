#include "engine/core/service/rule_index.hpp"

#include <cstdlib>
#include <utility>

#include "engine/core/assessments/standard_check.hpp"
#include "engine/core/booking/booking_check.hpp"
#include "engine/core/care/care_check.hpp"
#include "engine/core/certificates/certificate_check.hpp"
#include "engine/core/kernel/calendar_check.hpp"
#include "engine/core/links/link_check.hpp"
#include "engine/core/places/places_check.hpp"
#include "engine/core/projects/projects_check.hpp"
#include "engine/core/registry/risk_check.hpp"
#include "engine/core/requests/clock_check.hpp"
#include "engine/core/rosters/work_check.hpp"
#include "engine/core/service/code_names.hpp"
#include "engine/core/service/departments.hpp"
#include "engine/core/service/rule_check.hpp"
#include "engine/core/service_records/service_records_check.hpp"
#include "engine/core/survey/questionnaire_check.hpp"
#include "engine/core/talents/talent_check.hpp"
#include "engine/core/thinktank/thinktank_check.hpp"
#include "engine/core/timebank/timebank_check.hpp"
#include "engine/match/coverage.hpp"
#include "engine/roads/distance.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_skills = 64;
constexpr std::size_t max_plan_slots = 8;
constexpr std::size_t max_services = 4096;
constexpr std::int64_t max_weight = 1'000'000;
constexpr std::size_t max_posts = 256;
constexpr std::size_t max_demand_points = 16'384;

Rejection check_classes(const Rules& rules) {
    if (rules.classes.size() != urgency_count) {
        return wrong("/classes", "must hold exactly one entry for each of P0 to P4, holds " +
                                     std::to_string(rules.classes.size()));
    }
    for (std::size_t i = 0; i < rules.classes.size(); ++i) {
        const ClassRule& rule = rules.classes[i];
        const std::string at = pointer("/classes", i);
        if (static_cast<std::size_t>(rule.urgency) != i) {
            return wrong(at + "/urgency", "must be P" + std::to_string(i) + ", in this order");
        }
        if (auto bad = check_number(at + "/weight", rule.weight, 1, max_weight)) return bad;
        if (auto bad = check_span(at + "/escalate_after_ms", rule.escalate_after_ms, {0})) {
            return bad;
        }
        if (auto bad = check_span(at + "/acknowledge_ms", rule.acknowledge_ms, seconds(1))) {
            return bad;
        }
        if (auto bad = check_span(at + "/call_after_ms", rule.call_after_ms, {0})) return bad;
        if (rule.call_after_ms >= rule.acknowledge_ms) {
            return wrong(at + "/call_after_ms",
                         "must be shorter than acknowledge_ms, or 0 where nobody is called");
        }
        std::uint32_t seen = 0;
        for (std::size_t m = 0; m < rule.milestones.size(); ++m) {
            const std::string field = pointer(at + "/milestones", m);
            const std::uint32_t bit = 1u << static_cast<unsigned>(rule.milestones[m].milestone);
            if ((seen & bit) != 0) return wrong(field, "this milestone already has a deadline");
            seen |= bit;
            if (auto bad =
                    check_span(field + "/within_ms", rule.milestones[m].within_ms, seconds(1))) {
                return bad;
            }
        }
    }
    return {};
}

Rejection check_plan(const Rules& rules, const RuleIndex& index, std::size_t i) {
    const ResponsePlan& plan = rules.plans[i];
    const std::string at = pointer("/plans", i);
    if (plan.slots.size() > max_plan_slots) {
        return wrong(at + "/slots", "at most " + std::to_string(max_plan_slots) + " slots");
    }
    for (std::size_t s = 0; s < plan.slots.size(); ++s) {
        const std::string slot = pointer(at + "/slots", s);
        Code unknown;
        if (!index.mask(plan.slots[s].skills, &unknown)) {
            return wrong(slot + "/skills",
                         "\"" + unknown.str() + "\" is not one of the skills of the rules");
        }
        if (auto bad = check_span(slot + "/fallback_ms", plan.slots[s].fallback_ms, {0})) {
            return bad;
        }
    }
    const OfferRule& offers = plan.offers;
    const std::string of = at + "/offers";
    if (auto bad = check_span(of + "/deadline_ms", offers.deadline_ms, seconds(1))) return bad;
    if (auto bad = check_number(of + "/radius_m", offers.radius_m.value, 1, 1'000'000)) return bad;
    if (auto bad =
            check_number(of + "/accept_target_permille", offers.accept_target_permille, 1, 999)) {
        return bad;
    }
    if (auto bad = check_number(of + "/prior_asked", offers.prior_asked, 2, 1'000'000)) return bad;
    if (auto bad = check_number(of + "/prior_accepted", offers.prior_accepted, 1,
                                offers.prior_asked - 1)) {
        return bad;
    }
    if (auto bad = check_number(of + "/max_live", offers.max_live, 1, 64)) return bad;
    if (plan.contacts.enabled) {
        if (auto bad = check_number(at + "/contacts/misses", plan.contacts.misses, 1, 100)) {
            return bad;
        }
        if (auto bad =
                check_span(at + "/contacts/interval_ms", plan.contacts.interval_ms, seconds(1))) {
            return bad;
        }
    }
    return {};
}

Rejection check_dispatch(const DispatchRule& rule) {
    const std::string at = "/dispatch";
    if (auto bad = check_number(at + "/strict_classes", rule.strict_classes, 0, urgency_count)) {
        return bad;
    }
    if (auto bad = check_number(at + "/detour_permille", rule.detour_permille, 1000, 10'000)) {
        return bad;
    }
    for (std::size_t i = 0; i < rule.speed_m_per_h.size(); ++i) {
        if (auto bad = check_number(pointer(at + "/speed_m_per_h", i), rule.speed_m_per_h[i], 100,
                                    1'000'000)) {
            return bad;
        }
    }
    if (auto bad = check_number(at + "/candidates", rule.candidates, 2, 64)) return bad;
    if (auto bad = check_span(at + "/position_stale_ms", rule.position_stale_ms, {0})) return bad;
    if (auto bad = check_span(at + "/stale_penalty_ms", rule.stale_penalty_ms, {0})) return bad;
    if (auto bad = check_span(at + "/no_divert_within_ms", rule.no_divert_within_ms, {0})) {
        return bad;
    }
    if (auto bad = check_span(at + "/volunteer_rest_ms", rule.volunteer_rest_ms, {0})) return bad;
    if (auto bad = check_number(at + "/late_permille", rule.late_permille, 0, 100'000)) return bad;
    if (auto bad = check_span(at + "/revise_ms", rule.revise_ms, seconds(1))) return bad;
    if (auto bad = check_span(at + "/switch_ms", rule.switch_ms, {0})) return bad;
    if (auto bad = check_number(at + "/ageing_permille", rule.ageing_permille, 0, 100'000)) {
        return bad;
    }
    if (auto bad = check_number(at + "/pool_slots", rule.pool_slots, 1, 256)) return bad;
    return check_number(at + "/preempt_class_gap", rule.preempt_class_gap, 1, urgency_count);
}

Rejection check_standby(const StandbyRule& rule) {
    const std::string at = "/standby";
    if (auto bad = check_span(at + "/within_ms", rule.within_ms, seconds(1))) return bad;
    if (auto bad = check_number(at + "/busy_permille", rule.busy_permille, 0, 999)) return bad;
    if (auto bad = check_number(at + "/minute_ppm", rule.minute_ppm, 0, 1'000'000)) return bad;
    if (auto bad = check_span(at + "/loss_ms", rule.loss_ms, {0})) return bad;
    if (rule.posts.size() > max_posts) {
        return wrong(at + "/posts", "at most " + std::to_string(max_posts) + " posts");
    }
    const auto code = [](const PostRule& post) -> const Code& { return post.code; };
    if (auto bad = check_codes(at + "/posts", rule.posts, code)) return bad;
    if (rule.demand.size() > max_demand_points) {
        return wrong(at + "/demand", "at most " + std::to_string(max_demand_points) + " points");
    }
    std::int64_t left = match::Coverage::most_weight;
    for (std::size_t i = 0; i < rule.demand.size(); ++i) {
        // At most what is left of the sum.
        const std::string field = pointer(at + "/demand", i) + "/weight";
        if (auto bad = check_number(field, rule.demand[i].weight, 0, left)) return bad;
        left -= rule.demand[i].weight;
    }
    return {};
}

Rejection check_desk(const DeskRule& rule) {
    const std::string at = "/desk";
    if (auto bad = check_span(at + "/merge_window_ms", rule.merge_window_ms, {0})) return bad;
    if (auto bad = check_number(at + "/merge_radius_m", rule.merge_radius_m.value, 0, 10'000)) {
        return bad;
    }
    if (rule.silence_urgency > Urgency::P1) {
        return wrong(at + "/silence_urgency", "silence is P0 or P1 until proved safe");
    }
    if (auto bad = check_number(at + "/warn_permille", rule.warn_permille, 1, 999)) return bad;
    if (auto bad = check_span(at + "/callback_within_ms", rule.callback_within_ms, seconds(1))) {
        return bad;
    }
    if (auto bad = check_number(at + "/reopen_rating", rule.reopen_rating, 0, 5)) return bad;
    if (auto bad = check_span(at + "/archive_after_ms", rule.archive_after_ms, seconds(1))) {
        return bad;
    }
    if (auto bad = check_span(at + "/clear_ms", rule.clear_ms, {0})) return bad;
    if (auto bad = check_span(at + "/key_retention_ms", rule.key_retention_ms, seconds(1))) {
        return bad;
    }
    if (auto bad = check_number(at + "/max_keys", rule.max_keys, 1, 100'000'000)) return bad;
    if (auto bad =
            check_number(at + "/max_open_requests", rule.max_open_requests, 1, 100'000'000)) {
        return bad;
    }
    return check_number(at + "/deadlines_per_tick", rule.deadlines_per_tick, 1, 64);
}

Rejection check_phones(const PhoneRule& rule) {
    const auto digits = [](const std::string& text) {
        return text.find_first_not_of("0123456789") == std::string::npos;
    };
    const std::string& country = rule.country_code;
    if (country.size() > 3 || country.starts_with('0') || !digits(country)) {
        return wrong("/phones/country_code",
                     "must be 1 to 3 digits without + or 00, such as \"86\"");
    }
    const std::string& area = rule.area_code;
    if (area.size() > 5 || area.starts_with('0') || !digits(area)) {
        return wrong("/phones/area_code",
                     "must be at most 5 digits without the leading 0, such as \"514\", or empty");
    }
    return {};
}

Rejection check_signals(const std::string& at, const std::vector<SignalRule>& signals,
                        const RuleIndex& index) {
    if (auto bad = check_list(at, signals, 64)) return bad;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        const SignalRule& one = signals[i];
        const std::string service = pointer(at, i) + "/service";
        if (one.use != SignalUse::request) {
            if (!one.service.empty()) return wrong(service, "is only for what asks for a request");
        } else if (index.service(one.service) == nullptr) {
            return wrong(service, "\"" + one.service.str() + "\" is not one of the services");
        }
    }
    return {};
}

Rejection check_devices(const DeviceRule& rule, const RuleIndex& index) {
    const std::string at = "/devices";
    const Code service = rule.maintenance_service;
    if (!service.empty() && index.service(service) == nullptr) {
        return wrong(at + "/maintenance_service",
                     "\"" + service.str() + "\" is not one of the services");
    }
    const auto type = [](const DeviceTypeRule& one) -> const Code& { return one.type; };
    if (auto bad = check_codes(at + "/types", rule.types, type)) return bad;
    for (std::size_t i = 0; i < rule.types.size(); ++i) {
        if (auto bad =
                check_span(pointer(at + "/types", i) + "/watch_ms", rule.types[i].watch_ms, {0})) {
            return bad;
        }
    }
    if (auto bad = check_number(at + "/low_battery_percent", rule.low_battery_percent, 0, 99)) {
        return bad;
    }
    if (auto bad = check_span(at + "/contact_every_ms", rule.contact_every_ms, seconds(1))) {
        return bad;
    }
    if (auto bad = check_number(at + "/max_unknown", rule.max_unknown, 0, 1'000'000)) return bad;
    if (auto bad =
            check_number(at + "/seen_place_ms", rule.seen_place_ms.value, 0, hours(24).value)) {
        return bad;
    }
    if (auto bad = check_signals(at + "/signals", rule.signals, index)) return bad;
    return check_span(at + "/forget_after_ms", rule.forget_after_ms, seconds(1));
}

Rejection check_hotline(const HotlineRule& rule, const RuleIndex& index) {
    const std::string at = "/hotline";
    const auto unknown = [&](const char* field, const Code& service) -> Rejection {
        if (service.empty() || index.service(service) != nullptr) return {};
        return wrong(at + field, "\"" + service.str() + "\" is not one of the services");
    };
    if (auto bad = unknown("/service", rule.service)) return bad;
    if (auto bad = unknown("/abandoned_service", rule.abandoned_service)) return bad;
    if (auto bad = check_span(at + "/answer_within_ms", rule.answer_within_ms, {0})) return bad;
    if (auto bad = check_span(at + "/shortest_ms", rule.shortest_ms, {0})) return bad;
    if (auto bad = check_span(at + "/keep_ms", rule.keep_ms, seconds(1))) return bad;
    return check_number(at + "/max_calls", rule.max_calls, 1, 1'000'000);
}

Rejection check_positions(const PositionRule& rule) {
    const std::string at = "/positions";
    if (rule.area) {
        const auto& [south_west, north_east] = *rule.area;
        if (!on_earth(south_west) || !on_earth(north_east) ||
            south_west.lat_e7 >= north_east.lat_e7 || south_west.lon_e7 == north_east.lon_e7) {
            return wrong(at + "/area", "must go from a south-west to a north-east corner");
        }
    }
    if (auto bad = check_number(at + "/margin_m", rule.margin_m.value, 0, 1'000'000)) return bad;
    for (std::size_t i = 0; i < rule.max_speed_m_per_h.size(); ++i) {
        if (auto bad = check_number(pointer(at + "/max_speed_m_per_h", i),
                                    rule.max_speed_m_per_h[i], 1000, 1'000'000)) {
            return bad;
        }
    }
    if (auto bad = check_number(at + "/slack_m", rule.slack_m.value, 0, 100'000)) return bad;
    if (auto bad = check_number(at + "/accuracy_max_m", rule.accuracy_max_m.value, 1, 100'000)) {
        return bad;
    }
    if (auto bad = check_span(at + "/confirm_ms", rule.confirm_ms, {1})) return bad;
    if (auto bad = check_number(at + "/carried_max_m", rule.carried_max_m.value, 0, 20'000'000)) {
        return bad;
    }
    for (std::size_t i = 0; i < rule.max_age_ms.size(); ++i) {
        if (auto bad = check_span(pointer(at + "/max_age_ms", i), rule.max_age_ms[i], seconds(1))) {
            return bad;
        }
    }
    if (auto bad = check_span(at + "/post_penalty_ms", rule.post_penalty_ms, {0})) return bad;
    if (auto bad = check_span(at + "/lost_penalty_ms", rule.lost_penalty_ms, {0})) return bad;
    return check_number(at + "/look_again_m", rule.look_again_m.value, 0, 100'000);
}

// The form alone: whether there is such a map is for the engine's road source to say.
Rejection check_roads(const RoadRule& rule) {
    const bool hash = rule.map.size() == 64 &&
                      rule.map.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!rule.map.empty() && !hash) {
        return wrong("/roads/map", "must be empty or a road map's SHA-256, 64 hexadecimal digits");
    }
    for (std::size_t i = 0; i < rule.off_road_m_per_h.size(); ++i) {
        if (auto bad = check_number(pointer("/roads/off_road_m_per_h", i), rule.off_road_m_per_h[i],
                                    100, 1'000'000)) {
            return bad;
        }
    }
    return {};
}

Rejection check_credits(const std::vector<FlagCredit>& credits) {
    for (std::size_t i = 0; i < credits.size(); ++i) {
        if (auto bad =
                check_span(pointer("/flag_credits", i) + "/credit_ms", credits[i].credit_ms, {0})) {
            return bad;
        }
    }
    return {};
}

}  // namespace

Rejection check_rules(const Rules& rules) {
    if (rules.skills.size() > max_skills) {
        return wrong("/skills",
                     "at most 64 skills, there are " + std::to_string(rules.skills.size()));
    }
    if (rules.services.size() > max_services) return wrong("/services", "at most 4096 services");
    const auto self = [](const Code& code) -> const Code& { return code; };
    const auto code = [](const auto& item) -> const Code& { return item.code; };
    const auto colour = [](const CardColour& item) -> const Code& { return item.colour; };
    if (auto bad = check_codes("/skills", rules.skills, self)) return bad;
    if (auto bad = check_classes(rules)) return bad;
    if (auto bad = check_codes("/plans", rules.plans, code)) return bad;
    if (auto bad = check_codes("/services", rules.services, code)) return bad;
    if (auto bad = check_codes("/card_colours", rules.card_colours, colour)) return bad;

    const RuleIndex index(rules);
    for (std::size_t i = 0; i < rules.plans.size(); ++i) {
        if (auto bad = check_plan(rules, index, i)) return bad;
    }
    for (std::size_t i = 0; i < rules.services.size(); ++i) {
        if (index.plan(rules.services[i].plan) == nullptr) {
            return wrong(pointer("/services", i) + "/plan",
                         "\"" + rules.services[i].plan.str() + "\" is not one of the plans");
        }
    }
    for (std::size_t i = 0; i < rules.card_colours.size(); ++i) {
        if (index.service(rules.card_colours[i].service) == nullptr) {
            return wrong(
                pointer("/card_colours", i) + "/service",
                "\"" + rules.card_colours[i].service.str() + "\" is not one of the services");
        }
    }
    if (auto bad = check_credits(rules.flag_credits)) return bad;
    if (auto bad = check_dispatch(rules.dispatch)) return bad;
    if (auto bad = check_standby(rules.standby)) return bad;
    if (auto bad = check_roads(rules.roads)) return bad;
    if (rules.phones) {
        if (auto bad = check_phones(*rules.phones)) return bad;
    }
    if (auto bad = check_positions(index.positions())) return bad;
    if (rules.hotline) {
        if (auto bad = check_hotline(*rules.hotline, index)) return bad;
    }
    if (rules.devices) {
        if (auto bad = check_devices(*rules.devices, index)) return bad;
    }
    if (auto bad = check_risk(rules)) return bad;
    if (auto bad = check_standards(rules)) return bad;
    if (auto bad = check_care(rules)) return bad;
    if (auto bad = check_service_records(rules)) return bad;
    if (auto bad = check_questionnaires(rules)) return bad;
    if (auto bad = check_departments(rules)) return bad;
    if (auto bad = check_code_names(rules)) return bad;
    if (auto bad = check_thinktank(rules)) return bad;
    if (auto bad = check_work(rules)) return bad;
    if (auto bad = check_places(rules, index)) return bad;
    if (auto bad = check_onestop(rules)) return bad;
    if (auto bad = check_links(rules)) return bad;
    if (auto bad = check_booking(rules, index)) return bad;
    if (auto bad = check_timebank(rules)) return bad;
    if (auto bad = check_talents(rules)) return bad;
    if (auto bad = check_certificates(rules)) return bad;
    if (auto bad = check_projects(rules)) return bad;
    if (auto bad = check_calendar(index.calendar())) {
        return wrong("/calendar" + bad.field, std::move(bad.detail));
    }
    return check_desk(rules.desk);
}

RuleIndex::RuleIndex(Rules rules) : rules_(std::move(rules)) {
    for (std::uint32_t i = 0; i < rules_.services.size(); ++i) {
        services_.emplace(rules_.services[i].code, i);
    }
    for (std::uint32_t i = 0; i < rules_.plans.size(); ++i)
        plans_.emplace(rules_.plans[i].code, i);
    for (std::uint32_t i = 0; i < rules_.skills.size(); ++i)
        skills_.emplace(rules_.skills[i], i);
    for (std::uint32_t i = 0; i < rules_.standby.posts.size(); ++i)
        posts_.emplace(rules_.standby.posts[i].code, i);
    for (std::uint32_t i = 0; i < rules_.plan_overrides.size(); ++i)
        overrides_[rules_.plan_overrides[i].service].push_back(i);
    for (std::uint32_t i = 0; i < rules_.question_sets.size(); ++i) {
        for (const Code& service : rules_.question_sets[i].services)
            questions_.emplace(service, i);
    }
}

const ServiceRule* RuleIndex::service(Code code) const {
    const auto it = services_.find(code);
    return it == services_.end() ? nullptr : &rules_.services[it->second];
}

const ResponsePlan* RuleIndex::plan(Code code) const {
    const auto it = plans_.find(code);
    return it == plans_.end() ? nullptr : &rules_.plans[it->second];
}

const ClassRule& RuleIndex::class_rule(Urgency urgency) const {
    return rules_.classes[static_cast<std::size_t>(urgency)];
}

const ResponsePlan& RuleIndex::plan_of(Code service) const {
    const ServiceRule* rule = this->service(service);
    const ResponsePlan* found = rule == nullptr ? nullptr : plan(rule->plan);
    if (found == nullptr) std::abort();
    return *found;
}

const ResponsePlan& RuleIndex::plan_of(const Request& request) const {
    const ResponsePlan* const chosen = request.plan ? plan(request.plan->plan) : nullptr;
    return chosen ? *chosen : plan_of(request.service);
}

std::span<const std::uint32_t> RuleIndex::overrides_of(Code service) const {
    const auto it = overrides_.find(service);
    if (it == overrides_.end()) return {};
    return it->second;
}

const QuestionSet* RuleIndex::questions_of(Code service) const {
    const auto it = questions_.find(service);
    return it == questions_.end() ? nullptr : &rules_.question_sets[it->second];
}

const CardColour* RuleIndex::colour(Code colour) const {
    for (const CardColour& entry : rules_.card_colours) {
        if (entry.colour == colour) return &entry;
    }
    return nullptr;
}

std::optional<std::uint32_t> RuleIndex::post(Code code) const {
    const auto it = posts_.find(code);
    if (it == posts_.end()) return std::nullopt;
    return it->second;
}

std::optional<std::uint32_t> RuleIndex::post_nearest(Point place) const {
    std::optional<std::uint32_t> nearest;
    std::uint32_t best = 0;
    for (std::uint32_t i = 0; i < rules_.standby.posts.size(); ++i) {
        const std::uint32_t distance = roads::distance_dm(rules_.standby.posts[i].place, place);
        if (nearest && distance >= best) continue;
        nearest = i;
        best = distance;
    }
    return nearest;
}

std::optional<SkillMask> RuleIndex::mask(std::span<const Code> skills, Code* unknown) const {
    SkillMask mask = 0;
    for (const Code& skill : skills) {
        const auto it = skills_.find(skill);
        if (it == skills_.end()) {
            if (unknown != nullptr) *unknown = skill;
            return std::nullopt;
        }
        mask |= SkillMask{1} << it->second;
    }
    return mask;
}

SkillMask RuleIndex::known_mask(std::span<const Code> skills) const {
    SkillMask mask = 0;
    for (const Code& skill : skills) {
        const auto it = skills_.find(skill);
        if (it != skills_.end()) mask |= SkillMask{1} << it->second;
    }
    return mask;
}

}  // namespace muster::core
