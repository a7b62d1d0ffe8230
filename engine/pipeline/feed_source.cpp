#include "engine/pipeline/feed_source.hpp"

#include "engine/codec/describe.hpp"

namespace muster::pipeline {

feed::SnapshotSource feed_source(const core::Board& board, const views::EntityIndex& index,
                                 const views::SnapshotOptions& options) {
    return [&board, &index, options](const std::vector<Code>& topics, bool masked) {
        std::vector<views::Chunk> chunks;
        for (const Code& name : topics) {
            const std::size_t place = codec::enum_table<views::Topic>.find(name.view());
            if (place == codec::enum_names<views::Topic>.size()) continue;
            views::write_snapshot(chunks, board, index, codec::enum_values<views::Topic>[place],
                                  masked, options);
        }
        std::vector<feed::SnapshotChunk> out;
        out.reserve(chunks.size());
        for (views::Chunk& chunk : chunks) {
            out.push_back({views::to_text(chunk.topic), std::move(chunk.entities)});
        }
        return out;
    };
}

}  // namespace muster::pipeline
