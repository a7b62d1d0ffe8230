// The languages in which the server speaks to people.
#pragma once

#include <cstdint>

namespace muster::views {

enum class Language : std::uint8_t { en, zh };

}  // namespace muster::views
