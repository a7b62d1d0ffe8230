// Who is asked and who is sent: offers and assignments.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/rationale.hpp"
#include "muster/units.hpp"

namespace muster {

struct Offer {
    OfferId id;
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    OfferStatus status = OfferStatus::live;
    TimePoint made_at;
    TimePoint offer_deadline;
    Millis eta_ms;
    Metres distance_m;
};
BOOST_DESCRIBE_STRUCT(Offer, (),
                      (id, request, slot, responder, status, made_at, offer_deadline, eta_ms,
                       distance_m))
template <>
inline constexpr EntityRow entity_row<Offer>{
    .path = "offers", .one = "offer", .feed_order = 3, .about_people = false};

// A dispatcher's override: sends this responder whatever the engine thinks, and pins the choice.
// Frees the responder from a lesser assignment and the slot from its present holder.
struct AssignResponder {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    Personal<std::string> reason;  // must not be empty
    // Who holds the slot as far as the sender knows, 0 = nobody; refused when somebody else does.
    std::optional<ResponderId> expected_responder = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(AssignResponder, (), (request, slot, responder, reason, expected_responder))
template <>
inline constexpr CommandRow command_row<AssignResponder>{
    .roles = dispatch_roles,
    .allowed_in = RequestStatuses{statuses::queued, statuses::offered} | statuses::bound};

struct ReleaseResponder {
    RequestId request;
    std::uint32_t slot = 0;
    Personal<std::string> reason;                                  // must not be empty
    std::optional<ResponderId> expected_responder = std::nullopt;  // as for AssignResponder
};
BOOST_DESCRIBE_STRUCT(ReleaseResponder, (), (request, slot, reason, expected_responder))
template <>
inline constexpr CommandRow command_row<ReleaseResponder>{.roles = dispatch_roles,
                                                          .allowed_in = statuses::bound};

struct AcceptOffer {
    OfferId offer;
};
BOOST_DESCRIBE_STRUCT(AcceptOffer, (), (offer))
template <>
inline constexpr CommandRow command_row<AcceptOffer>{.roles = dispatch_roles, .own = true};

struct DeclineOffer {
    OfferId offer;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(DeclineOffer, (), (offer, reason))
template <>
inline constexpr CommandRow command_row<DeclineOffer>{.roles = dispatch_roles, .own = true};

struct AcknowledgeAssignment {
    RequestId request;
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeAssignment, (), (request, responder))
template <>
inline constexpr CommandRow command_row<AcknowledgeAssignment>{
    .roles = dispatch_roles, .own = true, .allowed_in = statuses::bound};

struct ReportEnRoute {
    RequestId request;
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(ReportEnRoute, (), (request, responder))
template <>
inline constexpr CommandRow command_row<ReportEnRoute>{
    .roles = dispatch_roles, .own = true, .allowed_in = statuses::bound};

struct ReportOnScene {
    RequestId request;
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(ReportOnScene, (), (request, responder))
template <>
inline constexpr CommandRow command_row<ReportOnScene>{
    .roles = dispatch_roles, .own = true, .allowed_in = statuses::bound};

struct CompleteAssignment {
    RequestId request;
    ResponderId responder;
    Disposition disposition = Disposition::helped;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CompleteAssignment, (), (request, responder, disposition, note))
template <>
inline constexpr CommandRow command_row<CompleteAssignment>{
    .roles = dispatch_roles, .own = true, .allowed_in = statuses::bound};

// What became of a call to a responder who has not acknowledged yet. answered: it is acknowledged.
// refused: somebody else is sent. no_answer: what is left of the time to acknowledge goes on.
struct RecordResponderCall {
    RequestId request;
    ResponderId responder;
    ContactOutcome outcome = ContactOutcome::no_answer;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(RecordResponderCall, (), (request, responder, outcome, note))
template <>
inline constexpr CommandRow command_row<RecordResponderCall>{
    .roles = dispatch_roles | adapter_roles, .allowed_in = statuses::bound};

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
    TimePoint call_at = {};  // when that is not acknowledged by then; 0 = nobody is called
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(SlotAssigned, (),
                      (request, slot, responder, by, reason, eta_ms, acknowledge_until, rationale,
                       call_at))

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

// The responder is expected at another time than before; more than a minute is worth an event.
struct ArrivalRevised {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    Millis eta_ms;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(ArrivalRevised, (), (request, slot, responder, eta_ms))

// Has not acknowledged, and is to be called.
struct ResponderCallDue {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderCallDue, (), (request, slot, responder))

struct ResponderCallRecorded {
    RequestId request;
    std::uint32_t slot = 0;
    ResponderId responder;
    ContactOutcome outcome = ContactOutcome::no_answer;
    Personal<std::string> note;
    [[nodiscard]] auto changes() const { return std::tuple(request, responder); }
};
BOOST_DESCRIBE_STRUCT(ResponderCallRecorded, (), (request, slot, responder, outcome, note))

using DispatchCommands =
    TypeList<AssignResponder, ReleaseResponder, AcceptOffer, DeclineOffer, AcknowledgeAssignment,
             ReportEnRoute, ReportOnScene, CompleteAssignment, RecordResponderCall>;
using DispatchEvents =
    TypeList<OfferMade, OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn, SlotFellBack,
             SlotAssigned, AssignmentReleased, AssignmentAcknowledged, ResponderEnRoute,
             ResponderOnScene, SlotServed, ArrivalRevised, ResponderCallDue, ResponderCallRecorded>;

}  // namespace muster
