// The link printed on a contact card as a QR code or written to its chip: /t/ and a signed link of
// the kind "1", 1.<kid>.<card>.<gen>.<mac>. It can be copied: it identifies a card and proves
// nothing about who holds it. `gen` makes older prints void. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/gate/signed_link.hpp"
#include "muster/ids.hpp"

namespace muster::gate {

struct CardLink {
    CardId card;
    std::uint32_t generation = 0;
};

// The part after /t/. Precondition: as make_signed_link().
[[nodiscard]] std::string make_card_link(std::string_view kid, std::string_view key,
                                         const CardLink& link);

// As verify_signed_link().
[[nodiscard]] std::optional<CardLink> verify_card_link(std::string_view text, const KeyRing& keys);

}  // namespace muster::gate
