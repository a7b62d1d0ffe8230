// What follows from cases, plans, visits and referrals: from one, and from all of them together.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/care.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(CareCaseAction, assign, lose, close, reopen, reopen_unassigned)

// A death that is taken back opens what it closed; who is no consultant any more is none again.
constexpr LifeCycle<CareCaseStatus, CareCaseAction> care_case_cycle(
    {CareCaseStatus::assigned}, {CareCaseStatus::closed},
    {{{CareCaseStatus::assigned, CareCaseStatus::unassigned},
      CareCaseAction::assign,
      CareCaseStatus::assigned},
     {{CareCaseStatus::assigned}, CareCaseAction::lose, CareCaseStatus::unassigned},
     {{CareCaseStatus::assigned, CareCaseStatus::unassigned},
      CareCaseAction::close,
      CareCaseStatus::closed},
     {.from = {CareCaseStatus::closed},
      .action = CareCaseAction::reopen,
      .to = CareCaseStatus::assigned,
      .leaves_end = true},
     {.from = {CareCaseStatus::closed},
      .action = CareCaseAction::reopen_unassigned,
      .to = CareCaseStatus::unassigned,
      .leaves_end = true}});

BOOST_DEFINE_ENUM_CLASS(CarePlanAction, activate, hold, resume, review, complete, revoke, close,
                        reopen_draft, reopen_active, reopen_on_hold)

constexpr LifeCycle<CarePlanStatus, CarePlanAction> care_plan_cycle(
    {CarePlanStatus::draft},
    {CarePlanStatus::completed, CarePlanStatus::revoked, CarePlanStatus::closed},
    {{{CarePlanStatus::draft}, CarePlanAction::activate, CarePlanStatus::active},
     {{CarePlanStatus::active}, CarePlanAction::hold, CarePlanStatus::on_hold},
     {{CarePlanStatus::on_hold}, CarePlanAction::resume, CarePlanStatus::active},
     {{CarePlanStatus::active}, CarePlanAction::review, {}},
     {{CarePlanStatus::active, CarePlanStatus::on_hold},
      CarePlanAction::complete,
      CarePlanStatus::completed},
     {{CarePlanStatus::draft, CarePlanStatus::active, CarePlanStatus::on_hold},
      CarePlanAction::revoke,
      CarePlanStatus::revoked},
     {{CarePlanStatus::draft, CarePlanStatus::active, CarePlanStatus::on_hold},
      CarePlanAction::close,
      CarePlanStatus::closed},
     {.from = {CarePlanStatus::closed},
      .action = CarePlanAction::reopen_draft,
      .to = CarePlanStatus::draft,
      .leaves_end = true},
     {.from = {CarePlanStatus::closed},
      .action = CarePlanAction::reopen_active,
      .to = CarePlanStatus::active,
      .leaves_end = true},
     {.from = {CarePlanStatus::closed},
      .action = CarePlanAction::reopen_on_hold,
      .to = CarePlanStatus::on_hold,
      .leaves_end = true}});

// send: a request was made for it. release: the request ended without a visit. add_findings: of one
// that is known to be done. replan: by its member's tier, by an event, or the member is looked
// after again.
BOOST_DEFINE_ENUM_CLASS(VisitAction, move, replan, give, send, start, release, record, add_findings,
                        miss, cancel, close)

constexpr LifeCycle<VisitStatus, VisitAction> visit_cycle(
    {VisitStatus::planned},
    {VisitStatus::done, VisitStatus::missed, VisitStatus::cancelled, VisitStatus::closed},
    {{{VisitStatus::planned}, VisitAction::move, VisitStatus::planned},
     {.from = {VisitStatus::missed},
      .action = VisitAction::move,
      .to = VisitStatus::planned,
      .leaves_end = true},
     {{VisitStatus::planned}, VisitAction::replan, VisitStatus::planned},
     {.from = {VisitStatus::missed, VisitStatus::closed},
      .action = VisitAction::replan,
      .to = VisitStatus::planned,
      .leaves_end = true},
     {{VisitStatus::under_way}, VisitAction::replan, VisitStatus::under_way},
     {{VisitStatus::planned, VisitStatus::under_way}, VisitAction::give, {}},
     {{VisitStatus::planned, VisitStatus::under_way}, VisitAction::send, {}},
     {{VisitStatus::planned}, VisitAction::start, VisitStatus::under_way},
     {{VisitStatus::planned, VisitStatus::under_way}, VisitAction::release, VisitStatus::planned},
     {{VisitStatus::under_way}, VisitAction::record, VisitStatus::done},
     {.from = {VisitStatus::missed},
      .action = VisitAction::record,
      .to = VisitStatus::done,
      .leaves_end = true},
     {{VisitStatus::done}, VisitAction::add_findings, {}},
     {{VisitStatus::planned, VisitStatus::under_way}, VisitAction::miss, VisitStatus::missed},
     {{VisitStatus::planned}, VisitAction::cancel, VisitStatus::cancelled},
     {{VisitStatus::planned, VisitStatus::under_way}, VisitAction::close, VisitStatus::closed},
     {.from = {VisitStatus::missed},
      .action = VisitAction::close,
      .to = VisitStatus::closed,
      .leaves_end = true}});

BOOST_DEFINE_ENUM_CLASS(ReferralAction, accept, decline, finish, close, reopen_made,
                        reopen_accepted)

constexpr LifeCycle<ReferralStatus, ReferralAction> referral_cycle(
    {ReferralStatus::made},
    {ReferralStatus::declined, ReferralStatus::done, ReferralStatus::closed},
    {{{ReferralStatus::made}, ReferralAction::accept, ReferralStatus::accepted},
     {{ReferralStatus::made}, ReferralAction::decline, ReferralStatus::declined},
     {{ReferralStatus::accepted}, ReferralAction::finish, ReferralStatus::done},
     {{ReferralStatus::made, ReferralStatus::accepted},
      ReferralAction::close,
      ReferralStatus::closed},
     {.from = {ReferralStatus::closed},
      .action = ReferralAction::reopen_made,
      .to = ReferralStatus::made,
      .leaves_end = true},
     {.from = {ReferralStatus::closed},
      .action = ReferralAction::reopen_accepted,
      .to = ReferralStatus::accepted,
      .leaves_end = true}});

// It may still take place as it is planned.
[[nodiscard]] constexpr bool is_open(VisitStatus status) {
    return visit_cycle.legal(status, VisitAction::give);
}
[[nodiscard]] constexpr bool is_open(CarePlanStatus status) {
    return care_plan_cycle.legal(status, CarePlanAction::close);
}
[[nodiscard]] constexpr bool is_open(ReferralStatus status) {
    return referral_cycle.legal(status, ReferralAction::close);
}
// The member waits for it: it is the next one, and neither done nor given up.
[[nodiscard]] constexpr bool is_awaited(const Visit& visit) {
    return visit.next && visit_cycle.legal(visit.status, VisitAction::close);
}

// When one that has not begun is missed, or missed for good.
[[nodiscard]] TimePoint missed_at(const Visit& visit, const Rules& rules);

// It was missed before its time was over: it is still the next one.
[[nodiscard]] bool is_missed_for_now(const Visit& visit, const Rules& rules);

// A number for each tier.
using TierCounts = std::array<std::uint64_t, enum_count<RiskTier>>;

template <>
struct Derived<CareCase> {
  public:
    void add(Index index, const CareCase& one);
    void remove(Index index, const CareCase& one);
    [[nodiscard]] static TimePoint due(const CareCase& one, const Rules& rules);

    // Of this member himself, whomever he was merged into; 0.
    [[nodiscard]] CareCaseId of_member(MemberId member) const;
    // Whose consultant it is now, in order of id.
    [[nodiscard]] const std::vector<CareCaseId>& of_consultant(ResponderId consultant) const {
        return by_consultant_.of(consultant);
    }

  private:
    boost::unordered_flat_map<std::uint64_t, CareCaseId> by_member_;
    IdLists<ResponderId, CareCaseId> by_consultant_;
};

template <>
struct Derived<CarePlan> {
    void add(Index /*index*/, const CarePlan& one) { by_member.add(one.member, one.id); }
    void remove(Index /*index*/, const CarePlan& one) { by_member.remove(one.member, one.id); }
    // Its review, or that it is forgotten.
    [[nodiscard]] static TimePoint due(const CarePlan& plan, const Rules& rules);

    IdLists<MemberId, CarePlanId> by_member;
};

template <>
struct Derived<Referral> {
    void add(Index /*index*/, const Referral& one) { by_member.add(one.member, one.id); }
    void remove(Index /*index*/, const Referral& one) { by_member.remove(one.member, one.id); }
    // Its answer, or that it is forgotten.
    [[nodiscard]] static TimePoint due(const Referral& referral, const Rules& rules);

    IdLists<MemberId, ReferralId> by_member;
};

// Nearly all members have one visit, the next one: it has a map of its own, without a list.
template <>
struct Derived<Visit> {
  public:
    void add(Index index, const Visit& visit);
    void remove(Index index, const Visit& visit);
    // Warned of, late, missed, sent to, or forgotten.
    [[nodiscard]] static TimePoint due(const Visit& visit, const Rules& rules);

    // Of this member himself, whomever he was merged into; 0.
    [[nodiscard]] VisitId next_of(MemberId member) const;
    // All others of the member, in order of id.
    [[nodiscard]] const std::vector<VisitId>& others_of(MemberId member) const {
        return others_.of(member);
    }
    // Those that are still to be done by the visitor, in order of id.
    [[nodiscard]] const std::vector<VisitId>& of_visitor(ResponderId visitor) const {
        return by_visitor_.of(visitor);
    }
    // Those that are still to be done for which the request was made, in order of id.
    [[nodiscard]] const std::vector<VisitId>& of_request(RequestId request) const {
        return by_request_.of(request);
    }
    // How many are awaited, by the tier of the visit.
    [[nodiscard]] const TierCounts& awaited() const { return awaited_; }

    // Members who wait for a first visit since the rules asked for it, the last one first: a queue
    // that is made when it is needed, and can be made again at any time.
    std::vector<MemberId>& waiting() const { return waiting_; }

  private:
    boost::unordered_flat_map<std::uint64_t, VisitId> next_;
    IdLists<MemberId, VisitId> others_;
    IdLists<ResponderId, VisitId> by_visitor_;
    IdLists<RequestId, VisitId> by_request_;
    TierCounts awaited_{};
    mutable std::vector<MemberId> waiting_;
};

}  // namespace muster::core
