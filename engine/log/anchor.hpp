// An anchor on paper: a record's number and hash as text, to be kept where whoever can write in the
// log's folder cannot. The chain and everything beside it can be written anew; this cannot.
//
//     SEQ:HASH              or, with a key,        SEQ:HASH:SIGNATURE
//
// HASH has 64 hexadecimal digits. SIGNATURE is HMAC-SHA256, 64 hexadecimal digits, with the key
// over "muster-anchor-1\n", the log's instance, "\n", SEQ, ":" and HASH: so an anchor of another
// log, or one that somebody without the key made up, is not believed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/log/verify.hpp"

namespace muster::log {

struct SignedAnchor {
    ChainAnchor anchor;
    std::string signature;  // empty: not signed
};

// key: empty = not signed.
[[nodiscard]] std::string anchor_text(const ChainAnchor& anchor, std::string_view instance,
                                      std::string_view key);
// Nothing unless it has one of the two forms.
[[nodiscard]] std::optional<SignedAnchor> anchor_from_text(std::string_view text);
// In a time that does not depend on where it differs.
[[nodiscard]] bool is_signed_by(const SignedAnchor& anchor, std::string_view instance,
                                std::string_view key);

}  // namespace muster::log
