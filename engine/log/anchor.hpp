// An anchor on paper: a record's number and hash as text, to be kept where whoever can write in the
// log's folder cannot. The chain and everything beside it can be written anew; this cannot.
//
//     SEQ:HASH              or, with a key,        SEQ:HASH:SIGNATURE
//
// HASH has 64 hexadecimal digits. SIGNATURE is Ed25519, 128 hexadecimal digits, over signed_text():
// so an anchor of another log, or one that somebody without the key made up, is not believed, and
// whoever checks it cannot make one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/log/anchor_key.hpp"
#include "engine/log/verify.hpp"

namespace muster::log {

struct SignedAnchor {
    ChainAnchor anchor;
    std::optional<AnchorSignature> signature;  // none: not signed
};

// "muster-anchor-2\n", the log's instance, "\n", SEQ, ":" and HASH.
[[nodiscard]] std::string signed_text(const ChainAnchor& anchor, std::string_view instance);

// key: null = not signed; else one that can sign.
[[nodiscard]] std::string anchor_text(const ChainAnchor& anchor, std::string_view instance,
                                      const AnchorKey* key);
// Nothing unless it has one of the two forms.
[[nodiscard]] std::optional<SignedAnchor> anchor_from_text(std::string_view text);
[[nodiscard]] bool is_signed_by(const SignedAnchor& anchor, std::string_view instance,
                                const AnchorKey& key);

}  // namespace muster::log
