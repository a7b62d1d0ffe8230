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
    (void)add_records_of(request, 0, notes_.size(), records);
    return records;
}

std::optional<std::uint64_t> Timelines::add_records_of(RequestId request, std::uint64_t seq,
                                                       std::size_t notes_max,
                                                       std::vector<std::uint64_t>& records) const {
    auto note = std::lower_bound(notes_.begin(), notes_.end(), std::max(request.value, seq + 1),
                                 [](const Note& n, std::uint64_t at) { return n.seq < at; });
    for (std::size_t looked_at = 0; note != notes_.end(); ++note, ++looked_at) {
        // Those of one record are looked at together.
        if (looked_at >= notes_max && note->seq != seq) return seq;
        seq = note->seq;
        if (note->request == request && (records.empty() || records.back() != seq)) {
            records.push_back(seq);
        }
    }
    return std::nullopt;
}

bool Timelines::knows(RequestId request) const {
    // Its first note is that of the record it is named after, unless that was dropped.
    if (!complete_for(request)) return !records_of(request).empty();
    std::vector<std::uint64_t> first;
    (void)add_records_of(request, 0, 1, first);
    return !first.empty();
}

std::vector<Timelines::Note> Timelines::notes_for(const core::Board& board) const {
    std::vector<Note> kept;
    for (const Note& note : notes_) {
        if (board.requests().get(note.request)) kept.push_back(note);
    }
    return kept;
}

}  // namespace muster::pipeline
