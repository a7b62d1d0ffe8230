// Asterisk Manager Interface: bytes -> messages, and actions -> bytes.
// https://docs.asterisk.org/Configuration/Interfaces/Asterisk-Manager-Interface-AMI/
//
// A banner line, then blocks of `Key: value` lines that end with an empty line. Lines end with CR
// LF or LF, an empty block is legal, and a message may be cut anywhere. Pure; no clock, no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/pbx/message.hpp"

namespace muster::pbx {

// Beyond these a line, or the rest of a block, is left out and counted; the message stays.
constexpr std::size_t max_line_bytes = 8 * 1024;
constexpr std::size_t max_lines = 256;

class AmiReader {
  public:
    // Takes bytes as they come; whole messages wait for next().
    void feed(std::string_view bytes);
    [[nodiscard]] std::optional<Message> next();
    // "Asterisk Call Manager/5.0.2"; empty until it came.
    [[nodiscard]] const std::string& banner() const { return banner_; }
    // Lines that were too long, too many, or had no colon.
    [[nodiscard]] std::uint64_t lines_left_out() const { return left_out_; }

  private:
    void end_line(std::string_view line);

    std::string line_;  // that has not ended yet
    bool too_long_ = false;
    bool greeted_ = false;
    std::string banner_;
    Message message_;
    std::vector<Message> ready_;
    std::size_t taken_ = 0;
    std::uint64_t left_out_ = 0;
};

// An action. Line ends in a value are left out: nothing that a value says becomes a line of its
// own.
using Line = std::pair<std::string_view, std::string_view>;
[[nodiscard]] std::string write_action(std::span<const Line> lines);
[[nodiscard]] inline std::string write_action(std::initializer_list<Line> lines) {
    return write_action(std::span(lines.begin(), lines.size()));
}

}  // namespace muster::pbx
