// The rules in force, checked and made quick to look up.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/kernel/calendar.hpp"
#include "engine/roads/travel_times.hpp"
#include "muster/envelope.hpp"
#include "muster/request.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// One bit for each of Rules::skills.
using SkillMask = std::uint64_t;

// What is wrong with the rules, with the field as a JSON pointer; no rejection when they are sound.
[[nodiscard]] Rejection check_rules(const Rules& rules);

class RuleIndex {
  public:
    RuleIndex() = default;
    // Precondition: check_rules(rules) found nothing.
    explicit RuleIndex(Rules rules);

    [[nodiscard]] const Rules& rules() const { return rules_; }
    // Travel along the straight line, by the dispatch rule's detour and speeds.
    [[nodiscard]] const roads::StraightLine& travel() const { return travel_; }
    [[nodiscard]] const PositionRule& positions() const { return or_usual(rules_.positions); }
    [[nodiscard]] const CalendarRule& calendar() const { return calendar_rule(rules_); }
    [[nodiscard]] const ServiceRule* service(Code code) const;
    [[nodiscard]] const ResponsePlan* plan(Code code) const;
    [[nodiscard]] const ClassRule& class_rule(Urgency urgency) const;
    // The service's own plan. Precondition: the service exists.
    [[nodiscard]] const ResponsePlan& plan_of(Code service) const;
    // The plan that was chosen for a request, while the rules have it; else its service's own.
    [[nodiscard]] const ResponsePlan& plan_of(const Request& request) const;
    // Of Rules::plan_overrides those of a service, by place; in their order.
    [[nodiscard]] std::span<const std::uint32_t> overrides_of(Code service) const;
    // What who asks for a service is asked; nullptr = nothing.
    [[nodiscard]] const QuestionSet* questions_of(Code service) const;
    [[nodiscard]] const CardColour* colour(Code colour) const;
    // Its place among the rules' posts.
    [[nodiscard]] std::optional<std::uint32_t> post(Code code) const;
    // As the crow flies; the first of equals, nothing without posts.
    [[nodiscard]] std::optional<std::uint32_t> post_nearest(Point place) const;
    // Nothing when a skill is not among the rules' skills; `unknown` then names it.
    [[nodiscard]] std::optional<SkillMask> mask(std::span<const Code> skills,
                                                Code* unknown = nullptr) const;
    // The bits of the skills that are known; those dropped from the rules count for nothing.
    [[nodiscard]] SkillMask known_mask(std::span<const Code> skills) const;

  private:
    Rules rules_;
    roads::StraightLine travel_{rules_.dispatch.detour_permille, rules_.dispatch.speed_m_per_h};
    boost::unordered_flat_map<Code, std::uint32_t, std::hash<Code>> services_;
    boost::unordered_flat_map<Code, std::uint32_t, std::hash<Code>> plans_;
    boost::unordered_flat_map<Code, std::uint32_t, std::hash<Code>> skills_;
    boost::unordered_flat_map<Code, std::uint32_t, std::hash<Code>> posts_;
    boost::unordered_flat_map<Code, std::vector<std::uint32_t>, std::hash<Code>> overrides_;
    boost::unordered_flat_map<Code, std::uint32_t, std::hash<Code>> questions_;
};

}  // namespace muster::core
