// Requests for help, from the first word to the last call back.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/deadlines.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/request.hpp"
#include "muster/request_quality.hpp"
#include "muster/units.hpp"

namespace muster {

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
    // Of the address book: where it is, unless `place` is given.
    std::optional<PlaceId> known_place = std::nullopt;
    std::vector<TriageAnswer> answers = {};  // to the questions of the service
};
BOOST_DESCRIBE_STRUCT(CreateRequest, (),
                      (service, channel, urgency, member, caller, place, address, note, device,
                       skills, silent, known_place, answers))
template <>
inline constexpr CommandRow command_row<CreateRequest>{.roles = desk_roles | adapter_roles,
                                                       .traffic = Traffic::calls,
                                                       .creates = entity_row<Request>.path};

// Where help is needed became known, or was corrected.
struct LocateRequest {
    RequestId request;
    Personal<Point> place;
    Personal<std::string> address;
};
BOOST_DESCRIBE_STRUCT(LocateRequest, (), (request, place, address))
template <>
inline constexpr CommandRow command_row<LocateRequest>{.roles = desk_roles,
                                                       .allowed_in = statuses::open};

struct TakeRequest {
    RequestId request;
    std::string owner;  // over HTTP: left out, it is the name of the token
    // Who has it as far as the sender knows, empty = nobody; refused when somebody else has. Not
    // given: taken from whoever has it.
    std::optional<std::string> expected_owner = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(TakeRequest, (), (request, owner, expected_owner))
template <>
inline constexpr CommandRow command_row<TakeRequest>{
    .roles = desk_roles, .allowed_in = statuses::open | statuses::served};

struct ReclassifyRequest {
    RequestId request;
    Urgency urgency = Urgency::P2;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReclassifyRequest, (), (request, urgency, reason))
template <>
inline constexpr CommandRow command_row<ReclassifyRequest>{.roles = desk_roles,
                                                           .allowed_in = statuses::open};

struct HoldRequest {
    RequestId request;
    TimePoint hold_until;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HoldRequest, (), (request, hold_until, reason))
template <>
inline constexpr CommandRow command_row<HoldRequest>{.roles = desk_roles,
                                                     .allowed_in = statuses::unbound};

struct ResumeRequest {
    RequestId request;
};
BOOST_DESCRIBE_STRUCT(ResumeRequest, (), (request))
template <>
inline constexpr CommandRow command_row<ResumeRequest>{.roles = desk_roles,
                                                       .allowed_in = statuses::held};

struct CancelRequest {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(CancelRequest, (), (request, reason))
template <>
inline constexpr CommandRow command_row<CancelRequest>{.roles = desk_roles,
                                                       .allowed_in = statuses::open};

struct MergeRequest {
    RequestId request;
    RequestId into;
};
BOOST_DESCRIBE_STRUCT(MergeRequest, (), (request, into))
template <>
inline constexpr CommandRow command_row<MergeRequest>{.roles = desk_roles,
                                                      .allowed_in = statuses::open};

// Undoes a merge, by the engine or by hand: the merged request is as it was and looks for help.
struct SplitRequest {
    RequestId request;  // the merged one
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(SplitRequest, (), (request, reason))
template <>
inline constexpr CommandRow command_row<SplitRequest>{.roles = desk_roles,
                                                      .allowed_in = statuses::merged};

// It is not the request that it was said to be a possible duplicate of.
struct DismissDuplicate {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(DismissDuplicate, (), (request, reason))
template <>
inline constexpr CommandRow command_row<DismissDuplicate>{.roles = desk_roles,
                                                          .allowed_in = statuses::open};

struct TransferRequest {
    RequestId request;
    std::string to;  // department or agency
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(TransferRequest, (), (request, to, reason))
template <>
inline constexpr CommandRow command_row<TransferRequest>{.roles = desk_roles,
                                                         .allowed_in = statuses::open};

// Also undoes a cancellation; of a merged request it does what SplitRequest does.
struct ReopenRequest {
    RequestId request;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ReopenRequest, (), (request, reason))
template <>
inline constexpr CommandRow command_row<ReopenRequest>{
    .roles = desk_roles,
    .allowed_in = statuses::helped |
                  RequestStatuses{statuses::closed, statuses::cancelled, statuses::merged}};

struct VerifySafe {
    RequestId request;
    Personal<std::string> how;
};
BOOST_DESCRIBE_STRUCT(VerifySafe, (), (request, how))
template <>
inline constexpr CommandRow command_row<VerifySafe>{
    .roles = desk_roles, .allowed_in = statuses::open | statuses::helped};

struct RecordHandover {
    RequestId request;
    Agency agency = Agency::ambulance_120;
    Personal<std::string> person;
    Personal<std::string> passed_on;
    Personal<std::string> result;
};
BOOST_DESCRIBE_STRUCT(RecordHandover, (), (request, agency, person, passed_on, result))
template <>
inline constexpr CommandRow command_row<RecordHandover>{
    .roles = desk_roles, .allowed_in = statuses::open | statuses::served};

// The outcome of the call that is due in the contact chain.
struct RecordContact {
    RequestId request;
    ContactOutcome outcome = ContactOutcome::no_answer;
    Personal<std::string> note;
    // Which call it was, as ContactDue names it; refused when the chain is elsewhere. Nothing = the
    // one that is due.
    std::optional<std::uint32_t> expected_step = std::nullopt;
    std::optional<std::uint32_t> expected_misses = std::nullopt;
};
BOOST_DESCRIBE_STRUCT(RecordContact, (), (request, outcome, note, expected_step, expected_misses))
template <>
inline constexpr CommandRow command_row<RecordContact>{.roles = desk_roles | adapter_roles,
                                                       .allowed_in = statuses::open};

struct RecordCallback {
    RequestId request;
    bool reached = true;
    std::uint32_t rating = 0;  // 1..5; 0 = no rating given
    Personal<std::string> note;
    // Ours: it is done again, however it was rated. Others': it is not, and the note says why.
    FaultSide fault = FaultSide::not_said;
};
BOOST_DESCRIBE_STRUCT(RecordCallback, (), (request, reached, rating, note, fault))
template <>
inline constexpr CommandRow command_row<RecordCallback>{.roles = desk_roles,
                                                        .allowed_in = statuses::served};

struct CloseRequest {
    RequestId request;
    Disposition disposition = Disposition::helped;
    Personal<std::string> note;
};
BOOST_DESCRIBE_STRUCT(CloseRequest, (), (request, disposition, note))
template <>
inline constexpr CommandRow command_row<CloseRequest>{
    .roles = desk_roles, .allowed_in = statuses::received | statuses::helped};

struct AddNote {
    RequestId request;
    Personal<std::string> text;
};
BOOST_DESCRIBE_STRUCT(AddNote, (), (request, text))
template <>
inline constexpr CommandRow command_row<AddNote>{.roles = desk_roles, .allowed_in = statuses::any};

struct ExplainBreach {
    RequestId request;
    Milestone milestone = Milestone::on_site;
    Personal<std::string> cause;
};
BOOST_DESCRIBE_STRUCT(ExplainBreach, (), (request, milestone, cause))
template <>
inline constexpr CommandRow command_row<ExplainBreach>{
    .roles = dispatch_roles,
    .allowed_in = statuses::open | statuses::helped |
                  RequestStatuses{statuses::closed, statuses::cancelled, statuses::transferred}};

// Answers to the questions of the service, or corrections of them: each replaces what was answered
// to its question before. The class follows, but not below Request::at_least.
struct AnswerQuestions {
    RequestId request;
    std::vector<TriageAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(AnswerQuestions, (), (request, answers))
template <>
inline constexpr CommandRow command_row<AnswerQuestions>{.roles = desk_roles,
                                                         .allowed_in = statuses::open};

// Writes down what was served without the engine, such as during an outage, with the times of then.
// Nothing is decided anew. A reference that is known already is refused: the same paper twice is
// one request.
struct RecordPastRequest {
    std::string reference;  // number of the paper
    Code service;
    Channel channel = Channel::hotline;
    std::optional<Urgency> urgency;  // else the service's
    MemberId member;
    Personal<std::string> caller;
    std::optional<Personal<Point>> place;  // else the member's home
    Personal<std::string> address;
    Personal<std::string> note;
    TimePoint asked_at;
    std::optional<TimePoint> dispatched_at;  // nothing = nobody was sent
    std::optional<TimePoint> on_scene_at;    // nothing = nobody came
    TimePoint served_at;                     // or when it was settled otherwise
    std::string taken_by;                    // who answered then
    std::vector<PastResponder> responders;   // at most 8; none unless somebody was sent
    Disposition disposition = Disposition::helped;
};
BOOST_DESCRIBE_STRUCT(RecordPastRequest, (),
                      (reference, service, channel, urgency, member, caller, place, address, note,
                       asked_at, dispatched_at, on_scene_at, served_at, taken_by, responders,
                       disposition))
template <>
inline constexpr CommandRow command_row<RecordPastRequest>{
    .roles = desk_roles, .traffic = Traffic::registry, .creates = entity_row<Request>.path};

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
    std::optional<Personal<RiskTier>> raised_tier;
    std::vector<MemberHint> member_hints;
    std::optional<PlaceId> known_place;
    std::optional<PlanChoice> plan;
    Triage triage;
    // The member that it is about does not change with it.
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReceived, (),
                      (request, service, channel, urgency, member, member_hint, caller, place,
                       address, note, device, skills, silent, credit_ms, raised_for, raised_tier,
                       member_hints, known_place, plan, triage))

// The risk of its member is another now: it counts as already waiting for so long.
struct RequestRaised {
    RequestId request;
    Millis credit_ms;
    Personal<std::vector<MemberFlag>> raised_for;
    std::optional<Personal<RiskTier>> raised_tier;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestRaised, (), (request, credit_ms, raised_for, raised_tier))

// Its member has died or moved away, and somebody is on the way or may be in danger: a person
// decides whether help is still needed.
struct RequestInDoubt {
    RequestId request;
    MemberStatus status = MemberStatus::deceased;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestInDoubt, (), (request, status))

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
    // By answers, which may change, and lower it again: the one that decided.
    std::optional<TriageClass> by_answer = std::nullopt;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReclassified, (), (request, urgency, automatic, reason, by_answer))

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
    std::string by;
    std::uint32_t rating = 0;  // that did it
    FaultSide fault = FaultSide::not_said;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestReopened, (), (request, reason, by, rating, fault))

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
    FaultSide fault = FaultSide::not_said;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestCalledBack, (), (request, reached, rating, note, fault))

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

// All answers, as they are now, and what follows from them; the class follows by
// RequestReclassified.
struct QuestionsAnswered {
    RequestId request;
    Triage triage;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(QuestionsAnswered, (), (request, triage))

// Where it is, or its class, asks for another plan, and nobody was asked or sent yet. Nothing = the
// service's own.
struct PlanChanged {
    RequestId request;
    std::optional<PlanChoice> plan;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(PlanChanged, (), (request, plan))

// Closed from the start.
struct PastRequestRecorded {
    Request request;
    [[nodiscard]] auto changes() const { return std::tuple(request.id); }
};
BOOST_DESCRIBE_STRUCT(PastRequestRecorded, (), (request))

// By the calendar now in force. `urge_at` is when it is urged by itself.
struct RequestDeadlineMoved {
    RequestId request;
    Milestone milestone = Milestone::answered;
    MovedDeadline moved;
    TimePoint urge_at;
    [[nodiscard]] auto changes() const { return std::tuple(request); }
};
BOOST_DESCRIBE_STRUCT(RequestDeadlineMoved, (), (request, milestone, moved, urge_at))

using RequestsCommands =
    TypeList<CreateRequest, LocateRequest, TakeRequest, ReclassifyRequest, HoldRequest,
             ResumeRequest, CancelRequest, MergeRequest, SplitRequest, DismissDuplicate,
             TransferRequest, ReopenRequest, VerifySafe, RecordHandover, RecordContact,
             RecordCallback, CloseRequest, AddNote, ExplainBreach, RateRequest, UrgeRequest,
             SuperviseRequest, ReturnRequest, ExtendRequest, AnswerQuestions, RecordPastRequest>;
using RequestsEvents =
    TypeList<RequestReceived, RequestLocated, RequestTaken, RequestReclassified, RequestHeld,
             RequestResumed, RequestCancelled, RequestMerged, RequestSplit, DuplicateSuspected,
             DuplicateDismissed, RequestTransferred, RequestReopened, SafetyVerified,
             HandoverRecorded, ContactDue, ContactRecorded, ContactsExhausted, RequestCalledBack,
             RequestClosed, RequestArchived, NoteAdded, DeadlineWarned, DeadlineBreached,
             BreachExplained, RequestRaised, RequestInDoubt, RequestRated, RequestUrged,
             RequestSupervised, RequestReturned, RequestExtended, QuestionsAnswered, PlanChanged,
             PastRequestRecorded, RequestDeadlineMoved>;

}  // namespace muster
