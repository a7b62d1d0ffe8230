// One overload per command: checks it, and emits what follows. A rejection means that nothing was
// emitted. Each area has its own source file.
#pragma once

#include <optional>
#include <string>

#include "engine/core/step.hpp"
#include "muster/commands.hpp"

namespace muster::core {

// rules.cpp
Rejection decide(Step& step, const LoadRules& command);
// deadlines.cpp
Rejection decide(Step& step, const Tick& command);
// members.cpp
Rejection decide(Step& step, const RegisterMember& command);
Rejection decide(Step& step, const UpdateMember& command);
Rejection decide(Step& step, const RemoveMember& command);
// cards.cpp
Rejection decide(Step& step, const IssueCard& command);
Rejection decide(Step& step, const RenewCard& command);
Rejection decide(Step& step, const RevokeCard& command);
Rejection decide(Step& step, const TapCard& command);
// responders.cpp
Rejection decide(Step& step, const RegisterResponder& command);
Rejection decide(Step& step, const UpdateResponder& command);
Rejection decide(Step& step, const SetDuty& command);
Rejection decide(Step& step, const OrderStandby& command);
// positions.cpp
Rejection decide(Step& step, const ReportPositions& command);
// intake.cpp
Rejection decide(Step& step, const CreateRequest& command);
Rejection decide(Step& step, const LocateRequest& command);
// requests.cpp
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
// merging.cpp
Rejection decide(Step& step, const MergeRequest& command);
Rejection decide(Step& step, const SplitRequest& command);
Rejection decide(Step& step, const DismissDuplicate& command);
// contacts.cpp
Rejection decide(Step& step, const RecordContact& command);
// offers.cpp
Rejection decide(Step& step, const AcceptOffer& command);
Rejection decide(Step& step, const DeclineOffer& command);
// assignments.cpp
Rejection decide(Step& step, const AssignResponder& command);
Rejection decide(Step& step, const ReleaseResponder& command);
Rejection decide(Step& step, const AcknowledgeAssignment& command);
Rejection decide(Step& step, const ReportEnRoute& command);
Rejection decide(Step& step, const ReportOnScene& command);
Rejection decide(Step& step, const CompleteAssignment& command);
// speeds.cpp
Rejection decide(Step& step, const SetSpeeds& command);
Rejection decide(Step& step, const UseSpeeds& command);

// ---- what the areas do for each other
// ------------------------------------------------------------

// intake.cpp: takes a request down, merges it into the same incident or finds it help.
Rejection receive(Step& step, const CreateRequest& command);
// What is wrong with the fields in themselves, whatever there is on the board.
[[nodiscard]] Rejection check_fields(const Step& step, const CreateRequest& command);

// merging.cpp
// Merges a request that was just received into an open one if both surely tell of the same; else
// false, and the desk is asked where they may.
bool merge_into_same(Step& step, Index request);
// The same question about a request whose place became known: the desk is asked.
void look_for_duplicate(Step& step, Index request);
// Undoes the merge of a merged request.
[[nodiscard]] Rejection split(Step& step, Index request, const Personal<std::string>& reason);

// dispatch.cpp
// Looks for responders for every waiting slot of a request, as its plan says.
void fill_request(Step& step, Index request);
// Under the policy closest: sends the nearest able responder to a waiting direct slot; true if
// somebody is on the way now.
bool fill_direct(Step& step, Index request, std::uint32_t slot);
// The cost of sending a responder to a place. Precondition: it is known where the responder is.
[[nodiscard]] Candidate weigh(Step& step, Index responder, Point place, Urgency urgency,
                              std::uint32_t distance_dm);
// The same for all of step.scratch.nearby, in their order, appended to step.scratch.weighed.
void weigh_nearby(Step& step, Point place, Urgency urgency);
// What a responder at this distance and ETA costs the policy closest.
[[nodiscard]] Candidate weighed_at(const Step& step, Index responder, std::uint32_t distance_dm,
                                   Millis eta);
// The engine's choice, the winner of the rationale.
void assign_chosen(Step& step, Index request, std::uint32_t slot, const Rationale& rationale);
// The nearest able responder of those who are free; nobody is taken from elsewhere.
bool send_anybody_idle(Step& step, Index request, std::uint32_t slot);
// This responder let the slot down before.
[[nodiscard]] bool has_passed(const Slot& slot, ResponderId id);
// The rolling policy shall look at the direct slots of a request when the command is settled.
void look_again(Step& step, Index request);
// A dispatcher's choice, whatever it costs.
void assign_override(Step& step, Index request, std::uint32_t slot, Index responder,
                     const std::string& reason);
// The accepted offer binds its responder.
void assign_accepted(Step& step, const Offer& offer);
// The waiting slot (as handle of the pending queue) that a free professional should serve next.
[[nodiscard]] std::optional<std::uint32_t> best_waiting(const Board& board, TimePoint now,
                                                        Index responder);
// Gives the responders freed in this step the work that waits for them, or a place to stand by at.
void settle(Step& step);

// standby.cpp
// Says where those of scratch.resting who are idle still should stand by.
void rest(Step& step);

// offers.cpp
// What the rank of a volunteer for a request is made of. Precondition: the candidate is the
// volunteer's, weighed for the place of the request.
[[nodiscard]] match::VolunteerFacts facts_of(const Step& step, Index volunteer,
                                             const Candidate& candidate, const Request& request);
// Keeps enough offers alive for a waiting offered slot.
void fill_offers(Step& step, Index request, std::uint32_t slot);
void withdraw_offers(Step& step, Index request, std::uint32_t slot, WithdrawCause cause);
// The live offer of one responder, if any. Returns its request, to be filled again once the
// responder is out of the way, or no_index.
[[nodiscard]] Index withdraw_offer_of(Step& step, Index responder, WithdrawCause cause);
void expire_offer(Step& step, Index offer);

// assignments.cpp
// Unbinds the responder of a slot, who is then free.
void release(Step& step, Index request, std::uint32_t slot, ReleaseCause cause, std::string reason);
// After a request has ended: lets everybody go who was asked or sent.
void let_go(Step& step, Index request);
// The same for some of its slots, but nobody leaves who is on scene.
void let_go_of(Step& step, Index request, const std::vector<std::uint32_t>& slots);

// contacts.cpp
// The call that is due now in the chain, or the end of the chain.
void next_contact(Step& step, Index request);

}  // namespace muster::core
