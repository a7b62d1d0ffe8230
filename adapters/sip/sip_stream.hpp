// Frames of SIP over TCP (RFC 3261 18.3): a head, then as many bytes as its Content-Length says;
// empty lines between messages keep the connection alive. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/sip/sip_message.hpp"

namespace muster::sip {

// What came next.
struct StreamEvent {
    enum class Kind {
        need_more,  // nothing is whole; what has come is kept
        message,
        bad_message,  // a frame whose headers are no message; the next one can be read
        ping,         // CRLF CRLF (RFC 5626 3.5.1): a CRLF goes back
        too_large,    // answered by 413 where `message` has Vias; then close
        broken,       // no frame can be found any more: answered by a bare 400; then close
    };
    Kind kind = Kind::need_more;
    Message message;
    std::string what;  // is wrong
};

// Takes bytes in whatever pieces they come. Holds at most one message of max_bytes.
class StreamReader {
  public:
    explicit StreamReader(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    void feed(std::string_view bytes) { held_.append(bytes); }
    // Precondition: neither too_large nor broken came before.
    [[nodiscard]] StreamEvent next();

    // A message has begun and is not whole.
    [[nodiscard]] bool is_within_message() const { return !held_.empty(); }

  private:
    StreamEvent fail(std::string what);
    void take(std::size_t bytes);

    std::size_t max_bytes_;
    std::string held_;
    std::size_t line_ends_ = 0;  // empty lines seen since the last message
};

}  // namespace muster::sip
