// Time passes: what is due comes from the areas.

#include "engine/core/areas.hpp"
#include "engine/core/step.hpp"
#include "muster/service.hpp"

namespace muster::core {

Rejection decide(Step& step, const Tick&) {
    const auto limit = step.board.rules().desk.deadlines_per_tick;
    for (std::int64_t fired = 0; fired < limit; ++fired) {
        // What is due next may make a request, and a record makes one.
        if (step.made_request || !fire_next(step)) break;
    }
    return {};
}

}  // namespace muster::core
