// The languages in which the server speaks to people.
#pragma once

#include "muster/language.hpp"

namespace muster::views {

using muster::Language;

}  // namespace muster::views
