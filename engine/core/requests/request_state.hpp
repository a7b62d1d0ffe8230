// What follows from a request's own fields: its status, its next deadline, what it is waiting for.
#pragma once

#include <string>

#include "muster/request.hpp"
#include "muster/requests.hpp"
#include "muster/rules.hpp"

namespace muster::core {

constexpr std::uint32_t max_slots = 8;  // per request

// One number for a slot and its request: by the index of the request it is the slot's handle in the
// queue and in the pool of the rolling policy, by the id it orders slots.
template <class Number>
[[nodiscard]] constexpr Number slot_handle(Number request, std::uint32_t slot) {
    return request * max_slots + slot;
}
[[nodiscard]] constexpr std::uint32_t request_of(std::uint32_t handle) {
    return handle / max_slots;
}
[[nodiscard]] constexpr std::uint32_t slot_of(std::uint32_t handle) {
    return handle % max_slots;
}

// "request 7 (queued)", for messages.
[[nodiscard]] std::string request_name(const Request& request);

// Neither served nor ended: somebody is still waiting for help.
[[nodiscard]] bool is_open(RequestStatus status);
// Open and not held: its open slots are in the queue.
[[nodiscard]] bool wants_responders(RequestStatus status);
// closed, cancelled, merged, transferred.
[[nodiscard]] bool has_ended(RequestStatus status);

// Which round of service it is in, counted from 1.
[[nodiscard]] std::uint32_t round_of(const Request& request);
// When the promises of this round were given.
[[nodiscard]] TimePoint round_began_at(const Request& request);

// Nobody is bound to the slot yet.
[[nodiscard]] bool is_waiting(SlotStatus status);
// Somebody is bound to the slot and not done.
[[nodiscard]] bool is_bound(SlotStatus status);

// Somebody has helped, and no slot waits for or holds anybody.
[[nodiscard]] bool is_served(const Request& request);

// What forbids a command besides the status: see allowed_actions().
// A silent emergency in which nobody has proved yet that the person is safe.
[[nodiscard]] bool is_unverified(const Request& request);
// The contact chain runs, so that the outcome of a call can be recorded.
[[nodiscard]] bool has_call_due(const Request& request);
// Not to be closed: nobody has called back yet.
[[nodiscard]] bool waits_for_callback(const Request& request);
// There is somebody who could give it back.
[[nodiscard]] bool can_be_returned(const Request& request);
// It waits for the time at which it is urged by itself.
[[nodiscard]] bool waits_for_urging(const Request& request);
// Nobody is there yet: a dispatcher may give the slot to somebody else.
[[nodiscard]] bool can_be_given(const Slot& slot);

// The status that the slots of a request give it while it is neither held nor ended; a request that
// nobody need be sent to is received.
[[nodiscard]] RequestStatus status_from_slots(const Request& request);

// When something about this request is next due; `never` if nothing is.
[[nodiscard]] TimePoint request_due(const Request& request, const DeskRule& desk);

// Whether the request, as it is now, owes the milestone unless it was met: see
// kernel/obligation.hpp.
[[nodiscard]] bool owes(const Request& request, Milestone milestone);

// Deadlines of `rule` alone counted from `from`; what was already met or breached stays so.
void set_milestones(Request& request, const ClassRule& rule, const DeskRule& desk, TimePoint from);
// A slot as the rule says, open from `at` on.
void open_slot(Request& request, const SlotRule& rule, TimePoint at);
// All slots anew: those of the plan, then those that merged reports want.
void open_slots(Request& request, const ResponsePlan& plan, TimePoint at);
// The contact chain goes on where it stopped, if it is not at its end.
void resume_contacts(Request& request, const ResponsePlan& plan);
// What came of a call of the chain, and who is due next.
void record_contact(Request& request, const ContactRule& rule, ContactOutcome outcome,
                    TimePoint at);
// When the request moves a class up if it still waits.
void set_escalation(Request& request, const ClassRule& rule, TimePoint at);
// With nobody there, or on the way, what was kept by coming is owed again.
void reopen_promises(Request& request);
// Who came has helped: roles nobody has taken up by now are not needed any more.
void finish(Request& request, Disposition disposition, const Rules& rules, TimePoint at);
// One more deadline, `within` after `from`.
void add_milestone(Request& request, Milestone milestone, TimePoint from, Millis within,
                   const DeskRule& desk);
void meet(Request& request, Milestone milestone, TimePoint at);
void owe_again(Request& request, Milestone milestone);

}  // namespace muster::core
