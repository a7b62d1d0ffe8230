// What can be asked of the engine. Names and fields are permanent: fields are added with defaults,
// never renamed or reused. A command that is refused changes nothing.
#pragma once

#include <variant>

#include "muster/choice.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster {

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
