#include "engine/feed/retained.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/feed/messages.hpp"

namespace muster::feed {
namespace {

// What a delta needs around its changes, for the estimate of what is due.
constexpr std::uint64_t delta_overhead = 80;

std::uint64_t cost(const Record& record) {
    return sizeof(Record) + record.text.size() + record.pieces.size() * sizeof(Piece);
}

constexpr std::string_view gone = R"(,"removed":true})";

// What this audience is told of a change.
enum class Told : std::uint8_t { nothing, gone, all };

Told told(const Piece& piece, const Audience& audience) {
    if (((audience.topics >> piece.topic) & 1u) == 0) return Told::nothing;
    if (piece.scope.confidentiality > audience.right.clearance) return Told::nothing;
    return audience.right.is_near(piece.scope) ? Told::all : Told::gone;
}

}  // namespace

RetainedRing::RetainedRing(std::uint64_t floor_seq, std::size_t max_records, std::size_t max_bytes)
    : max_records_(std::max<std::size_t>(max_records, 1)),
      max_bytes_(max_bytes),
      floor_seq_(floor_seq),
      last_seq_(floor_seq) {}

const Record& RetainedRing::append(Record record) {
    // A record out of order would make every `prev` a lie.
    if (record.seq <= last_seq_) std::abort();
    const std::uint64_t added = cost(record);
    end_bytes_ += added;
    bytes_ += added;
    record.end_bytes = end_bytes_;
    last_seq_ = record.seq;
    for (const Piece& piece : record.pieces) {
        if (piece.conflatable) newest_[{piece.id, piece.topic}] = record.seq;
    }
    records_.push_back(std::move(record));
    while (records_.size() > 1 && (records_.size() > max_records_ || bytes_ > max_bytes_)) {
        evict_first();
    }
    return records_.back();
}

void RetainedRing::evict_first() {
    const Record& first = records_.front();
    for (const Piece& piece : first.pieces) {
        if (!piece.conflatable) continue;
        const auto found = newest_.find({piece.id, piece.topic});
        if (found != newest_.end() && found->second == first.seq) newest_.erase(found);
    }
    floor_seq_ = first.seq;
    bytes_ -= cost(first);
    records_.pop_front();
    ++begin_index_;
}

std::uint64_t RetainedRing::index_after(std::uint64_t after) const {
    const auto found =
        std::upper_bound(records_.begin(), records_.end(), after,
                         [](std::uint64_t seq, const Record& record) { return seq < record.seq; });
    return begin_index_ + static_cast<std::uint64_t>(found - records_.begin());
}

bool RetainedRing::stale(const Record& record, const Piece& piece) const {
    if (!piece.conflatable) return false;
    const auto found = newest_.find({piece.id, piece.topic});
    return found != newest_.end() && found->second != record.seq;
}

std::uint64_t RetainedRing::bytes_from(std::uint64_t index) const {
    if (index >= end_index()) return 0;
    const Record& record = at(index);
    return end_bytes_ - record.end_bytes + cost(record);
}

DeltaCount append_delta(std::string& out, const RetainedRing& ring, const Record& record,
                        const Audience& audience, bool conflate, std::uint64_t prev) {
    DeltaCount count;
    if ((record.topics & audience.topics) == 0) return count;
    for (const Piece& piece : record.pieces) {
        const Told what = told(piece, audience);
        if (what == Told::nothing) continue;
        if (conflate && ring.stale(record, piece)) {
            ++count.conflated;
            continue;
        }
        if (count.pieces++ == 0) {
            append_delta_head(out, record.seq, prev, record.at);
        } else {
            out.push_back(',');
        }
        if (what == Told::gone) {
            out.append(record.text, piece.begin, piece.head_size).append(gone);
        } else if (audience.right.masked) {
            out.append(record.text, piece.masked_begin, piece.masked_size);
        } else {
            out.append(record.text, piece.begin, piece.size);
        }
    }
    if (count.pieces != 0) out += "]}";
    return count;
}

DueAmount due_from(const RetainedRing& ring, std::uint64_t index, const Audience& audience,
                   bool conflate) {
    DueAmount due;
    for (; index < ring.end_index(); ++index) {
        const Record& record = ring.at(index);
        if ((record.topics & audience.topics) == 0) continue;
        std::uint64_t bytes = 0;
        for (const Piece& piece : record.pieces) {
            const Told what = told(piece, audience);
            if (what == Told::nothing || (conflate && ring.stale(record, piece))) continue;
            if (what == Told::gone) {
                bytes += piece.head_size + gone.size() + 1u;
            } else {
                bytes += (audience.right.masked ? piece.masked_size : piece.size) + 1u;
            }
        }
        if (bytes == 0) continue;
        due.bytes += bytes + delta_overhead;
        ++due.messages;
    }
    return due;
}

}  // namespace muster::feed
