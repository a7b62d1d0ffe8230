// Whether a request comes from the cloud that its mapping means. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/gate/push_mapping.hpp"
#include "engine/gate/push_request.hpp"
#include "muster/units.hpp"

namespace muster::gate {

// Whether the mapping lets this address send at all. Where its list is empty every one may.
[[nodiscard]] bool is_allowed(const PushMapping& mapping, std::string_view address);

// What is wrong with the token or the signature, for whoever looks after the cloud, or nothing.
// Precondition: the mapping's secret is filled where its scheme has one.
[[nodiscard]] std::optional<std::string> check_push(const PushMapping& mapping,
                                                    const PushRequest& request, TimePoint now);

// As the cloud would write it, for tests. The body is read for the fields that are signed.
[[nodiscard]] std::string make_push_signature(const PushMapping& mapping,
                                              const PushRequest& request);

}  // namespace muster::gate
