#include "engine/pipeline/timelines.hpp"

#include <algorithm>

namespace muster::pipeline {

void Timelines::add(std::uint64_t seq, RequestId request) {
    if (!request) return;
    if (notes_.size() >= notes_max_) {
        floor_ = notes_.front().seq;
        notes_.pop_front();
        ++dropped_;
    }
    notes_.push_back({seq, request});
}

std::vector<std::uint64_t> Timelines::records_of(RequestId request) const {
    std::vector<std::uint64_t> records;
    auto note = std::lower_bound(notes_.begin(), notes_.end(), request.value,
                                 [](const Note& n, std::uint64_t seq) { return n.seq < seq; });
    for (; note != notes_.end(); ++note) {
        if (note->request == request && (records.empty() || records.back() != note->seq)) {
            records.push_back(note->seq);
        }
    }
    return records;
}

std::vector<Timelines::Note> Timelines::notes_for(const core::Board& board) const {
    std::vector<Note> kept;
    for (const Note& note : notes_) {
        if (board.requests().get(note.request)) kept.push_back(note);
    }
    return kept;
}

}  // namespace muster::pipeline
