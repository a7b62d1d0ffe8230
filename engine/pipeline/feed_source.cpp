#include "engine/pipeline/feed_source.hpp"

#include "muster/topic.hpp"

namespace muster::pipeline {

feed::SnapshotSource feed_source(const core::Board& board, const views::EntityIndex& index,
                                 const views::SnapshotOptions& options) {
    return [&board, &index, options](const std::vector<Code>& topics, const ReaderRight& right,
                                     const SnapshotForm& form) {
        std::vector<views::Chunk> chunks;
        for (const Code& name : topics) {
            if (const auto topic = topic_named(name.view())) {
                views::write_snapshot(chunks, board, index, *topic, right, form, options);
            }
        }
        std::vector<feed::SnapshotChunk> out;
        out.reserve(chunks.size());
        for (views::Chunk& chunk : chunks) {
            out.push_back({to_text(chunk.topic), std::move(chunk.entities)});
        }
        return out;
    };
}

}  // namespace muster::pipeline
