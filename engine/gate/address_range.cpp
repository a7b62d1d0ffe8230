#include "engine/gate/address_range.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/codec/protocol_text.hpp"

namespace muster::gate {

namespace {

struct Address {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t bits = 0;  // 32 or 128
};

std::optional<Address> address_of(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string name(text);
    Address address;
    if (inet_pton(AF_INET, name.c_str(), address.bytes.data()) == 1) {
        address.bits = 32;
    } else if (inet_pton(AF_INET6, name.c_str(), address.bytes.data()) == 1) {
        address.bits = 128;
    } else {
        return std::nullopt;
    }
    return address;
}

struct Range {
    Address first;
    std::size_t bits = 0;  // that all its addresses share
};

std::optional<Range> range_of(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto first = address_of(text.substr(0, slash));
    if (!first) return std::nullopt;
    if (slash == std::string_view::npos) return Range{*first, first->bits};
    const auto bits = codec::parse_number(text.substr(slash + 1));
    if (!bits || *bits > first->bits) return std::nullopt;
    return Range{*first, static_cast<std::size_t>(*bits)};
}

}  // namespace

bool is_address_range(std::string_view text) {
    return range_of(text).has_value();
}

bool is_in_range(std::string_view address, std::string_view range) {
    const auto one = address_of(address);
    const auto all = range_of(range);
    if (!one || !all || one->bits != all->first.bits) return false;
    for (std::size_t bit = 0; bit < all->bits; ++bit) {
        const int differ = one->bytes[bit / 8] ^ all->first.bytes[bit / 8];
        if ((differ >> (7 - bit % 8) & 1) != 0) return false;
    }
    return true;
}

}  // namespace muster::gate
