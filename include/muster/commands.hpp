// What can be asked of the engine. Names and fields are permanent: fields are added with defaults,
// never renamed or reused. A command that is refused changes nothing.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "muster/choice.hpp"
#include "muster/entities.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/rules.hpp"
#include "muster/speeds.hpp"
#include "muster/units.hpp"

namespace muster {

struct LoadRules {
    Rules rules;
};
BOOST_DESCRIBE_STRUCT(LoadRules, (), (rules))

// Time passed: fires every deadline up to the envelope's time.
struct Tick {};
BOOST_DESCRIBE_STRUCT(Tick, (), ())

// ---- members and cards -------------------------------------------------------------------------

struct RegisterMember {
    MemberProfile profile;
};
BOOST_DESCRIBE_STRUCT(RegisterMember, (), (profile))

// Of a MemberProfile, what changes. A field that is not given stays as it is; an empty text or list
// empties it.
struct MemberChanges {
    std::optional<std::string> external_ref;
    std::optional<Personal<std::string>> name;
    std::optional<Personal<std::string>> phone;
    std::optional<Personal<std::string>> address;
    std::optional<Personal<Point>> home;
    std::optional<Code> district;
    std::optional<Code> community;
    std::optional<std::int32_t> birth_year;
    std::optional<Personal<BirthDate>> birth_date;
    std::optional<Personal<AbilityLevel>> ability;
    std::optional<Personal<std::vector<MemberFlag>>> flags;
    std::optional<Personal<std::string>> risks;
    std::optional<std::vector<Contact>> contacts;  // all of them: the list is replaced
};
BOOST_DESCRIBE_STRUCT(MemberChanges, (),
                      (external_ref, name, phone, address, home, district, community, birth_year,
                       birth_date, ability, flags, risks, contacts))

struct UpdateMember {
    MemberId member;
    MemberChanges profile;
    std::vector<Code> clear;  // of what has no empty value: home, birth_date
};
BOOST_DESCRIBE_STRUCT(UpdateMember, (), (member, profile, clear))

// Refused while the member has an open request.
struct RemoveMember {
    MemberId member;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RemoveMember, (), (member, reason))

struct IssueCard {
    MemberId member;
    std::string uid;
};
BOOST_DESCRIBE_STRUCT(IssueCard, (), (member, uid))

// A new print of the same card: older links stop working.
struct RenewCard {
    CardId card;
};
BOOST_DESCRIBE_STRUCT(RenewCard, (), (card))

struct RevokeCard {
    CardId card;
    bool lost = false;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RevokeCard, (), (card, lost, reason))

// A colour of a card was pressed or tapped: a request for the colour's service.
struct TapCard {
    CardId card;
    std::uint32_t generation = 0;  // 0 = a reader that knows only the card
    Code colour;
    std::optional<Personal<Point>> place;  // of the reader; else the member's home
    Personal<std::string> note;
    std::string device;
};
BOOST_DESCRIBE_STRUCT(TapCard, (), (card, generation, colour, place, note, device))

// ---- responders --------------------------------------------------------------------------------

struct RegisterResponder {
    ResponderProfile profile;
};
BOOST_DESCRIBE_STRUCT(RegisterResponder, (), (profile))

// Of a ResponderProfile, what changes; as MemberChanges.
struct ResponderChanges {
    std::optional<ResponderKind> kind;
    std::optional<std::string> external_ref;
    std::optional<Personal<std::string>> name;
    std::optional<Personal<std::string>> phone;
    std::optional<std::vector<Code>> skills;
    std::optional<Profile> travel;
    std::optional<Code> department;
    std::optional<Personal<Point>> post;
};
BOOST_DESCRIBE_STRUCT(ResponderChanges, (),
                      (kind, external_ref, name, phone, skills, travel, department, post))

struct UpdateResponder {
    ResponderId responder;
    ResponderChanges profile;
    std::vector<Code> clear;  // of what has no empty value: post
};
BOOST_DESCRIBE_STRUCT(UpdateResponder, (), (responder, profile, clear))

// status: available, off_duty or out_of_service. Leaving duty with an assignment opens its slot.
struct SetDuty {
    ResponderId responder;
    ResponderStatus status = ResponderStatus::available;
    TimePoint shift_until;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SetDuty, (), (responder, status, shift_until, reason))

struct PositionFix {
    ResponderId responder;
    Personal<ReportedPoint> point;
    TimePoint fix_at;  // when it was measured; 0 = now. An older fix than the known one is dropped.
    // Metres that the device says it may be wrong by; nothing = it does not say.
    std::optional<std::int32_t> accuracy_m = {};
    // Who reported it. Stamped by the intake, whatever a sender puts there, because one record
    // holds the fixes of many senders; empty in events, and in logs from before it was there.
    std::string by = {};
};
BOOST_DESCRIBE_STRUCT(PositionFix, (), (responder, point, fix_at, accuracy_m, by))

// Each fix is taken, doubted or dropped by itself (FixOutcome); none makes the report refused:
// positions are a stream.
struct ReportPositions {
    std::vector<PositionFix> fixes;
};
BOOST_DESCRIBE_STRUCT(ReportPositions, (), (fixes))

// ---- requests ----------------------------------------------------------------------------------

struct CreateRequest {
    Code service;
    Channel channel = Channel::console;
    std::optional<Urgency> urgency;        // else the service's
    MemberId member;                       // 0 = not known
    Personal<std::string> caller;          // number, in any usual spelling
    std::optional<Personal<Point>> place;  // else the member's home
    Personal<std::string> address;
    Personal<std::string> note;
    std::string device;
    std::vector<Code> skills;  // wanted beyond the plan's: a language, a woman...
    bool silent = false;       // nobody spoke on the line
};
BOOST_DESCRIBE_STRUCT(CreateRequest, (),
                      (service, channel, urgency, member, caller, place, address, note, device,
                       skills, silent))

// Where help is needed became known, or was corrected.
struct LocateRequest {
    RequestId request;
    Personal<Point> place;
    Personal<std::string> address;
};
BOOST_DESCRIBE_STRUCT(LocateRequest, (), (request, place, address))

struct TakeRequest {
    RequestId request;
    std::string owner;  // over HTTP: left out, it is the name of the token
    // Who has it as far as the sender knows, empty = nobody; refused when somebody else has. Not
    // given: taken from whoever has it.
    std::optional<std::string> expected_owner = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(TakeRequest, (), (request, owner, expected_owner))

struct ReclassifyRequest {
    RequestId request;
    Urgency urgency = Urgency::P2;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReclassifyRequest, (), (request, urgency, reason))

struct HoldRequest {
    RequestId request;
    TimePoint hold_until;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HoldRequest, (), (request, hold_until, reason))

struct ResumeRequest {
    RequestId request;
};
BOOST_DESCRIBE_STRUCT(ResumeRequest, (), (request))

struct CancelRequest {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CancelRequest, (), (request, reason))

struct MergeRequest {
    RequestId request;
    RequestId into;
};
BOOST_DESCRIBE_STRUCT(MergeRequest, (), (request, into))

// Undoes a merge, by the engine or by hand: the merged request is as it was and looks for help.
struct SplitRequest {
    RequestId request;  // the merged one
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SplitRequest, (), (request, reason))

// It is not the request that it was said to be a possible duplicate of.
struct DismissDuplicate {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(DismissDuplicate, (), (request, reason))

struct TransferRequest {
    RequestId request;
    std::string to;  // department or agency
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(TransferRequest, (), (request, to, reason))

// Also undoes a cancellation; of a merged request it does what SplitRequest does.
struct ReopenRequest {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReopenRequest, (), (request, reason))

struct VerifySafe {
    RequestId request;
    Personal<std::string> how;
};
BOOST_DESCRIBE_STRUCT(VerifySafe, (), (request, how))

struct RecordHandover {
    RequestId request;
    Agency agency = Agency::ambulance_120;
    Personal<std::string> person;
    Personal<std::string> passed_on;
    Personal<std::string> result;
};
BOOST_DESCRIBE_STRUCT(RecordHandover, (), (request, agency, person, passed_on, result))

// The outcome of the call that is due in the contact chain.
struct RecordContact {
    RequestId request;
    ContactOutcome outcome = ContactOutcome::no_answer;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(RecordContact, (), (request, outcome, note))

struct RecordCallback {
    RequestId request;
    bool reached = true;
    std::uint32_t rating = 0;  // 1..5; 0 = no rating given
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(RecordCallback, (), (request, reached, rating, note))

struct CloseRequest {
    RequestId request;
    Disposition disposition = Disposition::helped;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CloseRequest, (), (request, disposition, note))

struct AddNote {
    RequestId request;
    Personal<std::string> text;
};
BOOST_DESCRIBE_STRUCT(AddNote, (), (request, text))

struct ExplainBreach {
    RequestId request;
    Milestone milestone = Milestone::on_site;
    Personal<std::string> cause;
};
BOOST_DESCRIBE_STRUCT(ExplainBreach, (), (request, milestone, cause))

// ---- offers and assignments --------------------------------------------------------------------

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

struct ReleaseResponder {
    RequestId request;
    std::uint32_t slot = 0;
    Personal<std::string> reason;                                  // must not be empty
    std::optional<ResponderId> expected_responder = std::nullopt;  // as for AssignResponder
};
BOOST_DESCRIBE_STRUCT(ReleaseResponder, (), (request, slot, reason, expected_responder))

struct AcceptOffer {
    OfferId offer;
};
BOOST_DESCRIBE_STRUCT(AcceptOffer, (), (offer))

struct DeclineOffer {
    OfferId offer;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(DeclineOffer, (), (offer, reason))

struct AcknowledgeAssignment {
    RequestId request;
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(AcknowledgeAssignment, (), (request, responder))

struct ReportEnRoute {
    RequestId request;
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(ReportEnRoute, (), (request, responder))

struct ReportOnScene {
    RequestId request;
    ResponderId responder;
};
BOOST_DESCRIBE_STRUCT(ReportOnScene, (), (request, responder))

struct CompleteAssignment {
    RequestId request;
    ResponderId responder;
    Disposition disposition = Disposition::helped;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CompleteAssignment, (), (request, responder, disposition, note))

// Where an idle professional stands by; an empty post: at his own place.
struct OrderStandby {
    ResponderId responder;
    Code post;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(OrderStandby, (), (responder, post, reason))

// ---- roads -------------------------------------------------------------------------------------

// The roads are faster or slower from now on, all of them: what is not named has its usual speed.
// Travel times follow once the roads are computed anew, which UseSpeeds says.
struct SetSpeeds {
    Speeds speeds;
};
BOOST_DESCRIBE_STRUCT(SetSpeeds, (), (speeds))

// The roads at these speeds are ready. Only the service itself says so.
struct UseSpeeds {
    SpeedsId id;
};
BOOST_DESCRIBE_STRUCT(UseSpeeds, (), (id))

using CommandVariant =
    std::variant<LoadRules, Tick, RegisterMember, UpdateMember, RemoveMember, IssueCard, RenewCard,
                 RevokeCard, TapCard, RegisterResponder, UpdateResponder, SetDuty, ReportPositions,
                 CreateRequest, LocateRequest, TakeRequest, ReclassifyRequest, HoldRequest,
                 ResumeRequest, CancelRequest, MergeRequest, TransferRequest, ReopenRequest,
                 VerifySafe, RecordHandover, RecordContact, RecordCallback, CloseRequest, AddNote,
                 ExplainBreach, AssignResponder, ReleaseResponder, AcceptOffer, DeclineOffer,
                 AcknowledgeAssignment, ReportEnRoute, ReportOnScene, CompleteAssignment,
                 OrderStandby, SetSpeeds, UseSpeeds, SplitRequest, DismissDuplicate>;

extern template class Choice<CommandVariant>;
struct Command : Choice<CommandVariant> {
    using Choice::Choice;
};

}  // namespace muster
