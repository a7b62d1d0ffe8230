// Decimal degrees to 1e-7 degree without floating point, so that every machine reads the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::roads {

// "-36.7600467": up to `limit` degrees either way. Digits past the seventh round half away from
// zero. Nothing when the text is no such number.
[[nodiscard]] inline std::optional<std::int32_t> degrees_e7(std::string_view text,
                                                            std::int64_t limit) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    int decimals = -1;  // -1: before the point
    bool digits = false;
    bool round_up = false;
    for (const char c : text) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        digits = true;
        if (decimals < 7) {
            value = value * 10 + (c - '0');
            if (value > limit * 10'000'000) return std::nullopt;
        } else if (decimals == 7) {
            round_up = c >= '5';
        }
        if (decimals >= 0) ++decimals;
    }
    if (!digits) return std::nullopt;
    for (int i = decimals < 0 ? 0 : decimals; i < 7; ++i)
        value *= 10;
    value += round_up ? 1 : 0;
    if (value > limit * 10'000'000) return std::nullopt;
    return static_cast<std::int32_t>(negative ? -value : value);
}

}  // namespace muster::roads
