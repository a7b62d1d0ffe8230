#include "engine/views/snapshot_chunks.hpp"

#include <utility>

#include "engine/views/collection.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/entity_json.hpp"

namespace muster::views {
namespace {

// Since when it is over; 0 = it is not.
TimePoint over_since(const core::Board& board, Topic topic, std::uint64_t id) {
    TimePoint since;
    (void)any_type(Entities(), [&]<class T>(std::type_identity<T>) {
        if (topic != topic_of<T>) return false;
        since = EntityView<T>::over_since(board, {id});
        return true;
    });
    return since;
}

bool is_left_out(const core::Board& board, Topic topic, std::uint64_t id, const SnapshotForm& form,
                 Millis ended_kept) {
    const TimePoint since = over_since(board, topic, id);
    if (since && (form.leave_out.has(LeaveOut::ended) || since + ended_kept < board.at())) {
        return true;
    }
    if (!form.leave_out.has(LeaveOut::off_duty)) return false;
    // A position has the id of its responder.
    if (topic != topic_of<Responder> && topic != positions_topic) return false;
    const Responder* const responder = board.responders().get({id});
    return responder && responder->status == ResponderStatus::off_duty;
}

}  // namespace

void write_snapshot(std::vector<Chunk>& out, const core::Board& board, const EntityIndex& index,
                    Topic topic, const ReaderRight& right, const SnapshotForm& form,
                    const SnapshotOptions& options) {
    if (topic == positions_topic && form.leave_out.has(LeaveOut::positions)) return;
    // A position is a part of its responder.
    const auto& ids = index.ids(topic == positions_topic ? topic_of<Responder> : topic);
    std::string chunk;
    const auto finish = [&] {
        if (chunk.empty()) return;
        chunk += ']';
        out.push_back({topic, std::make_shared<const std::string>(std::exchange(chunk, {}))});
    };
    for (const std::uint64_t id : ids) {
        if (!right.sees(scope_of(board, topic, id))) continue;
        if (is_left_out(board, topic, id, form, options.ended_kept_ms)) continue;
        const std::size_t size = chunk.size();
        chunk += size == 0 ? '[' : ',';
        const bool written = form.compact && !right.masked
                                 ? write_compact_entity(chunk, board, topic, id)
                                 : write_entity(chunk, board, topic, id, right.masked);
        if (!written) chunk.resize(size);
        if (chunk.size() >= options.chunk_bytes) finish();
    }
    finish();
}

}  // namespace muster::views
