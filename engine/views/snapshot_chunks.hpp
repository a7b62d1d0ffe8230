// The board as the feed's snapshots show it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/board.hpp"
#include "engine/views/entity_index.hpp"
#include "muster/access.hpp"
#include "muster/snapshot_form.hpp"
#include "muster/topic.hpp"
#include "muster/units.hpp"

namespace muster::views {

struct SnapshotOptions {
    // One chunk ends with the entity that passes this size.
    std::size_t chunk_bytes = std::size_t{60} << 10;
    // What was over longer ago than this, as requests that ended and their offers, is left out: a
    // console does not want a week of history at each connection.
    Millis ended_kept_ms = hours(1);
};

// A JSON array of entities of one topic.
struct Chunk {
    Topic topic{};
    std::shared_ptr<const std::string> entities;
};

// Appends the topic's entities that there are for the reader, but for what the form leaves out, in
// order of id. Alerts are moments and have no snapshot.
void write_snapshot(std::vector<Chunk>& out, const core::Board& board, const EntityIndex& index,
                    Topic topic, const ReaderRight& right, const SnapshotForm& form,
                    const SnapshotOptions& options);

}  // namespace muster::views
