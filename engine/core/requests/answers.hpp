// What follows for a request from the answers of who asked for it.
#pragma once

#include "engine/core/places/triage.hpp"
#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

// Puts the answers of a new request into what is said of it: the class goes up to what they ask
// for, and whoever comes has the skills.
void take_answers(const Step& step, std::span<const TriageAnswer> answers, RequestReceived& event);

// Another plan goes for the request as it is now: it has that, while nobody was asked or sent.
void review_plan(Step& step, Index request);

}  // namespace muster::core
