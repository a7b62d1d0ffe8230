// The form of links that are signed:
//   <kind>.<kid>.<number>.<gen>.<mac>
// mac = the first 22 characters of base64url(HMAC-SHA256(key of kid, all before it)), 132 bits. The
// kind is part of what is signed: a link of one kind is none of another. `gen` makes older ones
// void. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/gate/key_ring.hpp"
#include "muster/ids.hpp"
#include "muster/links.hpp"

namespace muster::gate {

struct SignedLink {
    std::uint64_t number = 0;
    std::uint32_t generation = 0;
};

// kid, the name of the key: 1 to 16 of [A-Za-z0-9_-]. At most this many characters in all.
constexpr std::size_t max_signed_link = 80;
[[nodiscard]] bool is_key_name(std::string_view kid);

// Precondition: is_key_name(kid), number and generation above 0, no dot in `kind`.
[[nodiscard]] std::string make_signed_link(std::string_view kind, std::string_view kid,
                                           std::string_view key, const SignedLink& link);

// Nothing when the form or the kind is wrong, the key unknown or the mac false; the caller need not
// know which. Numbers have one spelling: no leading zeros.
[[nodiscard]] std::optional<SignedLink> verify_signed_link(std::string_view kind,
                                                           std::string_view text,
                                                           const KeyRing& keys);

// A link to a request (muster/links.hpp), the part after /s/: of the kind "s1".
struct RequestLink {
    LinkId link;
    std::uint32_t generation = 0;
};
[[nodiscard]] std::string make_request_link(std::string_view kid, std::string_view key,
                                            const RequestLink& link);
[[nodiscard]] std::optional<RequestLink> verify_request_link(std::string_view text,
                                                             const KeyRing& keys);

}  // namespace muster::gate
