// Who is sent: the nearest able responder for a slot, the most urgent slot for a responder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/step.hpp"

namespace muster::core {

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
// Whom fill_direct() sends.
struct DirectChoice {
    AssignedBy by = AssignedBy::engine;  // preemption: taken from something far less urgent
    Rationale rationale;
};
[[nodiscard]] std::optional<DirectChoice> choose_direct(Step& step, Index request,
                                                        std::uint32_t slot);
// The nearest able responder of those who are free; nobody is taken from elsewhere.
[[nodiscard]] std::optional<Rationale> anybody_idle(Step& step, Index request, std::uint32_t slot);
bool send_anybody_idle(Step& step, Index request, std::uint32_t slot);
// What a slot asks of whoever comes, with what the request asks for beyond its plan.
[[nodiscard]] SkillMask skills_wanted(const Board& board, Index request, std::uint32_t slot);
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

}  // namespace muster::core
