// What devices of the protocols send, and what they take for an answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/jt808/frames.hpp"

namespace muster::bench {

enum class Protocol : std::uint8_t { sip, dc09, jt808 };
// A call for help, or a sign of life.
enum class Kind : std::uint8_t { alarm, alive };

[[nodiscard]] std::optional<Protocol> protocol_of(std::string_view name);

// One whole message. `account`: digits, which the device is registered with. `serial`: of this
// device, from 0; a message with another serial is another one.
[[nodiscard]] std::string message_of(Protocol protocol, Kind kind, std::string_view account,
                                     std::uint64_t serial);

// What says that such a message was taken.
[[nodiscard]] std::string answer_of(Protocol protocol);

struct Answers {
    std::size_t good = 0;
    std::size_t bad = 0;  // refused, or none that is known
};

// What comes on one connection.
class AnswerReader {
  public:
    explicit AnswerReader(Protocol protocol) : protocol_(protocol) {}
    [[nodiscard]] Answers take(std::string_view bytes);

  private:
    Answers take_dc09(std::string_view bytes);
    Answers take_jt808(std::string_view bytes);

    Protocol protocol_;
    std::string begun_;
    jt808::FrameCounts counts_;
    jt808::FrameReader reader_{counts_};
};

}  // namespace muster::bench
