// One overload per command: checks it, and emits what follows. A rejection means that nothing was
// emitted. Each stands in the folder of its area.
#pragma once

#include "engine/core/step.hpp"
#include "muster/dispatch.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"
#include "muster/service.hpp"

namespace muster::core {

// service/
Rejection decide(Step& step, const LoadRules& command);
Rejection decide(Step& step, const SetSpeeds& command);
Rejection decide(Step& step, const UseSpeeds& command);
// registry/
Rejection decide(Step& step, const RegisterMember& command);
Rejection decide(Step& step, const UpdateMember& command);
Rejection decide(Step& step, const RemoveMember& command);
Rejection decide(Step& step, const IssueCard& command);
Rejection decide(Step& step, const RenewCard& command);
Rejection decide(Step& step, const RevokeCard& command);
Rejection decide(Step& step, const TapCard& command);
// responders/
Rejection decide(Step& step, const RegisterResponder& command);
Rejection decide(Step& step, const UpdateResponder& command);
Rejection decide(Step& step, const SetDuty& command);
Rejection decide(Step& step, const OrderStandby& command);
Rejection decide(Step& step, const ReportPositions& command);
// requests/
Rejection decide(Step& step, const CreateRequest& command);
Rejection decide(Step& step, const LocateRequest& command);
Rejection decide(Step& step, const TakeRequest& command);
Rejection decide(Step& step, const ReclassifyRequest& command);
Rejection decide(Step& step, const HoldRequest& command);
Rejection decide(Step& step, const ResumeRequest& command);
Rejection decide(Step& step, const CancelRequest& command);
Rejection decide(Step& step, const TransferRequest& command);
Rejection decide(Step& step, const ReopenRequest& command);
Rejection decide(Step& step, const VerifySafe& command);
Rejection decide(Step& step, const RecordHandover& command);
Rejection decide(Step& step, const RecordCallback& command);
Rejection decide(Step& step, const CloseRequest& command);
Rejection decide(Step& step, const AddNote& command);
Rejection decide(Step& step, const ExplainBreach& command);
Rejection decide(Step& step, const MergeRequest& command);
Rejection decide(Step& step, const SplitRequest& command);
Rejection decide(Step& step, const DismissDuplicate& command);
Rejection decide(Step& step, const RecordContact& command);
Rejection decide(Step& step, const Tick& command);
// dispatch/
Rejection decide(Step& step, const AcceptOffer& command);
Rejection decide(Step& step, const DeclineOffer& command);
Rejection decide(Step& step, const AssignResponder& command);
Rejection decide(Step& step, const ReleaseResponder& command);
Rejection decide(Step& step, const AcknowledgeAssignment& command);
Rejection decide(Step& step, const ReportEnRoute& command);
Rejection decide(Step& step, const ReportOnScene& command);
Rejection decide(Step& step, const CompleteAssignment& command);

}  // namespace muster::core
