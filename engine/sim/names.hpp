// Names, telephone numbers and addresses that belong to nobody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/sim/rng.hpp"

namespace muster::sim {

// A surname drawn as often as it is borne, and a given name of the generation.
[[nodiscard]] std::string person_name(Rng& rng, bool female, bool old);
[[nodiscard]] std::string surname(Rng& rng);

// Who a number belongs to, so that no two people share one.
enum class PhoneBook : std::uint32_t { member = 0, contact, staff, volunteer, committee, stranger };

// +86 100 and eight digits: no Chinese subscriber number begins with 100, so nobody can be rung up
// by a demonstration. Precondition: serial < 10'000'000.
[[nodiscard]] std::string phone_number(PhoneBook book, std::uint32_t serial);

// "road no. n", block and flat.
[[nodiscard]] std::string street_address(Rng& rng, std::string_view community);

// Two characters, such as a village or an estate bears.
[[nodiscard]] std::string place_name(std::uint32_t serial);
[[nodiscard]] std::string place_name_en(std::uint32_t serial);
// How many differ.
constexpr std::uint32_t place_names = 13 * 12;

}  // namespace muster::sim
