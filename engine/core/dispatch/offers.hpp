// Volunteers are asked before they are sent: offers are made, withdrawn and expire.
#pragma once

#include <cstdint>

#include "engine/core/step.hpp"

namespace muster::core {

// What the rank of a volunteer for a request is made of. Precondition: the candidate is the
// volunteer's, weighed for the place of the request.
[[nodiscard]] match::VolunteerFacts facts_of(const Step& step, Index volunteer,
                                             const Candidate& candidate, const Request& request);
// The three steps of fill_offers(), which change nothing. Whether a slot wants more of them than
// are alive; those are then in scratch.live_answers.
[[nodiscard]] bool wants_offers(Step& step, Index request, std::uint32_t slot);
// Puts those who may be asked into scratch.weighed, who is asked first at the front.
void rank_volunteers(Step& step, Index request, std::uint32_t slot);
// How many of them are asked. Preconditions: both were called, and more are wanted.
[[nodiscard]] std::size_t offers_to_make(Step& step, Index request);
// Keeps enough offers alive for a waiting offered slot.
void fill_offers(Step& step, Index request, std::uint32_t slot);
void withdraw_offers(Step& step, Index request, std::uint32_t slot, WithdrawCause cause);
// The live offer of one responder, if any. Returns its request, to be filled again once the
// responder is out of the way, or no_index.
[[nodiscard]] Index withdraw_offer_of(Step& step, Index responder, WithdrawCause cause);
void expire_offer(Step& step, Index offer);

}  // namespace muster::core
