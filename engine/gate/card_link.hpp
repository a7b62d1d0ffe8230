// The link printed on a contact card as a QR code or written to its chip:
//   /t/1.<kid>.<card>.<gen>.<mac>
// mac = the first 22 characters of base64url(HMAC-SHA256(key of kid, "1.<kid>.<card>.<gen>")), 132
// bits. The link can be copied: it identifies a card and proves nothing about who holds it. `gen`
// makes older prints void. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/gate/key_ring.hpp"
#include "muster/ids.hpp"

namespace muster::gate {

struct CardLink {
    CardId card;
    std::uint32_t generation = 0;
};

// kid, the name of the key: 1 to 16 of [A-Za-z0-9_-]. At most this many characters in all.
constexpr std::size_t max_card_link = 80;
[[nodiscard]] bool is_key_name(std::string_view kid);

// The part after /t/. Precondition: is_key_name(kid), card and generation above 0.
[[nodiscard]] std::string make_card_link(std::string_view kid, std::string_view key,
                                         const CardLink& link);

// Nothing when the form is wrong, the key unknown or the mac false; the caller need not know which.
// Numbers have one spelling: no leading zeros.
[[nodiscard]] std::optional<CardLink> verify_card_link(std::string_view text, const KeyRing& keys);

}  // namespace muster::gate
