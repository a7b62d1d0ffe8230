// Ranges of addresses, by which a sender is known who has no other way to say who it is. Pure; any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::gate {

// An address or a network. One of IPv4 is the same as where it is mapped into IPv6, as a listener
// on "::" sees it.
class AddressRange {
  public:
    // "203.0.113.7", "203.0.113.0/24", "2001:db8::/32"; nothing for what is none.
    [[nodiscard]] static std::optional<AddressRange> from_text(std::string_view text);
    // False where the text is no address.
    [[nodiscard]] bool contains(std::string_view address) const;

  private:
    std::array<std::uint8_t, 16> first_{};
    std::size_t bits_ = 128;  // that all its addresses share
};

}  // namespace muster::gate
