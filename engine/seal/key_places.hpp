// Where the rows of keys.sqlite stand: part of what their boxes are closed with, so that a row that
// was changed on the disk is found.
#pragma once

#include <cstdint>
#include <string>

namespace muster::seal {

[[nodiscard]] inline std::string place_of(std::uint64_t number, std::uint64_t owners) {
    return "seed " + std::to_string(number) + " of " + std::to_string(owners);
}
[[nodiscard]] inline std::string place_of_erased(std::uint64_t who, std::uint64_t seq) {
    return "erased " + std::to_string(who) + " by " + std::to_string(seq);
}

}  // namespace muster::seal
