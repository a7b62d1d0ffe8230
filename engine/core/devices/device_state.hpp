// What follows from devices: from one, and from all of them together.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/derived.hpp"
#include "engine/core/kernel/id_lists.hpp"
#include "engine/core/kernel/life_cycle.hpp"
#include "muster/devices.hpp"

namespace muster::core {

BOOST_DEFINE_ENUM_CLASS(DeviceAction, assign, report, fall_silent, retire)

constexpr LifeCycle<DeviceStatus, DeviceAction> device_cycle(
    {DeviceStatus::unknown, DeviceStatus::active}, {DeviceStatus::unknown, DeviceStatus::retired},
    {{{DeviceStatus::active, DeviceStatus::silent}, DeviceAction::assign, DeviceStatus::active},
     {{DeviceStatus::active, DeviceStatus::silent}, DeviceAction::report, DeviceStatus::active},
     {{DeviceStatus::active}, DeviceAction::fall_silent, DeviceStatus::silent},
     {{DeviceStatus::active, DeviceStatus::silent}, DeviceAction::retire, DeviceStatus::retired}});

// In use: what it says is believed.
[[nodiscard]] constexpr bool is_in_use(DeviceStatus status) {
    return device_cycle.legal(status, DeviceAction::report);
}

// Of these rules, or the usual ones.
[[nodiscard]] const DeviceRule& device_rule(const Rules& rules);

// nullptr: the rules do not know it.
[[nodiscard]] const SignalRule* find_signal(const DeviceRule& rule, const Code& code);

// A contact sooner after the last recorded one is not recorded for its own sake.
[[nodiscard]] Millis contact_every(const Device& device, const DeviceRule& rule);

template <>
struct Derived<Device> {
  public:
    void add(Index index, const Device& device);
    void remove(Index index, const Device& device);
    // Active: silent from then on. Unknown or retired: forgotten. Silent, not watched: `never`.
    [[nodiscard]] static TimePoint due(const Device& device, const Rules& rules);

    // The device of a key; no_index.
    [[nodiscard]] Index find(std::string_view key) const;
    // Those of a member, in order of id.
    [[nodiscard]] const std::vector<DeviceId>& of_member(MemberId member) const {
        return by_member_.of(member);
    }
    [[nodiscard]] std::size_t unknown() const { return unknown_; }

  private:
    boost::unordered_flat_map<std::string, Index> by_key_;
    IdLists<MemberId, DeviceId> by_member_;
    std::size_t unknown_ = 0;
};

}  // namespace muster::core
