// Alarms of GB/T 28181-2016 in SIP MESSAGE (Application/MANSCDP+xml): what a device tells, and what
// it is told. Bodies are GB18030 whatever their label says. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/sip/device_report.hpp"
#include "muster/units.hpp"

namespace muster::sip {

constexpr std::string_view gb_media_type = "Application/MANSCDP+xml";
constexpr std::size_t max_gb_id_bytes = 32;  // the standard has 20

enum class GbKind : std::uint8_t { alarm, keepalive, answer, other };

struct GbMessage {
    GbKind kind = GbKind::other;
    std::string command;  // CmdType
    std::string number;   // SN
    std::string device;   // DeviceID; empty = nothing can be done with it
    std::vector<std::uint32_t> methods;
    std::optional<std::uint32_t> type;
    std::string said;
    std::optional<Personal<Point>> place;
    TimePoint happened_at;
    bool result_is_ok = false;  // of an answer
    bool damaged = false;       // not well-formed; what could be read of it stands here
};

// (method, type) -> signal, before those that are built in.
using GbTable = std::map<std::pair<std::uint32_t, std::uint32_t>, Code>;

// `zone`: of the devices' clocks, ahead of UTC.
[[nodiscard]] GbMessage read_gb(std::string_view body, Millis zone);

// Alarms and keepalives; nothing for others, and for one without a device.
[[nodiscard]] std::optional<DeviceCommand> command_of(const GbMessage& message,
                                                      const GbTable& table);

// The answer to an alarm.
[[nodiscard]] std::string write_gb_answer(const GbMessage& message, bool ok);
// Tells a device that it is to send its alarms.
[[nodiscard]] std::string write_set_guard(std::string_view device, std::uint64_t number);
// The Date of an answer to REGISTER: the local time in the standard's own form.
[[nodiscard]] std::string write_gb_date(TimePoint now, Millis zone);

}  // namespace muster::sip
