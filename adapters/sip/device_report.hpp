// What a device's message becomes, whatever the dialect.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "muster/devices.hpp"

namespace muster::sip {

using DeviceCommand = std::variant<ReportDevice, SignalDevice>;

constexpr std::size_t max_said_bytes = 256;

// Digits of a protocol's code as a number: 3, 03 and 0003 are one. Nothing for what is none.
[[nodiscard]] std::optional<std::uint32_t> code_number(std::string_view text);

// "32.3942" in 1e-7 degree; nothing for what is no number of degrees.
[[nodiscard]] std::optional<std::int32_t> degrees_e7(std::string_view text);

// Nothing for 0,0 and for what is not on earth.
[[nodiscard]] std::optional<Personal<Point>> place_of(std::string_view lat, std::string_view lon);

}  // namespace muster::sip
