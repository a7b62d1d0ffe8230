#include "engine/gate/rate_limiter.hpp"

#include <algorithm>

namespace muster::gate {

RateLimiter::RateLimiter(const RateLimit& limit)
    : token_us_(60'000'000 / std::clamp<std::int64_t>(limit.per_minute, 1, 60'000'000)),
      burst_(std::max<std::int64_t>(limit.burst, 1)),
      max_names_(std::max<std::size_t>(limit.max_names, 1)) {}

RateLimiter::Bucket& RateLimiter::bucket(std::string_view name) {
    if (const auto known = buckets_.find(name); known != buckets_.end()) {
        by_use_.splice(by_use_.begin(), by_use_, known->second);
        return *known->second;
    }
    if (buckets_.size() >= max_names_) {
        buckets_.erase(by_use_.back().name);
        by_use_.pop_back();
    }
    by_use_.push_front({std::string(name), 0});
    buckets_.emplace(by_use_.front().name, by_use_.begin());
    return by_use_.front();
}

Millis RateLimiter::take(std::string_view name, TimePoint now, std::int64_t cost) {
    Bucket& b = bucket(name);
    const std::int64_t now_us = now.value * 1000;
    const std::int64_t full_at = std::max(b.full_at_us, now_us);
    const std::int64_t missing_us = full_at - now_us - (burst_ - 1) * token_us_;
    if (missing_us > 0) return Millis{(missing_us + 999) / 1000};
    b.full_at_us = full_at + cost * token_us_;
    return Millis{0};
}

void RateLimiter::charge(std::string_view name, TimePoint now, std::int64_t cost) {
    Bucket& b = bucket(name);
    b.full_at_us = std::max(b.full_at_us, now.value * 1000) + cost * token_us_;
}

}  // namespace muster::gate
