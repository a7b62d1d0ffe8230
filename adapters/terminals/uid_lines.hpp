// What a card reader sends over TCP: a UID in each line, ended by CR, LF or both, as from a
// keyboard. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::terminals {

class UidLines {
  public:
    static constexpr std::size_t max_line = 64;

    // Precondition: next() said nothing since.
    void feed(std::string_view bytes) { unread_.append(bytes); }

    // The next line that is not empty. One that is too long is left out up to its end, and counted.
    [[nodiscard]] std::optional<std::string> next();
    [[nodiscard]] std::uint64_t too_long() const { return too_long_; }

  private:
    std::string unread_;
    bool skipping_ = false;
    std::uint64_t too_long_ = 0;
};

}  // namespace muster::terminals
