// The languages in which the program speaks to people.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>

namespace muster {

BOOST_DEFINE_FIXED_ENUM_CLASS(Language, std::uint8_t, en, zh)

}  // namespace muster
