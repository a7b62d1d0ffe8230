// The frames of SIA DC-09 (ANSI/SIA DC-09-2021, 5.5): bytes -> frames, and frames -> bytes. What a
// frame says is read in message.hpp.
//
//   LF CRC4 0LLL BODY CR      BODY = "ID" seq [Rrcvr] [Lpref] #acct [data][ext] [_time]
//
// CRC and length are hex digits, the CRC is CRC-16/ARC, both over BODY. Pure: no clock, no socket.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::dc09 {

// The length has three digits.
constexpr std::size_t most_body_bytes = 0xFFF;

// How a peer writes its checksum. standard: four hex digits, over the body. with_cr: over the body
// and the closing CR. raw: two bytes, the high one first, which may be CR or LF.
BOOST_DEFINE_ENUM_CLASS(CrcForm, standard, with_cr, raw)

// CRC-16/ARC: reflected 0xA001, begun with 0; of "123456789" it is BB3D.
[[nodiscard]] std::uint16_t crc_of(std::string_view bytes, std::uint16_t begun = 0);

struct Frame {
    std::string_view body;
    // The form in which its CRC is right; nothing: it is wrong in each.
    std::optional<CrcForm> crc;
    bool length_fits = false;
};

// Frames in a stream, however it is cut. What is no frame is left out up to the next LF, which may
// begin one; so nothing that is wrong costs the frame behind it, nor has one to be waited for.
class FrameReader {
  public:
    // Bodies that are longer are no frames.
    explicit FrameReader(std::size_t body_bytes = most_body_bytes) : body_bytes_(body_bytes) {}

    // Precondition: next() had nothing more, so that no more is kept than a frame and this.
    void feed(std::string_view bytes);
    // In order; nothing: more bytes are needed. Its body lives until the next call of either.
    [[nodiscard]] std::optional<Frame> next();

    // Bytes that were no part of a frame, but for CR, LF and NUL, which some send between frames.
    [[nodiscard]] std::uint64_t foreign_bytes() const { return foreign_bytes_; }
    [[nodiscard]] std::uint64_t frames() const { return frames_; }
    [[nodiscard]] std::size_t kept_bytes() const { return bytes_.size() - at_; }

  private:
    void skip(std::size_t count);
    [[nodiscard]] Frame read_body(std::size_t head, std::size_t cr);

    std::size_t body_bytes_;
    std::string bytes_;
    std::size_t at_ = 0;  // before it all is done
    std::uint64_t foreign_bytes_ = 0;
    std::uint64_t frames_ = 0;
};

// As the standard has it. Precondition: at most most_body_bytes.
[[nodiscard]] std::string write_frame(std::string_view body);

}  // namespace muster::dc09
