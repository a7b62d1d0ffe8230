// What an NTAG 424 DNA chip puts into its link at each tap: "secure unique NFC message", SUN (NXP
// AN12196 "NTAG 424 DNA features and hints", its section on SUN, and the data sheet's on secure
// dynamic messaging). Unlike a printed link it proves that the chip was there, as often as its
// counter goes up: whoever keeps the last counter takes each message once.
//   picc_data  16 bytes as hex: AES-CBC with a zero vector under the meta-read key of
//              tag byte | UID, 7 | counter, 3, little-endian | random
//   cmac       8 bytes as hex: the bytes 1, 3, ... 15 of AES-CMAC under the session key, over
//              nothing, or over `enc` as it was sent and "&cmac="
//   enc        file data that the chip encrypted; whole blocks as hex, or empty
// The session key is AES-CMAC under the file-read key of 3CC3 0001 0080 | UID | counter, filled up
// with zeros. Only AES: a message in LRP mode, of 24 bytes, is refused. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "muster/expected.hpp"
#include "muster/ids.hpp"

namespace muster::gate {

// Of one batch of chips, 16 bytes each.
struct SunKeys {
    std::string meta_read;
    std::string file_read;
};

// By their short names. An old pair stays here as long as a chip that has it is in use.
using SunKeyRing = std::map<std::string, SunKeys, std::less<>>;

// From 32 hex digits, in either case; nothing for another text.
[[nodiscard]] std::optional<std::string> read_aes_key(std::string_view hex);

// The secret of a pair, as it is kept: the meta-read key and the file-read key, of 32 hex digits
// each, with blanks or line ends between them. Nothing for another text.
[[nodiscard]] std::optional<SunKeys> read_sun_keys(std::string_view text);

// What is wrong with a ring, in words for an operator. No chip in use has the keys of the factory,
// which are zeros.
[[nodiscard]] std::optional<std::string> check_sun_keys(const SunKeyRing& keys);

constexpr std::size_t max_enc_digits = 512;

struct SunText {
    std::string_view picc_data;
    std::string_view cmac;
    std::string_view enc{};
};

enum class SunFault : std::uint8_t {
    malformed,  // not the digits that belong there
    lrp,        // the chip is in LRP mode: it must be set to AES
    no_uid,     // proved, but the chip is set not to tell its UID
    not_ours,   // other keys made it, or nobody's: which, the caller need not know
};

struct SunMessage {
    std::string uid;  // 14 upper-case hex digits
    // Nothing: the chip is set not to count. Such a message can be copied like a printed link.
    std::optional<std::uint32_t> counter;
};

// Precondition: both keys have 16 bytes. Whether the message names itself wrongly or is signed
// wrongly makes no difference in time.
[[nodiscard]] Expected<SunMessage, SunFault> verify_sun(const SunText& text, const SunKeys& keys);

// The part after /t/ of the link that the chip is given, before its '?': 2.<kid>.<card>. It is not
// signed: what follows proves the chip, and its UID must be that of the card.
struct SunLink {
    std::string_view kid;
    CardId card;
};
[[nodiscard]] std::optional<SunLink> read_sun_link(std::string_view text);
[[nodiscard]] std::string make_sun_link(std::string_view kid, CardId card);

}  // namespace muster::gate
