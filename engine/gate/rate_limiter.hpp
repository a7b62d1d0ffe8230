// Token buckets by name, with bounded memory. One thread. Time is a parameter and never goes back.
#pragma once

#include <boost/describe/class.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::gate {

struct RateLimit {
    Bounded<std::int64_t, 1, 60'000'000> per_minute = 60;
    Bounded<std::int64_t, 1, 60'000'000> burst = 10;  // so many at once
    // Beyond it the name that was quiet longest is forgotten.
    Bounded<std::size_t, 1, 10'000'000> max_names = 65'536;
};
BOOST_DESCRIBE_STRUCT(RateLimit, (), (per_minute, burst, max_names))

// Each bucket is one number, the time at which it will be full again (the generic cell rate
// algorithm, ITU-T I.371): equal to a token bucket, exact in integers, and needs no refilling.
class RateLimiter {
  public:
    explicit RateLimiter(const RateLimit& limit);

    // Takes `cost` tokens when at least one is there, and owes what is missing: the next one waits
    // until that is paid. Returns 0, or how long until one is there, and then takes nothing.
    [[nodiscard]] Millis take(std::string_view name, TimePoint now, std::int64_t cost = 1);
    // Takes `cost` tokens whether they are there or not: for a cost that shows only afterwards.
    void charge(std::string_view name, TimePoint now, std::int64_t cost);

    [[nodiscard]] std::size_t size() const { return buckets_.size(); }

  private:
    struct Bucket {
        std::string name;
        std::int64_t full_at_us = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    Bucket& bucket(std::string_view name);

    std::int64_t token_us_;
    std::int64_t burst_;
    std::size_t max_names_;
    std::list<Bucket> by_use_;  // the latest in front
    // The views point into the list's nodes, which never move.
    std::unordered_map<std::string_view, std::list<Bucket>::iterator, Hash, std::equal_to<>>
        buckets_;
};

}  // namespace muster::gate
