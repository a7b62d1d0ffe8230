// The register of talents: people who know something well and may be asked to use it for others.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/access.hpp"
#include "muster/birth_date.hpp"
#include "muster/command.hpp"
#include "muster/date.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/responders.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

// candidate: not admitted yet. paused: not asked for anything for some time. left: for good; back
// only when that somebody died or moved away was a mistake.
BOOST_DEFINE_ENUM_CLASS(TalentStatus, candidate, registered, paused, left)

// How somebody came into the register: named by an organisation, asked by the service, or by
// himself.
BOOST_DEFINE_ENUM_CLASS(TalentSource, organised, invited, self)

BOOST_DEFINE_ENUM_CLASS(TalentWillingness, not_asked, often, sometimes, seldom, unwilling)

BOOST_DEFINE_ENUM_CLASS(TalentHealth, not_known, good, fair, poor)

// Why somebody left. declined: a candidate who was not admitted. duplicate: the person has another
// entry. deceased, moved_away: what the register of members says.
BOOST_DEFINE_ENUM_CLASS(LeaveCause, none, health, age, own_wish, declined, duplicate, deceased,
                        moved_away, other)

// What is the same in two entries. The engine proposes two with the same external number, with the
// same name and the same telephone or birth date, and two of one member (whose entries in the
// register of members were merged).
BOOST_DEFINE_ENUM_CLASS(TalentMatch, external_ref, name, phone, birth_date, member)

// What is told about somebody.
struct TalentProfile {
    std::string external_ref;  // the number in the talent centre's own files, may be empty
    Personal<std::string> name;
    Personal<std::string> phone;  // E.164
    std::optional<Personal<BirthDate>> birth_date;
    Code district;
    std::vector<Code> fields;            // of TalentRule::fields
    std::vector<Code> skills;            // of Rules::skills
    std::vector<SkillTerm> skill_terms;  // of the skills those that end
    Personal<std::string> expertise;     // in words: posts held, titles, works
    TalentWillingness willingness = TalentWillingness::not_asked;
    Personal<TalentHealth> health;
    std::string manager;  // who keeps in touch, by the name under which he works here
    TalentSource source = TalentSource::organised;

    bool operator==(const TalentProfile&) const = default;
};
BOOST_DESCRIBE_STRUCT(TalentProfile, (),
                      (external_ref, name, phone, birth_date, district, fields, skills, skill_terms,
                       expertise, willingness, health, manager, source))

// That somebody is spoken to again (engine/core/kernel/obligation.hpp), and when it was done last.
struct TalentReview {
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;
    TimePoint met_at;
    TimePoint breached_at;
    Personal<std::string> cause;  // why the last one came late
    Date reviewed_on;             // the last one, or the day of registration
    std::string reviewed_by;
    Personal<std::string> note;  // what came of the last one
};
BOOST_DESCRIBE_STRUCT(TalentReview, (),
                      (due_at, warn_at, warned_at, met_at, breached_at, cause, reviewed_on,
                       reviewed_by, note))

// Another entry that may be the same person.
struct TalentLikeness {
    TalentId other;
    Personal<std::vector<TalentMatch>> matched;
};
BOOST_DESCRIBE_STRUCT(TalentLikeness, (), (other, matched))

// Not left, a member or a responder is one talent at most.
struct Talent {
    TalentId id;
    TalentProfile profile;
    TalentStatus status = TalentStatus::registered;
    TimePoint status_since;
    TalentStatus left_from = TalentStatus::registered;  // how it was before it left
    Personal<LeaveCause> cause;                         // why it left
    TalentId same_as;                                   // the entry that stays, of a duplicate
    MemberId member;                                    // who is looked after as well; 0 = none
    ResponderId responder;                              // who can be sent; 0 = none
    // Of the skills those that the responder has by this alone. They are taken back when it is
    // paused or leaves.
    std::vector<Code> passed_on;
    TalentReview review;  // owed unless it has left
    TimePoint registered_at;
    std::vector<TalentLikeness> alike;  // not decided yet; in order of the other's id
    std::vector<TalentId> apart;        // decided: other people. In order
    Personal<std::string> reason;       // of the last change of status
};
BOOST_DESCRIBE_STRUCT(Talent, (),
                      (id, profile, status, status_since, left_from, cause, same_as, member,
                       responder, passed_on, review, registered_at, alike, apart, reason))
template <>
inline constexpr EntityRow entity_row<Talent>{.path = "talents", .one = "talent", .feed_order = 40};

struct RegisterTalent {
    TalentProfile profile;
    MemberId member;
    ResponderId responder;
    bool candidate = false;           // is still to be admitted, by a review
    std::optional<Date> reviewed_on;  // the last time elsewhere; nothing = today. Not later
};
BOOST_DESCRIBE_STRUCT(RegisterTalent, (), (profile, member, responder, candidate, reviewed_on))
template <>
inline constexpr CommandRow command_row<RegisterTalent>{.roles = desk_roles | Role::admin,
                                                        .traffic = Traffic::registry,
                                                        .creates = entity_row<Talent>.path};

// Of a TalentProfile, what changes; as MemberChanges.
struct TalentChanges {
    std::optional<std::string> external_ref;
    std::optional<Personal<std::string>> name;
    std::optional<Personal<std::string>> phone;
    std::optional<Personal<BirthDate>> birth_date;
    std::optional<Code> district;
    std::optional<std::vector<Code>> fields;
    std::optional<std::vector<Code>> skills;
    std::optional<std::vector<SkillTerm>> skill_terms;
    std::optional<Personal<std::string>> expertise;
    std::optional<TalentWillingness> willingness;
    std::optional<Personal<TalentHealth>> health;
    std::optional<std::string> manager;
    std::optional<TalentSource> source;
};
BOOST_DESCRIBE_STRUCT(TalentChanges, (),
                      (external_ref, name, phone, birth_date, district, fields, skills, skill_terms,
                       expertise, willingness, health, manager, source))

struct UpdateTalent {
    TalentId talent;
    TalentChanges profile;
    std::optional<MemberId> member;        // 0 = none any more
    std::optional<ResponderId> responder;  // 0 = none any more
    std::vector<Code> clear;               // of what has no empty value: birth_date
};
BOOST_DESCRIBE_STRUCT(UpdateTalent, (), (talent, profile, member, responder, clear))
template <>
inline constexpr CommandRow command_row<UpdateTalent>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

// Somebody was spoken to. A candidate is admitted by it. One that comes after its time needs the
// cause.
struct ReviewTalent {
    TalentId talent;
    std::optional<TalentWillingness> willingness;  // nothing, here and below = as before
    std::optional<Personal<TalentHealth>> health;
    std::optional<std::string> manager;
    Personal<std::string> note;
    std::optional<Date> next_on;  // the day of the next one; nothing = as the rules say
    Personal<std::string> late_cause;
};
BOOST_DESCRIBE_STRUCT(ReviewTalent, (),
                      (talent, willingness, health, manager, note, next_on, late_cause))
template <>
inline constexpr CommandRow command_row<ReviewTalent>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

struct PauseTalent {
    TalentId talent;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(PauseTalent, (), (talent, reason))
template <>
inline constexpr CommandRow command_row<PauseTalent>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

struct ResumeTalent {
    TalentId talent;
};
BOOST_DESCRIBE_STRUCT(ResumeTalent, (), (talent))
template <>
inline constexpr CommandRow command_row<ResumeTalent>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

// declined: of candidates only. duplicate: `same_as` is the entry that stays, and has what only
// this one had of the member and the responder. deceased, moved_away: follow from the register of
// members, and are for those who are not in it.
struct LeaveTalent {
    TalentId talent;
    Personal<LeaveCause> cause;
    TalentId same_as;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(LeaveTalent, (), (talent, cause, same_as, reason))
template <>
inline constexpr CommandRow command_row<LeaveTalent>{.roles = desk_roles | Role::admin,
                                                     .traffic = Traffic::registry};

// Two that are alike are two people; the engine does not propose them again.
struct SeparateTalents {
    TalentId talent;
    TalentId other;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SeparateTalents, (), (talent, other, reason))
template <>
inline constexpr CommandRow command_row<SeparateTalents>{.roles = desk_roles | Role::admin,
                                                         .traffic = Traffic::registry};

struct TalentRegistered {
    Talent talent;
    [[nodiscard]] auto changes() const { return std::tuple(talent.id); }
};
BOOST_DESCRIBE_STRUCT(TalentRegistered, (), (talent))

// As it is now.
struct TalentUpdated {
    TalentId talent;
    TalentProfile profile;
    MemberId member;
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentUpdated, (), (talent, profile, member, responder))

// `review` is the next one that is owed, with what came of this one.
struct TalentReviewed {
    TalentId talent;
    TalentWillingness willingness = TalentWillingness::not_asked;
    Personal<TalentHealth> health;
    std::string manager;
    TalentReview review;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentReviewed, (), (talent, willingness, health, manager, review))

// `by` is empty where it follows from something else.
struct TalentStatusChanged {
    TalentId talent;
    TalentStatus status = TalentStatus::registered;
    Personal<LeaveCause> cause;
    TalentId same_as;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentStatusChanged, (), (talent, status, cause, same_as, by, reason))

// The skills that the responder has by this talent alone, all of them.
struct TalentSkillsPassed {
    TalentId talent;
    ResponderId responder;
    std::vector<Code> skills;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentSkillsPassed, (), (talent, responder, skills))

// Its time is over. That of the responder ends by itself (SkillExpired).
struct TalentSkillExpired {
    TalentId talent;
    Code skill;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentSkillExpired, (), (talent, skill))

struct TalentsResemble {
    TalentId talent;
    TalentId other;
    Personal<std::vector<TalentMatch>> matched;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentsResemble, (), (talent, other, matched))

// decided: they are two people, whatever they have in common. Else they are alike no more.
struct TalentsSeparated {
    TalentId talent;
    TalentId other;
    bool decided = false;
    std::string by;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentsSeparated, (), (talent, other, decided, by, reason))

struct TalentReviewWarned {
    TalentId talent;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentReviewWarned, (), (talent))

struct TalentReviewBreached {
    TalentId talent;
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentReviewBreached, (), (talent))

// Some time after it left, or with its member. `same_as` is the entry that stays, of a duplicate:
// what names this one is about that one.
struct TalentForgotten {
    TalentId talent;
    TalentId same_as = {};
    [[nodiscard]] auto changes() const { return std::tuple(talent); }
};
BOOST_DESCRIBE_STRUCT(TalentForgotten, (), (talent, same_as))

using TalentsCommands = TypeList<RegisterTalent, UpdateTalent, ReviewTalent, PauseTalent,
                                 ResumeTalent, LeaveTalent, SeparateTalents>;
using TalentsEvents =
    TypeList<TalentRegistered, TalentUpdated, TalentReviewed, TalentStatusChanged,
             TalentSkillsPassed, TalentSkillExpired, TalentsResemble, TalentsSeparated,
             TalentReviewWarned, TalentReviewBreached, TalentForgotten>;

}  // namespace muster
