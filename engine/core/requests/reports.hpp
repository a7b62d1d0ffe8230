// What a merge keeps of a report on the request that goes on, and how a split takes it back. All of
// this is about the requests' own fields.
#pragma once

#include <optional>

#include "engine/core/requests/request_state.hpp"
#include "muster/request.hpp"
#include "muster/requests.hpp"

namespace muster::core {

// What `target` keeps when `report` is merged into it now: `plan` is that of the report.
[[nodiscard]] MergedReport report_of(const Request& report, const Request& target,
                                     const ResponsePlan& plan, TimePoint now);

// The request has what the report wants from now on.
void keep_report(Request& request, const MergedReport& report, TimePoint at);

// The opposite: the request is as if the report had not been merged, except for whoever is on scene
// or done. Slots of the report that are waiting are dropped; nobody may be bound to them. Nothing
// when the request kept no such report, as in logs of before reports were kept.
std::optional<MergedReport> give_back_report(Request& request, RequestId id);

// The merged request is as it was; its slots that were not done are open. `kept` may be null; then
// all that is not served is open.
void restore_report(Request& report, const MergedReport* kept, const ResponsePlan& plan,
                    TimePoint at);

}  // namespace muster::core
