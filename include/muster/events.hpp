// What happened. Applying events in order is the only way the board changes; each carries all that
// applying it needs beyond the board, so that history survives a change of rules.
#pragma once

#include <variant>

#include "muster/choice.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster {

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
