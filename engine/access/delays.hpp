// How long whoever failed waits before it may try again: a few failures are free, then each doubles
// the time, up to a limit. Guessing becomes hopeless, and a person who mistyped waits for a second.
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "engine/access/options.hpp"
#include "muster/units.hpp"

namespace muster::access {

// After so many failures in a row.
[[nodiscard]] Millis delay_after(std::int64_t failures, const DelayRule& rule);

// By address, in memory: what is known of one that did nothing for `longest_ms` is forgotten.
class AddressDelays {
  public:
    // At most so many addresses; beyond it the one that waits the shortest is forgotten.
    AddressDelays(const DelayRule& rule, std::size_t addresses_max)
        : rule_(rule), addresses_max_(addresses_max) {}

    // 0 = it may try.
    [[nodiscard]] Millis wait(const std::string& address, TimePoint now) const;
    void failed(const std::string& address, TimePoint now);
    // Whoever came in is believed to have mistyped before; half of the failures are forgiven, so
    // that one good account does not buy an address endless guesses at others.
    void succeeded(const std::string& address);

    [[nodiscard]] std::size_t size() const { return known_.size(); }

  private:
    struct Known {
        std::int64_t failures = 0;
        TimePoint wait_until;
    };
    void make_room(TimePoint now);

    DelayRule rule_;
    std::size_t addresses_max_;
    std::map<std::string, Known> known_;
};

}  // namespace muster::access
