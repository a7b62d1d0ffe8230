// The board as the feed's source of snapshots.
#pragma once

#include "engine/core/board.hpp"
#include "engine/feed/change.hpp"
#include "engine/views/entity_index.hpp"
#include "engine/views/snapshot_chunks.hpp"

namespace muster::pipeline {

// Neither the board nor the index is owned. Call what is returned between steps of the pipeline, or
// from within its publishing: then the board is that of the last published record.
[[nodiscard]] feed::SnapshotSource feed_source(const core::Board& board,
                                               const views::EntityIndex& index,
                                               const views::SnapshotOptions& options);

}  // namespace muster::pipeline
