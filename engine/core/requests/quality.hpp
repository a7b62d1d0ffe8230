// What people think of how a request goes, and what follows: ratings, urging, watching over it,
// giving it back, more time.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/step.hpp"
#include "muster/requests.hpp"

namespace muster::core {

// What was over is open again, and looks for help. `rating`: that did it; 0 = none.
void reopen(Step& step, Index request, Personal<std::string> reason, std::uint32_t rating = 0,
            FaultSide fault = FaultSide::not_said);

// Whether whose fault it was is said as it must be: others' with a text, at `field`, that says why.
[[nodiscard]] Rejection check_fault(FaultSide fault, const Personal<std::string>& text,
                                    const char* field);
// Refused when this round of service has a rating already.
[[nodiscard]] Rejection check_not_rated(const Request& request);

// After a rating (0 = none) and what was found of whose fault it was were recorded: it is done
// again when the fault is ours, or when the rating is bad and nobody found that it is others'.
void do_again_if_bad(Step& step, Index request, std::uint32_t rating, FaultSide fault,
                     const Personal<std::string>& why);

}  // namespace muster::core
