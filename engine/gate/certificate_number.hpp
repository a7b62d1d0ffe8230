// The number by which anybody can check a certificate of service: whoever knows it may see what it
// proves, so nobody must be able to guess one.
#pragma once

#include <string_view>

#include "muster/ports.hpp"

namespace muster::gate {

// Draws 128 bits for a command that makes a certificate, whatever stands in its field `number`;
// leaves every other command alone. A command that has an idempotency key gets the same number each
// time it is sent, as a retry must: HMAC-SHA256 of the secret over its source, key and content.
// Without a key the bits are random. Precondition: source and key are set.
void draw_certificate_number(Submission& submission, std::string_view secret);

}  // namespace muster::gate
