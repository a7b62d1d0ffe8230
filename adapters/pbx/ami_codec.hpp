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
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::pbx {

// Beyond these a line, or the rest of a block, is left out and counted; the message stays.
constexpr std::size_t max_line_bytes = 8 * 1024;
constexpr std::size_t max_lines = 256;

// One block. Of a key that comes twice the first counts.
class AmiMessage {
  public:
    // The value of a key, whatever its case; empty when there is none.
    [[nodiscard]] std::string_view get(std::string_view key) const;
    [[nodiscard]] bool is_event(std::string_view name) const;
    [[nodiscard]] bool is_response() const { return !get("Response").empty(); }
    // Of a response: whether the exchange did as it was told.
    [[nodiscard]] bool success() const;
    [[nodiscard]] bool empty() const { return lines_.empty(); }

  private:
    friend class AmiReader;
    std::vector<std::pair<std::string, std::string>> lines_;
};

class AmiReader {
  public:
    // Takes bytes as they come; whole messages wait for next().
    void feed(std::string_view bytes);
    [[nodiscard]] std::optional<AmiMessage> next();
    // "Asterisk Call Manager/5.0.2"; empty until it came.
    [[nodiscard]] const std::string& banner() const { return banner_; }
    // Lines that were too long, too many, or had no colon.
    [[nodiscard]] std::uint64_t lines_left_out() const { return left_out_; }

  private:
    void end_line();

    std::string line_;
    bool too_long_ = false;
    bool greeted_ = false;
    std::string banner_;
    AmiMessage message_;
    std::vector<AmiMessage> ready_;
    std::size_t taken_ = 0;
    std::uint64_t left_out_ = 0;
};

// An action. Line ends in a value are left out: nothing that a value says becomes a line of its
// own.
[[nodiscard]] std::string write_action(
    std::initializer_list<std::pair<std::string_view, std::string_view>> lines);

}  // namespace muster::pbx
