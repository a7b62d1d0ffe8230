// How JT/T 808-2013 and -2019 put messages on a line (4.4): 7E, content and its XOR, 7E, where 7E
// is written as 7D 02 and 7D as 7D 01. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::jt808 {

// The longest there is by the document: the head of 2019 with its fragment, a body of 1023, XOR.
constexpr std::size_t max_frame_bytes = 17 + 4 + 1023 + 1;

struct FrameCounts {
    std::uint64_t frames = 0;
    std::uint64_t noise_bytes = 0;  // before the first 7E
    std::uint64_t bad_checksum = 0;
    std::uint64_t bad_escape = 0;  // 7D and then neither 01 nor 02
    std::uint64_t too_long = 0;
};

class FrameReader {
  public:
    // Precondition: `counts` outlives the reader.
    explicit FrameReader(FrameCounts& counts) : counts_(counts) {}

    // Takes bytes off the front until a frame is whole, and gives its content without the XOR; the
    // view lives until the next call. Nothing when all bytes are taken. What is no frame is counted
    // and skipped. Its closing 7E may be the opening one of the next.
    [[nodiscard]] std::optional<std::string_view> next(std::string_view& bytes);

    // The beginning of a frame waits for its end.
    [[nodiscard]] bool is_within() const { return !content_.empty() || wrong_ != nullptr; }

  private:
    void add(unsigned char byte);
    // At a 7E: whether a frame ended here.
    [[nodiscard]] bool ends();

    FrameCounts& counts_;
    std::string content_;
    std::uint64_t* wrong_ = nullptr;  // the count of what is wrong with this one
    bool opened_ = false;             // a 7E was seen
    bool ended_ = false;              // content_ was given out
    bool escaped_ = false;            // a 7D was seen last
};

// Appends the frame of this content.
void append_frame(std::string& out, std::string_view content);

}  // namespace muster::jt808
