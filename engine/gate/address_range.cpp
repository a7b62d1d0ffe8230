#include "engine/gate/address_range.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "engine/codec/protocol_text.hpp"

namespace muster::gate {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr std::size_t mapped_bits = 96;  // in front of an IPv4 address

struct Address {
    Bytes bytes{};
    bool is_v4 = false;
};

std::optional<Address> address_of(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string name(text);
    Address address;
    if (inet_pton(AF_INET6, name.c_str(), address.bytes.data()) == 1) return address;
    if (inet_pton(AF_INET, name.c_str(), address.bytes.data() + mapped_bits / 8) != 1) {
        return std::nullopt;
    }
    address.bytes[10] = address.bytes[11] = 0xFF;
    address.is_v4 = true;
    return address;
}

}  // namespace

std::optional<AddressRange> AddressRange::from_text(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto first = address_of(text.substr(0, slash));
    if (!first) return std::nullopt;
    AddressRange range;
    range.first_ = first->bytes;
    if (slash == std::string_view::npos) return range;
    const std::size_t before = first->is_v4 ? mapped_bits : 0;
    const auto bits = codec::parse_number(text.substr(slash + 1));
    if (!bits || *bits > 128 - before) return std::nullopt;
    range.bits_ = before + static_cast<std::size_t>(*bits);
    return range;
}

bool AddressRange::contains(std::string_view address) const {
    const auto asked = address_of(address);
    if (!asked) return false;
    for (std::size_t bit = 0; bit < bits_; bit += 8) {
        const std::size_t here = std::min<std::size_t>(bits_ - bit, 8);
        const unsigned mask = 0xFFu << (8 - here) & 0xFFu;
        const unsigned differ = first_[bit / 8] ^ asked->bytes[bit / 8];
        if ((differ & mask) != 0) return false;
    }
    return true;
}

}  // namespace muster::gate
