#include "engine/gate/card_link.hpp"

namespace muster::gate {

namespace {

constexpr std::string_view card_link_kind = "1";

}  // namespace

std::string make_card_link(std::string_view kid, std::string_view key, const CardLink& link) {
    return make_signed_link(card_link_kind, kid, key, {link.card.value, link.generation});
}

std::optional<CardLink> verify_card_link(std::string_view text, const KeyRing& keys) {
    const auto link = verify_signed_link(card_link_kind, text, keys);
    if (!link) return std::nullopt;
    return CardLink{CardId{link->number}, link->generation};
}

}  // namespace muster::gate
