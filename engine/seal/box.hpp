// Bytes under a key: XChaCha20-Poly1305 (libsodium; draft-irtf-cfrg-xchacha-03).
//
// The nonce is a keyed BLAKE2b hash of where the bytes stand and of the bytes themselves, as
// RFC 8452 makes its own: the same log gives the same bytes, and a record that was lost in a crash
// and decided anew with other words never meets the nonce of the first.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::seal {

using Key = std::array<unsigned char, 32>;

// 24 bytes of nonce and 16 of tag.
constexpr std::size_t box_overhead = 40;

// Call before anything else here; safe to call again. Aborts where libsodium cannot work.
void need_sodium();

// From the system's own source.
[[nodiscard]] Key draw_key();
// Of a secret of any length (BLAKE2b).
[[nodiscard]] Key key_from(std::string_view secret);

// Overwrites them so that no compiler leaves that out.
void wipe(Key& key);
void wipe(std::string& text);

// Appends nonce, sealed bytes and tag. `place` is not secret and not kept; opening needs the same.
void close_box(const Key& key, std::string_view place, std::string_view bytes, std::string& out);

// Nothing when the box was changed, is of another place, or of another key.
[[nodiscard]] std::optional<std::string> open_box(const Key& key, std::string_view place,
                                                  std::string_view box);

// Standard alphabet with padding (RFC 4648); nothing unless the text is exactly that.
void to_base64(std::string_view bytes, std::string& out);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace muster::seal
