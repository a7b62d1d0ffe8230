// Which members and places have moved to another district: what hangs on them, their requests and
// visits, moves along without being changed itself, so readers of some districts begin anew.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/views/touched.hpp"
#include "muster/ids.hpp"

namespace muster::pipeline {

// Costs some 16 bytes for each member and place, so it is made only where somebody sees less than
// all districts.
class DistrictWatch {
  public:
    explicit DistrictWatch(const core::Board& board);

    // Looks at what a record changed. True when one of them lies elsewhere now.
    [[nodiscard]] bool has_moved(std::span<const views::Touched> touched, const core::Board& board);

  private:
    [[nodiscard]] std::uint32_t number_of(const Code& district);

    std::vector<Code> districts_;  // each by its number
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> members_;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> places_;
};

}  // namespace muster::pipeline
