// Whom the engine would send or ask if it looked at a request now. Nothing happens by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/dispatch/trace.hpp"
#include "muster/enums.hpp"
#include "muster/ids.hpp"
#include "muster/rationale.hpp"

namespace muster::core {

struct SlotAdvice {
    std::uint32_t slot = 0;
    // Whom it would send, or ask, in this order; of a slot that is not filled by offers at most
    // one.
    std::vector<ResponderId> chosen;
    AssignedBy by = AssignedBy::engine;  // preemption: taken from less urgent work
    std::optional<Rationale> rationale;  // of one who would be sent, as the record would have it
    // The chosen, then the others who could be sent, cheapest first, then the nearest of those who
    // could not, each with what is against it. `counts` covers every responder.
    DecisionTrace trace;
};

struct AdviceQuery {
    RequestId request;
    // A slot, whoever is bound to it: who else there would be. Nothing = all that wait.
    std::optional<std::uint32_t> slot;
    TimePoint now;
    std::size_t candidates = 8;  // for each slot
};

}  // namespace muster::core
