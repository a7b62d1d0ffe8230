// WebSocket (RFC 6455), the server's side, as pure functions of bytes: what a client sends is
// parsed here; text frames to the client are built by the feed itself (see muster/feed_port.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "muster/feed_port.hpp"

namespace muster::feed_adapter {

// What a client sent.
struct WsEvent {
    enum class Kind {
        need_more,  // the input is used up
        text,       // one whole message, valid UTF-8; its fragments are joined
        ping,
        pong,
        close,  // payload is the reason; nothing that follows it is looked at
        error,  // the connection must be closed with `code`; the parser stays in this state
    };
    Kind kind = Kind::need_more;
    // Valid until the next call of next().
    std::string_view payload;
    // error: why. close: the client's code, 1005 when it gave none.
    std::uint16_t code = 0;
};

// Parses the client's bytes in whatever pieces they arrive. Holds at most one message and one
// control frame; an idle parser holds no memory of its own beyond its size.
class WsParser {
  public:
    // A message above max_message bytes is an error (1009), as soon as its header tells.
    explicit WsParser(std::size_t max_message) : max_message_(max_message) {}

    // Takes bytes from the front of `input` until there is something to report.
    [[nodiscard]] WsEvent next(std::string_view& input);

  private:
    // More fragments than this in one message are an error (1002).
    static constexpr std::size_t max_fragments = 64;

    enum class State { header, payload, closed, failed };

    [[nodiscard]] WsEvent fail(FeedClose code);
    // Returns false when more bytes are needed.
    [[nodiscard]] bool read_header(std::string_view& input);
    // What is wrong with the complete header, or 0.
    [[nodiscard]] std::uint16_t check_header() const;
    void read_payload(std::string_view& input);
    [[nodiscard]] WsEvent finish_frame();
    [[nodiscard]] WsEvent finish_close();

    [[nodiscard]] WsOpcode opcode() const {
        return static_cast<WsOpcode>(static_cast<std::uint8_t>(header_[0]) & 0x0Fu);
    }
    [[nodiscard]] bool is_final() const {
        return (static_cast<std::uint8_t>(header_[0]) & 0x80u) != 0;
    }
    [[nodiscard]] bool is_control() const {
        return (static_cast<std::uint8_t>(opcode()) & 0x8u) != 0;
    }

    std::size_t max_message_;
    State state_ = State::header;
    std::uint16_t error_ = 0;
    // 2 bytes, up to 8 of length, 4 of mask.
    std::array<char, 14> header_{};
    std::size_t header_have_ = 0;
    std::uint64_t payload_size_ = 0;
    std::uint64_t payload_have_ = 0;
    bool in_message_ = false;
    bool message_reported_ = false;
    std::size_t fragments_ = 0;
    std::string message_;
    std::array<char, 125> control_{};
};

// Whether the text is UTF-8 (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

// A close frame with code and reason; a code that must not travel (1005, 1006, 1015) becomes an
// empty close.
[[nodiscard]] std::string close_frame(std::uint16_t code, std::string_view reason);

// A pong that answers a ping. Precondition: payload.size() <= 125.
[[nodiscard]] std::string pong_frame(std::string_view payload);

// The Sec-WebSocket-Accept for a client's key (RFC 6455 section 4.2.2).
[[nodiscard]] std::string accept_key(std::string_view client_key);

}  // namespace muster::feed_adapter
