#include "engine/views/snapshot_chunks.hpp"

#include <utility>

#include "engine/views/collection.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/entity_json.hpp"

namespace muster::views {
namespace {

bool over_long_ago(const core::Board& board, Topic topic, std::uint64_t id, Millis kept) {
    return any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (topic != topic_of<T>) return false;
        const TimePoint since = EntityView<T>::over_since(board, {id});
        return since && since + kept < board.at();
    });
}

}  // namespace

void write_snapshot(std::vector<Chunk>& out, const core::Board& board, const EntityIndex& index,
                    Topic topic, ReaderRight right, const SnapshotOptions& options) {
    // A position is a part of its responder.
    const auto& ids = index.ids(topic == positions_topic ? topic_of<Responder> : topic);
    std::string chunk;
    const auto finish = [&] {
        if (chunk.empty()) return;
        chunk += ']';
        out.push_back({topic, std::make_shared<const std::string>(std::exchange(chunk, {}))});
    };
    for (const std::uint64_t id : ids) {
        if (confidentiality_of(board, topic, id) > right.clearance) continue;
        if (over_long_ago(board, topic, id, options.ended_kept_ms)) continue;
        const std::size_t size = chunk.size();
        chunk += size == 0 ? '[' : ',';
        if (!write_entity(chunk, board, topic, id, right.masked)) chunk.resize(size);
        if (chunk.size() >= options.chunk_bytes) finish();
    }
    finish();
}

}  // namespace muster::views
