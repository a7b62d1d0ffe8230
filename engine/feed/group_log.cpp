#include "engine/feed/group_log.hpp"

#include <algorithm>
#include <utility>

#include "engine/feed/messages.hpp"

namespace muster::feed {
namespace {
constexpr std::size_t max_header = 10;
}

void GroupLog::append(std::uint64_t seq, std::string_view payload) {
    const std::size_t needed = payload.size() + max_header;
    if (blocks_.empty() || blocks_.back().bytes.size() + needed > blocks_.back().bytes.capacity()) {
        Block block{end_, {}};
        block.bytes.reserve(std::max(block_size, needed));
        blocks_.push_back(std::move(block));
    }
    std::string& bytes = blocks_.back().bytes;
    append_text_frame(bytes, payload);
    end_ = blocks_.back().begin + bytes.size();
    marks_.push_back({end_, seq});
}

std::string_view GroupLog::read(std::uint64_t offset, std::size_t max_bytes) const {
    // Nearly always it is the last block.
    auto block = std::prev(blocks_.end());
    while (block->begin > offset)
        --block;
    std::string_view bytes = block->bytes;
    bytes.remove_prefix(static_cast<std::size_t>(offset - block->begin));
    if (bytes.size() <= max_bytes) return bytes;

    std::uint64_t frame = frame_at(offset + max_bytes);
    if (frame > first_frame_) --frame;
    frame = std::max(frame, frame_at(offset));
    return bytes.substr(0, static_cast<std::size_t>(frame_end(frame) - offset));
}

std::uint64_t GroupLog::frame_at(std::uint64_t offset) const {
    if (offset >= end_) return end_frame();
    const auto found =
        std::upper_bound(marks_.begin(), marks_.end(), offset,
                         [](std::uint64_t at, const Mark& mark) { return at < mark.end; });
    return first_frame_ + static_cast<std::uint64_t>(found - marks_.begin());
}

void GroupLog::trim(std::uint64_t bytes_behind, std::uint64_t frames_behind) {
    while (!marks_.empty() &&
           (end_ - marks_.front().end >= bytes_behind || marks_.size() > frames_behind)) {
        const std::uint64_t dropped_to = marks_.front().end;
        marks_.pop_front();
        ++first_frame_;
        while (blocks_.size() > 1 && blocks_[1].begin <= dropped_to)
            blocks_.pop_front();
    }
    // An empty log keeps its last block for the next frames, from its start.
    if (marks_.empty() && !blocks_.empty()) {
        if (blocks_.back().bytes.capacity() > 2 * block_size) {
            blocks_.clear();
        } else {
            blocks_.back().bytes.clear();
            blocks_.back().begin = end_;
        }
    }
}

}  // namespace muster::feed
