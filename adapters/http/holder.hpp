// Who has a request or a slot now, for whoever just learned that it is no longer as a screen
// showed.
#pragma once

#include <optional>
#include <string>

#include "muster/access.hpp"
#include "muster/command.hpp"
#include "muster/ports.hpp"

namespace muster::http {

// What a command expected somebody to hold.
struct Expectation {
    RequestId request;
    std::optional<std::uint32_t> slot;  // nothing: the request itself
};

// Nothing when the command expects nobody in particular.
[[nodiscard]] std::optional<Expectation> expectation_of(const Command& command);

// {"owner":..,"since":..} of a request; {"responder":..,"name":..,"since":..} of a slot. What is
// not known is left out, and the name is masked as everywhere. Empty when the request is gone.
[[nodiscard]] std::string holder_json(const Expectation& expectation, const QueryPort& queries,
                                      const Principal& principal);

}  // namespace muster::http
