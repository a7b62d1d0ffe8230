// Digest authentication (RFC 7616, RFC 8760, and RFC 2069 for devices without qop), the server's
// side. Nonces hold their own time under a secret of this process, so that none is stored. Pure.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/sip/sip_message.hpp"
#include "muster/units.hpp"

namespace muster::sip {

// Which a challenge offers. Both: SHA-256 first, for devices that read more than one challenge.
BOOST_DEFINE_ENUM_CLASS(DigestOffer, md5, sha256, both)

enum class DigestResult : std::uint8_t {
    good,
    missing,  // no credentials for this realm
    stale,    // right, but by an old nonce
    wrong,    // another password or user, or not by a nonce of ours
};

class DigestGuard {
  public:
    // secret: random, of this process. life: of a nonce.
    DigestGuard(std::string secret, Millis life) : secret_(std::move(secret)), life_(life) {}

    // `salt`: random, makes nonces of one moment differ.
    [[nodiscard]] std::string make_nonce(std::string_view salt, TimePoint now) const;

    // WWW-Authenticate lines, each with its CRLF.
    [[nodiscard]] static std::string challenge(std::string_view realm, std::string_view nonce,
                                               DigestOffer offer, bool stale);

    // Of the first credentials for the realm. `user`: whom they must name.
    [[nodiscard]] DigestResult check(const Message& request, std::string_view realm,
                                     std::string_view user, std::string_view password,
                                     DigestOffer offer, TimePoint now) const;

  private:
    enum class Nonce : std::uint8_t { fresh, old, foreign };
    [[nodiscard]] Nonce look_at(std::string_view nonce, TimePoint now) const;
    [[nodiscard]] std::string sealed(std::string_view front) const;

    std::string secret_;
    Millis life_;
};

// What a client answers: for the check, and for tests.
[[nodiscard]] std::string digest_response(const Credentials& credentials, std::string_view method,
                                          std::string_view password, bool sha256);

}  // namespace muster::sip
