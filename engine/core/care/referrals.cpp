// What others are asked to do for a member, and what they say to it.

#include "engine/core/care/visiting.hpp"
#include "engine/core/kernel/calendar.hpp"
#include "engine/core/kernel/obligation.hpp"
#include "engine/core/kernel/recomputing.hpp"
#include "engine/core/registry/looked_after.hpp"

namespace muster::core {
namespace {

Rejection invalid(const char* field, std::string detail) {
    return reject(RejectReason::invalid_field, field, std::move(detail));
}

std::optional<ReferralAction> action_to(ReferralStatus status) {
    if (status == ReferralStatus::accepted) return ReferralAction::accept;
    if (status == ReferralStatus::declined) return ReferralAction::decline;
    if (status == ReferralStatus::done) return ReferralAction::finish;
    return std::nullopt;
}

}  // namespace

Rejection decide(Step& step, const ReferMember& command) {
    if (command.to.empty()) return invalid("/to", "must say who is asked");
    if (command.need.empty()) return invalid("/need", "must say what the member needs");
    const auto index = find_one(step, command.member);
    if (!index) return index.error();
    if (command.care_plan) {
        if (auto plan = find_one(step, command.care_plan); !plan) return plan.error();
    }
    if (!command.service.empty() && step.board.rule_index().service(command.service) == nullptr) {
        return reject(RejectReason::unknown_service, "/service",
                      "\"" + command.service.str() + "\" is not in the service catalogue");
    }
    const Member& member = step.board.members()[*index];
    if (auto bad = check_status(member, "ReferMember", looked_after, words_of<Member>)) return bad;
    if (command.care_plan) {
        const CarePlan& plan = *step.board.store<CarePlan>().get(command.care_plan);
        if (step.board.root(plan.member) != member.id) {
            return reject(RejectReason::illegal_status, "/care_plan",
                          "care_plan " + std::to_string(plan.id.value) + " is another member's");
        }
    }
    const CareRule& rule = care_rule(step.board.rules());
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const WorkingDay by =
        working_days_after(calendar, today(step), static_cast<std::int32_t>(rule.answer_days));
    Referral made;
    made.id = {step.env.seq};
    made.member = member.id;
    made.to = command.to;
    made.need = command.need;
    made.service = command.service;
    made.text = command.text;
    made.care_plan = command.care_plan;
    made.made_by = step.env.source;
    made.made_at = step.now();
    set_due(made.answer, step.now(), end_of(calendar, by.date), rule.warn_permille);
    made.provisional = by.provisional;
    made.given = {today(step), rule.answer_days};
    step.emit(MemberReferred{std::move(made)});
    return {};
}

Rejection decide(Step& step, const AnswerReferral& command) {
    const auto action = action_to(command.status);
    if (!action) return invalid("/status", "must be accepted, declined or done");
    if (*action == ReferralAction::decline && command.reply.value.empty()) {
        return invalid("/reply", "whoever declines says why");
    }
    const auto index =
        find_in_status(step, command.referral, "AnswerReferral", referral_cycle.where(*action));
    if (!index) return index.error();
    const Referral& referral = step.board.store<Referral>()[*index];
    const bool late = !referral.answer.met_at && referral.answer.due_at < step.now();
    if (late && command.late_cause.value.empty()) {
        return invalid("/late_cause", "the answer was due by " +
                                          std::to_string(referral.answer.due_at.value) +
                                          "; say why it comes late");
    }
    step.emit(ReferralAnswered{referral.id, referral.member, command.status, command.reply,
                               command.late_cause});
    return {};
}

void fire_referral(Step& step, const Referral& referral) {
    const ReferralId id = referral.id;
    const MemberId member = referral.member;
    if (!is_open(referral.status)) {
        step.emit(ReferralForgotten{id});
        return;
    }
    const Alarms due = alarms_due(referral.answer, step.now());
    if (due.warn) step.emit(ReferralWarned{id, member});
    if (due.breach) step.emit(ReferralBreached{id, member});
}

void recompute_referrals(Step& step) {
    const CalendarRule& calendar = calendar_rule(step.board.rules());
    const auto& store = step.board.store<Referral>();
    std::vector<ReferralDeadlineMoved> all;
    for (const Index index : store.in_order()) {
        const Referral& one = store[index];
        if (!is_open(one.status)) continue;
        const auto moved =
            reckoned_anew(calendar, one.answer, one.given, one.provisional, step.now());
        if (moved && step.may_move()) all.push_back({one.id, one.member, *moved});
    }
    for (ReferralDeadlineMoved& one : all)
        step.emit(std::move(one));
}

}  // namespace muster::core
