#include "engine/gate/signed_link.hpp"

#include <algorithm>
#include <limits>

#include "engine/codec/protocol_text.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::gate {

namespace {

constexpr std::size_t mac_size = 22;
constexpr std::string_view request_link_kind = "s1";

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

std::string make_signed_link(std::string_view kind, std::string_view kid, std::string_view key,
                             const SignedLink& link) {
    std::string text(kind);
    text += '.';
    text += kid;
    text += '.';
    text += std::to_string(link.number);
    text += '.';
    text += std::to_string(link.generation);
    const std::string mac = mac_of(key, text);
    text += '.';
    text += mac;
    return text;
}

std::optional<SignedLink> verify_signed_link(std::string_view kind, std::string_view text,
                                             const KeyRing& keys) {
    if (text.size() > max_signed_link) return std::nullopt;
    const std::size_t kind_end = text.find('.');
    if (kind_end == std::string_view::npos || text.substr(0, kind_end) != kind) return std::nullopt;
    const std::size_t kid_end = text.find('.', kind_end + 1);
    if (kid_end == std::string_view::npos) return std::nullopt;
    const std::size_t number_end = text.find('.', kid_end + 1);
    if (number_end == std::string_view::npos) return std::nullopt;
    const std::size_t gen_end = text.find('.', number_end + 1);
    if (gen_end == std::string_view::npos) return std::nullopt;
    const std::string_view kid = text.substr(kind_end + 1, kid_end - kind_end - 1);
    const auto number = plain_number(text.substr(kid_end + 1, number_end - kid_end - 1));
    const auto generation = plain_number(text.substr(number_end + 1, gen_end - number_end - 1));
    const std::string_view mac = text.substr(gen_end + 1);
    if (!number || !generation || mac.size() != mac_size ||
        *generation > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    const auto key = keys.find(kid);
    if (key == keys.end()) return std::nullopt;
    if (!equal_in_constant_time(mac, mac_of(key->second, text.substr(0, gen_end)))) {
        return std::nullopt;
    }
    return SignedLink{*number, static_cast<std::uint32_t>(*generation)};
}

std::string make_request_link(std::string_view kid, std::string_view key, const RequestLink& link) {
    return make_signed_link(request_link_kind, kid, key, {link.link.value, link.generation});
}

std::optional<RequestLink> verify_request_link(std::string_view text, const KeyRing& keys) {
    const auto link = verify_signed_link(request_link_kind, text, keys);
    if (!link) return std::nullopt;
    return RequestLink{LinkId{link->number}, link->generation};
}

}  // namespace muster::gate
