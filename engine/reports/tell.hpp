// Which events the read model is told of: one overload for each, in tell_<area>.cpp.
#pragma once

#include "engine/reports/teller.hpp"
#include "muster/events.hpp"

namespace muster::reports {

void tell(Teller& to, const RulesLoaded& event);
void tell(Teller& to, const MemberRegistered& event);
void tell(Teller& to, const MemberUpdated& event);
void tell(Teller& to, const MemberRemoved& event);
void tell(Teller& to, const MemberErased& event);
void tell(Teller& to, const PlaceAdded& event);
void tell(Teller& to, const PlaceUpdated& event);

void tell(Teller& to, const CallBegan& event);
void tell(Teller& to, const CallerKnown& event);
void tell(Teller& to, const CallEnded& event);

void tell(Teller& to, const RequestReceived& event);
void tell(Teller& to, const PastRequestRecorded& event);
void tell(Teller& to, const RequestTaken& event);
void tell(Teller& to, const RequestReclassified& event);
void tell(Teller& to, const RequestCancelled& event);
void tell(Teller& to, const RequestMerged& event);
void tell(Teller& to, const RequestSplit& event);
void tell(Teller& to, const RequestTransferred& event);
void tell(Teller& to, const RequestReturned& event);
void tell(Teller& to, const RequestReopened& event);
void tell(Teller& to, const RequestClosed& event);
void tell(Teller& to, const RequestUrged& event);
void tell(Teller& to, const DeadlineBreached& event);
void tell(Teller& to, const BreachExplained& event);
void tell(Teller& to, const ContactDue& event);
void tell(Teller& to, const ContactRecorded& event);
void tell(Teller& to, const RequestCalledBack& event);
void tell(Teller& to, const RequestRated& event);

void tell(Teller& to, const OfferMade& event);
void tell(Teller& to, const OfferAccepted& event);
void tell(Teller& to, const OfferDeclined& event);
void tell(Teller& to, const OfferExpired& event);
void tell(Teller& to, const OfferWithdrawn& event);
void tell(Teller& to, const ResponderOnScene& event);

void tell(Teller& to, const VisitPlanned& event);
void tell(Teller& to, const VisitReplanned& event);
void tell(Teller& to, const VisitMoved& event);
void tell(Teller& to, const VisitStarted& event);
void tell(Teller& to, const VisitReleased& event);
void tell(Teller& to, const VisitRecorded& event);
void tell(Teller& to, const VisitMissed& event);
void tell(Teller& to, const VisitCancelled& event);
void tell(Teller& to, const VisitClosed& event);
void tell(Teller& to, const VisitBreached& event);

void tell(Teller& to, const BookingMade& event);
void tell(Teller& to, const BookingStatusChanged& event);

void tell(Teller& to, const NeedFound& event);
void tell(Teller& to, const NeedStatusChanged& event);
void tell(Teller& to, const NeedForgotten& event);

void tell(Teller& to, const ServiceRecordMade& event);
void tell(Teller& to, const ServiceRecordStatusChanged& event);
void tell(Teller& to, const ServiceRecordCorrected& event);
void tell(Teller& to, const ServiceRecordStripped& event);

void tell(Teller& to, const AccountOpened& event);
void tell(Teller& to, const AccountUpdated& event);
void tell(Teller& to, const AccountStatusChanged& event);
void tell(Teller& to, const EntryPosted& event);
void tell(Teller& to, const ServiceCredited& event);

void tell(Teller& to, const ProjectOpened& event);
void tell(Teller& to, const StepBecameReady& event);
void tell(Teller& to, const StepFinished& event);
void tell(Teller& to, const StepSkipped& event);
void tell(Teller& to, const StepReturned& event);
void tell(Teller& to, const StepReassigned& event);
void tell(Teller& to, const WorkRejected& event);
void tell(Teller& to, const ProjectHandedOver& event);
void tell(Teller& to, const StepExtended& event);
void tell(Teller& to, const StepDeadlineMoved& event);
void tell(Teller& to, const StepBreached& event);
void tell(Teller& to, const ProjectSuspended& event);
void tell(Teller& to, const ProjectResumed& event);
void tell(Teller& to, const ProjectCompleted& event);
void tell(Teller& to, const ProjectCancelled& event);

void tell(Teller& to, const TalentRegistered& event);
void tell(Teller& to, const TalentUpdated& event);
void tell(Teller& to, const TalentReviewed& event);
void tell(Teller& to, const TalentStatusChanged& event);
void tell(Teller& to, const TalentSkillExpired& event);
void tell(Teller& to, const TalentForgotten& event);

void tell(Teller& to, const SuggestionRegistered& event);
void tell(Teller& to, const SuggestionMerged& event);
void tell(Teller& to, const SuggestionSplit& event);
void tell(Teller& to, const SuggestionReviewed& event);
void tell(Teller& to, const SuggestionReported& event);
void tell(Teller& to, const InstructionRecorded& event);
void tell(Teller& to, const SuggestionAssigned& event);
void tell(Teller& to, const SuggestionReplied& event);
void tell(Teller& to, const SuggestionGraded& event);
void tell(Teller& to, const FeedbackGiven& event);
void tell(Teller& to, const SuggestionFedBack& event);
void tell(Teller& to, const SatisfactionRecorded& event);
void tell(Teller& to, const SuggestionTakenUpAgain& event);
void tell(Teller& to, const SuggestionClosed& event);
void tell(Teller& to, const SuggestionWithdrawn& event);
void tell(Teller& to, const SuggestionDeadlineBreached& event);

using ToldEvents = TypeList<
    RulesLoaded, MemberRegistered, MemberUpdated, MemberRemoved, MemberErased, PlaceAdded,
    PlaceUpdated, RequestReceived, PastRequestRecorded, RequestTaken, RequestReclassified,
    RequestCancelled, RequestMerged, RequestSplit, RequestTransferred, RequestReturned,
    RequestReopened, RequestClosed, RequestUrged, DeadlineBreached, BreachExplained, ContactDue,
    ContactRecorded, RequestCalledBack, RequestRated, OfferMade, OfferAccepted, OfferDeclined,
    OfferExpired, OfferWithdrawn, ResponderOnScene, VisitPlanned, VisitReplanned, VisitMoved,
    VisitStarted, VisitReleased, VisitRecorded, VisitMissed, VisitCancelled, VisitClosed,
    VisitBreached, BookingMade, BookingStatusChanged, NeedFound, NeedStatusChanged, NeedForgotten,
    ServiceRecordMade, ServiceRecordStatusChanged, ServiceRecordCorrected, ServiceRecordStripped,
    AccountOpened, AccountUpdated, AccountStatusChanged, EntryPosted, ServiceCredited,
    ProjectOpened, StepBecameReady, StepFinished, StepSkipped, StepReturned, StepReassigned,
    WorkRejected, ProjectHandedOver, StepExtended, StepDeadlineMoved, StepBreached,
    ProjectSuspended, ProjectResumed, ProjectCompleted, ProjectCancelled, SuggestionRegistered,
    SuggestionMerged, SuggestionSplit, SuggestionReviewed, SuggestionReported, InstructionRecorded,
    SuggestionAssigned, SuggestionReplied, SuggestionGraded, FeedbackGiven, SuggestionFedBack,
    SatisfactionRecorded, SuggestionTakenUpAgain, SuggestionClosed, SuggestionWithdrawn,
    SuggestionDeadlineBreached, TalentRegistered, TalentUpdated, TalentReviewed,
    TalentStatusChanged, TalentSkillExpired, TalentForgotten, CallBegan, CallerKnown, CallEnded>;

}  // namespace muster::reports
