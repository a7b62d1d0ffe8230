#include "tests/core/care_stage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/core/care/intervals.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"
#include "tests/core/test_rules.hpp"
#include "tests/core/twin.hpp"

namespace muster::test {
namespace {

Date day_of(std::string_view text) {
    const auto day = Date::from_text(text);
    if (!day) std::abort();
    return *day;
}

// The days around the spring festival of 2026: 14 and 28 February are worked.
CalendarRule calendar() {
    CalendarRule rule;
    rule.holidays = {{day_of("2026-02-15"), day_of("2026-02-23")}};
    rule.make_up_days = {day_of("2026-02-14"), day_of("2026-02-28")};
    rule.known_until = day_of("2026-12-31");
    return rule;
}

}  // namespace

Rules care_rules() {
    Rules rules = test_rules();
    rules.skills.push_back("consultant");
    rules.services.push_back({"visit", "Visit", "走访", Urgency::P3, "repair", false, {}});
    rules.calendar = calendar();
    CareRule& care = rules.care.emplace();
    care.consultant_skill = "consultant";
    care.case_load = 2;
    care.visit_service = "visit";
    return rules;
}

TimePoint at(std::string_view day, int hour, int minute) {
    return core::time_at(CalendarRule{}, day_of(day)) + hours(hour) + minutes(minute);
}

CareStage::CareStage(std::string_view day, const Rules& rules) : now_(at(day)) {
    EXPECT_FALSE(handle(LoadRules{rules}));
}

Rejection CareStage::handle(Command command) {
    Envelope envelope;
    envelope.seq = engine_.last_seq() + 1;
    envelope.at = now_;
    envelope.source = "test";
    envelope.command = std::move(command);
    const core::Handled handled = handle_as_restored(engine_, envelope);
    for (const Event& event : handled.events)
        last_events_.emplace_back(event.name());
    return handled.rejection;
}

void CareStage::wait_until(TimePoint until) {
    while (engine_.next_deadline() <= until) {
        now_ = std::max(now_, engine_.next_deadline());
        ASSERT_FALSE(handle(Tick{}));
    }
    now_ = std::max(now_, until);
}

Rejection CareStage::send(Command command, std::optional<TimePoint> when) {
    last_events_.clear();
    wait_until(when.value_or(now_));
    return handle(std::move(command));
}

std::uint64_t CareStage::made(Command command, std::optional<TimePoint> when) {
    const Rejection rejection = send(std::move(command), when);
    EXPECT_FALSE(rejection) << rejection.detail;
    return engine_.last_seq();
}

MemberId CareStage::member(RiskTier tier, Code district) {
    RegisterMember command;
    command.profile.name = "Li";
    command.profile.district = district;
    command.profile.home = Point{323'942'000, 1'194'129'000};
    if (tier == RiskTier::high) command.profile.ability = AbilityLevel::severe;
    if (tier == RiskTier::key) command.profile.flags = std::vector{MemberFlag::key_person};
    return {made(std::move(command))};
}

ResponderId CareStage::responder(std::vector<Code> skills) {
    RegisterResponder command;
    command.profile.name = "Chen";
    command.profile.skills = std::move(skills);
    command.profile.post = Point{323'942'000, 1'194'129'000};
    return {made(std::move(command))};
}

RecordVisit CareStage::well(VisitId visit, std::string late_cause) {
    RecordVisit command;
    command.visit = visit;
    command.outcome = VisitOutcome::well;
    command.late_cause = std::move(late_cause);
    return command;
}

void CareStage::visit(MemberId member, TimePoint when) {
    wait_until(when);
    const Rejection rejection = send(well(next(member).id));
    EXPECT_FALSE(rejection) << rejection.detail;
}

bool CareStage::has_next(MemberId member) const {
    const VisitId id = board().derived<Visit>().next_of(member);
    return id && core::is_awaited(get(id));
}

const Visit& CareStage::next(MemberId member) const {
    return get(board().derived<Visit>().next_of(member));
}

std::string CareStage::due_day(const Visit& visit) const {
    const Date day = core::day_of_due(core::calendar_rule(board().rules()), visit.due.due_at);
    return std::string(text_of(day).data(), 10);
}

std::size_t CareStage::count(std::string_view event) const {
    return static_cast<std::size_t>(std::count(last_events_.begin(), last_events_.end(), event));
}

std::string CareStage::state() const {
    return state_text(engine_.state());
}

}  // namespace muster::test
