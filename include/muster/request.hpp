// A request as the board holds it: what was asked for, who comes, what was promised.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "muster/deadlines.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/rules.hpp"
#include "muster/units.hpp"

namespace muster {

// By what a request has its plan: the service and class alone, where it is, or whose it is.
BOOST_DEFINE_ENUM_CLASS(PlanBasis, service, district, community, place)

// A plan that Rules::plan_overrides gave instead of the service's own.
struct PlanChoice {
    Code plan;
    PlanBasis basis = PlanBasis::service;
    Code of;  // the district or community
    PlaceId place;

    bool operator==(const PlanChoice&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlanChoice, (), (plan, basis, of, place))

// To a question of Rules::question_sets, by the codes there.
struct TriageAnswer {
    Code question;
    Personal<Code> choice;
    Personal<std::string> text;  // the caller's own words

    bool operator==(const TriageAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(TriageAnswer, (), (question, choice, text))

// The answer that asks for the highest class; the first of equals.
struct TriageClass {
    Code question;
    Personal<Code> choice;
    Urgency urgency = Urgency::P2;

    bool operator==(const TriageClass&) const = default;
};
BOOST_DESCRIBE_STRUCT(TriageClass, (), (question, choice, urgency))

// What a caller answered, and what follows from it.
struct Triage {
    std::vector<TriageAnswer> answers;  // in the order of the questions
    std::vector<Code> skills;           // of Request::skills those that only the answers ask for
    std::optional<TriageClass> decided_by;  // which class the answers ask for
    // The class that answers do not lower it below, of a service that has questions: set by hand,
    // by silence, or by waiting.
    std::optional<Urgency> at_least;
    std::optional<Agency> handover;  // that the answers ask for

    bool operator==(const Triage&) const = default;
};
BOOST_DESCRIBE_STRUCT(Triage, (), (answers, skills, decided_by, at_least, handover))

// Who came, of a request that was caught up: by number, or by name alone.
struct PastResponder {
    ResponderId responder;
    Personal<std::string> name;
};
BOOST_DESCRIBE_STRUCT(PastResponder, (), (responder, name))

// A request that was served without the engine, and written down on paper.
struct CaughtUp {
    std::string reference;  // of the paper; no two are the same
    TimePoint recorded_at;
    std::string recorded_by;
    std::string taken_by;     // who answered then
    TimePoint dispatched_at;  // 0 = nobody was sent
    TimePoint on_scene_at;    // 0 = nobody came
    TimePoint served_at;
    std::vector<PastResponder> responders;
};
BOOST_DESCRIBE_STRUCT(CaughtUp, (),
                      (reference, recorded_at, recorded_by, taken_by, dispatched_at, on_scene_at,
                       served_at, responders))

struct Slot {
    Code role;
    std::vector<Code> skills;
    FillMode fill = FillMode::direct;
    SlotStatus status = SlotStatus::open;
    ResponderId responder;
    AssignedBy by = AssignedBy::engine;
    bool pinned = false;  // set by a dispatcher: the engine leaves it alone
    Millis eta_ms;
    TimePoint assigned_at;
    TimePoint acknowledge_until;  // 0 = no acknowledgement is awaited
    TimePoint arrival_at;         // expected
    TimePoint on_scene_at;
    TimePoint served_at;
    TimePoint fallback_at;  // 0 = never
    // Responders who let this slot down (declined, expired, did not acknowledge); not asked again.
    std::vector<ResponderId> passed;
    TimePoint call_at;      // the responder is called, unless acknowledged by then; 0 = not
    bool call_due = false;  // ... and what became of the call is waited for
};
BOOST_DESCRIBE_STRUCT(Slot, (),
                      (role, skills, fill, status, responder, by, pinned, eta_ms, assigned_at,
                       acknowledge_until, arrival_at, on_scene_at, served_at, fallback_at, passed,
                       call_at, call_due))

struct MilestoneState {
    Milestone milestone = Milestone::dispatched;
    TimePoint due_at;
    TimePoint warn_at;
    TimePoint warned_at;          // 0 = not yet
    TimePoint met_at;             // 0 = not yet
    TimePoint breached_at;        // 0 = not breached
    Personal<std::string> cause;  // asked for at each breach
    // Holidays until it is due are not all known yet: it may turn out to be early.
    bool provisional = false;
    std::optional<WorkingDaysAfter> given = std::nullopt;  // nothing = not in working days
};
BOOST_DESCRIBE_STRUCT(MilestoneState, (),
                      (milestone, due_at, warn_at, warned_at, met_at, breached_at, cause,
                       provisional, given))

struct Handover {
    Agency agency = Agency::none;
    TimePoint at;
    Personal<std::string> person;  // who took it at the agency
    Personal<std::string> passed_on;
    Personal<std::string> result;
};
BOOST_DESCRIBE_STRUCT(Handover, (), (agency, at, person, passed_on, result))

// The chain of calls: step 0 is the member, step n the n-th contact.
struct ContactProgress {
    bool active = false;
    std::uint32_t step = 0;
    std::uint32_t misses = 0;
    TimePoint due_at;  // the next call; 0 = none
    bool reached = false;
    bool exhausted = false;
};
BOOST_DESCRIBE_STRUCT(ContactProgress, (), (active, step, misses, due_at, reached, exhausted))

struct Note {
    TimePoint at;
    std::string by;
    Personal<std::string> text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (at, by, text))

// A member whose telephone it may be: by the own number, or by that of the n-th contact.
struct MemberHint {
    MemberId member;
    std::uint32_t contact = 0;  // 0 = the member's own number
};
BOOST_DESCRIBE_STRUCT(MemberHint, (), (member, contact))

// A report that was merged into a request: what it said, which the request keeps, and what it
// changed there, so that a split can take it back.
struct MergedReport {
    RequestId request;
    TimePoint at;
    bool automatic = false;
    // As it was reported.
    Code service;
    Urgency urgency = Urgency::P2;
    Channel channel = Channel::console;
    MemberId member;
    MemberId member_hint;
    Personal<std::string> caller;
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
    Personal<std::string> note;
    std::string device;
    std::vector<Code> skills;
    TimePoint created_at;
    std::vector<Note> notes;
    // Of its slots: the places of those that were not done, and what those asked for that the
    // request had no slot for; it got the slots at the places `slots` for them.
    std::vector<std::uint32_t> undone;
    std::vector<SlotRule> wants;
    std::vector<std::uint32_t> slots;
    // What else the request has from it.
    std::optional<Urgency> raised_from;  // its class before
    bool gave_member = false;
    bool gave_place = false;
    bool gave_address = false;
    bool gave_alarm = false;     // nobody spoke, so somebody has to be verified safe
    bool gave_contacts = false;  // the chain of calls that was going on for it
    std::vector<TriageAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(MergedReport, (),
                      (request, at, automatic, service, urgency, channel, member, member_hint,
                       caller, place, address, note, device, skills, created_at, notes, undone,
                       wants, slots, raised_from, gave_member, gave_place, gave_address, gave_alarm,
                       gave_contacts, answers))

// Why what was over is open again.
struct Reopening {
    TimePoint at;
    std::string by;  // the source of the command; "link" = whoever opened one
    Personal<std::string> reason;
    std::uint32_t rating = 0;  // that did it; 0 = none
    FaultSide fault = FaultSide::not_said;
};
BOOST_DESCRIBE_STRUCT(Reopening, (), (at, by, reason, rating, fault))

// Whoever it was passed on to gave it back.
struct RequestReturn {
    TimePoint at;
    std::string by;
    std::string from;  // the department, or the owner
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RequestReturn, (), (at, by, from, reason))

// More time to answer, which a round of service gets once.
struct Extension {
    TimePoint at;
    std::string by;  // who approved it
    Personal<std::string> reason;
    TimePoint due_before;
    TimePoint due_at;
    TimePoint urge_at;
    bool provisional = false;
    std::optional<WorkingDaysAfter> given = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(Extension, (),
                      (at, by, reason, due_before, due_at, urge_at, provisional, given))

struct Request {
    RequestId id;
    RequestStatus status = RequestStatus::received;
    Urgency urgency = Urgency::P2;
    Code service;
    Channel channel = Channel::console;
    MemberId member;
    MemberId member_hint;  // the only one whose number the caller has: a hint, never proof
    Personal<std::string> caller;
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
    Personal<std::string> note;
    std::string device;
    Safety safety = Safety::not_asked;
    Millis credit_ms;                               // waiting that the member's flags count for
    Personal<std::vector<MemberFlag>> raised_for;   // ... and which flags these were
    std::optional<Personal<RiskTier>> raised_tier;  // ... and which tier of risk
    std::vector<Code> skills;                       // asked for beyond the plan's
    TimePoint created_at;
    TimePoint escalate_at;  // 0 = never
    TimePoint held_until;
    TimePoint ended_at;  // closed, cancelled, merged, transferred
    std::string owner;
    RequestId merged_into;
    std::string transferred_to;
    Disposition disposition = Disposition::none;
    std::uint32_t rating = 0;  // 1..5, 0 = none
    std::uint32_t reopened = 0;
    std::uint32_t callbacks = 0;  // calls back that were tried
    std::vector<Slot> slots;
    std::vector<MilestoneState> milestones;
    ContactProgress contacts;
    std::vector<Handover> handovers;
    std::vector<Note> notes;
    // Everybody whose number, or whose contact's number, the caller has; empty when member_hint
    // says it all.
    std::vector<MemberHint> member_hints;
    // An open request that may tell of the same. The desk merges the two or dismisses the hint.
    std::optional<RequestId> possible_duplicate_of;
    std::vector<RequestId> not_duplicate_of;  // dismissed or split
    std::vector<MergedReport> reports;        // merged into this request
    // A round of service begins when the request comes and at each re-opening; one is rated once.
    TimePoint round_at;  // the present one; 0 = created_at
    ClockKind clock = ClockKind::none;
    std::optional<Extension> extension;  // of this round
    TimePoint urge_at;                   // when it is urged by itself; 0 = never
    std::uint32_t urged = 0;             // by people and by itself
    TimePoint urged_at;                  // the last time
    std::string supervised_by;
    TimePoint supervised_at;
    std::vector<Reopening> reopenings;   // the latest 100
    std::vector<RequestReturn> returns;  // the latest 100
    std::optional<PlaceId> known_place;  // of the address book, where it is
    std::optional<PlanChoice> plan;      // nothing = the service's own plan
    Triage triage;
    std::optional<CaughtUp> caught_up;  // nothing = not from paper
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (id, status, urgency, service, channel, member, member_hint, caller, place,
                       address, note, device, safety, credit_ms, raised_for, raised_tier, skills,
                       created_at, escalate_at, held_until, ended_at, owner, merged_into,
                       transferred_to, disposition, rating, reopened, callbacks, slots, milestones,
                       contacts, handovers, notes, member_hints, possible_duplicate_of,
                       not_duplicate_of, reports, round_at, clock, extension, urge_at, urged,
                       urged_at, supervised_by, supervised_at, reopenings, returns, known_place,
                       plan, triage, caught_up))
template <>
inline constexpr EntityRow entity_row<Request>{
    .path = "requests", .one = "request", .feed_order = 1, .allowed_actions = true};

}  // namespace muster
