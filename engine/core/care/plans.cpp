// Personal plans: drafted, in use, gone through again, ended.

#include "engine/core/care/visiting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/registry/looked_after.hpp"

namespace muster::core {
namespace {

constexpr std::size_t max_goals = 32;

// In use, or soon again.
constexpr EnumSet<CarePlanStatus> in_use{CarePlanStatus::active, CarePlanStatus::on_hold};

Rejection check_goals(const std::vector<CareGoal>& goals) {
    const auto wrong = [](const std::string& field, const char* detail) {
        return reject(RejectReason::invalid_field, field, detail);
    };
    if (goals.empty() || goals.size() > max_goals) {
        return wrong("/goals", "a plan has 1 to 32 goals");
    }
    for (std::size_t i = 0; i < goals.size(); ++i) {
        const std::string at = "/goals/" + std::to_string(i);
        if (goals[i].need.empty()) return wrong(at + "/need", "must say which need it meets");
        if (goals[i].text.empty()) return wrong(at + "/text", "must say what shall be reached");
    }
    return {};
}

Rejection check_services(const Step& step, const std::vector<CareGoal>& goals) {
    for (std::size_t i = 0; i < goals.size(); ++i) {
        const Code service = goals[i].service;
        if (service.empty() || step.board.rule_index().service(service) != nullptr) continue;
        return reject(RejectReason::unknown_service, "/goals/" + std::to_string(i) + "/service",
                      "\"" + service.str() + "\" is not in the service catalogue");
    }
    return {};
}

void becomes(Step& step, const CarePlan& plan, CarePlanStatus status, CarePromise review,
             Personal<std::string> reason) {
    step.emit(
        PlanStatusChanged{plan.id, plan.member, status, std::move(review), std::move(reason)});
}

const CarePlan* plan_in_use(const Board& board, MemberId member) {
    for (const CarePlanId id : all_of<CarePlan>(board, board.root(member))) {
        const CarePlan* const plan = board.store<CarePlan>().get(id);
        if (in_use.has(plan->status)) return plan;
    }
    return nullptr;
}

// What was only to be done for its sake.
void cancel_visits_of(Step& step, const CarePlan& plan) {
    std::vector<VisitId> all;
    const Board& board = step.board;
    for (const MemberId one : board.derived<Member>().with_aliases(board.root(plan.member))) {
        const auto& list = board.derived<Visit>().others_of(one);
        all.insert(all.end(), list.begin(), list.end());
    }
    for (const VisitId id : all) {
        const Visit& visit = *board.store<Visit>().get(id);
        if (visit.care_plan != plan.id || visit.status != VisitStatus::planned) continue;
        step.emit(VisitCancelled{id, visit.member, "its plan has ended"});
    }
}

}  // namespace

CarePromise next_review(const Step& step, std::optional<Date> on) {
    const CareRule& rule = care_rule(step.board.rules());
    const Date day =
        on.value_or(months_after(today(step), static_cast<std::int32_t>(rule.review_months)));
    return promise_until(step, day, rule.review_warn_days);
}

Rejection decide(Step& step, const DraftPlan& command) {
    if (auto bad = check_goals(command.goals.value)) return bad;
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    if (auto bad = check_services(step, command.goals.value)) return bad;
    const Member& member = step.board.members()[*index];
    if (auto bad = check_status(member, "DraftPlan", looked_after, words_of<Member>)) return bad;
    CarePlan plan;
    plan.id = {step.env.seq};
    plan.member = member.id;
    plan.goals = command.goals;
    plan.text = command.text;
    plan.drafted_by = step.env.source;
    plan.drafted_at = step.now();
    step.emit(PlanDrafted{std::move(plan)});
    return {};
}

Rejection decide(Step& step, const ActivatePlan& command) {
    if (command.review_on &&
        (*command.review_on <= today(step) || *command.review_on - today(step) > 3660)) {
        return reject(RejectReason::invalid_field, "/review_on",
                      "must be a day after today, at most ten years ahead");
    }
    const auto index = find_in_status(step, command.care_plan, "ActivatePlan",
                                      care_plan_cycle.where(CarePlanAction::activate));
    if (!index) return index.error();
    const CarePlan& plan = step.board.store<CarePlan>()[*index];
    if (const CarePlan* const other = plan_in_use(step.board, plan.member)) {
        return reject(RejectReason::illegal_status, "/care_plan",
                      "care_plan " + std::to_string(other->id.value) + " of this member is " +
                          std::string(name_of(other->status)) + "; end it first");
    }
    becomes(step, plan, CarePlanStatus::active, next_review(step, command.review_on), {});
    return {};
}

Rejection decide(Step& step, const HoldPlan& command) {
    if (auto bad = check_reason(command.reason.value)) return bad;
    const auto index = find_in_status(step, command.care_plan, "HoldPlan",
                                      care_plan_cycle.where(CarePlanAction::hold));
    if (!index) return index.error();
    const CarePlan& plan = step.board.store<CarePlan>()[*index];
    becomes(step, plan, CarePlanStatus::on_hold, plan.review, command.reason);
    return {};
}

Rejection decide(Step& step, const ResumePlan& command) {
    const auto index = find_in_status(step, command.care_plan, "ResumePlan",
                                      care_plan_cycle.where(CarePlanAction::resume));
    if (!index) return index.error();
    const CarePlan& plan = step.board.store<CarePlan>()[*index];
    becomes(step, plan, CarePlanStatus::active, plan.review, {});
    return {};
}

Rejection decide(Step& step, const EndPlan& command) {
    if (!command.completed) {
        if (auto bad = check_reason(command.reason.value)) return bad;
    }
    const CarePlanAction action =
        command.completed ? CarePlanAction::complete : CarePlanAction::revoke;
    const auto index =
        find_in_status(step, command.care_plan, "EndPlan", care_plan_cycle.where(action));
    if (!index) return index.error();
    const CarePlan plan = step.board.store<CarePlan>()[*index];
    becomes(step, plan, *care_plan_cycle.next(plan.status, action), plan.review, command.reason);
    cancel_visits_of(step, plan);
    return {};
}

void fire_plan(Step& step, const CarePlan& plan) {
    const CarePlanId id = plan.id;
    const MemberId member = plan.member;
    if (!is_open(plan.status)) {
        step.emit(PlanForgotten{id});
        return;
    }
    const Alarms due = alarms_due(plan.review, step.now());
    if (due.warn) step.emit(PlanReviewWarned{id, member});
    if (due.breach) step.emit(PlanReviewBreached{id, member});
}

}  // namespace muster::core
