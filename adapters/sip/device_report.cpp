#include "adapters/sip/device_report.hpp"

#include <limits>

#include "engine/codec/protocol_text.hpp"

namespace muster::sip {

std::optional<std::uint32_t> code_number(std::string_view text) {
    const auto value = codec::parse_number(text);
    if (!value || *value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return static_cast<std::uint32_t>(*value);
}

std::optional<std::int32_t> degrees_e7(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const auto dot = text.find('.');
    const std::string_view whole = text.substr(0, dot);
    const std::string_view part = dot == std::string_view::npos ? "" : text.substr(dot + 1);
    const auto degrees = code_number(whole);
    if (!degrees || *degrees > 180) return std::nullopt;
    std::int64_t value = *degrees;
    for (std::size_t i = 0; i < 7; ++i) {
        const char c = i < part.size() ? part[i] : '0';
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    for (const char c : part.substr(part.size() < 7 ? part.size() : 7)) {
        if (c < '0' || c > '9') return std::nullopt;
    }
    return static_cast<std::int32_t>(negative ? -value : value);
}

std::optional<Personal<Point>> place_of(std::string_view lat, std::string_view lon) {
    const auto north = degrees_e7(lat);
    const auto east = degrees_e7(lon);
    if (!north || !east || (*north == 0 && *east == 0)) return std::nullopt;
    const Point point{*north, *east};
    if (!on_earth(point)) return std::nullopt;
    return Personal<Point>(point);
}

}  // namespace muster::sip
