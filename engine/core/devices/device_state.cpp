#include "engine/core/devices/device_state.hpp"

#include <algorithm>

namespace muster::core {

const DeviceRule& device_rule(const Rules& rules) {
    return or_usual(rules.devices);
}

const SignalRule* find_signal(const DeviceRule& rule, const Code& code) {
    const auto found = std::find_if(rule.signals.begin(), rule.signals.end(),
                                    [&](const SignalRule& one) { return one.code == code; });
    return found == rule.signals.end() ? nullptr : &*found;
}

Millis contact_every(const Device& device, const DeviceRule& rule) {
    const bool watched = is_in_use(device.status) && device.watch_ms > Millis{};
    return watched ? device.watch_ms / 4 : rule.contact_every_ms;
}

void Derived<Device>::add(Index index, const Device& device) {
    by_key_.emplace(device.key.value, index);
    if (device.status == DeviceStatus::unknown) ++unknown_;
    if (device.member) by_member_.add(device.member, device.id);
}

void Derived<Device>::remove(Index /*index*/, const Device& device) {
    by_key_.erase(device.key.value);
    if (device.status == DeviceStatus::unknown) --unknown_;
    if (device.member) by_member_.remove(device.member, device.id);
}

TimePoint Derived<Device>::due(const Device& device, const Rules& rules) {
    switch (device.status) {
        case DeviceStatus::active: {
            const bool owned = device.member || device.place || !device.address.value.empty();
            if (!owned || device.watch_ms == Millis{}) return never;
            return std::max(device.last_contact_at, device.watched_since) + device.watch_ms;
        }
        case DeviceStatus::silent:
            return never;
        case DeviceStatus::unknown:
        case DeviceStatus::retired:
            return std::max(device.last_contact_at, device.retired_at) +
                   device_rule(rules).forget_after_ms;
    }
    std::abort();
}

Index Derived<Device>::find(std::string_view key) const {
    const auto found = by_key_.find(std::string(key));
    return found == by_key_.end() ? no_index : found->second;
}

}  // namespace muster::core
