// The ids of each kind of entity in ascending order, so that a page costs what it shows and not
// what the board holds; and what finds some of them by other things than ids. Derived from the
// board and never saved.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/views/address/place_finder.hpp"
#include "engine/views/people/people_finder.hpp"
#include "muster/topic.hpp"

namespace muster::views {

// Use by the thread that owns the engine.
class EntityIndex {
  public:
    // Everything on the board.
    void rebuild(const core::Board& board);

    // After a record; does nothing for a topic that is not one of entities. Ids grow with the log,
    // so that a new entity mostly goes to the end; one that is gone from the board stays until gaps
    // outweigh the rest, and walkers step over it.
    void note(Topic topic, std::uint64_t id, const core::Board& board);

    // Ascending; may name entities that are gone. None of a topic that is not one of entities.
    [[nodiscard]] const std::vector<std::uint64_t>& ids(Topic topic) const {
        return ids_[place_of(topic)];
    }

    // The places in use, to be found by what people type.
    [[nodiscard]] const PlaceFinder& places() const { return places_; }

    // Members and responders, likewise.
    [[nodiscard]] const PeopleFinder& members() const { return members_; }
    [[nodiscard]] const PeopleFinder& responders() const { return responders_; }

  private:
    void note_place(PlaceId id, const core::Board& board);

    std::array<std::vector<std::uint64_t>, topic_count> ids_;  // by place of the topic
    PlaceFinder places_;
    PeopleFinder members_;
    PeopleFinder responders_;
};

}  // namespace muster::views
