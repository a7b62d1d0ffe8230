// What is known of a member, whom the service looks after.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/birth_date.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/units.hpp"

namespace muster {

struct Contact {
    ContactRelation relation = ContactRelation::kin;
    Personal<std::string> name;
    Personal<std::string> phone;  // E.164, such as +8651487654321, or a short number

    bool operator==(const Contact&) const = default;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (relation, name, phone))

// What is told about a member; Member adds what the engine gives.
struct MemberProfile {
    std::string external_ref;  // number in the city's own registry, may be empty
    Personal<std::string> name;
    Personal<std::string> phone;  // E.164
    Personal<std::string> address;
    std::optional<Personal<Point>> home;
    Code district;
    Code community;
    std::int32_t birth_year = 0;  // 0 = not known
    std::optional<Personal<BirthDate>> birth_date;
    Personal<AbilityLevel> ability;
    Personal<std::vector<MemberFlag>> flags;
    Personal<std::string> risks;    // shown first to whoever takes the call
    std::vector<Contact> contacts;  // in the order in which they are called

    bool operator==(const MemberProfile&) const = default;
};
BOOST_DESCRIBE_STRUCT(MemberProfile, (),
                      (external_ref, name, phone, address, home, district, community, birth_year,
                       birth_date, ability, flags, risks, contacts))

// active: looked after. away: for some time, and comes back. deceased, moved_away: nothing is owed
// any more; back to active only as a correction. erased: nothing is left but the number.
BOOST_DEFINE_ENUM_CLASS(MemberStatus, active, away, deceased, moved_away, erased)

// How closely somebody is looked after: visits and the weight of requests go by it.
BOOST_DEFINE_ENUM_CLASS(RiskTier, general, key, high)

// Why somebody is in a tier. ability: assessed as RiskRule::high_from or worse. recent_event: a
// major one in the last RiskRule::recent_days. old_and_alone: of RiskRule::very_old_years or more,
// and alone or in an empty nest. poor_and_alone: from RiskRule::key_years on, of low income,
// disabled, and alone or in an empty nest. told: the flag key_person was set by hand.
BOOST_DEFINE_ENUM_CLASS(RiskReason, ability, recent_event, old_and_alone, poor_and_alone, told)

// What follows from all that is known of a member (engine/core/registry/risk.hpp).
struct Risk {
    RiskTier tier = RiskTier::general;
    std::vector<RiskReason> reasons;
    std::vector<MemberFlag> flags;  // told, or by age
    TimePoint since;                // when it was found so
};
BOOST_DESCRIBE_STRUCT(Risk, (), (tier, reasons, flags, since))

// To a purpose of Rules::consent_purposes. A member has at most one of each.
struct Consent {
    Code purpose;
    TimePoint given_at;
    std::string recorded_by;
    Personal<std::string> proof;  // a form and its number, who heard it...
    TimePoint withdrawn_at;       // 0 = it holds
};
BOOST_DESCRIBE_STRUCT(Consent, (), (purpose, given_at, recorded_by, proof, withdrawn_at))

// Something that happened to a member, of a kind of RiskRule::events: a fall, a discharge...
struct MemberEvent {
    Code kind;
    TimePoint at;
    std::string reported_by;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(MemberEvent, (), (kind, at, reported_by, note))

struct Member {
    MemberId id;
    MemberProfile profile;
    MemberStatus status = MemberStatus::active;
    TimePoint status_since;  // 0 = as registered
    MemberId merged_into;    // not 0: an alias; whatever leads to it, leads there
    Personal<Risk> risk;
    std::vector<Consent> consents;              // in order of purpose
    Personal<std::vector<MemberEvent>> events;  // in order of time, those that still count
};
BOOST_DESCRIBE_STRUCT(Member, (),
                      (id, profile, status, status_since, merged_into, risk, consents, events))
template <>
inline constexpr EntityRow entity_row<Member>{.path = "members", .one = "member", .feed_order = 4};

}  // namespace muster
