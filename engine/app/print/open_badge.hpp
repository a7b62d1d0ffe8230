// A certificate of service as an Open Badges 3.0 credential (1EdTech, 2024), in the form of a JWT
// that is signed with Ed25519: whoever has the issuer's public key can verify it without asking us.
#pragma once

#include <string>

#include "engine/gate/ed25519.hpp"
#include "muster/certificates.hpp"

namespace muster::app {

// Header, payload and signature, each in base64url (RFC 7515, RFC 8037). The name stands in it as a
// hash with the certificate's number as its salt: whoever knows both finds that they belong
// together, and nobody else learns a name. `base` is the address in front of /check/; the days of
// the certificate are those of clocks that are so far ahead of UTC.
[[nodiscard]] std::string open_badge(const Certificate& certificate, const std::string& base,
                                     Millis utc_offset, const gate::Ed25519Key& key);

}  // namespace muster::app
