// Requests. One overload per command: checks it, and emits what follows. A rejection means that
// nothing was emitted.
#pragma once

#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

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

}  // namespace muster::core
