// Ranges of addresses, by which a sender is known who has no other way to say who it is. Pure; any
// thread.
#pragma once

#include <string_view>

namespace muster::gate {

// "203.0.113.7", "203.0.113.0/24", "2001:db8::/32".
[[nodiscard]] bool is_address_range(std::string_view text);

// Whether the address lies in it. False when either is none.
[[nodiscard]] bool is_in_range(std::string_view address, std::string_view range);

}  // namespace muster::gate
