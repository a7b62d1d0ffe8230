#include "engine/gate/card_link.hpp"

#include <algorithm>
#include <limits>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::gate {

namespace {

constexpr std::size_t mac_size = 22;

std::string mac_of(std::string_view key, std::string_view signed_part) {
    return to_base64url(hmac_sha256(key, signed_part)).substr(0, mac_size);
}

// A number above 0 without leading zeros.
std::optional<std::uint64_t> plain_number(std::string_view text) {
    if (text.empty() || text.front() == '0') return std::nullopt;
    return codec::parse_number(text);
}

}  // namespace

bool is_key_name(std::string_view kid) {
    return !kid.empty() && kid.size() <= 16 && std::all_of(kid.begin(), kid.end(), [](char c) {
        return codec::is_letter_or_digit(c) || c == '_' || c == '-';
    });
}

std::string make_card_link(std::string_view kid, std::string_view key, const CardLink& link) {
    std::string text = "1.";
    text += kid;
    text += '.';
    text += std::to_string(link.card.value);
    text += '.';
    text += std::to_string(link.generation);
    const std::string mac = mac_of(key, text);
    text += '.';
    text += mac;
    return text;
}

std::optional<CardLink> verify_card_link(std::string_view text, const KeyRing& keys) {
    if (text.size() > max_card_link || !text.starts_with("1.")) return std::nullopt;
    const std::size_t kid_end = text.find('.', 2);
    if (kid_end == std::string_view::npos) return std::nullopt;
    const std::size_t card_end = text.find('.', kid_end + 1);
    if (card_end == std::string_view::npos) return std::nullopt;
    const std::size_t gen_end = text.find('.', card_end + 1);
    if (gen_end == std::string_view::npos) return std::nullopt;
    const std::string_view kid = text.substr(2, kid_end - 2);
    const auto card = plain_number(text.substr(kid_end + 1, card_end - kid_end - 1));
    const auto generation = plain_number(text.substr(card_end + 1, gen_end - card_end - 1));
    const std::string_view mac = text.substr(gen_end + 1);
    if (!card || !generation || mac.size() != mac_size ||
        *generation > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    const auto key = keys.find(kid);
    if (key == keys.end()) return std::nullopt;
    if (!equal_in_constant_time(mac, mac_of(key->second, text.substr(0, gen_end)))) {
        return std::nullopt;
    }
    return CardLink{CardId{*card}, static_cast<std::uint32_t>(*generation)};
}

}  // namespace muster::gate
