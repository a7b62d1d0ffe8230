// SIA DC-09 (ANSI/SIA DC-09-2021): bytes -> frames, and frames -> bytes. What stands in a frame is
// read in message.hpp.
//
//   LF CRC 0LLL "ID" seq [Rrcvr] [Lpref] #acct [data][ext] [_time] CR
//
// CRC and LLL are upper-case hex over the body, the bytes from the first quote up to CR. The CRC is
// CRC-16/ARC. Pure; no clock, no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::dc09 {

// The length has three hex digits.
constexpr std::size_t max_body_bytes = 0xFFF;

// How the frames of a peer differ from the standard, in the field.
struct Quirks {
    bool crc_with_cr = false;  // the CRC is over the body and the closing CR
    bool crc_is_raw = false;   // the CRC is two bytes, the high one first, and not four digits

    bool operator==(const Quirks&) const = default;
};

// reflected 0xA001, begun with 0; of "123456789" it is BB3D. `before`: of the bytes in front.
[[nodiscard]] std::uint16_t crc_of(std::string_view bytes, std::uint16_t before = 0);

struct Frame {
    std::string body;
    bool good = false;          // the CRC is right
    bool good_with_cr = false;  // ... if it were taken over the CR as well
};

// Frames in a stream. What is no frame is left out up to the next line feed.
class FrameReader {
  public:
    explicit FrameReader(Quirks quirks) : quirks_(quirks) {}

    void feed(std::string_view bytes);
    // Whole ones, in order; a bad CRC is for the caller to judge.
    [[nodiscard]] std::optional<Frame> next();
    // Bytes that belong to no frame, but for CR, LF and NUL between frames.
    [[nodiscard]] std::uint64_t bytes_left_out() const { return left_out_; }
    // Whether anything like a frame ever came.
    [[nodiscard]] bool heard_any() const { return heard_any_; }

  private:
    // How many bytes of the front are done with; the frame, if it is one.
    std::size_t take(std::optional<Frame>& frame);

    Quirks quirks_;
    std::string waiting_;
    std::vector<Frame> ready_;
    std::size_t taken_ = 0;
    std::uint64_t left_out_ = 0;
    bool heard_any_ = false;
};

// With the CRC and length of the standard.
[[nodiscard]] std::string write_frame(std::string_view body);

}  // namespace muster::dc09
