// Whether a link promises what somebody who opened it wants to do.
#pragma once

#include "engine/core/step.hpp"
#include "muster/links.hpp"

namespace muster::core {

// Refused, at "/link", unless the link can be opened now, is about the request, or about one that
// was merged into it, and shows the part. No link, 0, is always right.
// Precondition: there is such a link, and such a request.
[[nodiscard]] Rejection check_promised(const Step& step, LinkId link, RequestId request,
                                       LinkPart part);

}  // namespace muster::core
