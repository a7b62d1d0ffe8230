#include "engine/core/devices/device_state.hpp"

#include <algorithm>

namespace muster::core {

const DeviceRule& device_rule(const Rules& rules) {
    static const DeviceRule usual;
    return rules.devices ? *rules.devices : usual;
}

Millis contact_every(const Device& device, const DeviceRule& rule) {
    const bool watched = is_in_use(device.status) && device.watch_ms > Millis{};
    return watched ? device.watch_ms / 4 : rule.contact_every_ms;
}

void Derived<Device>::add(Index index, const Device& device) {
    by_key_.emplace(device.key.value, index);
    if (device.status == DeviceStatus::unknown) ++unknown_;
    if (!device.member) return;
    std::vector<DeviceId>& list = by_member_[device.member.value];
    list.insert(std::upper_bound(list.begin(), list.end(), device.id), device.id);
}

void Derived<Device>::remove(Index /*index*/, const Device& device) {
    by_key_.erase(device.key.value);
    if (device.status == DeviceStatus::unknown) --unknown_;
    const auto list = by_member_.find(device.member.value);
    if (list == by_member_.end()) return;
    std::erase(list->second, device.id);
    if (list->second.empty()) by_member_.erase(list);
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

std::vector<DeviceId> Derived<Device>::of_member(MemberId member) const {
    const auto list = by_member_.find(member.value);
    return list == by_member_.end() ? std::vector<DeviceId>{} : list->second;
}

}  // namespace muster::core
