// What others were to be told and have not taken: the operator looks at it, and has it sent again.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "muster/expected.hpp"
#include "muster/units.hpp"

namespace muster {

struct DeadLetter {
    std::string id;       // of the message; other channels may have one of the same
    std::string channel;  // that it was for
    TimePoint at;         // when it was decided
    TimePoint died_at;
    std::int64_t attempts = 0;
    std::string reason;
    std::string text;  // for people, as far as the channel may know
};
BOOST_DESCRIBE_STRUCT(DeadLetter, (), (id, channel, at, died_at, attempts, reason, text))

// Works on the file, whether or not the service runs. One thread. Errors are in words.
class DeadLetterPort {
  public:
    virtual ~DeadLetterPort() = default;
    // Of that channel, or of all where none is named; the oldest first, at most so many.
    [[nodiscard]] virtual Expected<std::vector<DeadLetter>, std::string> dead(
        std::string_view channel, std::size_t most) const = 0;
    [[nodiscard]] virtual std::uint64_t count(std::string_view channel) const = 0;
    // Those with these ids, or all where none is named, wait again, as if they had just come, as
    // many as there is room for; of that channel, or of each. How many.
    [[nodiscard]] virtual Expected<std::uint64_t, std::string> send_again(
        std::string_view channel, std::span<const std::string> ids, TimePoint now) = 0;
};

}  // namespace muster
