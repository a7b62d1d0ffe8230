// What follows from a request's own fields: its status, its next deadline, what it is waiting for.
#pragma once

#include "muster/entities.hpp"
#include "muster/rules.hpp"

namespace muster::core {

// Neither served nor ended: somebody is still waiting for help.
[[nodiscard]] bool is_open(RequestStatus status);
// Open and not held: its open slots are in the queue.
[[nodiscard]] bool wants_responders(RequestStatus status);
// closed, cancelled, merged, transferred.
[[nodiscard]] bool has_ended(RequestStatus status);

// Nobody is bound to the slot yet.
[[nodiscard]] bool is_waiting(SlotStatus status);
// Somebody is bound to the slot and not done.
[[nodiscard]] bool is_bound(SlotStatus status);

// What forbids a command besides the status: see allowed_actions().
// A silent emergency in which nobody has proved yet that the person is safe.
[[nodiscard]] bool is_unverified(const Request& request);
// The contact chain runs, so that the outcome of a call can be recorded.
[[nodiscard]] bool has_call_due(const Request& request);
// Not to be closed: somebody has still to be sent, or nobody has called back yet.
[[nodiscard]] bool waits_for_somebody(const Request& request);
[[nodiscard]] bool waits_for_callback(const Request& request);
// Nobody is there yet: a dispatcher may give the slot to somebody else.
[[nodiscard]] bool can_be_given(const Slot& slot);

// The status that the slots of a request give it while it is neither held nor ended.
[[nodiscard]] RequestStatus status_from_slots(const Request& request);

// When something about this request is next due; `never` if nothing is.
[[nodiscard]] TimePoint request_due(const Request& request, const DeskRule& desk);

// A milestone that still counts: not met, and its request still owes it.
[[nodiscard]] bool is_owed(const Request& request, const MilestoneState& milestone);

// Deadlines of `urgency` counted from `from`; what was already met, warned or breached stays so.
void set_milestones(Request& request, const ClassRule& rule, const DeskRule& desk, TimePoint from);
// One more deadline, `within` after `from`.
void add_milestone(Request& request, Milestone milestone, TimePoint from, Millis within,
                   const DeskRule& desk);
void meet(Request& request, Milestone milestone, TimePoint at);
// The opposite; alarms that were raised stay raised.
void owe_again(Request& request, Milestone milestone);

}  // namespace muster::core
