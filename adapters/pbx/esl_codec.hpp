// FreeSWITCH's event socket, inbound: bytes -> packets, packets -> events, commands -> bytes.
// https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/ (mod_event_socket)
//
// A packet is lines `Name: value` that end with an empty line, then as many bytes of body as
// Content-Length says. The body of a text/event-plain packet is an event: lines of the same form,
// their values with %-escapes, and perhaps a body of its own. A packet may be cut anywhere. Pure;
// no clock, no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/pbx/message.hpp"

namespace muster::pbx {

constexpr std::size_t max_esl_line_bytes = 64 * 1024;  // beyond it a line is left out and counted
constexpr std::size_t max_esl_lines = 1024;            // likewise the rest of an event
// A list of all channels is one body. Beyond this the stream is broken: nobody knows where the next
// packet begins.
constexpr std::size_t max_esl_body_bytes = std::size_t{16} << 20;

struct EslPacket {
    Message headers;
    std::string body;

    [[nodiscard]] bool is(std::string_view content_type) const;
};

struct EslEvent {
    Message headers;  // without escapes
    std::string body;
};

class EslReader {
  public:
    // Takes bytes as they come; whole packets wait for next().
    void feed(std::string_view bytes);
    [[nodiscard]] std::optional<EslPacket> next();
    // Why nothing can be read any more, or empty.
    [[nodiscard]] const std::string& broken() const { return broken_; }
    // The event of a text/event-plain packet.
    [[nodiscard]] EslEvent event_of(const EslPacket& packet);
    // Lines that were too long, too many, without a colon, or with a broken escape.
    [[nodiscard]] std::uint64_t lines_left_out() const { return left_out_; }

  private:
    void end_line(std::string_view line);
    void end_headers();
    void end_packet();
    bool add_line(Message& to, std::string_view line, bool escaped);

    std::string line_;
    bool too_long_ = false;
    EslPacket packet_;
    std::size_t body_left_ = 0;
    std::vector<EslPacket> ready_;
    std::size_t taken_ = 0;
    std::uint64_t left_out_ = 0;
    std::string broken_;
};

// A command, with headers behind it. Line ends in what is said are left out: nothing becomes a
// command of its own.
[[nodiscard]] std::string write_esl(
    std::string_view command,
    std::initializer_list<std::pair<std::string_view, std::string_view>> headers = {});

}  // namespace muster::pbx
