// The frames that all live subscriptions of one audience share. A client's queue is only a place in
// this log: it costs no memory of its own, and what it has still to get is a subtraction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace muster::feed {

// Byte offsets and frame numbers count on for ever. Owned and used by one thread.
class GroupLog {
  public:
    // Appends the payload as one text frame.
    void append(std::uint64_t seq, std::string_view payload);

    [[nodiscard]] std::uint64_t end() const { return end_; }
    [[nodiscard]] std::uint64_t end_frame() const { return first_frame_ + marks_.size(); }

    // Bytes from `offset` on, ending at the end of a frame; about max_bytes, one frame at least.
    // Precondition: offset < end() and not trimmed. Valid until the next non-const call.
    [[nodiscard]] std::string_view read(std::uint64_t offset, std::size_t max_bytes) const;

    // The number of the frame that holds or begins at `offset`; end_frame() at the end.
    [[nodiscard]] std::uint64_t frame_at(std::uint64_t offset) const;
    // Precondition for both: the frame is in the log.
    [[nodiscard]] std::uint64_t frame_end(std::uint64_t frame) const { return mark(frame).end; }
    [[nodiscard]] std::uint64_t frame_seq(std::uint64_t frame) const { return mark(frame).seq; }

    // Forgets what nobody can need who is at most so far behind the end.
    void trim(std::uint64_t bytes_behind, std::uint64_t frames_behind);

  private:
    // Frames never cross from one block to the next.
    static constexpr std::size_t block_size = std::size_t{64} << 10;

    struct Mark {
        std::uint64_t end;
        std::uint64_t seq;
    };
    struct Block {
        std::uint64_t begin;
        std::string bytes;
    };

    [[nodiscard]] const Mark& mark(std::uint64_t frame) const {
        return marks_[static_cast<std::size_t>(frame - first_frame_)];
    }

    std::deque<Block> blocks_;
    std::deque<Mark> marks_;
    std::uint64_t first_frame_ = 0;
    std::uint64_t end_ = 0;
};

}  // namespace muster::feed
