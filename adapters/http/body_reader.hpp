// The body of one request, taken from the stream in pieces of any size: by its length or in chunks
// (RFC 9112, 6 and 7.1). Keeps the data and nothing else: sizes, extensions and trailers are
// counted against their limits and dropped, so what precedes a complete request costs no memory.
//
// Chunks are strict, because a proxy in front may read a doubtful line otherwise than we do: lines
// end with CR LF, a size is hexadecimal digits alone, no control characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::http {

struct BodyLimits {
    std::size_t body_bytes = 0;
    std::size_t chunk_line_bytes = 0;  // a chunk's size with its extensions, without CR LF
    std::size_t trailer_bytes = 0;
    // All trailers and whatever a chunk's line has beyond the digits of a size, in one request.
    std::size_t framing_bytes = 0;
};

enum class BodyState : std::uint8_t {
    more,  // bytes are missing
    whole,
    malformed,
    too_large,  // beyond body_bytes
    chunk_line_too_long,
    trailers_too_long,
    framing_too_long,
};

class BodyReader {
  public:
    // The next body is of this length; `keep` = false reads past it.
    void begin(std::uint64_t length, const BodyLimits& limits, bool keep);
    void begin_chunked(const BodyLimits& limits, bool keep);

    // Takes from the front of `bytes` what belongs to the body. Anything but `more` is the end of
    // it, and `bytes` then begins behind the body, or is of no use when there is a fault.
    [[nodiscard]] BodyState take(std::string_view& bytes);

    [[nodiscard]] const std::string& body() const { return body_; }
    // What was wrong, in words; static storage.
    [[nodiscard]] std::string_view fault() const { return fault_; }
    // Gives back what a large body took.
    void clear();

  private:
    enum class At : std::uint8_t {
        data,  // of a body with a length
        size_begin,
        size,
        blank,  // behind a size: only an extension may follow
        extension,
        line_end,  // the LF of a chunk's line
        chunk_data,
        data_cr,
        data_lf,
        trailer_begin,
        trailer_name,
        trailer_value,
        trailer_lf,
        last_lf,
        end,
    };

    void start(const BodyLimits& limits, bool keep);
    void take_data(std::string_view& bytes);
    // Takes one byte of framing; `more` to go on.
    [[nodiscard]] BodyState take_framing(char c);
    [[nodiscard]] BodyState take_line(char c);
    [[nodiscard]] BodyState take_trailer(char c);
    [[nodiscard]] BodyState wrong(std::string_view why);

    BodyLimits limits_;
    std::string body_;
    std::string_view fault_;
    std::uint64_t left_ = 0;  // of the data that is to come
    std::uint64_t taken_ = 0;
    std::size_t line_ = 0;  // bytes of this chunk's line
    std::size_t trailers_ = 0;
    std::size_t framing_ = 0;
    At at_ = At::end;
    bool keep_ = true;
};

}  // namespace muster::http
