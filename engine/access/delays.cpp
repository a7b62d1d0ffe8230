#include "engine/access/delays.hpp"

#include <algorithm>

namespace muster::access {

Millis delay_after(std::int64_t failures, const DelayRule& rule) {
    const std::int64_t beyond = failures - rule.free_failures;
    if (beyond <= 0) return {};
    constexpr std::int64_t most_doublings = 30;
    const Millis delay{seconds(1).value << std::min(beyond - 1, most_doublings)};
    return std::min(delay, Millis{rule.longest_ms});
}

Millis AddressDelays::wait(const std::string& address, TimePoint now) const {
    const auto found = known_.find(address);
    if (found == known_.end() || found->second.wait_until <= now) return {};
    return found->second.wait_until - now;
}

void AddressDelays::failed(const std::string& address, TimePoint now) {
    auto found = known_.find(address);
    if (found == known_.end()) {
        if (known_.size() >= addresses_max_) make_room(now);
        found = known_.emplace(address, Known{}).first;
    }
    // Long ago is forgotten.
    Known& known = found->second;
    if (known.wait_until && known.wait_until + rule_.longest_ms < now) known.failures = 0;
    known.wait_until = now + delay_after(++known.failures, rule_);
}

void AddressDelays::succeeded(const std::string& address) {
    const auto found = known_.find(address);
    if (found == known_.end()) return;
    found->second.failures /= 2;
    if (found->second.failures == 0) known_.erase(found);
}

void AddressDelays::make_room(TimePoint now) {
    std::erase_if(known_,
                  [&](const auto& one) { return one.second.wait_until + rule_.longest_ms < now; });
    if (known_.size() < addresses_max_) return;
    known_.erase(std::min_element(known_.begin(), known_.end(), [](const auto& a, const auto& b) {
        return a.second.wait_until < b.second.wait_until;
    }));
}

}  // namespace muster::access
