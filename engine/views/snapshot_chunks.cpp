#include "engine/views/snapshot_chunks.hpp"

#include <utility>

#include "engine/views/entity_json.hpp"

namespace muster::views {
namespace {

bool ended_long_ago(const core::Board& board, RequestId id, Millis kept) {
    const Request* request = board.requests().get(id);
    return request && request->ended_at && request->ended_at + kept < board.at();
}

bool shown(const core::Board& board, Topic topic, std::uint64_t id, Millis kept) {
    if (topic == Topic::requests) return !ended_long_ago(board, RequestId{id}, kept);
    if (topic == Topic::offers) {
        const Offer* offer = board.offers().get(OfferId{id});
        return offer && !ended_long_ago(board, offer->request, kept);
    }
    return true;
}

}  // namespace

void write_snapshot(std::vector<Chunk>& out, const core::Board& board, const EntityIndex& index,
                    Topic topic, bool masked, const SnapshotOptions& options) {
    // A position is a part of its responder.
    const auto& ids = index.ids(topic == Topic::positions ? Topic::responders : topic);
    std::string chunk;
    const auto finish = [&] {
        if (chunk.empty()) return;
        chunk += ']';
        out.push_back({topic, std::make_shared<const std::string>(std::exchange(chunk, {}))});
    };
    for (const std::uint64_t id : ids) {
        if (!shown(board, topic, id, options.ended_kept_ms)) continue;
        const std::size_t size = chunk.size();
        chunk += size == 0 ? '[' : ',';
        if (!write_entity(chunk, board, topic, id, masked)) chunk.resize(size);
        if (chunk.size() >= options.chunk_bytes) finish();
    }
    finish();
}

}  // namespace muster::views
