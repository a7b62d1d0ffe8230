// What happened. Applying events in order is the only way the board changes; each carries all that
// applying it needs beyond the board, so that history survives a change of rules.
//
// changes() names the entities that an event changes, by their ids (0 = none), in the order in
// which the feed tells of them. Whatever always changes along, as a request does with an offer for
// it, need not be named: engine/views knows it of each kind.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "muster/choice.hpp"
#include "muster/commands.hpp"
#include "muster/entities.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/rationale.hpp"
#include "muster/rules.hpp"
#include "muster/speeds.hpp"
#include "muster/units.hpp"

namespace muster {

struct RulesLoaded {
    Rules rules;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(RulesLoaded, (), (rules))

struct MemberRegistered {
    Member member;
    [[nodiscard]] auto changes() const { return std::tuple(member.id); }
};
BOOST_DESCRIBE_STRUCT(MemberRegistered, (), (member))

struct MemberUpdated {
    Member member;
    [[nodiscard]] auto changes() const { return std::tuple(member.id); }
};
BOOST_DESCRIBE_STRUCT(MemberUpdated, (), (member))

struct MemberRemoved {
    MemberId member;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(member); }
};
BOOST_DESCRIBE_STRUCT(MemberRemoved, (), (member, reason))

struct CardIssued {
    Card card;
    [[nodiscard]] auto changes() const { return std::tuple(card.id); }
};
BOOST_DESCRIBE_STRUCT(CardIssued, (), (card))

// The card as it is now: renewed, lost or revoked.
struct CardChanged {
    Card card;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(card.id); }
};
BOOST_DESCRIBE_STRUCT(CardChanged, (), (card, reason))

struct ResponderRegistered {
    ResponderId responder;
    ResponderProfile profile;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderRegistered, (), (responder, profile))

struct ResponderUpdated {
    ResponderId responder;
    ResponderProfile profile;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderUpdated, (), (responder, profile))

struct DutyChanged {
    ResponderId responder;
    ResponderStatus status = ResponderStatus::available;
    TimePoint shift_until;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(DutyChanged, (), (responder, status, shift_until, reason))

struct PositionsReported {
    std::vector<PositionFix> fixes;
    // Positions have a topic of their own, and belong to no story.
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(PositionsReported, (), (fixes))

// A fix that is not believed: nobody moves by it. Told once for each place that is doubted.
struct PositionDoubted {
    ResponderId responder;
    DoubtedPosition doubted;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(PositionDoubted, (), (responder, doubted))

// confirmed: the responder is at the doubted place indeed; else at the place that was believed.
struct PositionDoubtEnded {
    ResponderId responder;
    bool confirmed = false;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(PositionDoubtEnded, (), (responder, confirmed))

// The last position is too old to count: the responder is taken to be at the own post, or where
// there is none is considered last of all.
struct PositionLapsed {
    ResponderId responder;
    Millis age_ms;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(PositionLapsed, (), (responder, age_ms))

// The request as it was taken down; slots and milestones follow from its plan and class in force.
struct RequestReceived {
    RequestId request;
    Code service;
    Channel channel = Channel::console;
    Urgency urgency = Urgency::P2;
    MemberId member;
    MemberId member_hint;
    Personal<std::string> caller;
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
    Personal<std::string> note;
    std::string device;
    std::vector<Code> skills;
    bool silent = false;
    Millis credit_ms;
    Personal<std::vector<MemberFlag>> raised_for;
    std::vector<MemberHint> member_hints;
    // The member that it is about does not change with it.
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReceived, (),
                      (request, service, channel, urgency, member, member_hint, caller, place,
                       address, note, device, skills, silent, credit_ms, raised_for, member_hints))

struct RequestLocated {
    RequestId request;
    Personal<Point> place;
    Personal<std::string> address;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestLocated, (), (request, place, address))

struct RequestTaken {
    RequestId request;
    std::string owner;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestTaken, (), (request, owner))

// automatic: the queue aged it into a higher class, or its contact chain was exhausted.
struct RequestReclassified {
    RequestId request;
    Urgency urgency = Urgency::P2;
    bool automatic = false;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReclassified, (), (request, urgency, automatic, reason))

struct RequestHeld {
    RequestId request;
    TimePoint hold_until;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestHeld, (), (request, hold_until, reason))

struct RequestResumed {
    RequestId request;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestResumed, (), (request))

struct RequestCancelled {
    RequestId request;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestCancelled, (), (request, reason))

// automatic: the engine knew the member, the caller or the kind of incident again, at the place and
// within the merge window. `into` keeps the report.
struct RequestMerged {
    RequestId request;
    RequestId into;
    bool automatic = false;
    std::optional<MergedReport> report;  // not in logs of before reports were kept
    [[nodiscard]] auto changes() const { return std::tuple(request, into); }
};
BOOST_DESCRIBE_STRUCT(RequestMerged, (), (request, into, automatic, report))

// The merge is undone: `request` is as it was before, and `from` without what it had from it.
struct RequestSplit {
    RequestId request;
    RequestId from;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request, from); }
};
BOOST_DESCRIBE_STRUCT(RequestSplit, (), (request, from, reason))

// It may tell of the same as an older request; the desk is asked.
struct DuplicateSuspected {
    RequestId request;
    RequestId of;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(DuplicateSuspected, (), (request, of))

struct DuplicateDismissed {
    RequestId request;
    RequestId of;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(DuplicateDismissed, (), (request, of, reason))

struct RequestTransferred {
    RequestId request;
    std::string to;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestTransferred, (), (request, to, reason))

struct RequestReopened {
    RequestId request;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReopened, (), (request, reason))

struct SafetyVerified {
    RequestId request;
    Personal<std::string> how;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(SafetyVerified, (), (request, how))

struct HandoverRecorded {
    RequestId request;
    Handover handover;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(HandoverRecorded, (), (request, handover))

// The desk should call step `step` of the chain now (0 = the member).
struct ContactDue {
    RequestId request;
    std::uint32_t step = 0;
    std::uint32_t misses = 0;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(ContactDue, (), (request, step, misses))

struct ContactRecorded {
    RequestId request;
    std::uint32_t step = 0;
    ContactOutcome outcome = ContactOutcome::no_answer;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(ContactRecorded, (), (request, step, outcome, note))

// Nobody in the chain answered.
struct ContactsExhausted {
    RequestId request;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(ContactsExhausted, (), (request))

struct RequestCalledBack {
    RequestId request;
    bool reached = true;
    std::uint32_t rating = 0;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestCalledBack, (), (request, reached, rating, note))

struct RequestClosed {
    RequestId request;
    Disposition disposition = Disposition::helped;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestClosed, (), (request, disposition, note))

// An ended request left memory; the log keeps it.
struct RequestArchived {
    RequestId request;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestArchived, (), (request))

struct NoteAdded {
    RequestId request;
    Note note;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(NoteAdded, (), (request, note))

struct DeadlineWarned {
    RequestId request;
    Milestone milestone = Milestone::on_site;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(DeadlineWarned, (), (request, milestone))

struct DeadlineBreached {
    RequestId request;
    Milestone milestone = Milestone::on_site;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(DeadlineBreached, (), (request, milestone))

struct BreachExplained {
    RequestId request;
    Milestone milestone = Milestone::on_site;
    Personal<std::string> cause;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(BreachExplained, (), (request, milestone, cause))

struct OfferMade {
    OfferId offer;
    RequestId request;
    std::uint32_t slot = 0;
    TimePoint offer_deadline;
    Candidate candidate;
    // Being asked counts for the responder.
    [[nodiscard]] auto changes() const { return std::tuple(request, offer, candidate.responder); }
};
BOOST_DESCRIBE_STRUCT(OfferMade, (), (offer, request, slot, offer_deadline, candidate))

struct OfferAccepted {
    OfferId offer;
    [[nodiscard]] auto changes() const { return std::tuple(offer); }
};
BOOST_DESCRIBE_STRUCT(OfferAccepted, (), (offer))

struct OfferDeclined {
    OfferId offer;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(offer); }
};
BOOST_DESCRIBE_STRUCT(OfferDeclined, (), (offer, reason))

struct OfferExpired {
    OfferId offer;
    [[nodiscard]] auto changes() const { return std::tuple(offer); }
};
BOOST_DESCRIBE_STRUCT(OfferExpired, (), (offer))

struct OfferWithdrawn {
    OfferId offer;
    WithdrawCause cause = WithdrawCause::slot_filled;
    [[nodiscard]] auto changes() const { return std::tuple(offer); }
};
BOOST_DESCRIBE_STRUCT(OfferWithdrawn, (), (offer, cause))

// Nobody accepted in time: the slot is filled directly from now on.
struct SlotFellBack {
    RequestId request;
    std::uint32_t slot = 0;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(SlotFellBack, (), (request, slot))

struct SlotAssigned {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    AssignedBy by = AssignedBy::engine;
    Personal<std::string> reason;  // of an override
    Millis eta_ms;
    TimePoint acknowledge_until;  // 0 = none awaited (volunteers said yes already)
    Rationale rationale;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(SlotAssigned, (),
                      (request, slot, responder, by, reason, eta_ms, acknowledge_until, rationale))

struct AssignmentReleased {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    ReleaseCause cause = ReleaseCause::dispatcher;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(AssignmentReleased, (), (request, slot, responder, cause, reason))

struct AssignmentAcknowledged {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(AssignmentAcknowledged, (), (request, slot, responder))

struct ResponderEnRoute {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderEnRoute, (), (request, slot, responder))

struct ResponderOnScene {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderOnScene, (), (request, slot, responder))

struct SlotServed {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    Disposition disposition = Disposition::helped;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(SlotServed, (), (request, slot, responder, disposition, note))

struct ResponderCleared {
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderCleared, (), (responder))

// The responder is expected at another time than before; more than a minute is worth an event.
struct ArrivalRevised {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    Millis eta_ms;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(ArrivalRevised, (), (request, slot, responder, eta_ms))

// Somebody idle would be of more use at this post: `gain_ppm` millionths of all demand more are
// covered than where the responder stands by now. An empty post takes the advice back.
struct StandbyAdvised {
    ResponderId responder;
    Code post;
    Millis travel_ms;
    std::int64_t gain_ppm = 0;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(StandbyAdvised, (), (responder, post, travel_ms, gain_ppm))

// The responder stands by at this post from now on; an empty one is the responder's own place.
struct StandbyOrdered {
    ResponderId responder;
    Code post;
    AssignedBy by = AssignedBy::engine;
    Personal<std::string> reason;  // of a dispatcher
    Millis travel_ms;
    std::int64_t gain_ppm = 0;
    [[nodiscard]] auto changes() const { return std::tuple(responder); }
};
BOOST_DESCRIBE_STRUCT(StandbyOrdered, (), (responder, post, by, reason, travel_ms, gain_ppm))

// They take the place of speeds that were asked for before and are not in use yet.
struct SpeedsRequested {
    SpeedsId id;
    Speeds speeds;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(SpeedsRequested, (), (id, speeds))

// From the next decision on.
struct SpeedsInUse {
    SpeedsId id;
    [[nodiscard]] auto changes() const { return std::tuple(); }
};
BOOST_DESCRIBE_STRUCT(SpeedsInUse, (), (id))

using EventVariant =
    std::variant<RulesLoaded, MemberRegistered, MemberUpdated, MemberRemoved, CardIssued,
                 CardChanged, ResponderRegistered, ResponderUpdated, DutyChanged, PositionsReported,
                 RequestReceived, RequestLocated, RequestTaken, RequestReclassified, RequestHeld,
                 RequestResumed, RequestCancelled, RequestMerged, RequestTransferred,
                 RequestReopened, SafetyVerified, HandoverRecorded, ContactDue, ContactRecorded,
                 ContactsExhausted, RequestCalledBack, RequestClosed, RequestArchived, NoteAdded,
                 DeadlineWarned, DeadlineBreached, BreachExplained, OfferMade, OfferAccepted,
                 OfferDeclined, OfferExpired, OfferWithdrawn, SlotFellBack, SlotAssigned,
                 AssignmentReleased, AssignmentAcknowledged, ResponderEnRoute, ResponderOnScene,
                 SlotServed, ResponderCleared, ArrivalRevised, StandbyAdvised, StandbyOrdered,
                 SpeedsRequested, SpeedsInUse, RequestSplit, DuplicateSuspected, DuplicateDismissed,
                 PositionDoubted, PositionDoubtEnded, PositionLapsed>;

extern template class Choice<EventVariant>;
struct Event : Choice<EventVariant> {
    using Choice::Choice;
};

}  // namespace muster
