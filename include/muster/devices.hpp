// Devices: buttons, wearables, sensors and gateways; whose they are, and whether they are alive.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/choice.hpp"
#include "muster/command.hpp"
#include "muster/entity.hpp"
#include "muster/event.hpp"
#include "muster/ids.hpp"
#include "muster/personal.hpp"
#include "muster/rules.hpp"
#include "muster/type_list.hpp"
#include "muster/units.hpp"

namespace muster {

using DeviceId = Id<struct DeviceTag>;

// unknown: it reported and nobody has registered it; nothing it says is believed. silent: it was
// not heard of for its watch period. retired: out of use. unknown and retired ones leave the board
// when they have not been heard of for long.
BOOST_DEFINE_ENUM_CLASS(DeviceStatus, unknown, active, silent, retired)

struct Device {
    DeviceId id;
    // How it names itself, behind the protocol: "imei:860000000000001", "sip:button7". Of one
    // device only.
    Personal<std::string> key;
    Code type;  // such as "button"; DeviceRule::types
    DeviceStatus status = DeviceStatus::unknown;
    MemberId member;                       // whose it is; 0: it hangs at a place, or is nobody's
    std::optional<Personal<Point>> place;  // where it hangs, when it is no member's
    Personal<std::string> address;         // of the place
    // Silent when no contact was recorded for so long. 0 = not watched, as is one that is nobody's.
    // Contacts are recorded at most once in a quarter of it, so a device should report at least
    // once in three quarters.
    Millis watch_ms;
    std::optional<std::int32_t> battery_percent;  // 0..100
    bool battery_low = false;
    TimePoint first_contact_at;
    TimePoint last_contact_at;   // that was recorded
    std::uint64_t contacts = 0;  // that were recorded
    TimePoint watched_since;     // registered or assigned: the watch begins anew
    TimePoint retired_at;
    RequestId maintenance;  // the last request that the engine made for its care
    // Levels that it says are on, in order of their codes; at most 16.
    std::vector<Code> raised;
    // Of the last signal that was recorded: its code, empty when it was not understood.
    Code last_signal;
    TimePoint last_signal_at;
    std::uint64_t not_understood = 0;  // signals that the rules do not know
    // Where it said last that it is, by its own clock; 0 = never.
    std::optional<Personal<Point>> seen_place;
    TimePoint seen_at;
};
BOOST_DESCRIBE_STRUCT(Device, (),
                      (id, key, type, status, member, place, address, watch_ms, battery_percent,
                       battery_low, first_contact_at, last_contact_at, contacts, watched_since,
                       retired_at, maintenance, raised, last_signal, last_signal_at, not_understood,
                       seen_place, seen_at))
template <>
inline constexpr EntityRow entity_row<Device>{.path = "devices", .one = "device", .feed_order = 6};

// To a member or a place, or to nobody. A key that was unknown or retired becomes a new device.
struct RegisterDevice {
    Personal<std::string> key;
    Code type;
    MemberId member;
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
    std::optional<Millis> watch_ms;  // nothing: as the rules say of its type, else 0
};
BOOST_DESCRIBE_STRUCT(RegisterDevice, (), (key, type, member, place, address, watch_ms))
template <>
inline constexpr CommandRow command_row<RegisterDevice>{.roles = desk_roles | Role::admin,
                                                        .traffic = Traffic::registry,
                                                        .creates = entity_row<Device>.path};

// As in RegisterDevice. The watch begins anew.
struct AssignDevice {
    DeviceId device;
    MemberId member;
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
};
BOOST_DESCRIBE_STRUCT(AssignDevice, (), (device, member, place, address))
template <>
inline constexpr CommandRow command_row<AssignDevice>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

struct RetireDevice {
    DeviceId device;
    Personal<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RetireDevice, (), (device, reason))
template <>
inline constexpr CommandRow command_row<RetireDevice>{.roles = desk_roles | Role::admin,
                                                      .traffic = Traffic::registry};

// A sign of life, of whatever kind. Most of them write no record.
struct ReportDevice {
    Personal<std::string> key;
    std::optional<std::int32_t> battery_percent;
    // Where it is, WGS-84, and since when by its own clock, 0 = now.
    std::optional<Personal<Point>> place = std::nullopt;
    TimePoint placed_at = {};
};
BOOST_DESCRIBE_STRUCT(ReportDevice, (), (key, battery_percent, place, placed_at))
template <>
inline constexpr CommandRow command_row<ReportDevice>{.roles = adapter_roles,
                                                      .traffic = Traffic::signs};

// More than a sign of life: help is asked for, something is wrong, or something is told. What that
// leads to is in DeviceRule::signals. It is a sign of life too.
struct SignalDevice {
    Personal<std::string> key;
    // Of the rules. Empty, or another one: it is kept and shown as not understood.
    Code signal;
    Personal<std::string> said;  // in its own words, such as "QA, zone 3"
    // Of a level, which it says again and again: whether it is on. Only a change counts. Nothing =
    // something that happened.
    std::optional<bool> level;
    std::optional<Personal<Point>> place;  // where it says that it is, WGS-84
    Personal<std::string> where;           // in words: "bathroom"
    Personal<std::string> call_back;       // number, in any usual spelling; empty = none
    TimePoint happened_at;                 // by its own clock, 0 = now; one to come is not believed
};
BOOST_DESCRIBE_STRUCT(SignalDevice, (),
                      (key, signal, said, level, place, where, call_back, happened_at))
template <>
inline constexpr CommandRow command_row<SignalDevice>{.roles = adapter_roles,
                                                      .traffic = Traffic::calls};

struct DeviceRegistered {
    Device device;
    [[nodiscard]] auto changes() const { return std::tuple(device.id); }
};
BOOST_DESCRIBE_STRUCT(DeviceRegistered, (), (device))

struct DeviceAssigned {
    DeviceId device;
    MemberId member;
    std::optional<Personal<Point>> place;
    Personal<std::string> address;
    [[nodiscard]] auto changes() const { return std::tuple(device); }
};
BOOST_DESCRIBE_STRUCT(DeviceAssigned, (), (device, member, place, address))

struct DeviceRetired {
    DeviceId device;
    Personal<std::string> reason;
    [[nodiscard]] auto changes() const { return std::tuple(device); }
};
BOOST_DESCRIBE_STRUCT(DeviceRetired, (), (device, reason))

// `maintenance` is the open request for the care of the device, where its battery became low.
struct DeviceReported {
    DeviceId device;
    std::optional<std::int32_t> battery_percent;
    bool battery_low = false;
    RequestId maintenance;
    std::optional<Personal<Point>> place = std::nullopt;
    TimePoint placed_at = {};
    [[nodiscard]] auto changes() const { return std::tuple(device, maintenance); }
};
BOOST_DESCRIBE_STRUCT(DeviceReported, (),
                      (device, battery_percent, battery_low, maintenance, place, placed_at))

// `maintenance` is the open request for the care of the device; 0 when none could be made.
struct DeviceFellSilent {
    DeviceId device;
    RequestId maintenance;
    [[nodiscard]] auto changes() const { return std::tuple(device, maintenance); }
};
BOOST_DESCRIBE_STRUCT(DeviceFellSilent, (), (device, maintenance))

// A key reported that is no device in use. The first time it makes the device. `signal` is what it
// asked for, which nobody believes before it is registered.
struct DeviceSeenUnknown {
    DeviceId device;
    Personal<std::string> key;
    Code signal = {};
    [[nodiscard]] auto changes() const { return std::tuple(device); }
};
BOOST_DESCRIBE_STRUCT(DeviceSeenUnknown, (), (device, key, signal))

// `request` is the one that it asked for, or that looks after what it asked for by now; 0 = none
// was asked for, or none could be made.
struct DeviceSignalled {
    DeviceId device;
    MemberId member;
    Code signal;
    std::optional<SignalUse> use;  // nothing: the rules do not know it
    Personal<std::string> said;
    std::optional<bool> level;
    std::optional<Personal<Point>> place;
    Personal<std::string> where;
    TimePoint happened_at;  // by its own clock; 0 = now
    RequestId request;
    [[nodiscard]] auto changes() const { return std::tuple(device, request); }
};
BOOST_DESCRIBE_STRUCT(DeviceSignalled, (),
                      (device, member, signal, use, said, level, place, where, happened_at,
                       request))

// It left the board: registered anew, or not heard of for long since it was out of use.
struct DeviceForgotten {
    DeviceId device;
    [[nodiscard]] auto changes() const { return std::tuple(device); }
};
BOOST_DESCRIBE_STRUCT(DeviceForgotten, (), (device))

using DevicesCommands =
    TypeList<RegisterDevice, AssignDevice, RetireDevice, ReportDevice, SignalDevice>;
using DevicesEvents =
    TypeList<DeviceRegistered, DeviceAssigned, DeviceRetired, DeviceReported, DeviceFellSilent,
             DeviceSeenUnknown, DeviceForgotten, DeviceSignalled>;

}  // namespace muster
