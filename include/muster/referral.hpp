// What care owes by a time, and what others are asked to do for a member.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/units.hpp"

namespace muster {

using CarePlanId = Id<struct CarePlanTag>;
using ReferralId = Id<struct ReferralTag>;

// What is owed to a member by a time (engine/core/kernel/obligation.hpp).
struct CarePromise {
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;
};
BOOST_DESCRIBE_STRUCT(CarePromise, (), (due_at, warn_at, warned_at, met_at, breached_at, cause))

BOOST_DEFINE_ENUM_CLASS(ReferralStatus, made, accepted, declined, done, closed)

// Somebody else is asked to do something for a member.
struct Referral {
    ReferralId id;
    MemberId member;
    ReferralStatus status = ReferralStatus::made;
    ReferralStatus closed_from = ReferralStatus::made;
    std::string to;  // a department, a hospital, a foundation...
    Code need;
    Code service;  // empty = none of the catalogue
    Personal<std::string> text;
    CarePlanId care_plan;
    std::string made_by;
    TimePoint made_at;
    CarePromise answer;
    bool provisional = false;  // holidays until the answer is due are not all known yet
    Personal<std::string> reply;
    TimePoint ended_at;                                    // declined, done, closed
    std::optional<WorkingDaysAfter> given = std::nullopt;  // how the time for the answer was
};
BOOST_DESCRIBE_STRUCT(Referral, (),
                      (id, member, status, closed_from, to, need, service, text, care_plan, made_by,
                       made_at, answer, provisional, reply, ended_at, given))
template <>
inline constexpr EntityRow entity_row<Referral>{
    .path = "referrals", .one = "referral", .feed_order = 28};

}  // namespace muster
