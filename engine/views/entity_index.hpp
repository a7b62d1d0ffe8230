// The ids of each collection in ascending order, so that a page costs what it shows and not what
// the board holds. Derived from the board and never saved.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/views/touched.hpp"

namespace muster::views {

// Use by the thread that owns the engine.
class EntityIndex {
  public:
    // Everything on the board.
    void rebuild(const core::Board& board);

    // After a record. Ids grow with the log, so a new entity goes to the end; one that is gone from
    // the board stays until gaps outweigh the rest, and walkers step over it.
    void note(Topic topic, std::uint64_t id, const core::Board& board);

    // Ascending; may name entities that are gone.
    [[nodiscard]] const std::vector<std::uint64_t>& ids(Topic topic) const {
        return ids_[static_cast<std::size_t>(topic)];
    }

  private:
    void drop_gaps(Topic topic, const core::Board& board);

    std::array<std::vector<std::uint64_t>, topic_count> ids_;  // of the five stored topics
};

}  // namespace muster::views
